"""Exports open in other programs, and page text stays text there."""

import json
import math
from io import BytesIO

import pandas as pd
import pytest

from unionstats.report.export import FORMATS, export

FRAME = pd.DataFrame(
    {
        "source": ["a.txt", "b.txt", "c.txt"],
        "measure": ['=HYPERLINK("http://x")', "会员\x1b[31m", None],
        "value": [77900.0, 2.5, None],
        "published": pd.to_datetime(["2024-05-01", None, "2023-01-02"]),
        "article": pd.array([0, None, 2], dtype="Int32"),
        "status": pd.Categorical(["actual", "target", "actual"]),
    }
)


@pytest.mark.parametrize("kind", list(FORMATS))
def test_every_format_takes_every_type_of_column_and_no_control_character(kind: str) -> None:
    content = export(FRAME, kind)
    assert len(content) > 50
    if kind not in {"xlsx", "dta"}:
        assert b"\x1b" not in content


def test_a_formula_in_a_csv_is_text() -> None:
    back = pd.read_csv(BytesIO(export(FRAME, "csv")))
    assert back["measure"][0] == '\'=HYPERLINK("http://x")'
    assert back["value"].tolist()[:2] == [77900.0, 2.5]


def test_a_formula_in_a_workbook_is_text() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(BytesIO(export(FRAME, "xlsx"))).active
    cell = sheet.cell(row=2, column=2)
    assert cell.value.startswith("=HYPERLINK")
    assert cell.data_type == "s"


def test_json_holds_the_rows() -> None:
    rows = json.loads(export(FRAME, "json"))
    assert [row["value"] for row in rows] == [77900.0, 2.5, None]
    assert rows[0]["published"].startswith("2024-05-01")


def test_jsonl_has_one_object_a_line() -> None:
    lines = export(FRAME, "jsonl").decode().splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["a.txt", "b.txt", "c.txt"]


def test_markdown_cells_break_no_table() -> None:
    frame = pd.DataFrame({"sentence": ["a|b\n<b>c</b>"]})
    assert export(frame, "markdown").decode().splitlines()[2] == "| a\\|b \\<b\\>c\\</b\\> |"


def test_json_loses_no_character_and_lets_none_act() -> None:
    hostile = "会员\x1b[31m\u202e\x9b工会"
    frame = pd.DataFrame({"measure": [hostile]})
    for kind in ("json", "jsonl"):
        content = export(frame, kind).decode()
        assert not {"\x1b", "\u202e", "\x9b"} & set(content)
        assert hostile in str(pd.read_json(BytesIO(content.encode()), lines=kind == "jsonl")["measure"][0])


def test_a_full_width_formula_is_text_too() -> None:
    """Excel in a Chinese locale takes ＝ for =."""
    assert export(pd.DataFrame({"measure": ["＝1+1"]}), "csv").decode().splitlines()[1].startswith("'")


def test_a_workbook_keeps_days_as_days_and_its_head_in_sight() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(BytesIO(export(FRAME, "xlsx"))).active
    assert sheet.freeze_panes == "A2"
    assert sheet.cell(row=2, column=4).number_format == "yyyy-mm-dd"
    assert sheet.cell(row=3, column=4).value is None


def read_stata(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """Read a frame back from Stata's format: the data, the labels and the display formats of its variables."""
    with pd.io.stata.StataReader(BytesIO(export(frame, "dta"))) as reader:
        data = reader.read()
        return data, reader.variable_labels(), dict(zip(data.columns, reader._fmtlist, strict=True))


def test_stata_reads_values_days_and_labels_back() -> None:
    data, labels, formats = read_stata(FRAME)
    assert data["value"].tolist()[:2] == [77900.0, 2.5]
    assert pd.isna(data["value"][2])
    assert data["source"].tolist() == ["a.txt", "b.txt", "c.txt"]
    assert data["published"][0] == pd.Timestamp("2024-05-01")
    assert formats["published"] == "%td"
    assert labels["value"].startswith("multiplied out")
    assert all(1 <= len(label) <= 80 for label in labels.values())


def test_stata_takes_what_free_sql_may_give(recwarn: pytest.WarningsRecorder) -> None:
    """Names it does not allow, long texts, numbers it does not have: no warning, no error, nothing cut."""
    long = "职工" * 2_000
    frame = pd.DataFrame(
        {
            "count(*)": [1, 2**53], "2024": [math.inf, -math.inf], "ratio " + "x" * 40: [1.5, None],
            "会员": [long, None], "ok": [True, False], "_": [[1], None],
        }
    )  # fmt: skip
    data, labels, _ = read_stata(frame)
    assert [str(warning.message) for warning in recwarn] == []
    assert data.iloc[:, 0].tolist() == [1, 2**53]
    assert data.iloc[:, 1].isna().all()
    assert data.iloc[:, 3].tolist() == [long, ""]
    assert list(labels.values())[:2] == ["count(*)", "2024"]
    assert len(set(data.columns)) == len(frame.columns)


def test_an_empty_answer_is_an_empty_file_of_each_kind() -> None:
    assert export(FRAME.iloc[:0], "jsonl") == b""
    for kind in set(FORMATS) - {"jsonl"}:
        assert export(FRAME.iloc[:0], kind)


HOSTILE = [
    "</script><img src=x onerror=alert(1)>", "[link](javascript:alert(1))", "\x1b]8;;http://x\x07here", "\u202eabc",
    "[/b]", '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "@SUM(1)", "\x00\x08\x0b\x1f", "\x9b31m", "a\tb\r\nc",
]  # fmt: skip


def test_hostile_text_is_inert_in_a_workbook_and_in_stata() -> None:
    """Nothing in them acts: no formula, no link, no control character; and every text is still there to read."""
    openpyxl = pytest.importorskip("openpyxl")
    frame = pd.DataFrame({"sentence": HOSTILE})
    sheet = openpyxl.load_workbook(BytesIO(export(frame, "xlsx"))).active
    cells = [sheet.cell(row=row, column=1) for row in range(2, len(HOSTILE) + 2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert all(cell.hyperlink is None for cell in cells)
    data, _, _ = read_stata(frame)
    for texts in ([str(cell.value) for cell in cells], data["sentence"].tolist()):
        assert not any(character in "".join(texts) for character in "\x00\x07\x08\x0b\x1b\x1f\x9b\u202e")
        assert texts[0] == HOSTILE[0]
        assert "HYPERLINK" in texts[5]


def test_hostile_text_makes_no_markup_in_markdown() -> None:
    """No tag, no link, no bare address that a renderer would make a link of; one row each."""
    text = export(pd.DataFrame({"sentence": HOSTILE}), "markdown").decode()
    assert len(text.splitlines()) == len(HOSTILE) + 2
    assert "<img" not in text.replace("\\<", "")
    assert "](" not in text.replace("\\]", "")

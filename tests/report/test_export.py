"""Exports open in other programs, and page text stays text there."""

import json
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


def test_stata_reads_it_back(tmp_path: pytest.TempPathFactory) -> None:
    path = tmp_path / "facts.dta"  # type: ignore[operator]
    path.write_bytes(export(FRAME, "dta"))
    back = pd.read_stata(path)
    assert back["value"].tolist()[0] == 77900.0
    assert back["source"].tolist() == ["a.txt", "b.txt", "c.txt"]

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unionstats.errors import UsageError
from unionstats.evaluate.gold import load_gold, read_label, read_period
from unionstats.rules.folder import RuleFolder

ROW = {
    "source": "a.txt",
    "start": 4,
    "end": 8,
    "quote": "412家",
    "value": 412,
    "bound": "exact",
    "unit": "家",
    "kind": "count",
}


@pytest.fixture(scope="module")
def folder() -> RuleFolder:
    return RuleFolder.open()


def gold_file(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_labels_come_by_page_and_in_the_order_of_their_places(tmp_path: Path, folder: RuleFolder) -> None:
    path = gold_file(tmp_path / "g.jsonl", ROW | {"start": 9, "end": 13}, ROW | {"source": "b.txt"}, ROW)
    gold = load_gold(path, folder)
    assert list(gold) == ["a.txt", "b.txt"]
    assert [label.start for label in gold["a.txt"]] == [4, 9]


def test_a_line_with_only_a_source_names_a_page_without_facts(tmp_path: Path, folder: RuleFolder) -> None:
    assert load_gold(gold_file(tmp_path / "g.jsonl", {"source": "c.txt"}), folder) == {"c.txt": ()}


@pytest.mark.parametrize(
    ("name", "slug"), [("山西", "shanxi"), ("陕西", "shaanxi"), ("全国", "national"), (None, "unknown")]
)
def test_province_names_become_slugs(tmp_path: Path, folder: RuleFolder, name: str | None, slug: str) -> None:
    gold = load_gold(gold_file(tmp_path / "g.jsonl", ROW | {"province": name}), folder)
    assert gold["a.txt"][0].province == slug


@pytest.mark.parametrize("row", [{"start": 3}, ROW | {"province": "山东省"}, ROW | {"period": "last year"}, []])
def test_a_line_that_is_no_label_is_named(tmp_path: Path, folder: RuleFolder, row: object) -> None:
    with pytest.raises(UsageError, match=r"g\.jsonl:2: no label"):
        load_gold(gold_file(tmp_path / "g.jsonl", ROW, row), folder)


def test_a_gold_file_that_is_not_there_is_named(tmp_path: Path, folder: RuleFolder) -> None:
    with pytest.raises(UsageError, match="cannot be read as labels"):
        load_gold(tmp_path / "none.jsonl", folder)


def test_a_field_that_a_label_leaves_out_is_left_open() -> None:
    assert dict(read_label(ROW | {"scope": "county"}, {}).extra) == {"scope": "county"}


def test_every_reading_of_a_label_is_kept() -> None:
    label = read_label(
        ROW | {"period": None, "period_also": ["2022"], "indicator": "patents", "indicator_also": [None]}, {}
    )
    assert label.periods == (None, read_period("2022"))
    assert label.indicators == ("patents", None)

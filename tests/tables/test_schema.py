from __future__ import annotations

from datetime import date
from typing import get_args, get_type_hints

import pyarrow as pa
import pytest

from unionstats.places.gazetteer import load_provinces
from unionstats.rules.folder import RuleFolder
from unionstats.tables.schema import COLUMNS, PAGES, PROVINCES, REMOVED, SCHEMAS, SORT_KEYS, TABLES, Column
from unionstats.types import FactRow, PageRow, RemovedRow

TYPES = {str: pa.string(), int: pa.int32(), float: pa.float64(), date: pa.date32()}


@pytest.mark.parametrize(("columns", "row"), [(COLUMNS, FactRow), (PAGES, PageRow), (REMOVED, RemovedRow)])
def test_columns_are_the_fields_of_their_row_in_order_and_type(columns: tuple[Column, ...], row: type) -> None:
    hints = get_type_hints(row)
    expected = [(name, TYPES[next(iter(get_args(hint)), hint)]) for name, hint in hints.items()]
    assert [(column.name, column.type) for column in columns] == expected


def test_every_column_says_what_it_means() -> None:
    assert [column.name for columns in TABLES.values() for column in columns if not column.meaning] == []


def test_there_is_a_table_for_every_province_and_for_those_of_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the shipped rules are what this is about
    assert len(PROVINCES) == 36
    assert set(PROVINCES) == {province.slug for province in load_provinces(RuleFolder.open())}
    assert list(PROVINCES) == sorted(PROVINCES)


def test_tables_are_sorted_by_columns_they_have() -> None:
    for name, keys in SORT_KEYS.items():
        names = SCHEMAS["entries" if name == "pages" else name].names
        assert set(keys) <= set(names)

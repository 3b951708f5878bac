"""Names by which facts are asked for: one that is none is an error, never an empty table."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import unionstats
from unionstats.errors import UsageError
from unionstats.tables.names import check_indicators, checked_columns, province_slugs


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the shipped rules: they know what provinces and indicators are called."""
    monkeypatch.undo()


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("name", ["competition_held", ["patents", "competition_held"]])
def test_a_misspelt_indicator_is_no_empty_table(out: Path, name: str | list[str]) -> None:
    with pytest.raises(UsageError, match="did you mean competitions_held"):
        unionstats.load(out, indicator=name)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("name", ["patents", "patents.granted"])
def test_an_indicator_without_facts_is_an_empty_table(out: Path, name: str) -> None:
    assert unionstats.load(out, indicator=name, columns="value").empty


@pytest.mark.usefixtures("shipped")
def test_what_the_tables_hold_is_an_indicator_whatever_rules_named_it() -> None:
    check_indicators(["kites_flown", "kites_flown.red"], ["kites_flown.red"])
    with pytest.raises(UsageError, match="no such indicator: kites_flow; did you mean kites_flown"):
        check_indicators(["kites_flow"], ["kites_flown.red"])


@pytest.mark.usefixtures("shipped")
def test_the_tables_are_looked_at_only_for_what_the_catalogue_lacks() -> None:
    def never() -> Iterator[str]:
        raise AssertionError
        yield ""

    check_indicators(["patents"], never())


@pytest.mark.usefixtures("shipped")
def test_a_misspelt_province_is_told_from_what_was_meant() -> None:
    with pytest.raises(UsageError, match="no such province: Shandng; did you mean shandong"):
        province_slugs("Shandng")
    assert province_slugs(["Shanxi", "山西省", "140000"]) == ["shanxi"]


def test_one_name_is_one_column() -> None:
    assert checked_columns("value") == ["value"]
    with pytest.raises(UsageError, match="no such column: valeu"):
        checked_columns("valeu")

"""A panel puts like beside like and never adds up what must not be added."""

import pandas as pd
import pytest

from unionstats.errors import UsageError
from unionstats.report.panel import panel


def facts(*rows: dict[str, object]) -> pd.DataFrame:
    base: dict[str, object] = {
        "province": "shanxi", "place": "山西省", "indicator": "members_total", "measure": "会员总数",
        "status": "actual", "scope": "province",
        "value": 100.0, "unit": "人", "bound": "exact", "per": None, "change": None, "repeats": None, "part_of": None,
        "period_start": None, "period_end": "2023-12-31", "published": "2024-01-05", "source": "a", "char_start": 1,
        "fact_id": "x",
    }  # fmt: skip
    frame = pd.DataFrame([{**base, **row} for row in rows])
    for name in ("period_start", "period_end", "published"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def test_the_latest_published_value_is_taken_and_conflicts_are_marked() -> None:
    result = panel(
        facts({"value": 100.0}, {"value": 120.0, "published": "2024-06-01", "fact_id": "y"}), "members_total"
    )
    row = result.iloc[0]
    assert (row["value"], row["fact_id"], row["n"], row["min"], row["max"], row["conflict"]) == (
        120,
        "y",
        2,
        100,
        120,
        True,
    )


@pytest.mark.parametrize(
    "row",
    [
        {"status": "target"}, {"scope": "organisation"}, {"per": "人"}, {"change": "increase"}, {"repeats": "z"},
        {"part_of": "z"}, {"value": None}, {"indicator": "members_new"}, {"period_end": None}, {"unit": "万户"},
    ],
)  # fmt: skip
def test_what_is_no_level_of_the_scope_stays_out(row: dict[str, object]) -> None:
    result = panel(facts({}, {}, {"value": 7.0, **row}), "members_total")
    assert result["value"].tolist() == [100]


def test_suffixes_stay_apart() -> None:
    rows = facts({"indicator": "relief_funds.raised"}, {"indicator": "relief_funds.paid", "value": 70.0})
    assert panel(rows, "relief_funds")["indicator"].tolist() == ["relief_funds.paid", "relief_funds.raised"]


def test_kinds_of_one_indicator_stay_apart() -> None:
    """Members who are women are among the members: neither a rival figure nor one to take in their place."""
    rows = facts({}, {"measure": "女职工会员", "value": 40.0, "published": "2024-06-01"})
    result = panel(rows, "members_total")
    assert result[["counted", "value", "conflict"]].to_numpy().tolist() == [["", 100, False], ["女", 40, False]]


def test_honours_of_different_names_are_no_rivals() -> None:
    medals = {"indicator": "honours", "unit": "个", "measure": "省五一劳动奖章", "value": 96.0}
    rows = facts(medals, {**medals, "measure": "省五一劳动奖状", "value": 12.0})
    result = panel(rows, "honours")
    assert sorted(result[["counted", "value"]].to_numpy().tolist()) == [["奖状", 12], ["奖章", 96]]
    assert not result["conflict"].any()


def test_an_unknown_level_is_named() -> None:
    with pytest.raises(UsageError, match="village"):
        panel(facts({}), "members_total", by="village")


def test_nothing_found_is_an_empty_panel_with_its_columns() -> None:
    result = panel(facts({}), "patents")
    assert len(result) == 0
    assert {"province", "year", "value", "conflict"} <= set(result.columns)


def test_a_misspelt_indicator_is_no_empty_panel() -> None:
    with pytest.raises(UsageError, match="no such indicator: memberstotal; did you mean members_total"):
        panel(facts({}), "memberstotal")
    assert panel(facts({}), "patents").empty
    assert panel(facts({"indicator": "kites_flown.red"}), "kites_flown")["value"].tolist() == [100]

"""Every example of rules/times/, and what holds for any text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.rules.folder import RuleFolder
from unionstats.times.dates import read_dates
from unionstats.times.expressions import TimeFinder
from unionstats.times.readings import Anchor, Told

FINDER = TimeFinder(RuleFolder.open())
RULES: list[dict[str, Any]] = [
    rule for _, table in RuleFolder.open().tables("times.toml") for rule in table.get("expression", ())
]


def _anchor(text: str | None) -> Anchor:
    day = date.fromisoformat(text) if text else None
    return Anchor(day.year, day, None, day.year - (day.month <= 2)) if day else Anchor()


def _examples(key: str) -> list[Any]:
    return [
        pytest.param(rule["id"], example, id=f"{rule['id']}.{key}-{number}")
        for rule in RULES
        for number, example in enumerate(rule[key], 1)
    ]


@pytest.mark.parametrize(("rule", "example"), _examples("match"))
def test_an_expression_is_found_and_dated_as_its_rule_says(rule: str, example: dict[str, str]) -> None:
    found = [expression for expression in FINDER.find(example["text"]) if expression.said.rule == rule]
    assert found, f"{rule} finds nothing in {example['text']}"
    reading = read_dates(found[0].said, _anchor(example.get("anchor")), Told())
    dates = f"{reading.start or ''}/{reading.end or ''}" if reading.dated else "none"
    assert dates == example["period"]


@pytest.mark.parametrize(("rule", "example"), _examples("reject"))
def test_a_rule_leaves_alone_what_is_no_time(rule: str, example: dict[str, str]) -> None:
    assert not [expression for expression in FINDER.find(example["text"]) if expression.said.rule == rule], example[
        "why"
    ]


@given(st.text(alphabet="年月日底初前至到今去上本截以来近五十1290、，。自- 目前二〇季度半", max_size=40))
def test_expressions_stand_in_order_and_never_overlap(text: str) -> None:
    done = 0
    for expression in FINDER.find(text):
        assert done <= expression.start < expression.end <= len(text)
        done = expression.end


@given(
    st.text(alphabet="年月日底初前至到今去明上本截以来近五十1290昨天下半季度个", max_size=30),
    st.one_of(st.none(), st.dates(date(1995, 1, 1), date(2035, 12, 31))),
)
def test_dates_come_in_order_and_none_is_made_up_without_an_anchor(text: str, day: date | None) -> None:
    for expression in FINDER.find(text):
        reading = read_dates(expression.said, Anchor(day.year if day else None, day), Told())
        if reading.start and reading.end and "since" not in expression.said.marks:
            assert reading.start <= reading.end
        if day is None and reading.dated and reading.type != "cumulative":
            assert expression.said.first.year is not None or expression.said.kind in {"plan", "event"}

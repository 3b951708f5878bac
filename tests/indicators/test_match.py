"""Rules that are passed over untried are rules that would not fit."""

from functools import cache

import pytest

import unionstats.indicators.match
from unionstats.evaluate.rules_examples import ExampleReader, read_examples
from unionstats.rules.folder import RuleFolder


@cache
def reader() -> ExampleReader:
    return ExampleReader(RuleFolder.open())


def rivals(text: str) -> list[list[str]]:
    """Give the rules that fit each quantity of a text."""
    view = reader().view(text)
    every = (reader().namer.rivals(view, index) for index in range(len(view.quantities)))
    return [[candidate.rule.id for candidate in candidates] for candidates in every]


def test_no_rule_that_fits_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the examples of all rules, with and without the tests that spare most of the trying."""
    rules = [rule for indicator in reader().namer.indicators.values() for rule in indicator.rules]
    texts = sorted({example.text for rule in rules for example in read_examples(rule)})
    spared = [rivals(text) for text in texts]
    monkeypatch.setattr(unionstats.indicators.match, "_likely", lambda rules, _frame: rules)
    assert [rivals(text) for text in texts] == spared
    assert sum(map(len, spared)) > len(rules)

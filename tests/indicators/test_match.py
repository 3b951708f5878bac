"""Rules that are passed over untried are rules that would not fit."""

from functools import cache

import pytest
import regex

import unionstats.indicators.match
from unionstats.evaluate.rules_examples import ExampleReader, read_examples
from unionstats.indicators.frame import Frame
from unionstats.rules.folder import RuleFolder


@cache
def reader() -> ExampleReader:
    return ExampleReader(RuleFolder.open())


def rivals(text: str) -> list[list[str]]:
    """Return the rules that fit each quantity of a text."""
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


@pytest.mark.parametrize(("commas", "seen"), [(40, True), (110, False)])
def test_a_topic_is_no_farther_off_than_people_write(commas: int, *, seen: bool) -> None:
    """A sentence that goes on for ever costs no more for each of its quantities."""
    text = f"暑期托管{'，检修电扇' * commas}，招收#"
    at = len(text) - 1
    frame = Frame(text, at, at - 3, at, None, 0, at - 2, at + 1, at + 1, "")
    assert (unionstats.indicators.match._look_in_sentence(regex.compile("托管"), frame) is not None) == seen

"""Every example that stands in an indicator rule, as a test with an id of its own."""

from functools import cache

import pytest

from unionstats.evaluate.rules_examples import Example, ExampleReader, read_examples
from unionstats.rules.folder import RuleFolder


@cache
def reader() -> ExampleReader:
    return ExampleReader(RuleFolder.open())


def examples() -> list[Example]:
    return [example for rule in reader().rules() for example in read_examples(rule)]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.id)
def test_example_holds(example: Example) -> None:
    assert reader().check(example) is None


def test_each_indicator_has_examples_of_both_kinds() -> None:
    poor = []
    for indicator in reader().namer.indicators.values():
        matches, rejects = (sum(len(rule.examples[kind]) for rule in indicator.rules) for kind in ("match", "reject"))
        if matches < 6 or rejects < 4:
            poor.append(indicator.id)
    assert poor == []

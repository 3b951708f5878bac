"""Rules with a part taken out: the examples must notice."""

from dataclasses import replace

import pytest
import regex
from rules_mutants import Mutant, MutantJudge, _groups, _without_each_part

from unionstats.rules.folder import RuleFolder

FLOOR = 0.9
# Every so-many-th mutant is tried in the quick run; a prime, so that the sample walks through all slots.
SAMPLE = 37


def survivors(step: int) -> tuple[int, list[Mutant]]:
    judge = MutantJudge(RuleFolder.open())
    mutants = list(judge.mutants())[::step]
    return len(mutants), [mutant for mutant in mutants if not judge.catches(mutant)]


def test_a_sample_of_mutants_is_caught() -> None:
    tried, alive = survivors(SAMPLE)
    assert tried > 50
    assert 1 - len(alive) / tried >= FLOOR - 0.08, "\n".join(map(str, alive))


@pytest.mark.soak
def test_nine_mutants_in_ten_are_caught(capsys: pytest.CaptureFixture[str]) -> None:
    tried, alive = survivors(1)
    with capsys.disabled():
        print(f"\n{len(alive)} of {tried} mutants survive", *alive, sep="\n  ")  # noqa: T201 - the list is the point
    assert 1 - len(alive) / tried >= FLOOR


def test_groups_are_found_with_their_alternatives() -> None:
    assert [pattern[start + 1 : end] for pattern in ["(?:a|(b))c"] for start, end, _ in _groups(pattern)] == [
        "b",
        "?:a|(b)",
        "(?:a|(b))c",
    ]


def test_each_alternative_and_look_around_is_dropped_once() -> None:
    assert sorted(_without_each_part("a|b(?!c|d)")) == [
        ("(?!c|d)", "a|b"),
        ("a", "b(?!c|d)"),
        ("b(?!c|d)", "a"),
        ("c", "a|b(?!d)"),
        ("d", "a|b(?!c)"),
    ]


def test_a_mutant_that_runs_away_is_caught_before_it_runs() -> None:
    judge = MutantJudge(RuleFolder.open())
    mutant = next(mutant for mutant in judge.mutants() if mutant.slot == "after")
    away = regex.compile("^ (?: 职工 | 技能 | 职工技能 )* 卡", regex.VERBOSE)
    rule = replace(mutant.rule, patterns={**mutant.rule.patterns, "after": away})
    assert judge.catches(mutant._replace(rule=rule))

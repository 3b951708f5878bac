"""Decides which rule names a quantity: every rule with a trigger near it is tried; the one with most evidence wins.

Rules see only frames; all vocabulary is in the rule files. Of the rules with a trigger near a quantity about one in ten
matches, so most are skipped by a quick check for words that their patterns need.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import ahocorasick_rs
import regex

from unionstats.indicators.frame import REACH, Frame
from unionstats.indicators.model import ANCHORS, Rule
from unionstats.rules.lazy import group_names
from unionstats.rules.outline import Characters, outline_of
from unionstats.types import Quantity, Span

# The part of a pattern named so may hold anything, and is no evidence.
GAP = "gap"
_BRACKET = regex.compile(r"[（(].*")
# In sentences longer than any that people write, so much on either side is the sentence.
_TOPIC = 500
_BEGINNING = itemgetter(1)


class Candidate(NamedTuple):
    """A rule that fits a quantity, with its evidence.

    `evidence` counts the characters that the rule's own words cover, plus the rule's weight; `spans` are the
    stretches of the masked sentence that say what is counted.
    """

    evidence: int
    rule: Rule
    spans: tuple[Span, ...]


class Matcher:
    """All rules, compiled: given a frame and the triggers near it, returns the rules that fit.

    Args:
        rules: of all indicators.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(sorted(rules, key=lambda rule: rule.id))
        # Made when a trigger of the rule is first met.
        self._tests: list[_Tests | None] = [None] * len(self._rules)
        by_trigger: dict[str, list[int]] = {}
        for number, rule in enumerate(self._rules):
            for word in rule.triggers:
                by_trigger.setdefault(word, []).append(number)
        words = sorted(by_trigger)
        self._rules_of = [by_trigger[word] for word in words]
        self._automaton = ahocorasick_rs.AhoCorasick(words)
        self._for_quantity = lru_cache(maxsize=4096)(self._rules_for)
        self._for_topic = lru_cache(maxsize=4096)(self._topical_for)

    def triggers(self, text: str) -> list[tuple[int, int]]:
        """Return the triggers of a masked sentence, in one pass and in order: (number of the word, its start)."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted([(word, start) for word, start, _ in found], key=_BEGINNING)

    def candidates(
        self, frame: Frame, quantity: Quantity, triggers: Sequence[tuple[int, int]], *, changed: bool
    ) -> list[Candidate]:
        """Return the rules that fit, best first.

        Args:
            frame: the quantity in its sentence.
            quantity: for its kind and unit.
            triggers: of the sentence, as `triggers` gave them.
            changed: it is an amount of change; then a percentage or a multiple also fits rules that count.
        """
        first, last = frame.at - REACH, frame.at + REACH
        relative = changed and quantity.kind in {"percent", "ratio"}
        rules_of = self._for_quantity(None, None) if relative else self._for_quantity(quantity.kind, quantity.unit)
        near = triggers[bisect_left(triggers, first, key=_BEGINNING) : bisect_right(triggers, last, key=_BEGINNING)]
        return self._fitting(frame, {number for word, _ in near for number in rules_of.get(word, ())})

    def topical(self, frame: Frame, quantity: Quantity, triggers: Sequence[tuple[int, int]]) -> list[Candidate]:
        """Return the rules that fit the words of a quantity together with the topic before its sentence, best first.

        Args:
            frame: the quantity in its sentence, the sentence before in front.
            quantity: for its kind and unit.
            triggers: of the frame's text.
        """
        rules_of = self._for_topic(quantity.kind, quantity.unit)
        return self._fitting(frame, {number for word, _ in triggers for number in rules_of.get(word, ())})

    def _topical_for(self, kind: str | None, unit: str | None) -> Mapping[int, tuple[int, ...]]:
        """Return, of the rules for a quantity, those that ask for a topic; one of little weight asks for too little."""
        by_trigger = (
            (word, tuple(number for number in numbers if _is_topical(self._rules[number])))
            for word, numbers in self._for_quantity(kind, unit).items()
        )
        return {word: kept for word, kept in by_trigger if kept}

    def _fitting(self, frame: Frame, numbers: Collection[int]) -> list[Candidate]:
        if not numbers:
            return []
        tests = [self._tests[number] or self._prepare(number) for number in numbers]
        fitting = [
            Candidate(found[0], one.rule, found[1])
            for one in _likely(tests, frame)
            if (found := _fit(one, frame)) is not None
        ]
        if len(fitting) > 1:
            fitting.sort(key=lambda candidate: (-candidate.evidence, candidate.rule.id))
        return fitting

    def _rules_for(self, kind: str | None, unit: str | None) -> Mapping[int, tuple[int, ...]]:
        """Return by trigger the rules that may name a quantity of this kind and unit; 件(次) goes where 件 goes.

        Without kind: those for a percentage of change. A rule of little weight leans on its kinds and units, of which
        that has neither.
        """
        plain = _BRACKET.sub("", unit) if unit else unit

        def may_name(rule: Rule) -> bool:
            if kind is None:
                return rule.weight >= 0
            return kind in rule.kinds and (not rule.units or unit in rule.units or plain in rule.units)

        numbers = {number for number, rule in enumerate(self._rules) if may_name(rule)}
        by_trigger = ((word, tuple(filter(numbers.__contains__, of))) for word, of in enumerate(self._rules_of))
        return {word: kept for word, kept in by_trigger if kept}

    def _prepare(self, number: int) -> _Tests:
        tests = self._tests[number] = _tests(self._rules[number])
        return tests


def _is_topical(rule: Rule) -> bool:
    return "sentence" in rule.patterns and rule.weight >= 0


class _Test(NamedTuple):
    """One slot of a rule, ready to be tried."""

    look: Callable[[regex.Pattern[str], Frame], tuple[regex.Match[str], int] | None]
    pattern: regex.Pattern[str]
    guard: bool
    anchor: bool
    gaps: bool


class _Needs(NamedTuple):
    """What the pattern of a slot needs: one of `last` as its last character, and one of some words within."""

    last: Characters
    words: re.Pattern[str]


class _Tests(NamedTuple):
    """A rule, ready to be tried: its slots, and what those need that look beside the quantity."""

    rule: Rule
    slots: tuple[_Test, ...]
    noun: _Needs | None
    before: _Needs | None
    after: _Needs | None


def _likely(rules: Iterable[_Tests], frame: Frame) -> list[_Tests]:
    """Return the rules whose needs are met by the words beside a quantity; most rules are passed over here."""
    text, start, head, behind = frame.text, frame.start, frame.head, frame.at + 1
    last = text[head - 1] if head > start else ""
    likely = []
    for rule in rules:
        _, _, noun, before, after = rule
        if before is not None and (
            (before.last is not None and last not in before.last) or not before.words.search(text, start, head)
        ):
            continue
        if (
            noun is not None
            and ((noun.last is not None and last not in noun.last) or not noun.words.search(text, start, head))
            and not noun.words.search(text, behind, frame.clause_end if frame.modified else frame.phrase_end)
        ):
            continue
        if after is None or after.words.search(text, behind, frame.clause_end):
            likely.append(rule)
    return likely


def _tests(rule: Rule) -> _Tests:
    slots = tuple(
        _Test(
            _LOOKS[slot.removeprefix("not_")],
            pattern,
            slot.startswith("not_"),
            slot in ANCHORS,
            GAP in group_names(pattern),
        )
        for slot, pattern in rule.patterns.items()
    )
    return _Tests(rule, slots, *(_needs(rule.patterns.get(slot)) for slot in ANCHORS))


@lru_cache(maxsize=4096)
def _needs(pattern: regex.Pattern[str] | None) -> _Needs | None:
    if pattern is None:
        return None
    empty, last, words = outline_of(pattern.pattern)
    # Of the standard library: twice as fast on plain words.
    return _Needs(None if empty else last, re.compile("|".join(map(re.escape, sorted(words or ("",))))))


def _fit(tests: _Tests, frame: Frame) -> tuple[int, tuple[Span, ...]] | None:
    """Try one rule on one frame; every slot that the rule fills must hold, and no guard.

    Returns:
        The evidence, with the rule's weight, and the spans that say what is counted; None where the rule does not fit.
    """
    evidence = tests.rule.weight
    spans: list[Span] = []
    for look, pattern, guard, anchor, gaps in tests.slots:
        found = look(pattern, frame)
        if guard:
            if found is not None:
                return None
            continue
        if found is None:
            return None
        match, offset = found
        start, end = match.span()
        evidence += end - start
        if gaps:
            evidence -= sum(map(len, match.captures(GAP)))
        if anchor:
            spans.append(Span(start + offset, end + offset))
    return evidence, tuple(spans)


def _look_before(pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    found = pattern.match(frame.text, frame.start, frame.head)
    return (found, 0) if found else None


def _look_beside(pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    """Look for a noun right before the quantity, else in the phrase behind it, its last word first.

    Where a verb stands right behind the quantity (23个已产生效益的创新项目), the noun is the last word of the clause.
    """
    found = pattern.match(frame.text, frame.start, frame.head)
    if found is None:
        found = pattern.search(frame.text, frame.at + 1, frame.phrase_end)
    if found is None and frame.modified:
        found = pattern.match(frame.text, frame.at + 1, frame.clause_end)
        if found is not None and frame.modified not in frame.text[found.start() - 1 : found.start() + 1]:
            found = None
    return (found, 0) if found else None


def _look_after(pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    # A slice, so that ^ means "right behind the quantity".
    found = pattern.search(frame.text[frame.at + 1 : frame.clause_end])
    return (found, frame.at + 1) if found else None


def _look_in_clause(pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    found = pattern.search(frame.text, frame.clause_start, frame.clause_end)
    return (found, 0) if found else None


def _look_in_sentence(pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    text, at = frame.text, frame.at
    found = pattern.search(text) if len(text) <= _TOPIC else pattern.search(text, max(0, at - _TOPIC), at + _TOPIC)
    return (found, 0) if found else None


# What each slot sees: docs/how-to/new-indicator.md.
_LOOKS = {
    "noun": _look_beside,
    "before": _look_before,
    "after": _look_after,
    "clause": _look_in_clause,
    "sentence": _look_in_sentence,
}

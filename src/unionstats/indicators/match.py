"""Which rule names a quantity: rules whose trigger stands near are tried; the one with most evidence wins.

Owns the comparing of rules. It sees frames only; what words mean stands in the rule files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs
import regex

from unionstats.indicators.frame import REACH, Frame
from unionstats.indicators.model import ANCHORS, Rule
from unionstats.types import Quantity, Span

# The part of a pattern named so may hold anything, and is no evidence.
GAP = "gap"
_BRACKET = regex.compile(r"[（(].*")


class Candidate(NamedTuple):
    """A rule that fits a quantity, with what speaks for it.

    `evidence` counts the characters that the rule's own words cover, plus the rule's weight; `spans` are the
    stretches of the masked sentence that say what is counted.
    """

    evidence: int
    rule: Rule
    spans: tuple[Span, ...]


class Matcher:
    """All rules, compiled: give it a frame and the triggers near, it gives the rules that fit.

    Args:
        rules: of all indicators.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(sorted(rules, key=lambda rule: rule.id))
        self._tests = tuple(_tests(rule) for rule in self._rules)
        by_trigger: dict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self._rules):
            for word in rule.triggers:
                by_trigger[word].append(number)
        words = sorted(by_trigger)
        self._rules_of = [frozenset(by_trigger[word]) for word in words]
        self._automaton = ahocorasick_rs.AhoCorasick(words)
        # A rule of little weight leans on its kinds and units; a percentage of change has neither.
        self._for_change = frozenset(number for number, rule in enumerate(self._rules) if rule.weight >= 0)
        self._for_quantity = lru_cache(maxsize=4096)(self._rules_for)

    def triggers(self, text: str) -> list[tuple[int, int]]:
        """Find the triggers of a masked sentence, in one pass: (number of the word, where it begins)."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(word, start) for word, start, _ in found]

    def candidates(
        self, frame: Frame, quantity: Quantity, triggers: Sequence[tuple[int, int]], *, changed: bool
    ) -> list[Candidate]:
        """Give the rules that fit, best first.

        Args:
            frame: the quantity in its sentence.
            quantity: for its kind and unit.
            triggers: of the sentence, as `triggers` gave them.
            changed: it is an amount of change; then a percentage or a multiple also fits rules that count.
        """
        first, last = frame.at - REACH, frame.at + REACH
        near = {word for word, start in triggers if first <= start <= last}
        if not near:
            return []
        relative = changed and quantity.kind in {"percent", "ratio"}
        numbers = frozenset().union(*(self._rules_of[word] for word in near))
        numbers &= self._for_change if relative else self._for_quantity(quantity.kind, quantity.unit)
        fitting = [
            Candidate(found[0], self._rules[number], found[1])
            for number in numbers
            if (found := _fit(self._rules[number].weight, self._tests[number], frame)) is not None
        ]
        if len(fitting) > 1:
            fitting.sort(key=lambda candidate: (-candidate.evidence, candidate.rule.id))
        return fitting

    def _rules_for(self, kind: str, unit: str | None) -> frozenset[int]:
        """Give the numbers of the rules that may name a quantity of this kind and unit; 件(次) goes where 件 goes."""
        plain = _BRACKET.sub("", unit) if unit else unit
        return frozenset(
            number
            for number, rule in enumerate(self._rules)
            if kind in rule.kinds and (not rule.units or unit in rule.units or plain in rule.units)
        )


class _Test(NamedTuple):
    """One slot of a rule, ready to be tried."""

    look: Callable[[regex.Pattern[str], Frame], tuple[regex.Match[str], int] | None]
    pattern: regex.Pattern[str]
    guard: bool
    anchor: bool
    gaps: bool


def _tests(rule: Rule) -> tuple[_Test, ...]:
    return tuple(
        _Test(
            _LOOKS[slot.removeprefix("not_")],
            pattern,
            slot.startswith("not_"),
            slot in ANCHORS,
            GAP in pattern.groupindex,
        )
        for slot, pattern in rule.patterns.items()
    )


def _fit(evidence: int, tests: tuple[_Test, ...], frame: Frame) -> tuple[int, tuple[Span, ...]] | None:
    """Try one rule on one frame; every slot that the rule fills must hold, and no guard.

    Returns:
        The evidence, with the rule's weight, and the spans that say what is counted; None where the rule does not fit.
    """
    spans: list[Span] = []
    for look, pattern, guard, anchor, gaps in tests:
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
    """Look for a noun right before the quantity, else in the phrase behind it, its last word first."""
    found = pattern.match(frame.text, frame.start, frame.head)
    if found is None:
        found = pattern.search(frame.text, frame.at + 1, frame.phrase_end)
    return (found, 0) if found else None


def _look_after(pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    # A slice, so that ^ means "right behind the quantity".
    found = pattern.search(frame.text[frame.at + 1 : frame.clause_end])
    return (found, frame.at + 1) if found else None


def _look_in_clause(pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    found = pattern.search(frame.text, frame.clause_start, frame.clause_end)
    return (found, 0) if found else None


def _look_in_sentence(pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    found = pattern.search(frame.text)
    return (found, 0) if found else None


# What each slot sees: docs/how-to/new-indicator.md.
_LOOKS = {
    "noun": _look_beside,
    "before": _look_before,
    "after": _look_after,
    "clause": _look_in_clause,
    "sentence": _look_in_sentence,
}

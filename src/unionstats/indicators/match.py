"""Which rule names a quantity: rules whose trigger stands near are tried; the one with most evidence wins.

Owns the comparing of rules. It sees frames only; what words mean stands in the rule files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import ahocorasick_rs
import regex

from unionstats.indicators.frame import REACH, Frame
from unionstats.indicators.model import Rule
from unionstats.types import Quantity, Span

# The part of a pattern named so may hold anything, and is no evidence.
GAP = "gap"


class Candidate(NamedTuple):
    """A rule that fits a quantity, with what speaks for it.

    `evidence` counts the characters that the rule's own words cover, plus the rule's weight; `spans` are the stretches of the
    masked sentence that say what is counted.
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
        by_trigger: dict[str, list[int]] = defaultdict(list)
        for number, rule in enumerate(self._rules):
            for word in rule.triggers:
                by_trigger[word].append(number)
        self._words = sorted(by_trigger)
        self._rules_of = [tuple(by_trigger[word]) for word in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

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
        near: set[int] = set()
        for word, start in triggers:
            if frame.at - REACH <= start <= frame.at + REACH:
                near.update(self._rules_of[word])
        relative = changed and quantity.kind in {"percent", "ratio"}
        fitting = []
        for number in near:
            rule = self._rules[number]
            if relative or (quantity.kind in rule.kinds and (not rule.units or quantity.unit in rule.units)):
                candidate = fit(rule, frame)
                if candidate is not None:
                    fitting.append(candidate)
        fitting.sort(key=lambda candidate: (-candidate.evidence, candidate.rule.id))
        return fitting


def fit(rule: Rule, frame: Frame) -> Candidate | None:
    """Try one rule on one frame; every slot that the rule fills must hold.

    Returns:
        The candidate with its evidence; None where a slot fails or a guard speaks against it.
    """
    evidence = rule.weight
    spans: list[Span] = []
    for slot, pattern in rule.patterns.items():
        found = _find(slot, pattern, frame)
        if slot.startswith("not_"):
            if found is not None:
                return None
            continue
        if found is None:
            return None
        evidence += _literal_length(found)
        if slot in {"noun", "before", "after"}:
            spans.append(Span(*found.span()))
    return Candidate(evidence, rule, tuple(sorted(spans)))


def _find(slot: str, pattern: regex.Pattern[str], frame: Frame) -> regex.Match[str] | None:
    """Look for a slot's pattern where the slot says: see docs/how-to/new-indicator.md for what each slot sees."""
    text = frame.text
    match slot:
        case "noun":
            before = pattern.match(text, frame.start, frame.head)
            return before or pattern.search(text, frame.at + 1, frame.phrase_end)
        case "before" | "not_before":
            return pattern.match(text, frame.start, frame.head)
        case "after" | "not_after":
            return pattern.search(text, frame.at + 1, frame.clause_end)
        case "clause" | "not_clause":
            return pattern.search(text, frame.clause_start, frame.clause_end)
        case _:
            return pattern.search(text)


def _literal_length(found: regex.Match[str]) -> int:
    length = found.end() - found.start()
    if GAP in found.re.groupindex:
        length -= sum(len(gap) for gap in found.captures(GAP))
    return length

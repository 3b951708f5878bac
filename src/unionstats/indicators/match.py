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
from unionstats.indicators.model import ANCHORS, Rule
from unionstats.types import Quantity, Span

# The part of a pattern named so may hold anything, and is no evidence.
GAP = "gap"


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
        match, offset = found
        evidence += _literal_length(match)
        if slot in ANCHORS:
            spans.append(Span(match.start() + offset, match.end() + offset))
    return Candidate(evidence, rule, tuple(sorted(spans)))


def _find(slot: str, pattern: regex.Pattern[str], frame: Frame) -> tuple[regex.Match[str], int] | None:
    """Look for a slot's pattern where the slot says: docs/how-to/new-indicator.md tells what each slot sees.

    Returns:
        The match and what to add to its positions; None where there is none.
    """
    text, behind = frame.text, frame.at + 1
    offset = 0
    match slot:
        case "before" | "not_before":
            found = pattern.match(text, frame.start, frame.head)
        case "noun":
            found = pattern.match(text, frame.start, frame.head)
            if found is None:
                found = pattern.search(text, behind, frame.phrase_end)
        case "after" | "not_after":
            # A slice, so that ^ means "right behind the quantity".
            found, offset = pattern.search(text[behind : frame.clause_end]), behind
        case "clause" | "not_clause":
            found = pattern.search(text, frame.clause_start, frame.clause_end)
        case _:
            found = pattern.search(text)
    return (found, offset) if found is not None else None


def _literal_length(found: regex.Match[str]) -> int:
    length: int = found.end() - found.start()
    if GAP in found.re.groupindex:
        length -= sum(len(gap) for gap in found.captures(GAP))
    return length

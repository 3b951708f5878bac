"""Mutants of the rules: each alternative, look-around and guard dropped in turn, to see whether an example notices.

Owns what counts as a mutant and when it is caught. A rule part that can go without any example failing is either dead
or untested.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import regex

from unionstats.evaluate.rules_examples import Example, ExampleReader, read_examples
from unionstats.indicators.match import Matcher
from unionstats.indicators.model import BACKWARD, Rule
from unionstats.rules.folder import RuleFolder, load_toml
from unionstats.rules.runaway import find_runaway


class Mutant(NamedTuple):
    """A rule with one part taken out; `slot` is where, `dropped` the words that went."""

    rule: Rule
    slot: str
    dropped: str

    def __str__(self) -> str:
        return f"{self.rule.id}: {self.slot} without {self.dropped}"


class MutantJudge:
    """Makes the mutants of a folder's rules and tells which the examples catch."""

    def __init__(self, folder: RuleFolder) -> None:
        self._folder = folder
        self._reader = ExampleReader(folder)
        self._rules = tuple(self._reader.rules())

    def mutants(self) -> Iterator[Mutant]:
        """Yield every mutant, in the order of the rules."""
        for rule in self._rules:
            source = _source(rule)
            for slot in rule.patterns:
                if slot.startswith("not_"):
                    kept = {name: found for name, found in rule.patterns.items() if name != slot}
                    yield Mutant(replace(rule, patterns=kept), slot, "the whole guard")
                for dropped, rest in _without_each_part(source[slot]):
                    mutant = self._mutant(rule, slot, dropped, rest)
                    if mutant is not None:
                        yield mutant

    def _mutant(self, rule: Rule, slot: str, dropped: str, rest: str) -> Mutant | None:
        flags = regex.REVERSE if slot in BACKWARD else 0
        pattern = self._folder.compile(f"(?:{rest}\n)", path=rule.path, rule=rule.id, flags=flags)
        return Mutant(replace(rule, patterns={**rule.patterns, slot: pattern}), slot, dropped.strip())

    def catches(self, mutant: Mutant) -> bool:
        """Return whether an example of the rule's indicator fails with the mutant in place of the rule.

        A mutant that runs away is caught, too, and tried on nothing: `rules check` refuses it.
        """
        if self._runs_away(mutant):
            return True
        rules = [mutant.rule if rule.id == mutant.rule.id else rule for rule in self._rules]
        namer = self._reader.namer
        whole = namer.matcher
        namer.matcher = Matcher(rules)
        try:
            return any(self._reader.check(example) for example in self._examples(mutant.rule))
        finally:
            namer.matcher = whole

    @staticmethod
    def _runs_away(mutant: Mutant) -> bool:
        pattern = mutant.rule.patterns.get(mutant.slot)
        return pattern is not None and find_runaway(pattern.pattern, backward=mutant.slot in BACKWARD) is not None

    def _examples(self, rule: Rule) -> Iterator[Example]:
        """Yield the examples of the rule's indicator, its own first: most mutants fail one of them."""
        family = rule.id.split(".", maxsplit=1)[0]
        others = (other for other in self._rules if other.id.startswith(f"{family}.") and other.id != rule.id)
        for one in (rule, *others):
            yield from (example for example in read_examples(one) if example.kind != "todo")


def _source(rule: Rule) -> Mapping[str, str]:
    """Return the patterns of a rule as its file has them."""
    entries = load_toml(rule.path).get("rule", [])
    return next(entry for entry in entries if entry["id"] == rule.id)


def _without_each_part(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield (what was dropped, the pattern without it) for each alternative and each look-around."""
    for start, end, cuts in _groups(pattern):
        if pattern.startswith(("(?!", "(?=", "(?<!", "(?<="), start):
            yield pattern[start : end + 1], pattern[:start] + pattern[end + 1 :]
        for left, right in zip((cuts[0] - 1, *cuts[1:-1]), cuts[1:], strict=True):
            if len(cuts) > 2:
                first = left < cuts[0]
                dropped = pattern[cuts[0] : right] if first else pattern[left + 1 : right]
                rest = pattern[: cuts[0]] + pattern[right + 1 :] if first else pattern[:left] + pattern[right:]
                yield dropped, rest


def _groups(pattern: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield each group, and the pattern as a whole: start, end, and where its content and its alternatives end.

    The first cut is where the content begins, the others are the `|` between alternatives and the end.
    """
    stack: list[tuple[int, list[int]]] = [(-1, [0])]
    for found in regex.finditer(r"\\.|\[(?:\\.|[^\]])*\]|\((?:\?(?:[:=!]|<[=!]|<\w+>))?|\)|\|", pattern):
        sign = found[0][0]
        if sign == "(":
            stack.append((found.start(), [found.end()]))
        elif sign == "|":
            stack[-1][1].append(found.start())
        elif sign == ")":
            start, cuts = stack.pop()
            yield start, found.start(), (*cuts, found.start())
    yield -1, len(pattern), (*stack[0][1], len(pattern))

"""Numbers that are no statistics: dates, ordinals, names, codes. Each is ignored by a named rule.

A pattern of `rules/ignore.toml` must match at the numeral (what stands before it is said by look-behind); the match is
the stretch that is ignored. At written numerals the rules are tried together, in one pattern; at digits one by one,
the few that the neighbouring characters admit.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, Table, line_of

_NEEDED = {"id", "why", "pattern", "match", "reject"}
_KEYS = _NEEDED | {"bare", "numeral", "before", "after"}
_CLASSES = ("any", "digits", "written")


class IgnoreRule(NamedTuple):
    """A rule and its examples: `match` hold no quantity at all, `reject` name the quote that must be found.

    `numeral`: whether it is tried at digits, at written-out numerals (三十) or at both. `bare`: it holds also where
    numerals need no measure word, since what it finds is no numeral at all (四川). `before`, `after`: at digits it is
    tried only where one of these characters stands beside them, which most quantities are spared by.
    """

    id: str
    pattern: str
    path: Path
    match: tuple[str, ...]
    reject: tuple[tuple[str, str], ...]
    bare: bool
    numeral: str
    before: str
    after: str

    def admits(self, before: str, after: str) -> bool:
        """Say whether the rule may match at digits that stand between two characters."""
        sided = self.before or self.after
        return not sided or bool(before and before in self.before) or bool(after and after in self.after)


class IgnoreRules:
    """All rules of a folder, compiled: the first one that matches speaks, in the order of the file."""

    def __init__(self, folder: RuleFolder) -> None:
        self.rules = tuple(load_ignore_rules(folder))
        self._names = {f"r{number}": rule.id for number, rule in enumerate(self.rules)}
        self._patterns = tuple(folder.compile(rule.pattern, path=rule.path, rule=rule.id) for rule in self.rules)
        self._folder = folder
        self._before = frozenset("".join(rule.before for rule in self.rules))
        self._after = frozenset("".join(rule.after for rule in self.rules))
        # Made when first met: texts whose numerals need no measure word are rare, and so are most neighbours.
        self._written: dict[bool, regex.Pattern[str]] = {}
        self._by_neighbours: dict[tuple[str, str, bool], tuple[tuple[regex.Pattern[str], str], ...]] = {}

    def _tried(self, numeral: str, *, bare: bool) -> tuple[int, ...]:
        """Give the places of the rules that are tried at digits or at written numerals."""
        return tuple(
            number
            for number, rule in enumerate(self.rules)
            if (rule.bare or not bare) and rule.numeral in {numeral, "any"}
        )

    def _at_written(self, *, bare: bool) -> regex.Pattern[str]:
        """Give the one pattern of the rules for written numerals."""
        if bare not in self._written:
            parts = []
            for number in self._tried("written", bare=bare):
                rule = self.rules[number]
                expanded = self._folder.expand(rule.pattern, path=rule.path, rule=rule.id)
                parts.append(f"(?P<r{number}>{expanded}\n)")
            self._written[bare] = regex.compile("|".join(parts) or "(?!)", regex.VERBOSE | regex.VERSION1)
        return self._written[bare]

    def _at_digits(self, before: str, after: str, *, bare: bool) -> tuple[tuple[regex.Pattern[str], str], ...]:
        """Give the patterns and names of the rules that may match between two characters."""
        before, after = before if before in self._before else "", after if after in self._after else ""
        key = (before, after, bare)
        if key not in self._by_neighbours:
            self._by_neighbours[key] = tuple(
                (self._patterns[number], self.rules[number].id)
                for number in self._tried("digits", bare=bare)
                if self.rules[number].admits(before, after)
            )
        return self._by_neighbours[key]

    def match(self, text: str, start: int, end: int, *, bare: bool = False) -> tuple[int, str] | None:
        """Say whether a numeral is ignored.

        Args:
            text: folded text.
            start: where the numeral begins.
            end: where it ends.
            bare: only rules whose finds are no numerals at all.

        Returns:
            Where the ignored stretch ends and the rule's id; None where no rule speaks.
        """
        if text[start].isascii():
            for pattern, name in self._at_digits(text[max(0, start - 1) : start], text[end : end + 1], bare=bare):
                found = pattern.match(text, start)
                if found is not None:
                    return (found.end(), name) if found.end() > start else None
            return None
        found = self._at_written(bare=bare).match(text, start)
        if found is None or found.end() <= start:
            return None
        return found.end(), self._names[found.lastgroup]


def load_ignore_rules(folder: RuleFolder) -> Iterator[IgnoreRule]:
    """Load the rules of all layers; a later layer replaces rules of the same id.

    Raises:
        RuleError: a rule without id, why, pattern, or examples of both kinds.
    """
    rules: dict[str, IgnoreRule] = {}
    for path, table in folder.tables("ignore.toml"):
        for entry in table.get("ignore", []):
            rule = _read(path, entry)
            rules[rule.id] = rule
    yield from rules.values()


def _read(path: Path, entry: Table) -> IgnoreRule:
    name = str(entry.get("id", ""))
    missing = sorted(_NEEDED - set(entry))
    unknown = sorted(set(entry) - _KEYS)
    if missing or unknown or not entry["match"] or not entry["reject"]:
        problem = (
            f"lacks {missing[0]}"
            if missing
            else f"unknown key {unknown[0]}"
            if unknown
            else "needs examples of both kinds"
        )
        raise RuleError(problem, path=path, rule=name, line=line_of(path, name))
    numeral = str(entry.get("numeral", "any"))
    if numeral not in _CLASSES:
        raise RuleError(f"numeral must be one of {', '.join(_CLASSES)}", path=path, rule=name, line=line_of(path, name))
    reject = tuple((str(example["text"]), str(example["quote"])) for example in entry["reject"])
    return IgnoreRule(
        id=name,
        pattern=str(entry["pattern"]),
        path=path,
        match=tuple(entry["match"]),
        reject=reject,
        bare=bool(entry.get("bare")),
        numeral=numeral,
        before=str(entry.get("before", "")),
        after=str(entry.get("after", "")),
    )

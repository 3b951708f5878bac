"""Numbers that are no statistics: dates, ordinals, names, codes. Each is ignored by a named rule.

A pattern of `rules/ignore.toml` must match at the numeral (what stands before it is said by look-behind); the match is
the stretch that is ignored. Rules are tried together, in one pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, Table, line_of

_NEEDED = {"id", "why", "pattern", "ignored", "counted"}
_KEYS = _NEEDED | {"bare", "numeral"}
_CLASSES = {"any": (True, False), "digits": (True,), "written": (False,)}


class IgnoreRule(NamedTuple):
    """A rule and its examples: `ignored` hold no quantity at all, `counted` name the quote that must be found.

    `numeral`: whether it is tried at digits, at written-out numerals (三十) or at both. `bare`: it holds also where
    numerals need no measure word, since what it finds is no numeral at all (四川).
    """

    id: str
    pattern: str
    path: Path
    ignored: tuple[str, ...]
    counted: tuple[tuple[str, str], ...]
    bare: bool
    numeral: str


class IgnoreRules:
    """All rules of a folder, compiled into one pattern."""

    def __init__(self, folder: RuleFolder) -> None:
        self.rules = tuple(load_ignore_rules(folder))
        self._names = {f"r{number}": rule.id for number, rule in enumerate(self.rules)}
        self._patterns = {
            (bare, digits): self._compiled(folder, bare=bare, digits=digits)
            for bare in (False, True)
            for digits in (False, True)
        }

    def _compiled(self, folder: RuleFolder, *, bare: bool, digits: bool) -> regex.Pattern[str]:
        parts = []
        for number, rule in enumerate(self.rules):
            if (rule.bare or not bare) and digits in _CLASSES[rule.numeral]:
                folder.compile(rule.pattern, path=rule.path, rule=rule.id)
                parts.append(f"(?P<r{number}>{folder.expand(rule.pattern, path=rule.path, rule=rule.id)}\n)")
        return regex.compile("|".join(parts) or "(?!)", regex.VERBOSE | regex.VERSION1)

    def match(self, text: str, at: int, *, bare: bool = False) -> tuple[int, str] | None:
        """Say whether the numeral at `at` is ignored.

        Args:
            text: folded text.
            at: where the numeral begins.
            bare: only rules whose finds are no numerals at all.

        Returns:
            Where the ignored stretch ends and the rule's id; None where no rule speaks.
        """
        found = self._patterns[bare, text[at].isascii()].match(text, at)
        if found is None or found.end() <= at:
            return None
        return found.end(), self._names[found.lastgroup]

    def ignores(self, text: str, at: int, *, bare: bool = False) -> bool:
        """Say whether some rule ignores the numeral at `at`."""
        return self._patterns[bare, text[at].isascii()].match(text, at) is not None


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
    if missing or unknown or not entry["ignored"] or not entry["counted"]:
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
    counted = tuple((str(example["text"]), str(example["quote"])) for example in entry["counted"])
    return IgnoreRule(
        name, str(entry["pattern"]), path, tuple(entry["ignored"]), counted, bool(entry.get("bare")), numeral
    )

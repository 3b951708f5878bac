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

    @property
    def sided(self) -> bool:
        """Whether a neighbouring character tells that the rule may match at digits."""
        return bool(self.before or self.after)


class IgnoreRules:
    """All rules of a folder, compiled into one pattern."""

    def __init__(self, folder: RuleFolder) -> None:
        self.rules = tuple(load_ignore_rules(folder))
        self._names = {f"r{number}": rule.id for number, rule in enumerate(self.rules)}
        self._before = frozenset("".join(rule.before for rule in self.rules))
        self._after = frozenset("".join(rule.after for rule in self.rules))
        self._written = {bare: self._compiled(folder, "written", bare=bare) for bare in (False, True)}
        self._digits = {bare: self._compiled(folder, "digits", bare=bare) for bare in (False, True)}
        self._plain = {bare: self._compiled(folder, "digits", bare=bare, sided=False) for bare in (False, True)}

    def _compiled(self, folder: RuleFolder, numeral: str, *, bare: bool, sided: bool = True) -> regex.Pattern[str]:
        parts = []
        for number, rule in enumerate(self.rules):
            if (rule.bare or not bare) and rule.numeral in {numeral, "any"} and (sided or not rule.sided):
                folder.compile(rule.pattern, path=rule.path, rule=rule.id)
                parts.append(f"(?P<r{number}>{folder.expand(rule.pattern, path=rule.path, rule=rule.id)}\n)")
        return regex.compile("|".join(parts) or "(?!)", regex.VERBOSE | regex.VERSION1)

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
        if not text[start].isascii():
            patterns = self._written
        elif text[end : end + 1] in self._after or text[max(0, start - 1) : start] in self._before:
            patterns = self._digits
        else:
            patterns = self._plain
        found = patterns[bare].match(text, start)
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

"""Numbers that are no statistics: dates, ordinals, names, codes. Each is ignored by a named rule.

A pattern of `rules/ignore/` must match at the numeral; a look-behind says what must stand before it. The whole match is
ignored. Rules are tried in turn, but only those that the characters at and next to the numeral allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import regex

from unionstats.errors import RuleError
from unionstats.numbers.numeral import BEGINNINGS
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.rules.keys import unknown_key
from unionstats.rules.lazy import compiled_later
from unionstats.rules.outline import Head, heads_of, options_of
from unionstats.rules.standard import QuickMatch, quick_match

_NEEDED = {"id", "why", "pattern", "match", "reject"}
_KEYS = _NEEDED | {"bare", "numeral", "before", "after"}
_CLASSES = ("any", "digits", "written")
_RUN = frozenset(BEGINNINGS)
_NO_RUN = re.compile(f"[^{BEGINNINGS}]|$")


class IgnoreRule(NamedTuple):
    """A rule with its examples: a `match` must contain no quantity, a `reject` must yield the quote it names.

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

    def admits(self, place: _Place) -> bool:
        """Return whether the rule needs to be tried at a numeral."""
        written = not place.at.isascii()
        if (place.bare and not self.bare) or self.numeral == ("digits" if written else "written"):
            return False
        if written or not (self.before or self.after):
            return True
        before, after = place.before, place.after
        return (before != "" and before in self.before) or (after != "" and after in self.after)


class _Place(NamedTuple):
    """What is known of a numeral before any rule is tried.

    `at` is its first character, `before` and `after` stand beside it, `beyond` is the first character from there on
    that no numeral begins with; each is empty where no rule asks for it.
    """

    before: str
    at: str
    after: str
    beyond: str
    bare: bool


class _Option(NamedTuple):
    """An alternative of a rule's pattern, and the ways in which it can begin: it is tried by itself."""

    pattern: regex.Pattern[str]
    heads: tuple[Head, ...]

    def may_begin(self, place: _Place) -> bool:
        """Return whether a match may begin at a numeral."""
        before, at, _, beyond, _ = place
        for behind, first, last in self.heads:
            if (
                (first is None or at in first)
                and (behind is None or before in behind)
                and (last is None or beyond in last)
            ):
                return True
        return False


def _options(folder: RuleFolder, rule: IgnoreRule) -> tuple[_Option, ...]:
    pattern = folder.compile(rule.pattern, path=rule.path, rule=rule.id)
    sources = options_of(pattern.pattern)
    return tuple(_Option(compiled_later(source, pattern.flags), heads_of(source, _RUN)) for source in sources)


class IgnoreRules:
    """All rules of a folder, compiled; the first that matches decides, in the order of the files."""

    def __init__(self, folder: RuleFolder) -> None:
        self.rules = tuple(load_ignore_rules(folder))
        self._options = tuple(_options(folder, rule) for rule in self.rules)
        heads = [head for options in self._options for option in options for head in option.heads]
        self._before = frozenset().union(
            *(rule.before for rule in self.rules), *(head.behind for head in heads if head.behind)
        )
        self._after = frozenset().union(*(rule.after for rule in self.rules))
        self._beyond = frozenset().union(*(head.beyond for head in heads if head.beyond))
        self._tried = lru_cache(maxsize=8192)(self._tried_at)

    def match(self, text: str, start: int, end: int, *, bare: bool = False) -> tuple[int, str] | None:
        """Return the rule that ignores a numeral and what it matches, if any does.

        Args:
            text: folded text.
            start: where the numeral begins.
            end: where it ends.
            bare: only rules whose finds are no numerals at all.

        Returns:
            Where the ignored stretch ends and the rule's id; None where no rule speaks.
        """
        before, after = text[start - 1 : start], text[end : end + 1]
        # Behind a plain number stands what is beyond the run.
        is_run = (end - start == 1 or text[start:end].isdecimal()) and after not in _RUN
        stop = after if is_run else _NO_RUN.search(text, start)[0]  # type: ignore[index] # it finds at least the end
        for match, name in self._tried(
            before if before in self._before else "",
            text[start],
            after if after in self._after else "",
            stop if stop in self._beyond else "",
            bare,
        ):
            found = match(text, start)
            if found is not None:
                return (found.end(), name) if found.end() > start else None
        return None

    def _tried_at(self, *neighbours: *tuple[str, str, str, str, bool]) -> tuple[tuple[QuickMatch, str], ...]:
        """Return the rules that may match at a numeral, as what matches their patterns, with their names."""
        place = _Place(*neighbours)
        return tuple(
            (quick_match(option.pattern), rule.id)
            for rule, options in zip(self.rules, self._options, strict=True)
            if rule.admits(place)
            for option in options
            if option.may_begin(place)
        )


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
            else unknown_key(unknown[0], _KEYS)
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

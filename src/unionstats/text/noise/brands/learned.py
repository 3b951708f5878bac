"""Names that rules found as brands on a page, removed everywhere else on it.

A hacked site prints its brand in many places, and only in some of them do the surrounding words reveal it. Decides
where such a name begins and ends. What may follow it is data, in rules of the scope `learned`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from unionstats.rules.standard import quick
from unionstats.text.edits import Change
from unionstats.text.noise.definitions import NoiseRule

# Two characters may be part of any word: they go only with what follows such names.
_LEAST: Final = 2
# Shorter ones may be figures of the text.
_LONG_NUMBER: Final = 6
_SIGNS: Final = " \u3000-_|\uff5c\u2014·,，"


class LearnedNames:
    """The rules for names that were found as brands on the current page.

    Args:
        rules: of the scope `learned`; of several that describe what follows a name the first one counts. One with
            `least` is for names that the page holds so often.
    """

    def __init__(self, rules: Sequence[NoiseRule]) -> None:
        self._rules = rules

    def find(self, text: str, names: Iterable[str], page: str) -> list[Change]:
        """Propose to cut each of the names wherever it occurs in a text.

        Args:
            text: the page, as it is now.
            names: what was read as brands.
            page: before anything was cut; a name that stands in it often goes bare, too.
        """
        known = sorted({name for name in names if len(name) >= _LEAST}, key=lambda name: (-len(name), name))
        if not known or not self._rules:
            return []
        finder = re.compile("|".join(map(as_word, known)))
        held = {name: 1 if _may_be_number(name) else page.count(name) for name in known}
        return list(self._cuts(text, finder, held))

    def _cuts(self, text: str, finder: re.Pattern[str], held: Mapping[str, int]) -> Iterator[Change]:
        done = 0
        for found in finder.finditer(text):
            is_word = len(found[0]) > _LEAST or _opens_clause(text, found.start())
            cut = self._cut(text, found, held[found[0]] if is_word else 1) if found.start() >= done else None
            if cut is not None:
                start, done = with_signs(text, done, cut.start, cut.end)
                yield cut._replace(start=start, end=done)

    def _cut(self, text: str, found: re.Match[str], held: int) -> Change | None:
        for rule in self._rules:
            behind = quick(rule.pattern).match(text, found.end()) if held >= rule.least else None
            if behind is not None:
                return Change(found.start(), behind.end(), rule.replacement, rule.kind, rule.id)
        return None


def _may_be_number(name: str) -> bool:
    return name.isdecimal() and len(name) < _LONG_NUMBER


def _opens_clause(text: str, start: int) -> bool:
    """Return whether no word stands before a name."""
    return not text[max(0, start - 1) : start].isalnum()


def with_signs(text: str, bound: int, start: int, end: int) -> tuple[int, int]:
    """Return the span of a name with the sign that separates it from a headline, at the edge of a line."""
    if text[end : end + 1] in {"", "\n"}:
        while start > bound and text[start - 1] in _SIGNS:
            start -= 1
    elif start == 0 or text[start - 1] == "\n":
        while end < len(text) and text[end] in _SIGNS:
            end += 1
    return start, end


def as_word(name: str) -> str:
    """Return the pattern of a name that is not part of a longer run of letters and digits."""
    # Digits right behind a word are a count.
    is_number = name.isdecimal()
    # Brands stand one behind the other: what the first is followed by is no part of the second.
    letters = r"(?:(?<![A-Za-z0-9])|(?<=app))" if name[0].isascii() else ""
    before = r"(?<![A-Za-z0-9.\u4e00-\u9fff])" if is_number else letters
    behind = r"(?![A-Za-z0-9])" if name[-1].isdecimal() else r"(?!(?!app)[a-z])" if name[-1].isascii() else ""
    return f"{before}{re.escape(name)}{behind}"

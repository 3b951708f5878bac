"""Lines that consist only of furniture phrases: buttons, column titles, counters, prompts.

Sites word their buttons in a few hundred phrases. A line made up of nothing else is no text, whatever signs, brackets
and counters stand around the phrases. The phrases are data: `[[phrases]]` tables of `noise/*.toml`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.noise.definitions import KINDS
from unionstats.text.noise.loading import fail, noise_tables

_NEEDED: Final = frozenset({"id", "kind", "why", "words", "strip", "keep"})
_MAY: Final = frozenset({"counted"})
# A row of buttons; more is a sentence.
_LONGEST: Final = 80
_PARTS = regex.compile(r"[\s|｜\u4e28/·•>»<«┊┆_,，、:：]+")
_NUMBER = regex.compile(r"[(（\[【]?\d[\d.,:-]{0,11}[wWkK万+]{0,2}[)）\]】]?|[A-Za-z0-9]{0,7}\d[A-Za-z0-9]{0,7}")
# The number of a page and of all pages.
_PAGE = regex.compile(r"\d{1,4}\s?/\s?\d{1,4}")
_CELLS: Final = 2
_DIGITS = regex.compile(r"\d+")
# More of them are a row of a table.
_NUMBERS_MOST: Final = 2
# A character may be part of any word.
_GLUED_LEAST: Final = 2
# Two words may say something together.
_GLUED_PARTS: Final = 3
_BRACKET = regex.compile(r"[\[【(（]")
# Signs and a counter may stand before the first word.
_OPENING: Final = 24
# What is measured is the text's own.
_MEASURED = regex.compile(r"[%％‰℃]")


@dataclass(frozen=True)
class PhraseList:
    """Phrases of one kind of furniture; `counted`: a number may stand next to them."""

    id: str
    kind: str
    words: tuple[str, ...]
    counted: bool


def load_phrases(folder: RuleFolder) -> tuple[PhraseList, ...]:
    """Read the `[[phrases]]` tables of a folder's noise rules.

    Raises:
        RuleError: a table lacks something, or says something that is no part of it.
    """
    found: dict[str, PhraseList] = {}
    for path, table in noise_tables(folder, "phrases"):
        table_id = str(table.get("id", ""))
        if table.keys() - _MAY != _NEEDED or table["kind"] not in KINDS:
            fail(path, table_id, f"a [[phrases]] table has {', '.join(sorted(_NEEDED))} and may have counted")
        found[table_id] = PhraseList(table_id, table["kind"], tuple(table["words"]), bool(table.get("counted", False)))
    return tuple(found.values())


class Phrases:
    """The phrases of all lists, by their letters.

    Args:
        lists: of two that hold a phrase the later counts.
    """

    def __init__(self, lists: tuple[PhraseList, ...]) -> None:
        self._list_of = {_letters(word): known for known in lists for word in known.words}
        # Few lines open as a phrase does, and only where one of these lengths ends may it end.
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._list_of:
            lengths[word[:_GLUED_LEAST]].add(len(word))
        self._ends = {opening: sorted(of_words) for opening, of_words in lengths.items()}

    def find(self, text: str) -> PhraseList | None:
        """Return the list of the first phrase of a line that consists of phrases and counters; None otherwise."""
        if len(text) > _LONGEST or self._opening(text) not in self._ends:
            return None
        if _MEASURED.search(text):
            return None
        whole = self._known(text) if "|" not in text else None
        if whole is not None:
            return whole
        if (glued := self._glued(text)) is not None:
            return glued
        parts = [part for part in _PARTS.split(_PAGE.sub("1", text)) if any(map(str.isalnum, part))]
        words = [self._known(part) for part in parts if not _NUMBER.fullmatch(part)]
        # A word and its figure between bars are a row of a table.
        least = _CELLS if "|" in text and len(words) < len(parts) else 1
        if len(words) < least or None in words or len(parts) > 2 * len(words):
            return None
        return words[0] if len(words) == len(parts) or any(known and known.counted for known in words) else None

    @staticmethod
    def _opening(text: str) -> str:
        """Return the first letters of a line, whatever signs and counters stand before them."""
        first = text[:_GLUED_LEAST]
        return first.lower() if first.isalpha() else _letters(text[:_OPENING])[:_GLUED_LEAST]

    def _glued(self, text: str) -> PhraseList | None:
        """Return the list of the first phrase of a line that is made of phrases without anything between."""
        if any(map(str.isdecimal, text)):
            return None
        letters = _letters(text)
        first: dict[int, PhraseList] = {}
        parts = {0: 0}
        for at in range(len(letters) - 1):
            if at in parts:
                for length in self._ends.get(letters[at : at + _GLUED_LEAST], ()):
                    known, end = self._list_of.get(letters[at : at + length]), at + length
                    if known is not None and end <= len(letters):
                        first.setdefault(end, first.get(at, known))
                        parts[end] = max(parts.get(end, 0), parts[at] + 1)
        least = _GLUED_PARTS - 1 if _BRACKET.search(text) else _GLUED_PARTS
        return first.get(len(letters)) if parts.get(len(letters), 0) >= least else None

    def _known(self, text: str) -> PhraseList | None:
        known = self._list_of.get(_letters(text))
        numbers = len(_DIGITS.findall(text)) if known is not None else 0
        return known if known is not None and numbers <= (_NUMBERS_MOST if known.counted else 0) else None


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)).lower()

"""The words of the language, each with how often texts have it: jieba's dictionary, read as a text file.

jieba takes most of a second and fifty megabytes to read all of it. Here the entries of a first character are read when
one of them is first asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from unionstats.errors import RuleError

# Of names, so marked, those of fewer characters are words, too.
_NAMES: Final = ("nz", "nt", "nr")
_LONG: Final = 3
# Lines that begin with one character, each with the line end before it.
_SAME_FIRST: Final = re.compile(r"\n(.)[^\n]*(?:\n\1[^\n]*)*")
_TIMES: Final = re.compile(r" (\d+) ")


@lru_cache(maxsize=4096)
def is_word(text: str) -> bool:
    """Return whether a string is in the dictionary; long entries marked as names do not count.

    >>> is_word("妈妈"), is_word("焊接"), is_word("赫沃")
    (True, True, False)
    """
    entries, stretches = _entries()
    for start, end in stretches.get(text[:1], ()):
        at = entries.find(f"\n{text} ", start, end)
        if at >= 0:
            kind = entries[at + 1 : entries.find("\n", at + 1)].rsplit(" ", 1)[-1]
            return len(text) < _LONG or not kind.startswith(_NAMES)
    return False


class Frequencies:
    """How often texts have each word, 0 for what only begins words: what jieba asks when it cuts a phrase."""

    def __contains__(self, word: str) -> bool:
        return word in _words_from(word[:1])

    def __getitem__(self, word: str) -> int:
        return _words_from(word[:1])[word]

    def get(self, word: str) -> int | None:
        """Return how often texts have a word; None if it is none."""
        return _words_from(word[:1]).get(word)


@cache
def _words_from(first: str) -> Mapping[str, int]:
    """Return the words that begin with a character, and the beginnings of words."""
    entries, stretches = _entries()
    times: dict[str, int] = {}
    for start, end in stretches.get(first, ()):
        for line in entries[start + 1 : end].split("\n"):
            word, so_often = line.split(" ", 2)[:2]
            times[word] = int(so_often)
            for length in range(1, len(word)):
                times.setdefault(word[:length], 0)
    return times


@cache
def all_times() -> int:
    """Return how often texts have any of the words."""
    return sum(map(int, _TIMES.findall(_entries()[0])))


@cache
def _entries() -> tuple[str, Mapping[str, Sequence[tuple[int, int]]]]:
    """Return the dictionary, and where the entries of each first character stand.

    Raises:
        RuleError: it is not there, without which every name of a page would look like a brand.
    """
    spec = find_spec("jieba")
    path = Path(*((spec.submodule_search_locations or ["jieba"]) if spec else ["jieba"]), "dict.txt")
    try:
        entries = f"\n{path.read_text('utf-8')}"
    except OSError as error:
        raise RuleError("jieba's dictionary cannot be read: install jieba again", path=path) from error
    stretches: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _SAME_FIRST.finditer(entries):
        stretches[found[1]].append(found.span())
    return entries, stretches

"""Weighs how much a line reads like page furniture, where no rule knows its wording.

Every site words its furniture anew, yet from the same few hundred words: read more, log in, download, all rights
reserved. Pairs of characters are weighted by how much more often they occur there than in articles. The weights are
data: `[[furniture]]` tables of `noise/*.toml`.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import Final

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.noise.definitions import KINDS
from unionstats.text.noise.loading import fail, noise_tables
from unionstats.text.noise.shapes import Shape

_NEEDED: Final = frozenset({"id", "kind", "why", "start", "unknown", "weights", "strip", "keep"})
_HUNDRED: Final = 100
_RUNS = regex.compile(r"\p{Han}+|[A-Za-z]{2,12}")
# As many characters tell; the rest of a long notice says the same.
LONGEST: Final = 240
_NOTHING: Final = -2.0
_KNOWN_LINES: Final = 4096


class Furniture:
    """The weights of all `[[furniture]]` tables of a folder.

    Args:
        folder: whose `noise/*.toml` are read.

    Raises:
        RuleError: a table lacks something, or says something that is no part of it.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._weights: dict[str, float] = {}
        self._start = self._unknown = 0.0
        self.shape: Shape | None = None
        # Passes over a page repeat its lines, and the pages of a site its furniture.
        self._weigh_again = lru_cache(maxsize=_KNOWN_LINES)(self._weigh)
        for path, table in noise_tables(folder, "furniture"):
            table_id = str(table.get("id", ""))
            if table.keys() != _NEEDED or table["kind"] not in KINDS:
                fail(path, table_id, f"a [[furniture]] table has {', '.join(sorted(_NEEDED))}")
            self.shape = Shape(table_id, table["kind"], table["why"])
            self._start, self._unknown = table["start"] / _HUNDRED, table["unknown"] / _HUNDRED
            for weight, words in table["weights"].items():
                self._weights.update(dict.fromkeys(words.split(), int(weight) / _HUNDRED))

    def weigh(self, text: str) -> float:
        """Return how much a line reads like furniture; above zero it rather does."""
        return self._weigh_again(text[:LONGEST])

    def _weigh(self, text: str) -> float:
        words = words_of(text)
        if not words or self.shape is None:
            return _NOTHING
        root = sqrt(len(words))
        return self._start + self._unknown * root + sum(self._weights.get(word, 0.0) for word in words) / root


def words_of(text: str) -> list[str]:
    """Return the pairs of Chinese characters and the other words of a text.

    >>> words_of("请下载APP 1.2版")
    ['请下', '下载', 'app', '版']
    """
    words: list[str] = []
    for run in _RUNS.findall(text):
        if run.isascii():
            words.append(run.lower())
        elif len(run) == 1:
            words.append(run)
        else:
            words += [run[at : at + 2] for at in range(len(run) - 1)]
    return words

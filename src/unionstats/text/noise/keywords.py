"""Search words of a trade that spinners set between the words of a page, told by how many of one trade it holds.

One of them may be what a text speaks of; several of a trade that news of unions never names tell that the page was
spun. Owns that count and what goes then. The words are data: `[[keywords]]` tables of `noise/*.toml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import Change
from unionstats.text.noise.rules import KINDS, fail, noise_tables

_NEEDED: Final = frozenset({"id", "kind", "why", "sure", "beside", "least", "strip", "keep"})


@dataclass(frozen=True)
class Keywords:
    """The search words of one trade.

    `sure`: words that no news of unions holds several of; where a page holds `least` of them they all go. `beside`:
    words that may be the text's own; in such a page they go where they open a clause that goes on without them.
    """

    id: str
    kind: str
    sure: tuple[str, ...]
    beside: tuple[str, ...]
    least: int


def load_keywords(folder: RuleFolder) -> tuple[Keywords, ...]:
    """Read the `[[keywords]]` tables of a folder's noise rules.

    Raises:
        RuleError: a table lacks something, or says something that is no part of it.
    """
    found: dict[str, Keywords] = {}
    for path, table in noise_tables(folder, "keywords"):
        table_id = str(table.get("id", ""))
        if table.keys() != _NEEDED or table["kind"] not in KINDS:
            fail(path, table_id, f"a [[keywords]] table has {', '.join(sorted(_NEEDED))}")
        found[table_id] = Keywords(
            table_id, table["kind"], tuple(table["sure"]), tuple(table["beside"]), int(table["least"])
        )
    return tuple(found.values())


class InjectedKeywords:
    """Finds the search words of trades that a page was filled with.

    Attributes:
        words: all `sure` words; `find` takes their hits by their place in it.
    """

    def __init__(self, trades: Sequence[Keywords]) -> None:
        self._trades = tuple(trades)
        self.words = tuple(word for trade in trades for word in trade.sure)
        self._trade_of = tuple(number for number, trade in enumerate(trades) for _ in trade.sure)
        self._finders = tuple(map(_finder, trades))

    def find(self, text: str, hits: Iterable[int]) -> Iterator[Change]:
        """Propose to cut the words of each trade that the page holds enough of.

        Args:
            text: the page, as it is now.
            hits: which of `words` stand in it.
        """
        held: dict[int, set[int]] = defaultdict(set)
        for word in hits:
            held[self._trade_of[word]].add(word)
        for number, words in held.items():
            trade = self._trades[number]
            if len(words) >= trade.least:
                for found in self._finders[number].finditer(text):
                    yield Change(found.start(), found.end(), "", trade.kind, trade.id)


def _finder(trade: Keywords) -> regex.Pattern[str]:
    beside = rf"(?<=[,，。;；:：!！?？”\n]|^)(?:{_any(trade.beside)})(?=[\p{{Han}}“])"
    return regex.compile(f"{_any(trade.sure)}|{beside}" if trade.beside else _any(trade.sure))


def _any(words: Sequence[str]) -> str:
    return "|".join(map(regex.escape, sorted(words, key=len, reverse=True)))

"""Hedges around a number: 近, 约, 超过 before it; 余, 多 after its digits; 以上, 左右 after its measure word.

A hedge is never dropped: it becomes the `bound` of the quantity. The words are in `rules/numerals.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, get_args

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.rules.keys import unknown_key
from unionstats.types import Bound

_BOUNDS = frozenset(get_args(Bound))
_KEYS = {"bound", "words", "not_after", "not_before", "round_only"}


class Hedge(NamedTuple):
    """One hedging word.

    `not_after`, `not_before`: characters beside which it is part of another word; `round_only`: 上百, 过半.
    """

    word: str
    bound: Bound
    not_after: str = ""
    round_only: bool = False
    not_before: str = ""


class Hedges:
    """The hedging words of a rule folder, by their position relative to the number."""

    def __init__(self, folder: RuleFolder) -> None:
        self._before: dict[str, tuple[Hedge, ...]] = {}
        self._outside: dict[str, tuple[Hedge, ...]] = {}
        self._after: dict[str, tuple[Hedge, ...]] = {}
        for path, table in folder.tables("numerals.toml"):
            for name, index, at in (
                ("before", self._before, -1),
                ("outside", self._outside, -1),
                ("after", self._after, 0),
            ):
                _index(_read(path, table.get(name, [])), index, at)

    @property
    def endings(self) -> frozenset[str]:
        """The last characters of all hedges that stand before a number."""
        return frozenset([*self._before, *self._outside])

    @property
    def beginnings(self) -> frozenset[str]:
        """The first characters of all hedges that stand behind a measure word."""
        return frozenset(self._after)

    def before(self, text: str, end: int, *, is_round: bool) -> Hedge | None:
        """Return the hedge that ends at `end`; it is part of the quote."""
        for hedge in self._before.get(text[end - 1 : end], ()):
            start = end - len(hedge.word)
            if start < 0 or not text.startswith(hedge.word, start) or (hedge.round_only and not is_round):
                continue
            if start == 0 or text[start - 1] not in hedge.not_after:
                return hedge
        return None

    def outside(self, text: str, end: int) -> Bound | None:
        """Return the bound set by a verb that ends at `end`; the verb is not part of the quote."""
        for hedge in self._outside.get(text[end - 1 : end], ()):
            if text.endswith(hedge.word, 0, end):
                return hedge.bound
        return None

    def after(self, text: str, start: int) -> Hedge | None:
        """Return the hedge that begins at `start`, after a measure word; it is part of the quote."""
        for hedge in self._after.get(text[start : start + 1], ()):
            end = start + len(hedge.word)
            if text.startswith(hedge.word, start) and (end == len(text) or text[end] not in hedge.not_before):
                return hedge
        return None


def combine(bounds: Iterable[Bound | None]) -> Bound:
    """Return the single bound of several hedges: 近…余 is about, 超…余 is more than.

    >>> combine(["nearly", "more_than"]), combine(["more_than", "more_than"]), combine([None])
    ('about', 'more_than', 'exact')
    """
    said = {bound for bound in bounds if bound is not None}
    if {"nearly", "more_than"} <= said:
        return "about"
    for bound in ("range", "up_to", "about", "nearly", "more_than"):
        if bound in said:
            return bound
    return "exact"


def _read(path: Path, entries: list[Table]) -> Iterable[Hedge]:
    for entry in entries:
        unknown = set(entry) - _KEYS
        if unknown or entry.get("bound") not in _BOUNDS:
            word = str(next(iter(entry.get("words", [])), "hedge"))
            problem = (
                unknown_key(min(unknown), _KEYS) if unknown else f"bound must be one of {', '.join(sorted(_BOUNDS))}"
            )
            raise RuleError(problem, path=path, rule=word, line=line_of(path, word))
        for word in entry["words"]:
            yield Hedge(
                word,
                entry["bound"],
                entry.get("not_after", ""),
                bool(entry.get("round_only")),
                entry.get("not_before", ""),
            )


def _index(hedges: Iterable[Hedge], index: dict[str, tuple[Hedge, ...]], at: int) -> None:
    """File hedges under their last or first character, the longest first."""
    for hedge in hedges:
        others = index.get(hedge.word[at], ())
        index[hedge.word[at]] = tuple(sorted((*others, hedge), key=lambda other: (-len(other.word), other.word)))

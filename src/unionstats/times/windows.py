"""Windows whose dates the article itself gives: 2018年以来,…。五年来,….

Finds the earlier stretch of years that such a number of years refers to. If there is none, lengths.py resolves the
window from the reference date.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Protocol

from unionstats.times.expressions import Said
from unionstats.times.readings import Anchor, Reading

_LEAST = 2  # years: 一年来 is the year that was told last, if any
_RECKONED = frozenset({"editions", "summed"})  # marks of what is reckoned otherwise (lengths.py)
_BACK = 16  # stretches; further back nobody looks
_RECENT = 1  # years: 四年来 does not look back on a plan that ended long ago
_KINDS = frozenset({"moment", "plan"})
# What lies ahead, names something, or is no stretch.
_NO_STRETCH = frozenset({"planned", "campaign", "listed", "begun", "before", "until"})


class Dated(Protocol):
    """A time expression with its days."""

    @property
    def said(self) -> Said:
        """What it says."""

    @property
    def reading(self) -> Reading:
        """The days it covers."""


class _Stretch(NamedTuple):
    """Years that were told, the last one as far as it is known; `open` ones go on."""

    start: date
    last: int
    open: bool

    def lasts(self, years: int) -> bool:
        """Return whether so many years pass in it, be its first and last counted as one or as two."""
        return 0 <= years - (self.last - self.start.year) <= 1


class Stretches:
    """The stretches of years that an article has told so far.

    Args:
        anchor: when it was written.
        beside: what a title tells that stands beside the text.
    """

    def __init__(self, anchor: Anchor, beside: Iterable[Dated] = ()) -> None:
        self._anchor = anchor
        self._told: list[tuple[_Stretch, date | None]] = []
        self._begun = 0, -1
        self._latest = anchor.year or 0  # the year of writing, or the latest one told
        for mention in beside:
            self.hear(mention)

    def hear(self, mention: Dated, paragraph: int = -1, *, begins: bool = False) -> None:
        """Remember a stretch of years (2018-2022年, 2018年以来, “十三五”), or the year in which something `begins`."""
        said, (start, end, *_) = mention.said, mention.reading
        if start is not None and begins and said.first == said.last:
            self._begun = start.year, paragraph
        if self._anchor.year is None and end is not None and not said.marks & _NO_STRETCH:
            self._latest = max(self._latest, end.year)
        known = said.kind in _KINDS or "editions" in said.marks
        if start is None or not known or said.marks & _NO_STRETCH or said.first.day is not None:
            return
        goes_on = "since" in said.marks
        last = self._anchor.year if goes_on else end.year if end else None
        if last is not None and last > start.year:
            ends = self._anchor.reached if goes_on else end
            self._told.append((_Stretch(start, last, goes_on), ends))

    def fitting(self, said: Said, paragraph: int) -> Reading | None:
        """Return the days of the stretch told last in which as many years pass as a window says; None without one."""
        if said.kind != "window" or said.months or said.number < _LEAST or "ahead" in said.marks:
            return None
        of_plan = "within" in said.marks  # 五年间 may lie ahead
        for stretch, ends in reversed(self._told[-_BACK:]):
            if (of_plan or 0 <= self._latest - stretch.last <= _RECENT) and stretch.lasts(said.number):
                return Reading(stretch.start, ends, "span", "relative", "open")
        return None if said.marks & _RECKONED else self._since_begun(said.number, paragraph)

    def _since_begun(self, years: int, paragraph: int) -> Reading | None:
        """Return the days of 2031年,县总设立调解室。四年来,… on a page without a day: from the year told before."""
        begun, place = self._begun
        if self._anchor.day is not None or place != paragraph or not 0 <= years - (self._latest - begun) <= 1:
            return None
        return Reading(date(begun, 1, 1), date(self._latest, 12, 31), "span", "relative", "open")

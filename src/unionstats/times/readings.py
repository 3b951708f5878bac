"""Values that dates are resolved with: the reference date, the times named so far, and the days of an expression."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from unionstats.types import PeriodBasis, PeriodType

Grain = Literal["day", "month", "year", "open"]


class Anchor(NamedTuple):
    """The reference date as far as it is known: the day, only the year, or nothing.

    Attributes:
        seen: where the day is not known, the end of the latest month that the page speaks of: what began before and
            goes on (今年以来) is known to have lasted until then.
        whole: the latest year that is over or nearly so, which 全年 means.
        month: where no more is known, the end of the month of writing.
        plans: the title plans for the year of writing, which 全年 means, then.
    """

    year: int | None = None
    day: date | None = None
    seen: date | None = None
    whole: int | None = None
    month: date | None = None
    plans: bool = False

    @property
    def now(self) -> date | None:
        """The day of writing, or the end of its month."""
        return self.day or self.month

    @property
    def reached(self) -> date | None:
        """The last day up to which an ongoing period is known to have lasted."""
        return self.now or self.seen


class Stretch(NamedTuple):
    """Days from `start` to `end`, both included."""

    start: date
    end: date


class Told(NamedTuple):
    """The times named earlier in a passage.

    Attributes:
        year: the year that a bare month or day belongs to.
        month: the month that a bare day belongs to.
        day: the day told last.
        passage: the year that the paragraph speaks of, in which 全年 and 年底 lie.
        earlier: the year that paragraphs before spoke of last.
        months: the year that each month was last told with.
        sole: the only year told so far, where the head of the article tells it.
    """

    year: int | None = None
    month: int | None = None
    day: Reading | None = None
    passage: int | None = None
    earlier: int | None = None
    months: Mapping[int, int] = MappingProxyType({})
    sole: int | None = None


class Reading(NamedTuple):
    """The days that an expression covers; `start` or `end` is None if open or unknown.

    `grain` is how finely they are told: day, month, year (also its parts, and stretches of months or years), or open
    for what runs up to the day of writing.
    """

    start: date | None
    end: date | None
    type: PeriodType
    basis: PeriodBasis
    grain: Grain

    @property
    def dated(self) -> bool:
        """Whether at least one of its days is known, or it is a total up to an unknown day."""
        return self.start is not None or self.end is not None or self.type == "cumulative"


UNKNOWN = Reading(None, None, "none", "relative", "open")

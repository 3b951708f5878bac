"""Periods of plans: a time that has passed cannot date a figure that is still to come.

Period and status are read independently (resolve.py, status.py) and made consistent here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from unionstats.types import Period, Status

_NO_PERIOD = Period()
# No longer is an event, whose announcements are of its day: 9月23日,决赛开幕。…将参加12个工种的比赛.
_EVENT = timedelta(days=31)
_YEAR = timedelta(days=366)


def without_passed(periods: Sequence[Period], status: Sequence[Status], day: date | None) -> tuple[Period, ...]:
    """Remove from targets any inherited time that has already passed: 目前已建站30座。将再建20座.

    Norms do not inherit the day of an event, or years that are looked back on.

    What stands up to now is no time of theirs even in their own sentence: 目前已建站30座,计划再建20座.

    Args:
        periods: of the quantities of an article.
        status: of the same quantities.
        day: when it was written; None where unknown.
    """
    kept: list[Period] = []
    promised: frozenset[tuple[date | None, date | None]] = frozenset()
    for index, (period, stage) in enumerate(zip(periods, status, strict=True)):
        # 2030年,预计产值增长9%;收入增长8%: the time told of the one target is that of the next.
        goes_on = index > 0 and status[index - 1] == "target" and _covers_same(kept[-1], period)
        passed = stage == "target" and not goes_on and _has_passed(period, day)
        # 6月10日,双方签约。合同约定,月工资不低于2600元: a norm holds from then on, and no day tells how long.
        # 今年8月至11月,分批疗休养。已有30人出发: no figure of what was done lies ahead.
        passed = passed or (stage == "actual" and period.basis == "inherited" and _lies_ahead(period, day))
        passed = passed or (stage == "standard" and period.basis == "inherited" and _is_past(period, day))
        # 2031至2033年,将培训900人。据了解,全县有会员3万人: the years are those of a plan.
        told = period.start, period.end
        if period.basis != "inherited":
            promised = (promised | {told}) if stage == "target" else promised - {told}
        passed = passed or (stage == "actual" and day is None and told in promised and _spans_years(period))
        if stage == "target" and period.type == "span" and period.end == day != period.start:
            period = period._replace(end=None)  # noqa: PLW2901 - 从2031年起,市总将…: it goes on
        kept.append(_NO_PERIOD if passed else period)
    return tuple(kept)


def _covers_same(one: Period, other: Period) -> bool:
    return one.type == other.type == "span" and (one.start, one.end) == (other.start, other.end)


def _lies_ahead(period: Period, day: date | None) -> bool:
    return day is not None and period.start is not None and period.start > day


def _is_past(period: Period, day: date | None) -> bool:
    """Return whether a time is that of an event, or of years up to now."""
    if period.start is None or period.end is None:
        return False
    return period.end - period.start <= _EVENT or (period.end == day and _spans_years(period))


def _spans_years(period: Period) -> bool:
    return period.start is not None and period.end is not None and period.end - period.start > _YEAR


def _has_passed(period: Period, day: date | None) -> bool:
    if period.type == "cumulative" and (period.end is None or period.basis == "published"):
        return True
    if period.type == "cumulative" and period.basis == "inherited":
        return day is None or period.end is None or period.end <= day
    if period.basis != "inherited":
        return False
    if day is None or period.start is None or period.end is None:
        return False
    if period.end == day != period.start:  # 3月以来: up to the day of writing
        return True
    return period.end <= day and period.end - period.start > _EVENT

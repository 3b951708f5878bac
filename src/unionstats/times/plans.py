"""Periods of plans: a time that has passed dates no figure that is yet to come.

Owns what period and status say of each other; each is read without the other (resolve.py, status.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from unionstats.types import Period, Status

_NO_PERIOD = Period()
# No longer is an event, whose announcements are of its day: 9月23日,决赛开幕。…将参加12个工种的比赛.
_EVENT = timedelta(days=31)


def without_passed(periods: Sequence[Period], status: Sequence[Status], day: date | None) -> tuple[Period, ...]:
    """Take from targets the times that they only inherited and that have passed: 目前已建站30座。将再建20座.

    Args:
        periods: of the quantities of an article.
        status: of the same quantities.
        day: when it was written; None where unknown.
    """
    return tuple(
        _NO_PERIOD if stage == "target" and _has_passed(period, day) else period
        for period, stage in zip(periods, status, strict=True)
    )


def _has_passed(period: Period, day: date | None) -> bool:
    if period.basis != "inherited":
        return False
    if period.type == "cumulative":
        return True
    if day is None or period.start is None or period.end is None:
        return False
    return period.end <= day and period.end - period.start > _EVENT

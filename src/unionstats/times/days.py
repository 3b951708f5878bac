"""Calendar arithmetic. What words mean is read in dates.py."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

_FIRST_PLAN = 1953  # the first five-year plan began
_PLAN_YEARS = 5


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a calendar day; None if it does not exist.

    >>> day_of(2024, 2, 30), day_of(2024, 2, 3)
    (None, datetime.date(2024, 2, 3))
    """
    return date(year, month, day) if 1 <= day <= days_in(year, month) else None


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month.

    >>> months_later(date(2024, 2, 29), -12)
    datetime.date(2023, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, days_in(year, month + 1)))


@lru_cache(maxsize=1024)
def days_in(year: int, month: int) -> int:
    """Return the number of days in a month.

    >>> days_in(2024, 2)
    29
    """
    return calendar.monthrange(year, month)[1]


def years_of_plan(number: int) -> tuple[int, int]:
    """Return the first and the last year of a five-year plan.

    >>> years_of_plan(13)
    (2016, 2020)
    """
    first = _FIRST_PLAN + _PLAN_YEARS * (number - 1)
    # The eighth plan began in 1991: three years of adjustment lie between the second and the third.
    first += 3 if number >= 3 else 0
    return first, first + _PLAN_YEARS - 1

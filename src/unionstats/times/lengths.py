"""Stretches of time given by their length: 五年来, 近三年, 这半年, 三年累计.

Resolves their first and last day, from the day of writing or from a year named before.
"""

from __future__ import annotations

from datetime import date

from unionstats.times.days import months_later
from unionstats.times.expressions import Said
from unionstats.times.readings import UNKNOWN, Anchor, Grain, Reading, Stretch, Told

EARLY_MONTHS = 2  # when 下半年 and 一年来 are still of the year before
_LOOKS_BACK = frozenset({"same", "gone"})  # marks of 这一年, 过去一年
_EARLY_SPRING = 3  # the last month in which 过去一年 is the year before
_DECEMBER = 12  # when 一年来 is the year that ends


def read_window(said: Said, anchor: Anchor, told: Told) -> Reading:
    """Resolve a stretch given by its length; UNKNOWN if its end is not known."""
    if "within" in said.marks:
        return UNKNOWN
    if "editions" in said.marks:  # 已连续开展14年: this year among them
        first = anchor.year and anchor.year - said.number + 1
        return (
            Reading(date(first, 1, 1), date(first + said.number - 1, 12, 31), "span", "relative", "open")
            if first
            else UNKNOWN
        )
    return _summed(said, anchor, told) or (
        _whole_years(said, anchor, told) if anchor.day is None else _up_to_now(said, anchor, anchor.day, told)
    )


def _whole_years(said: Said, anchor: Anchor, told: Told) -> Reading:
    """Return the years of 五年来 up to the last one that is over, where no day of writing is known."""
    last = anchor.whole or anchor.year
    if "gone" in said.marks and said.number == 1 and anchor.year and anchor.seen and anchor.seen.month <= _EARLY_SPRING:
        return Reading(date(anchor.year - 1, 1, 1), date(anchor.year - 1, 12, 31), "span", "relative", "year")
    leans = said.number == 1 and (told.passage or told.earlier or "over" in said.marks)
    if last is None or leans or said.months or "ahead" in said.marks:
        return UNKNOWN
    grain: Grain = "year" if said.number == 1 else "open"
    return Reading(date(last - said.number + 1, 1, 1), date(last, 12, 31), "span", "relative", grain)


def _summed(said: Said, anchor: Anchor, told: Told) -> Reading | None:
    """Return the years up to the one that was told: 2031年,…。三年累计…."""
    last = told.passage
    if "summed" not in said.marks or said.months or last is None or (anchor.day is not None and last > anchor.day.year):
        return None
    if anchor.year is not None and last + said.number - 1 <= anchor.year and said.number > 1:
        last += said.number - 1  # 2029年启动,三年共筛查…: written in 2032, they are the years from then on
    return Reading(date(last - said.number + 1, 1, 1), date(last, 12, 31), "span", "relative", "open")


def _up_to_now(said: Said, anchor: Anchor, day: date, told: Told) -> Reading:
    months = said.number * (1 if said.months else 12)
    if "ahead" in said.marks:
        return Reading(day, months_later(day, months), "span", "relative", "open")
    if "same" in said.marks and said.months and (half := _half_over(day)):
        return Reading(*half, "span", "relative", "year")
    if said.number == 1 and not said.months:
        # 回眸2022年,…。这一年,…: the year that was just told is meant; by 一年来 only that of the same paragraph.
        last = told.passage or told.earlier
        just_told = last == day.year - 1 and (said.marks & _LOOKS_BACK or (told.passage and not told.month))
        over = day.year - 1 if day.month <= _EARLY_SPRING and "over" not in said.marks else anchor.whole
        whole = last if just_told else over
        nearly = day.month == _DECEMBER and "over" not in said.marks
        if whole is not None and (whole < day.year or nearly):
            return Reading(date(whole, 1, 1), date(whole, 12, 31), "span", "relative", "year")
    return Reading(months_later(day, -months), day, "span", "relative", "open")


def _half_over(day: date) -> Stretch | None:
    """Return the half of a year that is over, or nearly so: 这半年, written in July; None in the middle of a half."""
    if day.month in {6, 7, 8}:
        return Stretch(date(day.year, 1, 1), date(day.year, 6, 30))
    if day.month in {12, 1, 2}:
        year = day.year - (day.month <= EARLY_MONTHS)
        return Stretch(date(year, 7, 1), date(year, 12, 31))
    return None

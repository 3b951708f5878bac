"""Resolves time expressions to dates: what 去年9月 means when it is written on a known day.

Goes from an `Expression` and a reference date to the days it covers; stretches given by their length are resolved in
lengths.py. Quantities are not known here. What cannot be known stays None.
"""

from __future__ import annotations

from datetime import date, timedelta

from unionstats.times.days import day_of, days_in, months_later, years_of_plan
from unionstats.times.expressions import Moment, Part, Said
from unionstats.times.lengths import EARLY_MONTHS, read_window
from unionstats.times.readings import UNKNOWN, Anchor, Grain, Reading, Stretch, Told
from unionstats.types import PeriodBasis

# A month or day without a year is the nearest one that is not much later than the day of writing: next month's
# meeting is announced, but nobody reports figures of next autumn.
_AHEAD = timedelta(days=45)
_LAST_LOOKS_BACK = 10  # the last month in which nobody sums up 全年 of the same year
_THIS_YEAR = Part(0, "anchor")
_AHEAD_DAYS = 3  # the same for a day without a month


def read_dates(said: Said, anchor: Anchor, told: Told) -> Reading:
    """Resolve an expression to the days it covers.

    Args:
        said: what the expression says.
        anchor: the day of writing.
        told: what was said of the time before.

    Returns:
        A reading; UNKNOWN where the words give no date (近日), or none that can be reckoned.
    """
    match said.kind:
        case "moment" | "season":
            reading = _moment(said, anchor, told)
        case "window":
            reading = read_window(said, anchor, told)
        case "plan":
            reading = _plan(said, anchor)
        case "event":
            reading = Reading(said.event, anchor.reached, "span", "explicit", "open")
        case "now" | "since" | "total":
            reading = Reading(None, anchor.now, "cumulative", "published", "open")
        case "scene":
            reading = told.day or UNKNOWN
        case _:
            reading = UNKNOWN
    return reading


def _plan(said: Said, anchor: Anchor) -> Reading:
    first, last = years_of_plan(said.number)
    if "first_year" in said.marks:
        last = first
    elif "last_year" in said.marks:
        first = last
    if "since" in said.marks:
        return Reading(date(first, 1, 1), anchor.reached, "span", "explicit", "open")
    return _edged(said, Stretch(date(first, 1, 1), date(last, 12, 31)), "explicit", "year")


def _moment(said: Said, anchor: Anchor, told: Told) -> Reading:
    if said.kind == "season" and not said.first.year:
        return _festive(said, anchor, told)
    said = _coming(said, anchor)
    if "coming" in said.marks and said.first.year is None:
        return UNKNOWN
    stretch = _stretch_of(said, anchor, told)
    if stretch is None or stretch.end < stretch.start:
        return UNKNOWN
    year = said.first.year
    basis: PeriodBasis = "explicit" if year is not None and year.told == "number" else "relative"
    if "since" in said.marks:
        reached = anchor.reached
        if anchor.day is not None and anchor.year is not None and anchor.year < anchor.day.year:
            # 今年以来 in a report of last year, written in January.
            reached = date(anchor.year, 12, 31)
        return Reading(stretch.start, reached if reached and reached >= stretch.start else None, "span", basis, "open")
    return _edged(said, stretch, basis, _grain_of(said))


def _coming(said: Said, anchor: Anchor) -> Said:
    """Return 新的一年, and the season of this year that is planned in its last months, with the year they mean."""
    new, season = "coming" in said.marks, said.kind == "season" and "planned" in said.marks
    if not (new or (season and said.first.year == _THIS_YEAR)) or anchor.day is None:
        return said
    ahead = anchor.day.month > _LAST_LOOKS_BACK
    if not ahead and (season or anchor.day.month > EARLY_MONTHS):
        return said
    year = Moment(Part(anchor.day.year + ahead))
    return said._replace(first=year, last=year)


def _festive(said: Said, anchor: Anchor, told: Told) -> Reading:
    """Return the year of writing for 两节期间, but not towards its end, nor where another year was told."""
    year = anchor.day.year if anchor.day and anchor.day.month <= _LAST_LOOKS_BACK else 0
    if "festive" not in said.marks or not year or (told.passage or told.earlier or year) != year:
        return UNKNOWN
    return Reading(date(year, 1, 1), date(year, 12, 31), "span", "relative", "year")


def _edged(said: Said, stretch: Stretch, basis: PeriodBasis, grain: Grain) -> Reading:
    """Return the whole stretch, or its last day, or the time up to that."""
    start, end = stretch
    if "until" in said.marks:
        return Reading(None, end, "cumulative", basis, "open")
    if "before" in said.marks and (said.first.month or said.first.day):
        return Reading(None, end, "cumulative", basis, grain)
    if said.edge == "end" and "before" not in said.marks:
        return Reading(end, end, "point", basis, "day" if said.first.month else "month")
    return Reading(start, end, "span", basis, grain)


def _grain_of(said: Said) -> Grain:
    if said.first.day:
        return "day"
    if said.first.month and said.last == said.first:
        return "month"
    return "year"


def _stretch_of(said: Said, anchor: Anchor, told: Told) -> Stretch | None:
    year, month, day = said.first
    if day and day.told == "anchor" and month and anchor.day:  # 今天(6月29日)
        return _nearest(said._replace(first=said.last), anchor)
    if day is not None and (day.told == "anchor" or month is None):
        return _days_near(said, anchor, told)
    if month is not None and month.told != "number":
        return _month_near(said, month, anchor, told)
    if year is not None:
        first = _year(year, anchor, told)
        return None if first is None else _stretch_from(said, first, anchor)
    leans_on = told.year or (told.passage if _is_of_year(said) else None)
    if leans_on is None and anchor.year is None and (_is_of_year(said) or said.part is not None):
        leans_on = told.earlier
    if leans_on is None and anchor.year is None and month is not None:
        leans_on = told.months.get(month.value) or told.sole
    if leans_on is None and _looks_back(said, anchor, told):
        leans_on = told.earlier
    if leans_on is not None:
        return _stretch_from(said, leans_on, anchor)
    return _nearest(said, anchor)


def _looks_back(said: Said, anchor: Anchor, told: Told) -> bool:
    """Return whether 全年 is the year before, told further up: the year of writing is far from over."""
    if said.part is None or said.part.at or not _is_of_year(said) or anchor.plans or "planned" in said.marks:
        return False
    written = anchor.reached
    return written is not None and written.month <= _LAST_LOOKS_BACK and told.earlier == written.year - 1


def _is_of_year(said: Said) -> bool:
    """Return whether an expression names a whole year or the edge of one: 全年, 年底."""
    if said.part is not None:
        return (said.part.first, said.part.last) == ((1, 1), (12, 31))
    return bool(said.edge) and said.first.month is None


def _year(year: Part, anchor: Anchor, told: Told) -> int | None:
    if year.told == "number":
        return year.value
    base = (told.year or told.passage or told.earlier) if year.told == "context" else anchor.year
    return None if base is None else base + year.value


def _stretch_from(said: Said, year: int, anchor: Anchor) -> Stretch | None:
    """Return the days that an expression covers whose first point lies in `year`."""
    first, last = said.first, said.last
    if said.part is not None:
        return Stretch(date(year, *said.part.first), date(year + (said.part.last < said.part.first), *said.part.last))
    to_year: int | None = year
    if last.year is not None and last.year != first.year:
        to_year = _year(last.year, anchor, Told(year=year))
    elif first.month and last.month and last.month.value < first.month.value:
        to_year = year + 1
    start = _first_day(year, first)
    end = None if to_year is None else _last_day(to_year, last)
    if said.edge == "start" and first.month is None and to_year is not None:
        end = date(to_year, 1, 31)
    return None if start is None or end is None else Stretch(start, end)


def _nearest(said: Said, anchor: Anchor) -> Stretch | None:
    """Return the days of a month, day or part of the year that is told without a year."""
    if anchor.year is None:
        return None
    this_year = _stretch_from(said, anchor.year, anchor)
    if this_year is None or "before" in said.marks:
        return this_year
    if "planned" in said.marks and not _is_of_year(said):
        late = timedelta() if said.first.day is None else 2 * _AHEAD  # 将于5月28日 may have passed when it is published
        passed = anchor.day is not None and said.first.month is not None and anchor.day - this_year.end > late
        return _stretch_from(said, this_year.start.year + 1, anchor) if passed else this_year
    if _is_of_year(said) and said.part is not None:
        ahead = anchor.day.year if anchor.day else anchor.year
        return _stretch_from(said, ahead if "planned" in said.marks else anchor.whole or anchor.year, anchor)
    if _is_of_year(said):
        # 截至年底, written in spring: the end of the year before.
        over = "until" in said.marks and anchor.day is not None and this_year.end > anchor.day + _AHEAD
        return _stretch_from(said, anchor.year - 1, anchor) if over else this_year
    if anchor.day is None:
        begins = this_year.start if said.part else this_year.end
        past = anchor.seen is not None and begins > anchor.seen
    else:
        # 下半年 is this year's, but for what is written before spring; months are spoken of once they are over.
        ahead = (this_year.start if said.part else this_year.end) > anchor.day + _AHEAD
        past = ahead and (said.part is None or anchor.day.month <= EARLY_MONTHS) and not _goes_on(this_year, anchor.day)
        past = past or (anchor.year < anchor.day.year and this_year.end > anchor.day)
    return _stretch_from(said, this_year.start.year - 1, anchor) if past else this_year


def _goes_on(stretch: Stretch, day: date) -> bool:
    """Return whether months have begun and will soon be over: 6月至9月, written in July."""
    return stretch.start.month > 1 and stretch.start <= day and stretch.end - day <= 2 * _AHEAD


def _days_near(said: Said, anchor: Anchor, told: Told) -> Stretch | None:
    """Return the days of 昨日, of 今天(9日), or of 3日 in the month told last or else the one of writing."""
    first, last = said.first.day, said.last.day
    number = next((part.value for part in (first, last) if part and part.told == "number"), None)
    to_number = last.value if last and last.told == "number" else number
    if number is None or to_number is None:
        day = anchor.day + timedelta(days=first.value) if anchor.day and first else None
        return None if day is None else Stretch(day, day)
    # 今天(9日), whatever was told.
    if told.month and told.year and not (first and first.told == "anchor" and anchor.day):
        year, month = told.year, told.month
    elif anchor.day is not None:
        before = to_number > anchor.day.day + _AHEAD_DAYS
        year, month = months_later(anchor.day.replace(day=1), -1 if before else 0).timetuple()[:2]
    else:
        return None
    start, end = day_of(year, month, number), day_of(year, month, to_number)
    return None if start is None or end is None else Stretch(start, end)


def _month_near(said: Said, month: Part, anchor: Anchor, told: Told) -> Stretch | None:
    """Return the month of 上月, of 当月 after a month was told, or days in it."""
    if month.told == "context":
        day = date(told.year, told.month, 1) if told.year and told.month else None
    else:
        day = anchor.day
    if day is None:
        return None
    first = months_later(day.replace(day=1), month.value)
    last_day = days_in(first.year, first.month)
    if said.first.day is None or said.last.day is None:
        return Stretch(first, first.replace(day=last_day))
    start, end = said.first.day.value, said.last.day.value
    return Stretch(first.replace(day=start), first.replace(day=end)) if max(start, end) <= last_day else None


def _first_day(year: int, moment: Moment) -> date | None:
    return day_of(year, moment.month.value if moment.month else 1, moment.day.value if moment.day else 1)


def _last_day(year: int, moment: Moment) -> date | None:
    if moment.month is None:
        return date(year, 12, 31)
    month = moment.month.value
    return day_of(year, month, moment.day.value if moment.day else days_in(year, month))

"""The reference date of an article: the day of writing, from which 今年 and 昨日 are reckoned.

Chooses among the days that are known. If none is, year_of_writing.py infers the year from what the text says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from unionstats.text.bylines import dateline_in, dates_in
from unionstats.text.marks import CLAUSE_ENDS, COMMAS
from unionstats.times.days import day_of
from unionstats.times.expressions import Expression, Part, Said
from unionstats.times.readings import Anchor
from unionstats.times.vocabulary import TimePhrases
from unionstats.times.year_of_writing import (
    DECEMBER,
    LEAD_PARAGRAPHS,
    REVIEW_MONTHS,
    days_of_year,
    past_years,
    read_year,
    title_years,
)
from unionstats.types import ArticleView

_BESIDE = timedelta(days=3)  # no further apart are a dateline and the dates beside its text
_AUTUMN = 10  # the first month of which news may still be published in January and February
# Expressions of these kinds may stand in a record.
_RECORDED = frozenset({"moment", "total", "each"})
_NEWS = timedelta(days=45)  # so long after a day it is still news
_OLD = timedelta(days=21)  # what is published so much later was written before
_BOUNDS = frozenset(f"{CLAUSE_ENDS}\n ")


def read_anchor(
    view: ArticleView, own: Sequence[Expression], page: Sequence[Expression], phrases: TimePhrases
) -> Anchor:
    """Return when an article was written: by its dateline, date of publication, wording, or place in an archive.

    Why not by any year of the article: a writer who says both 2022年 and 今年 means two years by them.

    Args:
        view: the article.
        own: its time expressions.
        page: those of the whole page: the articles of a newspaper page were written on one day.
        phrases: what follows the year that an event looks back on, and what is done of a list of deeds.

    Returns:
        The day; only the year where the title, a full date in the lead, the month of the address, or a year that is
        reported as over tells it; else nothing.
    """
    volume = _year_of_volume(view, own)
    if volume is not None:
        return Anchor(volume, None, date(volume, DECEMBER, 31), volume)
    day = view.article.dateline_date or view.article.published
    if day is not None:
        recorded = _year_recorded(view, own, day)
        return _on_day(view, own, day) if recorded is None else Anchor(recorded, None, None, recorded)
    event = _day_of_event(view, own, phrases)
    anchor = read_year(view, own, page, phrases, None if event is None else event.year)
    if event is not None and anchor.year == event.year and (anchor.seen is None or anchor.seen.month <= event.month):
        return _on_day(view, own, event)
    if anchor.year is not None and (day := dateline_in(view.article.dateline, anchor.year)):
        return _on_day(view, own, day)
    if anchor.year is None and (day := _day_beside(view)):
        return _on_day(view, own, day)
    return anchor


def _year_of_volume(view: ArticleView, expressions: Sequence[Expression]) -> int | None:
    """Return the year that a yearbook tells of, where its volume stands at the head of the page, or in its title."""
    head_end = max((sentence.end for sentence in view.sentences if sentence.paragraph < LEAD_PARAGRAPHS), default=0)
    volumes = (e for e in expressions if "volume" in e.said.marks and e.start < head_end)
    return next(past_years(volumes), None)


def _year_recorded(view: ArticleView, expressions: Sequence[Expression], day: date) -> int | None:
    """Return the year that a record tells of which was put on a page later: 2028年,…。12月4日,… on a page of 2031.

    It opens with that year, tells of no other, and says nothing that leans on the day of writing (今年, 目前, 日前).
    """
    opening = next((sentence.start for sentence in view.sentences if not sentence.is_title), None)
    first = next((e for e in expressions if e.start == opening), None)
    year = None if first is None else first.said.first.year
    if first is None or year is None or year.told != "number" or year.value >= day.year:
        return None
    moments = [e.said for e in expressions if e.said.kind == "moment"]
    if any(e.said.kind not in _RECORDED for e in expressions) or any(_is_apart(said, year) for said in moments):
        return None
    bare = [said for said in moments if said.first.year is None]
    return year.value if bare and not any(_is_recent(said, day) for said in bare) else None


def _is_recent(said: Said, day: date) -> bool:
    """Return whether a day or month without a year lies in the weeks before a page's day: it is that of its news."""
    month, number = said.last.month, said.last.day
    told = None if month is None else day_of(day.year, month.value, 28 if number is None else number.value)
    if told is None:
        return True
    past = told if told <= day else told.replace(year=told.year - 1)
    return day - past <= _NEWS


def _is_apart(said: Said, year: Part) -> bool:
    """Return whether an expression is of another year than that of a record, or no month or day of it."""
    first, last = said.first, said.last
    if first.year is None:
        return first.month is None or first.month.told != "number" or last.year is not None
    return first.year != year or last.year != year


def _day_beside(view: ArticleView) -> date | None:
    """Return the day of a dateline without a year where the furniture of the page prints dates of those days.

    Articles listed beside a text are of its day or the days around it: all that agree with the dateline must be of one
    year.
    """
    if not view.article.dateline:
        return None
    printed = {found for edit in view.edits if edit.action == "removed" for found in dates_in(edit.text)}
    near = (dateline_in(view.article.dateline, day.year) for day in printed)
    days = {day for day in near if day is not None and any(abs(day - other) <= _BESIDE for other in printed)}
    return days.pop() if len(days) == 1 else None


def _on_day(view: ArticleView, own: Sequence[Expression], day: date) -> Anchor:
    plans = _is_title_planned(view, own, day.year)
    if day.month > REVIEW_MONTHS or plans:
        return Anchor(day.year, day, None, day.year, plans=plans)
    event = _day_last_autumn(view, own, day)
    if event is not None:
        return Anchor(event.year, event, None, event.year)
    over = day.year - 1
    return Anchor(over if over in title_years(view, own) else day.year, day, None, over)


def _is_title_planned(view: ArticleView, expressions: Sequence[Expression], year: int) -> bool:
    """Return whether the title says what will be done in a year: 2031年北岭将新建驿站60座."""
    end = max((sentence.end for sentence in view.sentences if sentence.is_title), default=0)
    told = (e.said for e in expressions if e.start < end and "planned" in e.said.marks)
    return any(said.first.year in {Part(year), Part(0, "anchor")} for said in told)


def _day_last_autumn(view: ArticleView, own: Sequence[Expression], day: date) -> date | None:
    """Return the day of news of last October to December that was published weeks later, and written before.

    It opens the text, and nothing there speaks of 去年, of 今年以来 or of what shall be done this year.
    """
    opening = next((sentence.start for sentence in view.sentences if not sentence.is_title), None)
    told = next((e for e in own if e.start == opening and e.said.first.day and e.said.first.month), None)
    if told is None or told.said.first.year or told.said.marks or _speaks_of_later(view, own):
        return None
    behind = view.text[told.end : told.end + 1]
    event = _day_in(day.year - 1, told) if behind in COMMAS or behind.isdecimal() else None
    return event if event is not None and event.month >= _AUTUMN and day - event >= _OLD else None


def _speaks_of_later(view: ArticleView, own: Sequence[Expression]) -> bool:
    """Return whether a text of January looks back on 去年, or reports and plans of 今年."""
    for expression in own:
        year, marks = expression.said.first.year, expression.said.marks
        if year is None or year.told != "anchor":
            continue
        opens = expression.start == 0 or view.text[expression.start - 1] in _BOUNDS
        if (year.value < 0 and opens) or (
            year.value == 0 and marks & {"planned", "since"} and not expression.said.first.month
        ):
            return True
    return False


def _day_of_event(view: ArticleView, expressions: Sequence[Expression], phrases: TimePhrases) -> date | None:
    """Return the day of an event of the lead, whose year is told behind it: 9月3日,2031年职工运动会开幕."""
    latest = max(past_years(expressions), default=0)
    head = (sentence for sentence in view.sentences if sentence.paragraph < LEAD_PARAGRAPHS)
    return next((_day_in(latest, day) for day in days_of_year(view, head, expressions, phrases, lead=True)), None)


def _day_in(year: int, day: Expression) -> date | None:
    """Return the last day that an expression without a year names, in a year."""
    if day.said.last.month is None or day.said.last.day is None:
        return None
    return day_of(year, day.said.last.month.value, day.said.last.day.value)

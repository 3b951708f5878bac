"""Infers the year of writing of an article without a date, from what its text says.

Holds one inference for each class of wordings (截至2022年底 was written in 2023), and their order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from operator import attrgetter

from unionstats.text.bylines import url_month, url_year
from unionstats.text.marks import COMMAS, SENTENCE_END
from unionstats.times.days import days_in
from unionstats.times.expressions import Expression, Part, Said
from unionstats.times.readings import Anchor
from unionstats.times.vocabulary import TimePhrases
from unionstats.types import ArticleView, Sentence

# The lead is where an article says when its news happened: its title and first two paragraphs.
LEAD_PARAGRAPHS = 3
DECEMBER = 12
REVIEW_MONTHS = 2  # what is written in January and February about 全年 is about the year that has ended
_LAST_REACHED = 9  # the last month up to which is reported in the same year
_NAMED = frozenset({"campaign"})
_PLANNED = frozenset({"planned"})
# What these mark may lie in the future.
_AHEAD = frozenset({"by", "before", "planned"})
_NOT_COME = _AHEAD | {"since"}


def read_year(
    view: ArticleView,
    own: Sequence[Expression],
    page: Sequence[Expression],
    phrases: TimePhrases,
    of_event: int | None,
) -> Anchor:
    """Return the year of writing of an article without a day, and what else of the time of writing that tells.

    Args:
        view: the article.
        own: its time expressions.
        page: those of the whole page.
        phrases: the words around times.
        of_event: the year of the event that its lead tells of, where one is known.
    """
    written = _year_of_edition(view, own, phrases) or _of_title_or_lead(view, own) or of_event
    if written is not None:
        return Anchor(written, None, _latest_month(page, written), written)
    filed = url_month(view.url)
    if filed is not None:
        written, month = filed
        over = written if month > REVIEW_MONTHS else written - 1
        end = date(written, month, days_in(written, month))
        return Anchor(written, None, end, over, end)
    in_folder = url_year(view.url)
    if in_folder is not None:
        return Anchor(in_folder, None, _latest_month(page, in_folder), None)
    written = _after_year_end(page) or _after_year_told(view, own, page) or _year_planned(own)
    written = written or _year_reached(page) or _year_of_plan(view, own) or _year_of_days(view, own, phrases)
    written = written or _year_on_page(view, page, phrases)
    celebrated = None if written else _year_celebrated(view, page)
    written = written or celebrated
    if written is not None and written in {_year_reached(page), _year_of_plan(view, own), celebrated}:
        return Anchor(written, None, _latest_month(page, written), None)
    return Anchor() if written is None else Anchor(written, None, _latest_month(page, written), written - 1)


def title_years(view: ArticleView, expressions: Sequence[Expression]) -> set[int]:
    """Return the years in the title: what is published in January under 2024年十大新闻 means 2024 by 今年."""
    title_end = max((sentence.end for sentence in view.sentences if sentence.is_title), default=0)
    return set(past_years(expression for expression in expressions if expression.start < title_end))


def _of_title_or_lead(view: ArticleView, expressions: Sequence[Expression]) -> int | None:
    lead_end = max((sentence.end for sentence in view.sentences if sentence.paragraph < LEAD_PARAGRAPHS), default=0)
    latest = max(past_years(expressions), default=0)
    first_end = min((sentence.end for sentence in view.sentences if not sentence.is_title), default=0)
    soonest = min((month for e in expressions if (month := _month_of_this_year(e))), default=DECEMBER)
    dated = (e for e in expressions if _dates_news(e, first_end, soonest) and e.start < lead_end)
    return max(title_years(view, expressions), default=0) or (latest if latest in past_years(dated) else 0) or None


def _year_of_days(view: ArticleView, expressions: Sequence[Expression], phrases: TimePhrases) -> int | None:
    """Infer the year from one event among the many of a list of news, whose year is told behind its day."""
    latest = max(past_years(expressions), default=0)
    told = any(days_of_year(view, view.sentences, expressions, phrases, lead=False))
    return latest if told else None


def _year_celebrated(view: ArticleView, page: Sequence[Expression]) -> int | None:
    """Infer the year from what is celebrated in an article (庆祝建党100周年), unless a later one is told."""
    start, end = view.article.span
    told = (e.said for e in page if e.said.kind == "anniversary" and start <= e.start < end)
    years = {said.event.year + said.number for said in told if said.event is not None}
    return years.pop() if len(years) == 1 and max(years) >= max(past_years(page), default=0) else None


def _year_on_page(view: ArticleView, page: Sequence[Expression], phrases: TimePhrases) -> int | None:
    """Infer the year from the day of an event in any article of a page: 2月9日,县总2031年新春团拜会举行.

    Also from a day that is planned, wherever it stands: 将于3月8日启动2031年体检.
    """
    latest = max(past_years(page), default=0)
    for day, year in pairwise(page):
        first, said = day.said.first, year.said
        named = said.first == said.last and said.first.month is None and not said.marks - _NAMED and not said.edge
        opens = day.start == 0 or view.text[day.start - 1] == "\n" if not day.said.marks else day.said.marks == _PLANNED
        event = first.day and first.month and not first.year and named and opens
        event = event and not _in_december(day)
        if event and latest in past_years([year]) and not SENTENCE_END.search(view.text, day.end, year.start):
            return None if phrases.looked_back.match(view.text, year.end) else latest
    return None


def days_of_year(
    view: ArticleView,
    sentences: Iterable[Sentence],
    expressions: Sequence[Expression],
    phrases: TimePhrases,
    *,
    lead: bool,
) -> Iterator[Expression]:
    """Yield the days of events in some sentences, behind which the latest year is told that the article knows."""
    days = [e for e in expressions if _is_day_of_some_year(e)]
    starts = [day.start for day in days]
    latest = max(past_years(expressions), default=0) if days else 0
    for sentence in sentences if days else ():
        number = bisect_left(starts, sentence.start)
        if number == len(days) or starts[number] >= sentence.end:
            continue
        day = days[number]
        if not lead and (day.start != sentence.start or day.said.marks or _in_december(day)):
            continue
        first, end = (bisect_left(expressions, at, key=attrgetter("start")) for at in (day.end + 1, sentence.end))
        for year in filter(_is_bare_year, expressions[first:end]):
            commas = view.text[year.end : year.end + 1] in COMMAS
            if not commas and not phrases.looked_back.match(view.text, year.end) and latest in past_years([year]):
                yield day


def _is_day_of_some_year(expression: Expression) -> bool:
    """Return whether an expression is a day without its year, which has come."""
    first, marks = expression.said.first, expression.said.marks
    return bool(first.day and first.month and not first.year and not marks & _NOT_COME)


def _in_december(day: Expression) -> bool:
    """Return whether a day lies in the month in which the year that comes is begun: 12月5日,启动2032年送温暖."""
    return day.said.first.month is not None and day.said.first.month.value == DECEMBER


def _is_bare_year(expression: Expression) -> bool:
    said = expression.said
    return said.first == said.last and said.first.month is None and not said.marks and not said.edge


def _dates_news(expression: Expression, first_end: int, soonest: int) -> bool:
    """Return whether an expression says when the news happened: a full date, or a month in the first sentence.

    The month of 2020年12月,公司成立。今年3月,… is not: no month of this year comes before that of the news.
    """
    first, last = expression.said.first, expression.said.last
    if first.day is not None or expression.said.kind == "season" or "campaign" in expression.said.marks:
        return True
    if first.month is None or first != last or expression.said.marks or expression.start >= first_end:
        return False
    return first.month.value <= soonest


def _month_of_this_year(expression: Expression) -> int | None:
    year, month, _ = expression.said.first
    return month.value if month is not None and year == Part(0, "anchor") else None


def _after_year_end(expressions: Sequence[Expression]) -> int | None:
    """Infer the year from one whose end is reported: 截至2022年底 was written in 2023, unless a later year is told."""
    latest = max(past_years(expressions), default=0)
    ends = max(past_years(e for e in expressions if _ends_year(e)), default=0)
    return latest + 1 if latest and ends == latest else None


def _after_year_told(view: ArticleView, expressions: Sequence[Expression], page: Sequence[Expression]) -> int | None:
    """Infer the year from the latest one told, where 今年 is told beside it and nothing is said of 去年."""
    offsets = {year.value for e in expressions if (year := e.said.first.year) and year.told == "anchor"}
    # 去年以来,…。2030年,…: the same year once more.
    since = {year.value for e in expressions if "since" in e.said.marks and (year := e.said.first.year)}
    if 0 not in offsets or -1 in offsets - since:
        return None
    latest = max(past_years(expressions), default=0)
    if latest < max(past_years(page), default=0):
        return None
    # 2009年春节期间 is told of the year of writing, too.
    moments = (e for e in expressions if e.said.kind != "season" and not (e.said.first.month or e.said.marks))
    framed = (e for e in moments if view.text[e.end : e.end + 1] in COMMAS)
    return latest + 1 if latest in past_years(framed) else None


def _year_planned(expressions: Sequence[Expression]) -> int | None:
    """Infer the year from the one that something will be done in, where the year before it has been reported.

    Not from what is written in December: that plans for the year that comes.
    """
    told = [e.said.first.year for e in expressions if "planned" in e.said.marks]
    planned = {year.value for year in told if year is not None and year.told == "number"}
    if len(planned) != 1 or not any(_leans_on_anchor(e) for e in expressions):
        return None
    written, months = planned.pop(), {e.said.first.month.value for e in expressions if e.said.first.month}
    return written if written - 1 == max(past_years(expressions), default=0) and DECEMBER not in months else None


def _year_reached(expressions: Sequence[Expression]) -> int | None:
    """Infer the year from the latest one told, with figures up to a month of it: 截至2031年4月底 is of that year.

    Not from its last months, of which is told in the year that follows.
    """
    latest = max(past_years(expressions), default=0)
    reached = (e.said.last for e in expressions if "until" in e.said.marks and e.said.last.month)
    told = {last.month.value for last in reached if last.month and last.year == Part(latest)}
    return latest if told and max(told) <= _LAST_REACHED else None


def _year_of_plan(view: ArticleView, expressions: Sequence[Expression]) -> int | None:
    """Infer the year from the only one told, where news of a day plans for it: 3月6日,…召开。2031年,全市将….

    Not from the last months, in which the year that comes is planned.
    """
    firsts = [e.said.first for e in expressions]
    years = {first.year.value for first in firsts if first.year and first.year.told == "number"}
    planned = any(_plans_in_digits(expression.said) for expression in expressions)
    lead_end = max((sentence.end for sentence in view.sentences if sentence.paragraph < LEAD_PARAGRAPHS), default=0)
    days = [e.said.last for e in expressions if e.start < lead_end and e.said.last.day and not e.said.marks & _AHEAD]
    months = {day.month.value for day in days if day.month and not day.year}
    return years.pop() if len(years) == 1 and planned and months and max(months) <= _LAST_REACHED else None


def _plans_in_digits(said: Said) -> bool:
    year = said.first.year
    told = year is not None and year.told == "number"
    return told and "planned" in said.marks and not said.marks & {"by", "before"}


def _year_of_edition(view: ArticleView, expressions: Sequence[Expression], phrases: TimePhrases) -> int | None:
    """Infer the year from what is held or promised every year, told under 去年 or 今年: 去年,…兑现2031年10件实事."""
    latest = max(past_years(expressions), default=0)
    for earlier, expression in pairwise(expressions):
        year = earlier.said.first.year
        leans = year is not None and year.told == "anchor" and not earlier.said.marks
        told = "campaign" in expression.said.marks and latest in past_years([expression])
        done = phrases.fulfilled.search(view.text, earlier.end, expression.start)
        if year is not None and leans and told and done and "\n" not in view.text[earlier.end : expression.start]:
            return latest - year.value
    return None


def _leans_on_anchor(expression: Expression) -> bool:
    year = expression.said.first.year
    return year is not None and year.told == "anchor"


def past_years(expressions: Iterable[Expression]) -> Iterator[int]:
    """Yield the years told by number, but for those that a plan may mean (到2025年, 2021—2025年)."""
    for expression in expressions:
        year = expression.said.first.year
        told = year is not None and year.told == "number" and year == expression.said.last.year
        if year is not None and told and not expression.said.marks & _AHEAD:
            yield year.value


def _ends_year(expression: Expression) -> bool:
    """Return whether an expression names the end of a year: 2022年底, 2022年12月; 2022年4月底 is the end of a month."""
    month = expression.said.last.month
    return expression.said.edge == "end" if month is None else month.value == DECEMBER


def _latest_month(expressions: Sequence[Expression], year: int) -> date | None:
    """Return the end of the latest month of the year of writing; a bare December may be the year before's."""
    months = []
    for expression in expressions:
        told, month, _ = expression.said.last
        if month is None or month.told != "number" or expression.said.marks & _AHEAD:
            continue
        if told is None:
            months.append(month.value if month.value < DECEMBER else 0)
        elif told == Part(year) or told == Part(0, "anchor"):
            months.append(month.value)
    latest = max(months, default=0)
    return date(year, latest, days_in(year, latest)) if latest else None

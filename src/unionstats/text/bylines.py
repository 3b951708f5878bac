"""Publisher, day of publication and dateline of an article, as given by bylines, datelines and addresses.

Owns the order of trust: first the dateline in the text, then the date in the address, then the page's stamp, then what
was delivered with the page. Reads marks; removes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

import regex

from unionstats.text.noise.marks import Mark

Basis = Literal["dateline", "url", "stamp", "given", "none"]

_FULL = regex.compile(r"(?<!\d)((?:19|20)\d\d)\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)")
_DAY_FIRST = regex.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_MONTH_DAY = regex.compile(r"(?<!\d)(\d{1,2})\p{Han}(\d{1,2})\p{Han}")
_IN_URL = regex.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?=\D|$|(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?!\d))|/(\d{1,2})[-/](\d{1,2})(?!\d))"
)
# Folders of one month or year in an archive: whole segments of the path, so that no number of an article is
# taken for one.
_MONTH_IN_URL = regex.compile(r"(?<=[^:/]/)((?:19|20)\d\d)(?:[-/]?(0[1-9]|1[0-2])|[-/]([1-9]))(?=/)")
_YEAR_IN_URL = regex.compile(r"(?<=[^:/]/)(20[0-3]\d)(?=/)")
# Papers appear days after their datelines, copies within weeks. A stamp later than that tells no year: archives were
# put on the web years after print.
_COPY_DELAY: Final = timedelta(days=60)


class Byline(NamedTuple):
    """What is known about an article apart from its text."""

    publisher: str | None
    published: date | None
    basis: Basis
    dateline: str | None
    dateline_date: date | None


class Stamps(NamedTuple):
    """The days of publication that were found for a page.

    Attributes:
        url: its address, whose path may hold a date.
        given: the date that came with it.
        seen: a stamp at its edges that is no mark.
        signed: the day over which a body signs the text.
        trusted: they speak of the text; not those of libraries, where others' texts are stored.
    """

    url: str | None = None
    given: date | None = None
    seen: date | None = None
    signed: date | None = None
    trusted: bool = True


def read_byline(marks: Sequence[Mark], stamps: Stamps, body: str) -> Byline:
    """Read an article's byline.

    Args:
        marks: what was removed from it or from the page's head and foot.
        stamps: of the page.
        body: the article's text, whose full dates may tell a dateline's year.
    """
    printed = [found for mark in marks if mark.field == "published" and (found := read_date(mark.value))]
    stamp = min(printed, default=stamps.seen) if stamps.trusted else None
    in_url = url_date(stamps.url) if stamps.trusted else None
    # Sites that move give their pages new addresses.
    if in_url and printed and min(printed) < in_url:
        in_url = None
    given = stamps.given if stamps.trusted else None
    # Archives are put on the web years after their texts were signed.
    known = in_url or stamp or given
    if stamps.signed and known and stamps.signed < known - _COPY_DELAY:
        in_url, stamp = None, stamps.signed
    dateline = next((mark.value for mark in marks if mark.field == "dateline"), None)
    day = _dateline_date(dateline, in_url or stamp or given, body) if dateline else None
    publisher = next((mark.value.strip(" -—《》") for mark in marks if mark.field == "publisher"), None)
    choices: tuple[tuple[date | None, Basis], ...] = (
        (day, "dateline"),
        (in_url, "url"),
        (stamp, "stamp"),
        (given, "given"),
    )
    published, basis = next((choice for choice in choices if choice[0]), (None, "none"))
    return Byline(publisher or None, published, basis, dateline, day)


def read_date(text: str) -> date | None:
    """Return the first full date of a text; None if there is none or it is not in the calendar.

    >>> read_date("2021-03-04 09:12"), read_date("2021年13月4日")
    (datetime.date(2021, 3, 4), None)
    >>> read_date("04.03.2021 16:54")
    datetime.date(2021, 3, 4)
    """
    if (found := _FULL.search(text)) and (day := _date(found[1], found[2], found[3])):
        return day
    found = _DAY_FIRST.search(text)
    return _date(found[3], found[2], found[1]) if found else None


def url_date(url: str | None) -> date | None:
    """Read the date in the path of an address.

    >>> url_date("http://example.cn/n1/2019/0724/c1-2.html"), url_date("http://example.cn/t20200131_77.htm")
    (datetime.date(2019, 7, 24), datetime.date(2020, 1, 31))
    >>> url_date("http://example.cn/20200131091500.htm"), url_date("http://example.cn/20200131991500.htm")
    (datetime.date(2020, 1, 31), None)
    """
    found = _IN_URL.search(url) if url else None
    return _date(found[1], found[2] or found[4], found[3] or found[5]) if found else None


def url_month(url: str | None) -> tuple[int, int] | None:
    """Return year and month if the path of an address contains an archive folder of that month.

    >>> url_month("http://example.cn/n/201608/77.htm"), url_month("http://example.cn/2005/8/77.htm")
    ((2016, 8), (2005, 8))
    >>> url_month("http://example.cn/201608.htm"), url_month("http://201608/1.htm")
    (None, None)
    """
    found = _MONTH_IN_URL.search(url) if url else None
    return (int(found[1]), int(found[2] or found[3])) if found else None


def url_year(url: str | None) -> int | None:
    """Return the year if the path of an address contains an archive folder of that year.

    >>> url_year("http://example.cn/news/2016/77.htm"), url_year("http://example.cn/2016.htm")
    (2016, None)
    """
    found = _YEAR_IN_URL.search(url) if url else None
    return int(found[1]) if found else None


def dateline_in(dateline: str | None, year: int) -> date | None:
    """Return the day of a dateline without a year, in a given year.

    >>> dateline_in("新华社北岭9月3日电", 2021), dateline_in("本报讯", 2021)
    (datetime.date(2021, 9, 3), None)
    """
    found = _MONTH_DAY.search(dateline) if dateline else None
    return _date(str(year), found[1], found[2]) if found else None


def dates_in(text: str) -> Iterator[date]:
    """Yield the full dates of a text.

    >>> list(dates_in("2021-03-04 a 2021.13.04 b 2021/3/5"))
    [datetime.date(2021, 3, 4), datetime.date(2021, 3, 5)]
    """
    found = (_date(match[1], match[2], match[3]) for match in _FULL.finditer(text))
    return (day for day in found if day is not None)


def _dateline_date(dateline: str, near: date | None, body: str) -> date | None:
    """Read the day of a dateline; its year from itself, from a date soon after it, or from the text."""
    if full := read_date(dateline):
        return full
    found = _MONTH_DAY.search(dateline)
    if not found:
        return None
    years = [near.year, near.year - 1] if near else []
    for year in years:
        day = _date(str(year), found[1], found[2])
        if day and near and day <= near + timedelta(days=3) and near - day < _COPY_DELAY:
            return day
    wanted = int(found[1]), int(found[2])
    named = (_date(match[1], match[2], match[3]) for match in _FULL.finditer(body))
    return next((day for day in named if day and (day.month, day.day) == wanted), None)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

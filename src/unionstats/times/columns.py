"""Flattened tables: the year in the header of a column or row dates the figures below or behind it.

Decides only which cell stands under which header. A table counts as one of times if its header names at least two, or
if its rows begin with years.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from unionstats.numbers.table_headers import column_at, years_of
from unionstats.times.expressions import Moment, Part, Said
from unionstats.times.mentions import Mention
from unionstats.times.readings import Reading
from unionstats.types import ArticleView, Span

_CELL_MARK = re.compile(r"[|\t]")
_SECTION = 12  # characters
# The year of a row, alone in its first cell, 年 or not.
_ROW = re.compile(r"[|\s]*((?:19|20)\d\d)[^\d|\t]?[ ]?[|\t]")


def read_columns(view: ArticleView, mentions: Sequence[Mention]) -> Mapping[int, Mention]:
    """Return for each quantity of a table the mention in the header of its column or row.

    Returns:
        Index of the quantity -> mention; nothing for quantities that stand in no table of times.
    """
    start, end = view.article.span
    if _CELL_MARK.search(view.text, start, end) is None:
        return {}
    found: dict[int, Mention] = {}
    head: dict[int, Mention] = {}
    for first, last in _lines(view.text, start, end):
        if _CELL_MARK.search(view.text, first, last) is None:
            # The head of a section stands between the rows of one table.
            head = head if 0 < last - first <= _SECTION else {}
            continue
        years = {column: _year(view.text, span) for column, span in years_of(view.text, first, last).items()}
        times = years or _cells(
            view.text, first, [m for m in _between(mentions, first, last) if m.reading.grain != "open"]
        )
        if len(times) > 1:
            head = times
            continue
        row = _year_of_row(view.text, first, last)
        for index in range(_index(view.quantities, first), _index(view.quantities, last)):
            column = column_at(view.text, first, view.quantities[index].start)
            if row is not None or column in head:
                found[index] = row or head[column]
    return found


def _year_of_row(text: str, first: int, last: int) -> Mention | None:
    """Return the year that heads a row: 2031 | 30 | 900."""
    headed = _ROW.match(text, first, last)
    return None if headed is None else _year(text, Span(*headed.span(1)))


def _year(text: str, span: Span) -> Mention:
    year = int(text[span.start : span.end])
    point = Moment(Part(year))
    reading = Reading(date(year, 1, 1), date(year, 12, 31), "span", "explicit", "year")
    return Mention(*span, "moment", Said("row", "moment", point, point), reading, "free", 0, True, False)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _cells(text: str, first: int, mentions: Sequence[Mention]) -> dict[int, Mention]:
    return {column_at(text, first, mention.start): mention for mention in mentions if mention.reading.dated}


def _between(mentions: Sequence[Mention], first: int, last: int) -> Sequence[Mention]:
    return mentions[_index(mentions, first) : _index(mentions, last)]


def _index(items: Sequence[object], at: int) -> int:
    """Return the index of the first item that begins at `at` or later."""
    return bisect_left(items, at, key=attrgetter("start"))

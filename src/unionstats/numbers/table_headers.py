"""Flattened tables: lines of cells separated by bars or tabs, under a line of column headers.

Assigns each cell to its header. What the cell counts, and when, is decided by other modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from unionstats.types import Span

_MARK = re.compile(r"[|\t]")
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?")
# The year of a row or a column, with a sign or two behind it or without.
_YEAR = re.compile(r"(?:19|20)\d\d\D{0,2}")
_UNIT = re.compile(r"[(（][^()（）\d]{1,9}[)）][*＊]?$")
# A cell of more characters is a sentence.
_LONGEST = 30
_FEWEST = 2
_LONGEST_STEP = 10

Cells = tuple[Span, ...]


class Table(NamedTuple):
    """A line of column headers, and the lines below it with the same number of cells."""

    heads: Cells
    rows: tuple[Cells, ...]


def find_tables(text: str, start: int = 0, end: int | None = None) -> Iterator[Table]:
    """Return the tables of a text that have column headers, in order.

    Such a table has a measure word in brackets in some head (市 | 会员数(人)), or rows that begin with years; others
    have their words at the beginning of each row.
    """
    head: Cells = ()
    rows: list[Cells] = []
    for cells in _lines(text, start, len(text) if end is None else end):
        is_below = bool(head) and len(cells) == len(head) and cells[0].start - _end(rows[-1] if rows else head) <= 1
        if is_below and _is_row(text, cells):
            rows.append(cells)
            continue
        if rows and _is_told_by_heads(text, head, rows):
            yield Table(head, tuple(rows))
        head, rows = (cells, []) if _is_head(text, cells) else ((), [])
    if rows and _is_told_by_heads(text, head, rows):
        yield Table(head, tuple(rows))


def words_of(text: str, head: Span) -> str:
    """Return the words of a header, without a measure word in brackets after them."""
    return _UNIT.sub("", content_of(text, head)).rstrip()


def content_of(text: str, cell: Span) -> str:
    """Return the content of a cell, without surrounding blanks."""
    return text[cell.start : cell.end].strip()


def is_number(text: str, cell: Span) -> bool:
    """Return whether a cell holds a number and nothing else."""
    return _NUMBER.fullmatch(content_of(text, cell)) is not None


def is_year(text: str, cell: Span) -> bool:
    """Return whether a cell contains a bare number that looks like a year."""
    content = content_of(text, cell)
    return len(content) == 4 and _YEAR.fullmatch(content) is not None


def years_of(text: str, start: int, end: int) -> dict[int, Span]:
    """Return the years in the headers of a line, by column: 年份 | 2021 | 2022. Empty for any other line.

    >>> years_of("年份 | 2021 | 2022", 0, 16)
    {1: Span(start=5, end=9), 2: Span(start=12, end=16)}
    """
    first, *rest = _cells(text, start, end)
    filled = {number: cell for number, cell in enumerate(rest, 1) if content_of(text, cell)}
    if is_number(text, first) or not all(is_year(text, cell) for cell in filled.values()):
        return {}
    years = [int(content_of(text, cell)) for cell in filled.values()]
    steps = {two - one for one, two in pairwise(years)}
    # Years of founding and the like follow each other as they may.
    in_order = steps in ({1}, {-1}) or (len(years) > _FEWEST and len(steps) == 1 and 0 not in steps)
    # The first line of a table may pass some years over: 项目 | 2005 | 2009 | 2010.
    in_order = in_order or (len(years) > _FEWEST and _opens_table(text, start) and (min(steps) > 0 or max(steps) < 0))
    return {number: _trimmed(text, cell) for number, cell in filled.items()} if in_order else {}


def _opens_table(text: str, start: int) -> bool:
    """Return whether the line before the one that begins at `start` is no row of a table."""
    before = text.rfind("\n", 0, max(0, start - 1)) + 1
    return _MARK.search(text, before, max(before, start - 1)) is None


def are_years(text: str, start: int, end: int) -> bool:
    """Return whether the numbers of a stretch look like consecutive years, or like figures with their years.

    >>> are_years("2021 | 345.6 | 2022 | 361.2", 0, 27), are_years("2021 | 1870 | 1766", 0, 18)
    (True, False)
    """
    numbers = [found[0] for found in _NUMBER.finditer(text, start, end)]
    years = [int(number) for number in numbers if len(number) == 4 and _YEAR.fullmatch(number)]
    if len(years) < _FEWEST or numbers[0] != str(years[0]):
        return False
    steps = [two - one for one, two in pairwise(years)]
    # Years alone follow each other closely; beside figures they may be some years apart, in one direction.
    longest = 1 if len(years) == len(numbers) else _LONGEST_STEP
    return all(0 < step <= longest for step in steps) or all(0 < -step <= longest for step in steps)


def column_at(text: str, start: int, at: int) -> int:
    """Return the index of the cell that a position is in, on the line that begins at `start`."""
    return text.count("|", start, at) + text.count("\t", start, at)


def _lines(text: str, start: int, end: int) -> Iterator[Cells]:
    """Yield the cells of each line that has any."""
    at = start
    while (mark := _MARK.search(text, at, end)) is not None:
        begin = max(start, text.rfind("\n", start, mark.start()) + 1)
        stop = text.find("\n", mark.end(), end)
        at = end if stop < 0 else stop
        yield tuple(_cells(text, begin, at))


def _cells(text: str, begin: int, stop: int) -> Iterator[Span]:
    for mark in _MARK.finditer(text, begin, stop):
        yield Span(begin, mark.start())
        begin = mark.end()
    yield Span(begin, stop)


def _end(cells: Cells) -> int:
    return cells[-1].end


def _is_head(text: str, cells: Cells) -> bool:
    filled = [content for cell in cells if (content := content_of(text, cell))]
    return len(filled) >= _FEWEST and not any(
        len(content) > _LONGEST or _NUMBER.match(content) or _YEAR.fullmatch(content) for content in filled
    )


def _is_row(text: str, cells: Cells) -> bool:
    is_labelled = _UNIT.search(content_of(text, cells[0])) is not None
    return not is_labelled and any(_NUMBER.match(content_of(text, cell)) for cell in cells[1:])


def _is_told_by_heads(text: str, heads: Cells, rows: list[Cells]) -> bool:
    has_unit = any(_UNIT.search(content_of(text, cell)) for cell in heads[1:])
    return has_unit or all(_YEAR.fullmatch(content_of(text, row[0])) for row in rows)


def _trimmed(text: str, cell: Span) -> Span:
    content = text[cell.start : cell.end]
    start = cell.start + len(content) - len(content.lstrip())
    return Span(start, start + len(content.strip()))

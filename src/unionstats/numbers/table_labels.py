"""Measure words in the row or column label of a flattened table: 职工人数(万人) | 602.18 | 588.40.

The cells follow the label after bars, on lines of their own, or below it, where the label heads a column.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from unionstats.numbers.numeral import LARGE, SMALL
from unionstats.numbers.table_headers import Table, are_years, content_of, find_tables, is_number, is_year, years_of
from unionstats.numbers.units import Unit, UnitTable
from unionstats.types import Span

_MAGNITUDE = f"[{''.join(SMALL)}]?[{''.join(LARGE)}]?"
_BRACKETS = rf"[(（](?P<magnitude>{_MAGNITUDE})(?P<word>[^()（）|\n\d]{{1,8}})[)）][*＊]?"
_LABEL = regex.compile(rf"{_BRACKETS}(?=[ \t\n|]*[-\d|])")
_UNIT = regex.compile(f"{_BRACKETS}$")
_CELL = regex.compile(
    r"[ \t\n]*+(?:\|[ \t\n]*+)*+-?\d[\d,]*+(?:\.\d++)?+(?=[ \t]*+(?:[|\n]|$)|\t)|[ \t]*+\|[ \t]*+(?=[|\n]|$)"
)
# A child row takes the unit of the row above: #女职工人数 | 251.70.
# Without a sign only where a blank stands before the bar: the bars that repair put in part rows of other nouns.
_CHILD = regex.compile(r"\n[ \t]*+(?:[#＃*]\p{Han}[^|\d\n(（]{0,20}+|\p{Han}[^|\d\n(（]{0,20}+(?<=[ \t]))(?=\|)")
# …only a row with such a sign, where a line over the table states the unit of all its rows (单位:个).
_MARKED_CHILD = regex.compile(r"\n[ \t]*+[#＃*]\p{Han}[^|\d\n(（]{0,20}+(?=\|)")
_STATED = regex.compile(
    rf"(?:^|\n)[ \t]*\p{{Han}}{{1,8}}[:：][ \t]?(?P<magnitude>{_MAGNITUDE})"
    r"(?P<word>\p{Han}{1,4})[)）]?[ \t|]*+(?=\n)"
)
_BARE_ROW = regex.compile(
    r"\n[ \t]*+(?P<label>\p{Han}[^|\n]{0,30}+)(?P<cells>(?:\|[ \t]*+\d[\d,]*+(?:\.\d++)?+[ \t]*+)++)(?=\n|$)"
)
_BETWEEN = 3  # lines that may stand between a unit and the first row under it, or between two rows
_FIRST = regex.compile(r"[ \t\n|]*+(\d++)")
_TRAILING = regex.compile(r"[ \t]*+\|?[ \t]*+")


class Label(NamedTuple):
    """A stretch of cells from `start` to `end` that is counted in `unit`, `factor` at a time."""

    start: int
    end: int
    unit: Unit
    factor: Decimal


def find_labels(text: str, units: UnitTable) -> Iterator[Label]:
    """Return the stretches of a flattened table whose unit stands in a label before them.

    Args:
        text: folded text.
        units: the measure words.

    Yields:
        Stretches in order, none overlapping another.
    """
    stated = _stated(text, units)
    child = _MARKED_CHILD if stated else _CHILD
    at = 0
    found: list[Label] = []
    for table in find_tables(text):
        found += _beside(text, Span(at, table.heads[0].start), units, child)
        found += _below(text, table, units)
        at = table.rows[-1][-1].end
    found += _beside(text, Span(at, len(text)), units, child)
    yield from sorted([*found, *stated]) if stated else found


def _stated(text: str, units: UnitTable) -> list[Label]:
    """Return the cells of rows without a unit of their own under a line that states it: 单位:个."""
    found: list[Label] = []
    for line in _STATED.finditer(text) if "|" in text else ():
        unit = _unit_of(line, units)
        if unit is None or unit[0].kind != "count" or unit[1] != 1:
            continue  # money or people that a line states are not those of all rows
        at, gap = line.end(), 0
        while gap <= _BETWEEN and at < len(text):
            row = _BARE_ROW.match(text, at)
            stop = text.find("\n", at + 1)
            stop = len(text) if stop < 0 else stop
            gap = 0 if row is not None else gap + ("|" not in text[at:stop])
            if row is not None and _is_bare(text, row) and not _counts_people(row["label"], units):
                found.append(Label(row.start("cells"), row.end("cells"), *unit))
            at = stop
    return found


def _counts_people(label: str, units: UnitTable) -> bool:
    """Return whether a label ends in a word for people and one letter (人数): its row counts them."""
    label = label.rstrip()
    word = units.longest(label, len(label) - 2) if len(label) > 1 else None
    return word is not None and word[1].kind == "people"


def _is_bare(text: str, row: regex.Match[str]) -> bool:
    """Return whether a row of cells has no unit of its own, and no years."""
    headed = years_of(text, *row.span("cells")) or years_of(text, row.start("label"), row.end())
    return not headed and _UNIT.search(row["label"].strip()) is None


def _below(text: str, table: Table, units: UnitTable) -> Iterator[Label]:
    """Yield the cells under heads that have a measure word in brackets."""
    found = [_UNIT.search(content_of(text, head)) for head in table.heads]
    told = [_unit_of(unit, units) if unit is not None else None for unit in found]
    for row in table.rows:
        for number, (cell, unit) in enumerate(zip(row, told, strict=True)):
            if number and unit is not None and is_number(text, cell) and not _is_date(text, cell, unit[0]):
                yield Label(cell.start, cell.end, *unit)


def _beside(text: str, within: Span, units: UnitTable, child: regex.Pattern[str]) -> Iterator[Label]:
    """Yield the cells behind a label, and those of the child rows below it."""
    at = within.start
    while (found := _LABEL.search(text, at, within.end)) is not None:
        at = found.end()
        unit = _unit_of(found, units)
        if unit is None:
            continue
        end = _cells_end(text, found.end(), child)
        cells = Span(found.end(), end)
        if end > at and not are_years(text, *cells) and not _is_date(text, cells, unit[0]):
            yield Label(found.end(), end, *unit)
            at = end


def _is_date(text: str, cells: Span, unit: Unit) -> bool:
    """Return whether a cell, or the first of some, tells of a year and not of a length of time: 成立时间(年) | 1985."""
    first = _FIRST.match(text, *cells)
    return unit.kind == "duration" and first is not None and is_year(text, Span(*first.span(1)))


def _unit_of(found: regex.Match[str], units: UnitTable) -> tuple[Unit, Decimal] | None:
    """Return the unit in the brackets of a label, and how many of it a cell counts by."""
    word = units.longest(found["word"], 0)
    if word is None or len(word[0]) != len(found["word"]):
        return None
    factor = Decimal(1)
    for sign in found["magnitude"]:
        factor *= SMALL.get(sign) or LARGE[sign]
    return word[1], factor


def _cells_end(text: str, at: int, child_row: regex.Pattern[str]) -> int:
    """Return where the cells that begin at `at`, and those of child rows below, end."""
    end = at
    while True:
        while (cell := _CELL.match(text, end)) is not None and cell.end() > end:
            end = cell.end()
        trailing = _TRAILING.match(text, end)
        child = child_row.match(text, trailing.end()) if trailing else None
        if child is None or _CELL.match(text, child.end()) is None or _is_line_of_years(text, child.end()):
            return end
        end = child.end()


def _is_line_of_years(text: str, at: int) -> bool:
    stop = text.find("\n", at)
    return are_years(text, at, len(text) if stop < 0 else stop)

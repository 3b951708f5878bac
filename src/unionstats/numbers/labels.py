"""Measure words that stand in the label of a flattened table: 职工人数(万人) | 602.18 | 588.40.

The cells stand behind bars or on lines of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

from unionstats.numbers.numeral import LARGE, SMALL
from unionstats.numbers.units import Unit, UnitTable

_MAGNITUDE = f"[{''.join(SMALL)}]?[{''.join(LARGE)}]?"
_LABEL = regex.compile(
    rf"[(（](?P<magnitude>{_MAGNITUDE})(?P<word>[^()（）|\n\d]{{1,8}})[)）][*＊]?(?=[ \t\n|]*[-\d|])"
)
_CELL = regex.compile(
    r"[ \t\n]*+(?:\|[ \t\n]*+)*+-?\d[\d,]*+(?:\.\d++)?+(?=[ \t]*+(?:[|\n]|$))|[ \t]*+\|[ \t]*+(?=[|\n]|$)"
)
# A child row takes the unit of the row above: #女职工人数 | 251.70.
_CHILD = regex.compile(r"\n[ \t]*+[#＃*]?\p{Han}[^|\d\n(（]{0,20}+(?=\|)")
_TRAILING = regex.compile(r"[ \t]*+\|?[ \t]*+")


class Label(NamedTuple):
    """The cells from `start` to `end` are counted in `unit`, `factor` at a time."""

    start: int
    end: int
    unit: Unit
    factor: Decimal


def find_labels(text: str, units: UnitTable) -> Iterator[Label]:
    """Find the stretches of a flattened table whose unit stands in a label before them.

    Args:
        text: folded text.
        units: the measure words.

    Yields:
        Stretches in order, none overlapping another.
    """
    at = 0
    while (found := _LABEL.search(text, at)) is not None:
        at = found.end()
        word = units.longest(found["word"], 0)
        if word is None or len(word[0]) != len(found["word"]):
            continue
        end = _cells_end(text, found.end())
        if end > found.end():
            magnitude = [SMALL.get(sign) or LARGE[sign] for sign in found["magnitude"]]
            factor = Decimal(1)
            for worth in magnitude:
                factor *= worth
            yield Label(found.end(), end, word[1], factor)
            at = end


def _cells_end(text: str, at: int) -> int:
    """Give where the cells that begin at `at`, and those of child rows below, end."""
    end = at
    while True:
        while (cell := _CELL.match(text, end)) is not None and cell.end() > end:
            end = cell.end()
        trailing = _TRAILING.match(text, end)
        child = _CHILD.match(text, trailing.end()) if trailing else None
        if child is None or _CELL.match(text, child.end()) is None:
            return end
        end = child.end()

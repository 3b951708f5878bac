"""A fast path for plain numbers: digits, perhaps 万, and a measure word, with nothing in between or after.

`parts.py` reads any number; for a plain one it would give the same result. Of a number written in characters only the
numeral is found here. A `Part` is one number of a quantity.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from unionstats.numbers.grammar import Grammar
from unionstats.numbers.numeral import BEGINNINGS, WRITTEN, NumeralReader
from unionstats.numbers.units import Unit, UnitTable
from unionstats.types import Bound


class Part(NamedTuple):
    """One number: its span including hedges, the span of its numeral, and what it means.

    `worth` is what its measure word multiplies by (10 percent for 成), for numbers that share the word.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Unit | None = None
    bounds: tuple[Bound | None, ...] = ()
    is_round: bool = False
    worth: Decimal = Decimal(1)

    def scaled(self, factor: Decimal) -> Part:
        """Return the part with value, low and high multiplied."""
        value, low, high = (None if number is None else number * factor for number in (self.value, self.low, self.high))
        return self._replace(value=value, low=low, high=high)


class PlainReader:
    """Reads plain numbers.

    Attributes:
        at: matches a plain numeral at a place.
        finder: finds the next place at which any numeral may begin; where a group took part, it is no plain one.

    Args:
        grammar: the words of numbers.
        units: the measure words.
        numerals: reads their values.
        unplain: characters of which one behind a measure word may belong to the number.
    """

    def __init__(self, grammar: Grammar, units: UnitTable, numerals: NumeralReader, unplain: frozenset[str]) -> None:
        self._units = units
        self._numerals = numerals
        self._unplain = unplain
        self._split_after = grammar.split_after
        words = grammar.words
        within = "".join(
            [
                f"/.,，点 \u00a0\u2009{BEGINNINGS}",
                *(words.several, words.over[0], words.over_short, *words.formal_digits),
                *(word[0] for word in words.more),
                # 一半: of a share that begins like a numeral, its second character.
                *(word[1] for word in grammar.shares if word[0] in WRITTEN),
            ]
        )
        ends = f"(?![{re.escape(within)}]|{re.escape(words.filler)}亿)"
        digits = f"[0-9]*+(?:[.][0-9]++)?(?:万亿|[十百千]?[万亿]|百)?+{ends}"
        # Of the standard library: many times faster than the pattern of all numerals.
        self.at = re.compile(f"[0-9]{digits}|[{WRITTEN}]++{ends}")
        self.finder = re.compile(
            f"[{grammar.beginnings}](?:(?<=[0-9]){digits}|(?<=[{WRITTEN}])[{WRITTEN}]*+{ends}|{grammar.not_within}())"
        )

    def read(self, text: str, found: re.Match[str]) -> Part | None:
        """Read the number whose numeral `at` or `finder` found.

        Returns:
            None where the numeral is written out, there is no measure word, or the number goes on behind it.
        """
        start, at = found.span()
        if text[start] in WRITTEN:
            return None
        unit = None if text.startswith(self._split_after, at) else self._units.longest(text, at)
        if unit is None:
            return None
        end = at + len(unit[0])
        numeral = None if text[end : end + 1] in self._unplain else self._numerals.read(found[0])
        return Part(start, end, start, at, numeral.value, None, None, unit[1]) if numeral else None

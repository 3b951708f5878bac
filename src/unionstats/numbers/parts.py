"""Reads one number with what belongs to it: sign, hedges, measure word, a half or a smaller unit behind.

A `Part` is one number of a quantity; `scan.py` joins parts to ranges and lists.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from unionstats.numbers.grammar import Grammar
from unionstats.numbers.hedges import Hedges
from unionstats.numbers.numeral import MAGNITUDES, NumeralReader, numeral_pattern
from unionstats.numbers.units import Unit, UnitTable
from unionstats.types import Bound

PERCENT = Unit("%", "percent")
_HUNDRED = Decimal(100)
_ROUND = regex.compile(f"[{''.join(MAGNITUDES)}半]+")
_SPACE = " \u3000\u00a0"


@dataclass(frozen=True, slots=True)
class Part:
    """One number: the span from hedge to tail, the span of the numeral, what it says."""

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


class PartReader:
    """Reads the parts of a folded text (simplified, ASCII digits)."""

    def __init__(self, grammar: Grammar, units: UnitTable, hedges: Hedges) -> None:
        self._grammar = grammar
        self._units = units
        self._hedges = hedges
        self._numerals = NumeralReader(grammar.words)
        self.pattern = regex.compile(
            rf"(?P<share>{grammar.share_pattern})|(?P<half>半(?=\p{{Han}}))|{numeral_pattern(grammar.words)}"
        )

    def read(self, text: str, found: regex.Match[str]) -> Part | None:
        """Read the part whose numeral `pattern` found.

        Returns:
            None where the characters make no number; a part without unit where no measure word follows.
        """
        part = self._number(text, found)
        if part is None:
            return None
        return self._lead(text, part if part.unit is not None and found["share"] else self._measured(text, part))

    def _number(self, text: str, found: regex.Match[str]) -> Part | None:
        start, end = found.span()
        if found["share"]:
            value = self._grammar.shares[found["share"]]
            return Part(
                start,
                self._tail_end(text, end),
                start,
                end,
                value,
                unit=PERCENT,
                bounds=(self._tail(text, end),),
                is_round=True,
            )
        if found["half"]:
            return Part(start, end, start, end, Decimal("0.5"))
        if found["over"]:
            return self._fraction(text, found)
        numeral = self._numerals.read(found[0])
        if numeral is None:
            return None
        bounds: tuple[Bound | None, ...] = ("more_than",) if numeral.more else ()
        is_round = _ROUND.fullmatch(found[0]) is not None
        return Part(start, end, start, end, numeral.value, numeral.low, numeral.high, None, bounds, is_round)

    def _fraction(self, text: str, found: regex.Match[str]) -> Part | None:
        whole, over = found[0], found["over"]
        below = self._numerals.read(whole[: len(whole) - len(over) - len(self._grammar.words.over)])
        above = self._numerals.read(over)
        if below is None or above is None or not below.value:
            return None
        start, end = found.span()
        factor = _HUNDRED / below.value
        number_start = found.start("over") if factor == 1 else start
        values = [None if value is None else value * factor for value in (above.value, above.low, above.high)]
        bounds = self._tail(text, end)
        return Part(start, self._tail_end(text, end), number_start, end, *values, unit=PERCENT, bounds=(bounds,))

    def _tail(self, text: str, end: int) -> Bound | None:
        hedge = self._hedges.after(text, end)
        return hedge.bound if hedge else None

    def _tail_end(self, text: str, end: int) -> int:
        hedge = self._hedges.after(text, end)
        return end + len(hedge.word) if hedge else end

    def _lead(self, text: str, part: Part) -> Part:
        """Take in what stands before: sign and hedge, or a verb outside that sets the bound."""
        start, value = part.start, part.value
        for sign in self._grammar.negative:
            at = start - len(sign)
            if at >= 0 and text.startswith(sign, at) and (at == 0 or not text[at - 1].isalnum() or not sign.isascii()):
                start, value = at, None if value is None else -value
                break
        space = 1 if start and text[start - 1] in _SPACE else 0
        hedge = self._hedges.before(text, start - space, is_round=part.is_round)
        if hedge is not None:
            start -= space + len(hedge.word)
            return replace(part, start=start, value=value, bounds=(*part.bounds, hedge.bound))
        return replace(part, start=start, value=value, bounds=(*part.bounds, self._hedges.outside(text, start - space)))

    def _measured(self, text: str, part: Part) -> Part:
        """Take in the hedge after the digits, the measure word, and the hedge after that."""
        at, bounds = part.end, part.bounds
        more = self._grammar.more_pattern.match(text, at)
        if more is not None:
            at, bounds = more.end(), (*bounds, "more_than")
        found = self._unit(text, at)
        if found is None and at < len(text) and text[at] in _SPACE:
            found = self._unit(text, at + 1)
            at += 1
        if found is None:
            return self._unmeasured(text, part)
        end, unit = found
        part = replace(part, end=end, unit=unit, bounds=bounds)
        return self._behind(text, self._smaller(text, part))

    def _unmeasured(self, text: str, part: Part) -> Part:
        """Read 三成 and 八折 as percent; else take in hedges after the bare number."""
        for word, worth in self._grammar.tenths.items():
            if text.startswith(word, part.end) and not text.startswith(
                self._grammar.tenths_unless, part.end + len(word)
            ):
                return self._tenths(text, part, part.end + len(word), worth)
        more = self._grammar.more_pattern.match(text, part.end)
        end, bounds = (more.end(), (*part.bounds, "more_than")) if more else (part.end, part.bounds)
        return self._behind(text, replace(part, end=end, bounds=bounds))

    def _tenths(self, text: str, part: Part, end: int, worth: Decimal) -> Part:
        values = [None if value is None else value * worth for value in (part.value, part.low, part.high)]
        if values[0] is not None and self._is_half(text, end):
            values[0] += worth / 2
            end += 1
        tenths = replace(part, end=end, unit=PERCENT, value=values[0], low=values[1], high=values[2])
        return self._behind(text, tenths)

    def _unit(self, text: str, at: int) -> tuple[int, Unit] | None:
        found = self._units.longest(text, at)
        if found is not None:
            return at + len(found[0]), found[1]
        return self._split_unit(text, at)

    def _split_unit(self, text: str, at: int) -> tuple[int, Unit] | None:
        """Read measure words that a hedge or a half stands within: 4个多月, 一个半小时."""
        return None

    def _is_half(self, text: str, at: int) -> bool:
        return any(
            text.startswith(word, at) and not text.startswith(self._grammar.halves_unless, at + len(word))
            for word in self._grammar.halves
        )

    def _smaller(self, text: str, part: Part) -> Part:
        """Add a half or a smaller unit: 三年半, 1小时30分."""
        if part.value is not None and self._is_half(text, part.end):
            return replace(part, value=part.value + Decimal("0.5"), end=part.end + 1)
        return part

    def _behind(self, text: str, part: Part) -> Part:
        bounds, end = part.bounds, part.end
        while (hedge := self._hedges.after(text, end)) is not None:
            end, bounds = end + len(hedge.word), (*bounds, hedge.bound)
        return replace(part, end=end, bounds=bounds)

"""Joins parts to ranges (3至5万元) and to lists that share a measure word (2和11.6个百分点)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from unionstats.numbers.grammar import Grammar
from unionstats.numbers.numeral import MAGNITUDES
from unionstats.numbers.parts import PERCENT, Found, PartReader
from unionstats.numbers.plain import Part

# Numbers of a list that share one measure word; more is an enumeration of something else.
_LONGEST_LIST = 8
_MULTIPLIERS = (("万亿", 10**12), *sorted(MAGNITUDES.items(), key=lambda item: -item[1]))
_SINGLE_DIGITS = 10
_APART_REACH = 24
_CHANGE_REACH = 6


class Joiner:
    """Reads a number together with the numbers joined to it.

    Args:
        grammar: the words of numbers.
        parts: reads single numbers.
        ignores: says whether the numeral at a place is no quantity: it joins no list.
    """

    def __init__(self, grammar: Grammar, parts: PartReader, ignores: Callable[[str, int, int], object]) -> None:
        self._grammar = grammar
        self._parts = parts
        self._ignores = ignores

    def read(self, text: str, numeral: Found) -> list[Part]:
        """Read the number found and those that share its measure word.

        Returns:
            Parts in order; all without unit where none follows; empty where the characters make no number.
        """
        first = self._range(text, numeral)
        if first is None or first.unit is not None:
            return [] if first is None else [first]
        parts = [first]
        while parts[-1].unit is None and len(parts) < _LONGEST_LIST:
            part = self._next(text, parts[-1])
            if part is None:
                return parts
            parts.append(part)
        last = parts[-1]
        if last.unit is None:
            return parts
        apart = self._grammar.apart.search(text, max(0, first.start - _APART_REACH), first.start)
        return share_unit(parts, text[last.number_start : last.number_end], apart=apart is not None)

    def _next(self, text: str, last: Part) -> Part | None:
        joint = self._grammar.list.match(text, last.end)
        numeral = self._parts.match(text, joint.end()) if joint else None
        if numeral is None or self._ignores(text, *numeral.span()):
            return None
        part = self._range(text, numeral)
        return None if part is None or part.start < last.end else part

    def _range(self, text: str, numeral: Found) -> Part | None:
        """Read the number found, and the other end of its range where there is one."""
        first = self._parts.read(text, numeral)
        if first is None or first.value is None:
            return first
        end = self._behind_per(text, first)
        if text[end : end + 1] not in self._grammar.range_signs:
            return first
        joint = self._grammar.range.match(text, end)
        other = self._parts.match(text, joint.end()) if joint else None
        second = self._parts.read(text, other) if other else None
        if second is None or second.value is None or other is None:
            return first
        if joint is not None and second.start < joint.end() and second.value < 0:
            second = second.scaled(Decimal(-1))._replace(start=joint.end())  # 30%-40%: the dash is no sign
        if first.unit is not None and self._grammar.changed.search(
            text, max(0, first.start - _CHANGE_REACH), first.start
        ):
            return first  # 增加20人至80人: an amount of change and the level it led to
        return make_range(first, second, other[0])

    def _behind_per(self, text: str, part: Part) -> int:
        """Return where a number ends with its divisor, which both ends of a range may name: 18元/时-22元/时."""
        if part.unit is None or text[part.end : part.end + 1] not in self._grammar.per_after_signs:
            return part.end
        per = self._grammar.per_after.match(text, part.end)
        return per.end() if per else part.end


def make_range(first: Part, second: Part, written: str) -> Part:
    """Return the range between two numbers, in either order; `written` is the second numeral.

    Returns:
        The range; `first` alone where the two are counted in different units.
    """
    if first.value is None or second.value is None:
        return first
    if first.unit is not None and second.unit is None and first.unit != PERCENT:
        return first
    if first.unit is not None and second.unit is not None and first.unit.name != second.unit.name:
        return first
    value, unit = first.value, second.unit or first.unit
    if first.unit is None:
        value *= _borrowed(first.value, second.value, written) * second.worth
    low, high = min(value, second.value), max(value, second.value)
    joined = second._replace(start=first.start, number_start=first.number_start, unit=unit)
    return joined._replace(value=None, low=low, high=high)


def _borrowed(value: Decimal, other: Decimal, written: str) -> int:
    """Return the multiplier that `value` borrows from the numeral `written`: the 万 of 3至5万元."""
    for word, worth in _MULTIPLIERS:
        if written.endswith(word) and value * worth <= other:
            return worth
    return 1


def share_unit(parts: list[Part], written: str, *, apart: bool = False) -> list[Part]:
    """Return the numbers of a list with the measure word of the last; adjacent values (7、8项) form one range.

    Args:
        parts: of which only the last has a unit.
        written: the last numeral, whose multiplier the others may borrow (10、20、30万元).
        apart: the text says that they are several (分别为7、8项).
    """
    last = parts[-1]
    if not apart and len(parts) == 2 and _neighbours(parts[0], last):
        return [make_range(parts[0], last, written)]
    return [*(_sharing(part, last, written) for part in parts[:-1]), last]


def _neighbours(first: Part, last: Part) -> bool:
    if first.value is None or last.value is None:
        return False
    step = last.value / last.worth
    return step == first.value + 1 and step < _SINGLE_DIGITS


def _sharing(part: Part, last: Part, written: str) -> Part:
    factor = last.worth
    if part.value is not None and last.value is not None:
        factor *= _borrowed(part.value, last.value * _SINGLE_DIGITS, written)
    return part.scaled(factor)._replace(unit=last.unit)

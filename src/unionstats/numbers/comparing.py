"""Comparisons around bare numerals: 大于20小于30, 位于20和30之间, 比三十大.

Used only for texts in which a numeral needs no measure word (`quantities(text, bare=True)`). In news, a comparison is a
hedge or a verb, which `hedges.py` reads. The words are `[comparing]` in `rules/numerals.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import regex

from unionstats.numbers.numeral import any_of
from unionstats.types import Quantity

_REACH = 10  # characters before a number that a comparison may take


class _Side(NamedTuple):
    """A number and the side on which it closes a range; the span of the whole comparison."""

    quantity: Quantity
    side: Literal["low", "high", "both", "none"]


class Comparisons:
    """Finds the comparisons of a rule folder around quantities already found."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        link = f"{any_of(words['links'])}{{0,4}}$"
        self._before = regex.compile(
            f"(?P<low>{any_of(words['more_before'])}){link}|(?P<high>{any_of(words['less_before'])}){link}"
            f"|(?P<both>{any_of(words['equal_before'])}){link}"
        )
        self._than = regex.compile(f"{any_of(words['than'])}[ ]?$")
        self._after_than = regex.compile(
            f"[ ]?(?:(?P<low>{any_of(words['more_after'])})|(?P<high>{any_of(words['less_after'])}))"
        )
        self._behind = regex.compile(
            f"[ ]?(?:(?P<low>{any_of(words['more_behind'])})|(?P<high>{any_of(words['less_behind'])}))"
        )
        self._between = regex.compile(f"{any_of(words['between_before'])}$")
        self._between_joint = regex.compile(f"[ ]?{any_of(words['between_joint'])}[ ]?")
        self._between_after = regex.compile(any_of(words["between_after"]))
        self._joint = regex.compile(f"{any_of(words['joints'])}{{0,4}}")

    def read(self, text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
        """Return the quantities with their comparisons applied: two that bound one range are merged."""
        sides = self._joined_between(text, [self._side(text, quantity) for quantity in quantities])
        result: list[_Side] = []
        for side in sides:
            last = result[-1] if result else None
            merged = self._merged(text, last, side) if last else None
            if merged is not None:
                result[-1] = merged
            else:
                result.append(side)
        return [side.quantity for side in result]

    def _side(self, text: str, quantity: Quantity) -> _Side:
        if quantity.value is None:
            return _Side(quantity, "none")
        than = self._than.search(text, max(0, quantity.start - _REACH), quantity.start)
        behind = (self._after_than if than else self._behind).match(text, quantity.end)
        if behind is not None:
            start = than.start() if than else quantity.start
            return _closed(quantity, "low" if behind["low"] else "high", start, behind.end())
        before = self._before.search(text, max(0, quantity.start - _REACH), quantity.start)
        if before is not None:
            name: Literal["low", "high", "both"] = "low" if before["low"] else "high" if before["high"] else "both"
            return _closed(quantity, name, before.start(), quantity.end)
        return _Side(
            quantity, "low" if quantity.bound == "more_than" else "high" if quantity.bound == "up_to" else "none"
        )

    def _joined_between(self, text: str, sides: list[_Side]) -> list[_Side]:
        result: list[_Side] = []
        for side in sides:
            last = result[-1].quantity if result else None
            here = side.quantity
            # 间 may have been read as a measure word: rooms.
            after = self._between_after.match(text, here.number_end)
            joined = last is not None and self._between_joint.fullmatch(text, last.end, here.start)
            if last is None or after is None or not joined or last.value is None or here.value is None:
                result.append(side)
                continue
            before = self._between.search(text, max(0, last.start - _REACH), last.start)
            start = before.start() if before else last.start
            merged = here._replace(
                start=start,
                end=after.end(),
                value=None,
                low=last.value,
                high=here.value,
                bound="range",
                unit=None,
                kind="count",
            )
            result[-1] = _Side(merged, "none")
        return result

    def _merged(self, text: str, low: _Side, high: _Side) -> _Side | None:
        """Join 大于20 and 小于30 to a range where nothing but a joint stands between them."""
        if low.side == "high" and high.side == "low":
            return self._merged_of(text, low, high, high.quantity, low.quantity)
        if low.side == "low" and high.side == "high":
            return self._merged_of(text, low, high, low.quantity, high.quantity)
        return None

    def _merged_of(self, text: str, first: _Side, second: _Side, low: Quantity, high: Quantity) -> _Side | None:
        apart = not self._joint.fullmatch(text, first.quantity.end, second.quantity.start)
        if apart or low.value is None or high.value is None or low.value >= high.value:
            return None
        quantity = second.quantity._replace(
            start=first.quantity.start, value=None, low=low.value, high=high.value, bound="range"
        )
        return _Side(quantity, "none")


def _closed(quantity: Quantity, side: Literal["low", "high", "both"], start: int, end: int) -> _Side:
    if side == "both":
        return _Side(quantity._replace(start=start, low=quantity.value, high=quantity.value), "none")
    return _Side(quantity._replace(start=start, end=end, bound="more_than" if side == "low" else "up_to"), side)

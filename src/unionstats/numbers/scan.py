"""Finds every number of a text: claimed as a quantity, ignored by a named rule, or left unclaimed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

import regex

from unionstats.numbers.grammar import Grammar
from unionstats.numbers.hedges import Hedges, combine
from unionstats.numbers.ignore import IgnoreRules
from unionstats.numbers.parts import Part, PartReader
from unionstats.numbers.units import load_units
from unionstats.rules.folder import RuleFolder
from unionstats.types import Quantity, Span

_WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
_WIDE_DIGIT = regex.compile("[０-９％]")
# Numbers of a list that share one measure word; more is an enumeration of something else.
_LONGEST_LIST = 8
_PER_REACH = 12


@dataclass(frozen=True, slots=True)
class Scan:
    """Every numeral of a text, sorted into three: quantities, ignored (span and rule id), unclaimed."""

    quantities: tuple[Quantity, ...]
    ignored: tuple[tuple[Span, str], ...]
    unclaimed: tuple[Span, ...]


@dataclass(slots=True)
class _Found:
    quantities: list[Quantity] = field(default_factory=list)
    ignored: list[tuple[Span, str]] = field(default_factory=list)
    unclaimed: list[Span] = field(default_factory=list)


class Scanner:
    """Finds quantities by the rules of a folder. Made once, then used for any number of texts."""

    def __init__(self, folder: RuleFolder) -> None:
        self._grammar = Grammar(folder)
        self._parts = PartReader(self._grammar, load_units(folder), Hedges(folder))
        self._ignore = IgnoreRules(folder)

    def scan(self, text: str, *, bare: bool = False) -> Scan:
        """Sort every numeral of a text.

        Args:
            text: raw or cleaned, simplified or traditional.
            bare: also claim numerals without a measure word.

        Returns:
            Quantities in order, with spans of the text given.
        """
        folded = _fold(text)
        found, at = _Found(), 0
        while (numeral := self._parts.pattern.search(folded, at)) is not None:
            at = self._sort(folded, numeral, found, bare=bare)
        return Scan(tuple(found.quantities), tuple(found.ignored), tuple(found.unclaimed))

    def _sort(self, text: str, numeral: regex.Match[str], found: _Found, *, bare: bool) -> int:
        start, end = numeral.span()
        ignored = None if bare else self._ignore.match(text, start)
        if ignored is not None:
            found.ignored.append((Span(start, ignored[0]), ignored[1]))
            return max(ignored[0], start + 1)
        parts = self._list(text, numeral)
        if not parts:
            found.unclaimed.append(Span(start, end))
            return end
        if parts[-1].unit is None and not bare:
            found.unclaimed.extend(Span(part.number_start, part.number_end) for part in parts[:1])
            return parts[0].number_end
        found.quantities.extend(self._quantity(text, part) for part in parts)
        return parts[-1].end

    def _list(self, text: str, numeral: regex.Match[str]) -> list[Part]:
        """Read the number found and those that share its measure word: 2和11.6个百分点."""
        first = self._range(text, numeral)
        if first is None or first.unit is not None:
            return [] if first is None else [first]
        parts = [first]
        while parts[-1].unit is None and len(parts) < _LONGEST_LIST:
            joint = self._grammar.list_pattern.match(text, parts[-1].end)
            numeral_next = joint and self._parts.pattern.match(text, joint.end())
            part = self._range(text, numeral_next) if numeral_next else None
            if part is None or part.start < parts[-1].end:
                return parts[:1]
            parts.append(part)
        return _share(parts) if parts[-1].unit is not None else parts[:1]

    def _range(self, text: str, numeral: regex.Match[str]) -> Part | None:
        """Read the number found, and the other end of its range where there is one: 3至5万元."""
        first = self._parts.read(text, numeral)
        if first is None or first.value is None:
            return first
        joint = self._grammar.range_pattern.match(text, first.end)
        other = joint and self._parts.pattern.match(text, joint.end())
        second = self._parts.read(text, other) if other else None
        if second is None or second.value is None or other is None or second.number_start != other.start():
            return first
        return _span(first, second, other[0])

    def _quantity(self, text: str, part: Part) -> Quantity:
        is_range = part.value is None
        unit = part.unit
        per, end = self._per(text, part)
        return Quantity(
            start=part.start,
            end=end,
            value=part.value,
            low=part.low,
            high=part.high,
            bound="range" if is_range else combine(part.bounds),
            unit=unit.name if unit else None,
            kind=unit.kind if unit else "count",
            number_start=part.number_start,
            number_end=part.number_end,
            per=per,
        )

    def _per(self, text: str, part: Part) -> tuple[str | None, int]:
        """Give what an amount is divided by: 500元/户, 每人3000元, 人均3700元."""
        if part.unit is None or part.unit.kind in {"percent", "ratio"}:
            return None, part.end
        for slash in self._grammar.slash:
            if text.startswith(slash, part.end):
                at = part.end + len(slash)
                for word in sorted(self._grammar.each_words, key=len, reverse=True):
                    if text.startswith(word, at):
                        return self._grammar.each_words[word], at + len(word)
        if part.unit.kind != "money":
            return None, part.end
        before = text[max(0, part.start - _PER_REACH) : part.start]
        found = None
        for found in self._grammar.per_pattern.finditer(before):  # noqa: B007 - the nearest is wanted
            pass
        if found is None or any(mark in before[found.end() :] for mark in "，,。；;、"):
            return None, part.end
        return self._grammar.per_of(found), part.end


def _fold(text: str) -> str:
    """Give the text with ASCII digits, character by character."""
    return text.translate(_WIDE) if _WIDE_DIGIT.search(text) else text


def _span(first: Part, second: Part, written: str) -> Part:
    """Make a range of its two ends; the first may borrow the second's measure word and multiplier."""
    if first.value is None or second.value is None:
        return first
    if first.unit is not None and second.unit is not None and first.unit.name != second.unit.name:
        return first
    value = first.value
    if first.unit is None:
        value *= _magnitude(value, second.value, written)
    low, high = min(value, second.value), max(value, second.value)
    return replace(second, start=first.start, number_start=first.number_start, value=None, low=low, high=high)


def _magnitude(value: Decimal, other: Decimal, written: str) -> int:
    """Give the multiplier that `value` borrows from a number written as `written`: the 万 of 3至5万元."""
    for word, worth in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4), ("千", 10**3), ("百", 100), ("十", 10)):
        if written.endswith(word) and value * worth <= other:
            return worth
    return 1


def _share(parts: list[Part]) -> list[Part]:
    """Give each number of a list the measure word that stands after the last; 7、8项 is one quantity."""
    last = parts[-1]
    if (
        len(parts) == 2
        and parts[0].value is not None
        and last.value is not None
        and last.value == parts[0].value + 1
        and last.value < 10
    ):
        return [
            replace(
                last,
                start=parts[0].start,
                number_start=parts[0].number_start,
                value=None,
                low=parts[0].value,
                high=last.value,
            )
        ]
    return [*(replace(part, unit=last.unit) for part in parts[:-1]), last]

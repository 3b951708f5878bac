"""Finds every number in a text. Each becomes a quantity, is ignored by a named rule, or is reported as unclaimed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

import regex

from unionstats.numbers.comparing import Comparisons
from unionstats.numbers.grammar import Grammar
from unionstats.numbers.hedges import Hedges, combine
from unionstats.numbers.ignore import IgnoreRules
from unionstats.numbers.joining import Joiner
from unionstats.numbers.parts import Found, PartReader
from unionstats.numbers.plain import Part
from unionstats.numbers.table_labels import Label, find_labels
from unionstats.numbers.units import load_units
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.marks import CLAUSE_ENDS, LIST_COMMA
from unionstats.text.script import Simplifier
from unionstats.types import Bound, Quantity, Span

_WIDE = str.maketrans("０１２３４５６７８９．％，／Ｋｋ", "0123456789.%,/Kk")
# Of the standard library, as the first signs of a numeral are: faster on plain sets.
_WIDE_DIGIT = re.compile("[０-９％Ｋｋ]")
_MAGNITUDES_ONLY = regex.compile("[万亿兆]+")
_LONE = regex.compile("[一二三四五六七八九十百千万亿两半零壹拾兆〇]")
# No number of this world is written longer; a megabyte of 万 is not read.
_LONGEST_NUMERAL = 64
# How far before an amount 每人 or 人均 may stand, within the clause.
_PER_REACH = 20
_CLAUSE_END = regex.compile(f"[{CLAUSE_ENDS}{LIST_COMMA}（(]")
_CELLS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
# The rest of a number that an ignore rule has cut.
_REST = re.compile(r"(?:\.?[0-9])+")


@dataclass(frozen=True, slots=True)
class Scan:
    """All numerals of a text in three groups: quantities, ignored (span and rule id), unclaimed."""

    quantities: tuple[Quantity, ...]
    ignored: tuple[tuple[Span, str], ...]
    unclaimed: tuple[Span, ...]


@dataclass(slots=True)
class _Found:
    labels: list[Label]
    quantities: list[Quantity] = field(default_factory=list)
    ignored: list[tuple[Span, str]] = field(default_factory=list)
    unclaimed: list[Span] = field(default_factory=list)


class Scanner:
    """Finds quantities by the rules of a folder. Built once, then used for any number of texts."""

    def __init__(self, folder: RuleFolder) -> None:
        self._grammar = Grammar(folder)
        self._units, hedges = load_units(folder), Hedges(folder)
        self._parts = {bare: PartReader(self._grammar, self._units, hedges, bare=bare) for bare in (False, True)}
        self._comparisons = Comparisons(self._grammar.comparing)
        self._ignore = IgnoreRules(folder)
        self._joiners = {
            bare: Joiner(self._grammar, parts, partial(self._ignore.match, bare=bare))
            for bare, parts in self._parts.items()
        }
        self._simplifier = Simplifier(folder)

    def scan(self, text: str, *, bare: bool = False) -> Scan:
        """Assign every numeral of a text to a group.

        Args:
            text: raw or cleaned, simplified or traditional.
            bare: also claim numerals without a measure word; only names are ignored then.

        Returns:
            Quantities in order, with spans of the text given.
        """
        folded = self._folded(text)
        find, at = self._parts[bare].find, 0
        found = _Found(list(find_labels(folded, self._units)))
        while (begin := find(folded, at)) is not None:
            start, numeral = begin
            at = self._sort(folded, numeral, found, bare=bare) if numeral else start + 1
        if bare:
            found.quantities = self._comparisons.read(folded, found.quantities)
        return Scan(tuple(found.quantities), tuple(found.ignored), tuple(found.unclaimed))

    def _folded(self, text: str) -> str:
        """Return the text in simplified script with ASCII digits, character for character."""
        if self._grammar.traditional.search(text):
            simple = self._simplifier.simplify(TrackedText.of(text))[0].text
            text = simple if len(simple) == len(text) else text
        return text.translate(_WIDE) if _WIDE_DIGIT.search(text) else text

    def _sort(self, text: str, numeral: Found, found: _Found, *, bare: bool) -> int:
        """Sort one numeral and return where to go on."""
        start: int = numeral.start()
        end: int = numeral.end()
        if end - start > _LONGEST_NUMERAL or text[end : end + 1] in self._grammar.row_signs:
            passed = self._passed(text, start, end, found, bare=bare)
            if passed:
                return passed
        ignored = self._ignore.match(text, start, end, bare=bare)
        if ignored is not None:
            stop = _whole(text, ignored[0], numeral)
            found.ignored.append((Span(start, stop), ignored[1]))
            return stop
        if _is_inside(text, start):
            found.unclaimed.append(Span(start, end))
            return end
        parts = self._joiners[bare].read(text, numeral)
        if found.labels:
            parts = self._labelled(parts, found.labels)
        if parts and (parts[-1].unit is not None or (bare and not _MAGNITUDES_ONLY.fullmatch(numeral[0]))):
            found.quantities.extend(self._quantity(text, part) for part in parts)
            return found.quantities[-1].end
        if not parts and not text[start].isascii():
            return start + 1  # 赵六两人: perhaps a numeral begins within
        # A lone 三 or 万 without a measure word is a syllable of some other word: 四川, 十分.
        end = max(end, parts[0].number_end) if parts else end
        if end - start > 1 or not _LONE.match(text, start):
            found.unclaimed.append(Span(start, end))
        found.unclaimed.extend(Span(part.number_start, part.number_end) for part in parts[1:])
        return parts[-1].number_end if parts else end

    def _passed(self, text: str, start: int, end: int, found: _Found, *, bare: bool) -> int:
        """Pass over what is too long to be read as one number, or as numbers; return where it ends, or 0."""
        if end - start > _LONGEST_NUMERAL:
            found.unclaimed.append(Span(start, end))
            return end
        row = None if bare else self._grammar.row.match(text, start)
        if row is None:
            return 0
        found.unclaimed.extend(Span(*cell.span()) for cell in _CELLS.finditer(text, start, row.end()))
        return row.end()

    @staticmethod
    def _labelled(parts: list[Part], labels: list[Label]) -> list[Part]:
        """Return a number without measure word in a table the one of its row's label."""
        if not parts or parts[-1].unit is not None:
            return parts
        while labels and labels[0].end <= parts[0].start:
            labels.pop(0)
        label = labels[0] if labels and labels[0].start <= parts[0].start else None
        return [parts[0].scaled(label.factor)._replace(unit=label.unit)] if label else parts

    def _quantity(self, text: str, part: Part) -> Quantity:
        per, end = self._per(text, part)
        unit, kind = self._units.read_as(part.unit, text, part.start, part.end)
        return Quantity(
            start=part.start,
            end=end,
            value=part.value,
            low=part.low,
            high=part.high,
            bound=_bound(part),
            unit=unit,
            kind=kind,
            number_start=part.number_start,
            number_end=part.number_end,
            per=per,
        )

    def _per(self, text: str, part: Part) -> tuple[str | None, int]:
        """Return what an amount is divided by, and the quote's end: 500元/户, 每人3000元, 人均3700元."""
        if part.unit is None or part.unit.kind in {"percent", "ratio"}:
            return None, part.end
        sign = text[part.end : part.end + 1] in self._grammar.per_after_signs
        behind = self._grammar.per_after.match(text, part.end) if sign else None
        if behind is not None:
            return self._grammar.per_of(behind), behind.end()
        begin = max(0, part.start - _PER_REACH)
        if not self._grammar.per_sign.search(text, begin, part.start):
            return None, part.end
        before = text[begin : part.start]
        found = None
        for each in self._grammar.per_before.finditer(before):
            if found is None or found.end() != each.start():  # 每人每月300元 is per 人
                found = each
        if found is None or _CLAUSE_END.search(before, found.end()):
            return None, part.end
        return self._grammar.per_of(found), part.end


def _is_inside(text: str, start: int) -> bool:
    """Return whether a number that begins here is the rest of a longer one: version 1.2.5."""
    return text[start - 1 : start] == "." and text[start - 2 : start - 1].isdecimal()


def _whole(text: str, stop: int, numeral: Found) -> int:
    """Return where an ignored stretch ends that would stop within a number: no quantity begins in the rest of one."""
    if stop < numeral.end() and text[stop - 1].isdecimal():
        stop = numeral.end()
    rest = _REST.match(text, stop) if text[stop - 1].isdecimal() else None
    return rest.end() if rest else stop


def _bound(part: Part) -> Bound:
    if part.value is None:
        return "range"
    return combine(part.bounds) if part.bounds else "exact"

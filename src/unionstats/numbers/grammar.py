"""The words of the number grammar, read once from `rules/numerals.toml` and compiled for the scanner."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

import regex

from unionstats.errors import RuleError
from unionstats.numbers.implied import ImpliedUnits
from unionstats.numbers.numeral import BEGINNINGS, NumeralWords, any_of
from unionstats.rules.folder import RuleFolder, Table
from unionstats.text.marks import CLAUSE_ENDS

_DASHES = "-－—–―~～〜−"
_ROW = 24  # bare numbers one behind another that are read as a row
_SECTIONS = frozenset({"inside", "shares", "joining", "halves", "signs", "per", "comparing"})


class Prefix(NamedTuple):
    """A word before a number that determines its 元 or 度; `alone`: even where no measure word follows."""

    word: str
    unit: str
    units: tuple[str, ...]
    alone: bool


class Grammar:
    """Everything of `rules/numerals.toml` but the hedges, compiled.

    Attributes:
        words: the words numerals are written with; `more` finds 多 and 余 behind one.
        traditional: finds a sign of the traditional script; beginnings: the characters that a numeral may begin with;
            not_within: a look-around behind one of them that some other word begins with.
        shares: 半数 and its like, in percent; half_after: what makes 半 a share (过半).
        tenths: 成 and what one of it is worth unless `tenths_unless` follows;
            tenths_digit_unless: what a digit behind it may begin (七成一线职工).
        range: what may stand between the ends of a range, beginning with one of `range_signs`.
        list: what stands between numbers that share a measure word;
            apart: ends the text before a list that is no range;
            changed: ends the text before an amount of change (增加20人至80人).
        row: a row of bare numbers, cells of some table or a sequence: only the last may have a measure word;
            row_signs: what may stand between them.
        halves, halves_unless, tenths_after, joints, split_after: what may stand behind or within a measure word.
        negative, negative_unless, minus_after, prefixes: what stands before a number.
        implied: what tells the unit of a number that has none.
        comparing: words of comparisons between bare numerals.
        per_sign, per_after_signs, per_before, per_after: how amounts per unit are said (每人3000元, 500元/户).
    """

    def __init__(self, folder: RuleFolder) -> None:
        table = _merged(folder)
        inside, shares, halves, per = table["inside"], table["shares"], table["halves"], table["per"]
        self.words = _numeral_words(inside, shares)
        self.more = regex.compile(any_of(self.words.more))
        self.traditional = re.compile(f"[{regex.escape(inside['traditional'])}]")
        self.shares = {word: Decimal(value) for word, value in shares["words"].items()}
        self.beginnings = "".join([BEGINNINGS, *inside["formal_digits"], *(word[0] for word in self.shares)])
        # 对 begins 对半, but most often nothing.
        odd = {word[0] for word in self.shares if word[0] not in f"{BEGINNINGS}{''.join(inside['formal_digits'])}"}
        rests = (regex.escape(word[1:]) for word in self.shares if word[0] in odd)
        self.not_within = f"(?!(?<=[{''.join(sorted(odd))}])(?!{'|'.join(rests)}))" if odd else ""
        self.half_after = frozenset(shares["half_after"])
        self.tenths = {word: Decimal(value) for word, value in shares["tenths"].items()}
        self.tenths_unless = tuple(shares["tenths_unless"])
        self.tenths_digit_unless = tuple(shares["tenths_digit_unless"])
        self.range_signs = frozenset([*_DASHES, " ", *(word[0] for word in table["joining"]["range"])])
        self.range = regex.compile(rf"[ ]?(?:[{_DASHES}]{{1,2}}|{any_of(table['joining']['range'])})[ ]?")
        self.list = regex.compile(rf"[ ]?(?:、|{any_of(table['joining']['list'])})[ ]?")
        self.apart = regex.compile(f"{any_of(table['joining']['apart'])}[^{CLAUSE_ENDS}]{{0,16}}$")
        self.changed = regex.compile(f"{any_of(table['joining']['changed'])}{any_of(table['joining']['link'])}?$")
        self.row_signs = frozenset(table["joining"]["row"])
        signs = regex.escape(table["joining"]["row"])
        self.row = re.compile(f"(?:[0-9]{{1,9}}(?:\\.[0-9]{{1,9}})?[{signs}]{{1,2}}){{{_ROW},}}")
        self.halves = tuple(halves["words"])
        self.halves_unless = tuple(halves["unless"])
        self.tenths_after = frozenset(halves["tenths_after"])
        self.joint_words = tuple(halves["joints"])
        self.joints = regex.compile(rf"[ ]?{any_of(halves['joints'])}?[ ]?")
        self.split_after = str(halves["split_after"])
        self.negative = tuple(table["signs"]["negative"])
        self.negative_unless = frozenset(table["signs"]["negative_unless"])
        self.minus_after = frozenset(table["signs"]["minus_after"])
        self.prefixes = _prefixes(table.get("prefix", []))
        self.implied = ImpliedUnits(table.get("implied", []))
        self.comparing: dict[str, list[str]] = table["comparing"]
        self._each: dict[str, str] = per["each_words"]
        self._average: dict[str, str] = per["average"]
        each = f"{any_of(per['each'])}[一1]?(?P<each>{any_of(self._each)})"
        signs = [*(word[0] for word in per["each"]), *(word[-1] for word in self._average)]
        self.per_sign = re.compile(f"[{''.join(signs)}]")
        self.per_before = regex.compile(f"(?:{each}|(?P<average>{any_of(self._average)}))")
        self.per_after_signs = frozenset([" ", *(word[0] for word in per["slash"])])
        self.per_after = regex.compile(f"[ ]?{any_of(per['slash'])}[ ]?(?P<each>{any_of(self._each)})")

    def per_of(self, found: regex.Match[str]) -> str:
        """Return the unit that a match of `per_before` or `per_after` divides by."""
        each = found["each"]
        return self._each[each] if each else self._average[found["average"]]


def _numeral_words(inside: Table, shares: Table) -> NumeralWords:
    return NumeralWords(
        more=tuple(inside["more"]),
        several=inside["several"],
        several_not_after=inside["several_not_after"],
        over=inside["over"],
        over_short=inside["over_short"],
        short_unless=tuple(inside["short_unless"]),
        formal_before=inside["formal_before"],
        plus=inside["plus"],
        filler=inside["filler"],
        formal_digits=dict(inside["formal_digits"]),
        slash_after=shares["slash_after"],
        slash_before=tuple(shares["slash_before"]),
    )


def _prefixes(entries: list[Table]) -> dict[str, tuple[Prefix, ...]]:
    """File prefixes under their last character, the longest first."""
    index: dict[str, tuple[Prefix, ...]] = {}
    for entry in entries:
        for word in entry["words"]:
            prefix = Prefix(word, entry["unit"], tuple(entry["units"]), bool(entry.get("alone")))
            others = (*index.get(word[-1], ()), prefix)
            index[word[-1]] = tuple(sorted(others, key=lambda other: (-len(other.word), other.word)))
    return index


def _merged(folder: RuleFolder) -> Table:
    """Lay the tables of all layers over each other: keys of a section replace, lists of entries add up."""
    merged: Table = {}
    for file in folder.rule_files("numerals.toml"):
        for section, content in file.whole.items():
            if isinstance(content, dict):
                merged.setdefault(section, {}).update(content)
            else:
                merged.setdefault(section, []).extend(content)
        if not set(merged) >= _SECTIONS:
            problem = f"lacks section [{min(_SECTIONS - set(merged))}]"
            raise RuleError(problem, path=file.path)
    return merged

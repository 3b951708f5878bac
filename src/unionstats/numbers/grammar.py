"""The words of numbers as the scanner needs them, read once from `rules/numerals.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import regex

from unionstats.errors import RuleError
from unionstats.numbers.numeral import NumeralWords
from unionstats.rules.folder import RuleFolder

_DASHES = "-－—–―~～〜−"


class Grammar:
    """Everything of `rules/numerals.toml` but the hedges, compiled.

    Attributes:
        words: the words numerals are written with.
        shares: 半数 and its like, in percent; `share_pattern` finds them.
        tenths: 成 and what one of it is worth, unless one of `tenths_unless` follows.
        range_pattern: what may stand between the ends of a range; list_pattern: between numbers that share a unit.
        negative: signs before a number.
        each, average, slash: how amounts per unit are said.
    """

    def __init__(self, folder: RuleFolder) -> None:
        table = _merged(folder)
        inside, shares, joining = table["inside"], table["shares"], table["joining"]
        self.words = NumeralWords(
            tuple(inside["more"]), inside["several"], inside["several_not_after"], inside["over"], inside["plus"]
        )
        self.shares = {word: Decimal(value) for word, value in shares["words"].items()}
        self.share_pattern = _any(self.shares)
        self.tenths = {word: Decimal(value) for word, value in shares["tenths"].items()}
        self.tenths_unless = tuple(shares["tenths_unless"])
        self.range_pattern = regex.compile(rf"[ ]?(?:[{_DASHES}]{{1,2}}|{_any(joining['range'])})[ ]?")
        self.list_pattern = regex.compile(rf"[ ]?(?:、|{_any(joining['list'])})[ ]?")
        self.halves = tuple(table["halves"]["words"])
        self.halves_unless = tuple(table["halves"]["unless"])
        self.negative = tuple(table["signs"]["negative"])
        self.slash = tuple(table["per"]["slash"])
        self.each_words: dict[str, str] = dict(table["per"]["each_words"])
        self._average: dict[str, str] = dict(table["per"]["average"])
        each = f"{_any(table['per']['each'])}[一1]?(?P<each>{_any(self.each_words)})"
        self.per_pattern = regex.compile(f"(?:{each}|(?P<average>{_any(self._average)}))")
        self.more_pattern = regex.compile(_any(self.words.more))

    def per_of(self, found: regex.Match[str]) -> str:
        """Give the unit that a match of `per_pattern` divides by."""
        return self.each_words[found["each"]] if found["each"] else self._average[found["average"]]


def _any(words: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str:
    return f"(?:{'|'.join(regex.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"


def _merged(folder: RuleFolder) -> dict[str, Any]:
    """Lay the tables of all layers over each other, key by key."""
    merged: dict[str, Any] = {}
    path = None
    for path, table in folder.tables("numerals.toml"):
        for section, content in table.items():
            if isinstance(content, dict):
                merged.setdefault(section, {}).update(content)
    needed = {"inside", "shares", "joining", "halves", "signs", "per"}
    if not needed <= set(merged):
        problem = f"lacks section [{min(needed - set(merged))}]"
        raise RuleError(problem, path=path or "numerals.toml")
    return merged

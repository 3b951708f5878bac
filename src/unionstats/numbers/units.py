"""Measure words: which words may follow a number, and what kind of thing each counts. Data: `rules/units/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple, get_args

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.rules.keys import unknown_key
from unionstats.text.marks import LIST_COMMA, PAUSES
from unionstats.types import Kind

KINDS = frozenset(get_args(Kind))
_GROUP_KEYS = {"kind", "words", "noun", "unit", "unless"}
_READING_KEYS = {"units", "kind", "before", "after", "unit"}
_REACH = 10  # characters before a quantity that may tell its unit's kind
_UNIT_KEYS = {"id", "kind", "aliases", "noun", "unit", "unless", "base", "factor", "only", "within"}
# 5m is five metres, 5men is not.
_LATIN = regex.compile("[A-Za-z][A-Za-z0-9]")


class Unit(NamedTuple):
    """One measure word.

    `name` is what the `unit` column gets. One of it is `factor` of `base`, where both are known: never applied to
    values, needed for 1小时30分. `noun`: counted without a measure word. `unless`: words that must not follow; `only`:
    words one of which must.
    """

    name: str
    kind: Kind
    noun: bool = False
    unless: tuple[str, ...] = ()
    base: str | None = None
    factor: Decimal | None = None
    only: tuple[str, ...] = ()

    def stands_before(self, text: str, at: int) -> bool:
        """Return whether the text after the word at `at` allows this unit."""
        return not text.startswith(self.unless, at) and (not self.only or text.startswith(self.only, at))


class Reading(NamedTuple):
    """A unit that means another unit or kind next to certain words: 时速120公里, 30块玻璃."""

    before: regex.Pattern[str]
    kind: Kind
    unit: str | None = None
    after: tuple[str, ...] = ()


class UnitTable:
    """All measure words, looked up by position in the text.

    >>> table = UnitTable({"人": Unit("人", "people"), "人次": Unit("人次", "person_times")})
    >>> table.longest("12人次", 2)
    ('人次', Unit(name='人次', kind='person_times', noun=False, unless=(), base=None, factor=None, only=()))
    """

    def __init__(
        self,
        words: Mapping[str, Unit],
        within: Mapping[tuple[str, Kind], Unit] | None = None,
        readings: Mapping[str, tuple[Reading, ...]] | None = None,
    ) -> None:
        self.words = dict(words)
        self._within = dict(within or {})
        self._readings = dict(readings or {})
        # How long the words are that begin with a character, the longest first: few look-ups find the one.
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def longest(self, text: str, at: int, within: Kind | None = None) -> tuple[str, Unit] | None:
        """Return the longest measure word that begins at `at`.

        Args:
            text: folded text.
            at: where the word would begin.
            within: the kind of a larger unit before it, behind which 分 is a minute or a cent.

        Returns:
            The word as it stands and its unit; None where there is none.
        """
        for length in self._lengths.get(text[at : at + 1], ()):
            end = at + length
            word = text[at:end]
            unit = self.words.get(word)
            if unit is None or not unit.stands_before(text, end):
                continue
            if not word[-1].isascii() or not _LATIN.match(text, end - 1, end + 1):
                return word, unit
        word = text[at : at + 1]
        return (word, self._within[word, within]) if within is not None and (word, within) in self._within else None

    def read_as(self, unit: Unit | None, text: str, start: int, end: int) -> tuple[str | None, Kind]:
        """Return the name and kind of a unit, by the words around the quantity from `start` to `end`."""
        if unit is None:
            return None, "count"
        for reading in self._readings.get(unit.name, ()):
            if reading.after and not text.startswith(reading.after, end):
                continue
            if reading.before.search(text, max(0, start - _REACH), start):
                return reading.unit or unit.name, reading.kind
        return unit.name, unit.kind


def load_units(folder: RuleFolder) -> UnitTable:
    """Load the measure words of a rule folder; later layers override the words of earlier ones.

    Raises:
        RuleError: an unknown key or kind, or a factor that is no number.
    """
    words: dict[str, Unit] = {}
    within: dict[tuple[str, Kind], Unit] = {}
    readings: dict[str, tuple[Reading, ...]] = {}
    for path, table in folder.tables("units.toml"):
        for group in table.get("group", []):
            words.update(_read_group(path, group))
        for entry in table.get("unit", []):
            read = dict(_read_unit(path, entry))
            if entry.get("within"):
                within.update({(word, unit.kind): unit for word, unit in read.items()})
            else:
                words.update(read)
        for entry in table.get("reading", []):
            _check(path, entry, _READING_KEYS, "reading")
            pattern = regex.compile(f"(?:{'|'.join(map(regex.escape, entry['before']))})[^{PAUSES}{LIST_COMMA}]*$")
            for word in entry["units"]:
                reading = Reading(pattern, entry["kind"], entry.get("unit"), tuple(entry.get("after", ())))
                readings[word] = (*readings.get(word, ()), reading)
    return UnitTable(words, within, readings)


def _read_group(path: Path, entry: Table) -> Iterator[tuple[str, Unit]]:
    label = str(entry.get("words", "group")).split()[0]
    _check(path, entry, _GROUP_KEYS, label)
    for word in str(entry["words"]).split():
        yield (
            word,
            Unit(entry.get("unit", word), entry["kind"], bool(entry.get("noun")), tuple(entry.get("unless", ()))),
        )


def _read_unit(path: Path, entry: Table) -> Iterator[tuple[str, Unit]]:
    name = str(entry.get("id", "unit"))
    _check(path, entry, _UNIT_KEYS, name)
    unit = Unit(
        str(entry.get("unit", name)),
        entry["kind"],
        bool(entry.get("noun")),
        tuple(entry.get("unless", ())),
        entry.get("base"),
        _factor(path, name, entry.get("factor")),
        tuple(entry.get("only", ())),
    )
    for word in (name, *entry.get("aliases", ())):
        yield word, unit


def _check(path: Path, entry: Table, keys: set[str], name: str) -> None:
    unknown = set(entry) - keys
    if unknown:
        raise RuleError(unknown_key(min(unknown), keys), path=path, rule=name, line=line_of(path, name))
    if entry.get("kind") not in KINDS:
        raise RuleError(
            f"kind must be one of {', '.join(sorted(KINDS))}", path=path, rule=name, line=line_of(path, name)
        )


def _factor(path: Path, name: str, factor: Any) -> Decimal | None:  # noqa: ANN401 - whatever the file holds
    try:
        return None if factor is None else Decimal(str(factor))
    except InvalidOperation as error:
        raise RuleError(f"factor {factor!r} is no number", path=path, rule=name, line=line_of(path, name)) from error

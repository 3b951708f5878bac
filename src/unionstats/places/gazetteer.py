"""The gazetteer: administrative units with their names and years of validity, their hierarchy and their codes.

Reads rules/places/gazetteer.csv and provinces.toml. Finding names in text is `mentions`; choosing between units of one
name is `settle`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder

Level = Literal["province", "prefecture", "county"]
Risk = Literal["alone", "article", "chain", "never"]

NATIONAL = "national"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Province:
    """A table of the output: one of the 34 provinces, `national` or `unknown`."""

    slug: str
    name: str
    full: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One name of one administrative unit, with its years of validity.

    `code` is the GB/T 2260 code, or a code of our own (letters first) for units that have none. `short` are the forms
    it goes by in running text; the risks say how far a full or a short form can be trusted to mean the unit:
    alone, only with support in the article, only right after the unit that holds it, or never.
    """

    code: str
    name: str
    level: Level
    parent: str
    valid_from: int | None = None
    valid_to: int | None = None
    successor: str | None = None
    short: tuple[str, ...] = ()
    full_risk: Risk = "alone"
    short_risk: Risk = "alone"

    @property
    def adcode(self) -> str | None:
        """The GB/T 2260 code; None for units that the standard does not list."""
        return self.code if self.code.isdigit() else None

    def held_in(self, year: int) -> bool:
        """Return whether the name was valid in a year; a year of change counts for both names."""
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999) + 1


class Gazetteer:
    """All units by code, with their hierarchy: county within prefecture within province."""

    def __init__(self, units: Iterable[Unit], provinces: Iterable[Province]) -> None:
        self.units = tuple(units)
        self.provinces = tuple(provinces)
        self._by_code: dict[str, list[Unit]] = {}
        for unit in self.units:
            self._by_code.setdefault(unit.code, []).append(unit)
        self._newest = {code: _newest_of(names) for code, names in self._by_code.items()}
        self._slugs = {province.code: province.slug for province in self.provinces if province.code}
        self._above = {code: self._way_up(code) for code in self._by_code}

    def unit(self, code: str, year: int | None = None) -> Unit:
        """Return the unit of a code under its name in a given year; without a year, under its newest name.

        A unit that was gone by then is followed to the unit it became part of, where the table tells it.
        """
        if year is None:
            return self._newest[code]
        names = self._by_code[code]
        unit = _newest_of([unit for unit in names if unit.held_in(year)] or names)
        if unit.valid_to is not None and unit.valid_to < year:
            heir = unit.successor
            if heir is not None and heir != code and heir in self._by_code:
                return self.unit(heir, year)
        return unit

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def way_up(self, code: str) -> tuple[str, ...]:
        """Return a unit's code followed by those of the units that contain it, innermost first."""
        return self._above[code]

    def _way_up(self, code: str) -> tuple[str, ...]:
        way: list[str] = []
        while code and code not in way and code in self._by_code:
            way.append(code)
            code = self._newest[code].parent
        return tuple(way)

    def holds(self, outer: str, inner: str) -> bool:
        """Return whether a unit contains another or is the same."""
        return outer in self._above[inner]

    def level(self, code: str) -> Level:
        """Return the level of a unit."""
        return self._by_code[code][-1].level

    def province_of(self, code: str) -> str:
        """Return the code of the province that a unit lies in."""
        return self._above[code][-1]

    def slug(self, code: str) -> str:
        """Return the slug of the province that a unit lies in."""
        return self._slugs.get(self._above[code][-1], UNKNOWN)

    def common(self, codes: Iterable[str]) -> str | None:
        """Return the smallest unit that contains all given ones; None if they lie in several provinces."""
        ways = [self._above[code] for code in codes]
        if not ways:
            return None
        return next((code for code in ways[0] if all(code in way for way in ways[1:])), None)


def _newest_of(names: Sequence[Unit]) -> Unit:
    return names[0] if len(names) == 1 else max(names, key=lambda unit: unit.valid_from or 0)


def load_provinces(folder: RuleFolder) -> tuple[Province, ...]:
    """Read the 36 tables of the output: 34 provinces in the order of their codes, `national`, `unknown`.

    Raises:
        RuleError: an entry lacks slug or name, or a slug stands twice.
    """
    provinces: dict[str, Province] = {}
    for path, table in folder.tables("places/provinces.toml"):
        for entry in table.get("province", ()):
            try:
                province = Province(entry["slug"], entry["name"], entry.get("full"), entry.get("code"))
            except KeyError as missing:
                raise RuleError(f"a province lacks {missing}", path=path) from missing
            provinces[province.slug] = province
    return tuple(provinces.values())


def load_gazetteer(folder: RuleFolder) -> Gazetteer:
    """Read the gazetteer of a rule folder; a later layer's table adds to and overrides by code and name.

    Raises:
        RuleError: a row is damaged; names file and line.
    """
    units: dict[tuple[str, str], Unit] = {}
    for path in folder.files("places/gazetteer.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), 2):
                unit = _read_row(row, path, number)
                units[unit.code, unit.name] = unit
    return Gazetteer(units.values(), load_provinces(folder))


def _read_row(row: Mapping[str, str], path: Path, number: int) -> Unit:
    try:
        return Unit(
            code=row["code"],
            name=row["name"],
            level=cast("Level", row["level"]),
            parent=row["parent"],
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
            successor=row["successor"] or None,
            short=tuple(form for form in row["short"].split("|") if form),
            full_risk=cast("Risk", row["full_risk"]),
            short_risk=cast("Risk", row["short_risk"]),
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise RuleError(f"not a row of the gazetteer: {error}", path=path, line=number) from error

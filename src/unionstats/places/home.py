"""The place that an article speaks for: what 我省 and 市总 mean there, and where figures without a place belong.

Weighs the evidence of the whole article as votes: headline, lead, publisher, dateline, and how often a unit is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.rules.folder import Table

# What a place named there adds; the figures are shares of a vote, only their proportions matter.
HEADLINE, LEAD, BODY, WEAK, PUBLISHER, DATELINE, SITE = 4.0, 2.0, 1.0, 0.5, 2.0, 1.5, 1.0
# …and what the place that a lead names first has besides, where no headline names one.
FIRST = 2.0
# A winner must be ahead of the second by this factor; else the article has no single place of that kind.
_AHEAD = 1.4
# …or by this one, where the second lies within it: 市总工会 of an article about 郑州市 that visits 新郑市.
_AROUND = 1.2
# A smaller unit with this share of the votes within the province is what the article is about.
_WHOLE = 0.7
# The article's province has this share of all votes for provinces.
_SHARE = 0.55
# …or this one, where the lead begins with it: who comes to its fair is from many.
_SHARE_FIRST = 0.4
# What lies within a unit speaks for it, but less than its own name does.
_WITHIN = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The units that a pointing word can mean, by their levels and the endings of their names."""

    levels: frozenset[str]
    endings: tuple[str, ...]

    def accepts(self, unit: Unit) -> bool:
        """Return whether the word can mean the unit."""
        return unit.level in self.levels and unit.name.endswith(self.endings)


def read_fits(table: Table) -> Mapping[str, Fit]:
    """Read the section [fits] of deixis.toml."""
    return {name: Fit(frozenset(entry["levels"]), tuple(entry["endings"])) for name, entry in table["fits"].items()}


@dataclass(frozen=True)
class Home:
    """The votes of an article for units, and the province that won them (None where none did).

    above: units whose unions lead whoever speaks; a unit within them is rather what 全市 means.
    speakers: units whose paper it is (衡阳日报讯): 我市 is theirs, whatever else is named.
    """

    gazetteer: Gazetteer
    votes: Mapping[str, float]
    units: Mapping[str, Unit]
    province: Unit | None
    above: frozenset[str] = frozenset()
    speakers: tuple[Unit, ...] = ()
    _best: dict[Fit, Unit | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def best(self, fit: Fit) -> Unit | None:
        """Return the unit of a kind that the article is most about; None if two are close.

        Only units of the article's province are asked; an article of several provinces speaks for none.
        """
        if fit not in self._best:
            self._best[fit] = self._search(fit) if self.province is not None else None
        return self._best[fit]

    def has_within(self, code: str) -> bool:
        """Return whether a unit inside the given one is named."""
        return any(other != code and self.gazetteer.holds(code, other) for other in self.votes)

    def speaker(self, fit: Fit) -> Unit | None:
        """Return the unit of a kind whose newspaper or site published the article."""
        return next(filter(fit.accepts, self.speakers), None)

    def _search(self, fit: Fit) -> Unit | None:
        fits = [(score, unit) for score, _, unit in self._ranked if fit.accepts(unit)]
        fitting = iter([found for found in fits if not self._only_leads(found[1], fits)])
        first = next(fitting, None)
        if first is None:
            return None
        second = next(fitting, None)
        if second is None:
            return first[1]
        around = self.gazetteer.holds(first[1].code, second[1].code)
        return first[1] if first[0] >= (_AROUND if around else _AHEAD) * second[0] else None

    def _only_leads(self, unit: Unit, fits: Iterable[tuple[float, Unit]]) -> bool:
        """Return whether a unit is above whoever speaks, and another of those that fit lies within it."""
        holds = self.gazetteer.holds
        return unit.code in self.above and any(holds(unit.code, inner.code) for _, inner in fits if inner is not unit)

    @cached_property
    def _ranked(self) -> list[tuple[float, str, Unit]]:
        """Every unit of the province that is named or holds one that is, with its votes and a share of theirs."""
        scores: dict[str, float] = {}
        for code, vote in self.votes.items():
            if self._within(code):
                for outer in self.gazetteer.way_up(code):
                    scores[outer] = scores.get(outer, 0.0) + (vote if outer == code else vote * _WITHIN)
        codes = sorted(scores, key=lambda code: (-scores[code], code))
        return [(scores[code], code, self.units.get(code) or self.gazetteer.unit(code)) for code in codes]

    def focus(self, pointers: int) -> Unit | None:
        """Return the innermost unit that the article is about as a whole.

        Args:
            pointers: how often the article points at its province (全省, 省总): so much speaks against a smaller unit.
        """
        unit = self.province
        if unit is None:
            return None
        gazetteer = self.gazetteer
        total: float = pointers
        scores: dict[str, dict[str, float]] = {"prefecture": {}, "county": {}}
        for code, vote in self.votes.items():
            if self._within(code):
                total += vote
                for outer in gazetteer.way_up(code)[:-1]:
                    level = scores[gazetteer.level(outer)]
                    level[outer] = level.get(outer, 0.0) + vote
        for level in scores.values():
            winner = _winner({code: score for code, score in level.items() if gazetteer.holds(unit.code, code)})
            if winner is not None and level[winner] >= _WHOLE * total:
                unit = self.units.get(winner) or gazetteer.unit(winner)
        return unit

    def _within(self, code: str) -> bool:
        return self.province is not None and self.gazetteer.holds(self.province.code, code)


def build_home(
    gazetteer: Gazetteer,
    evidence: Iterable[tuple[Unit, float]],
    above: frozenset[str] = frozenset(),
    speakers: tuple[Unit, ...] = (),
    first: Unit | None = None,
) -> Home:
    """Weigh the units an article names, by where it names them.

    Args:
        gazetteer: what holds what.
        evidence: units with the weight of the place where each is named.
        above: units whose unions lead whoever speaks.
        speakers: units whose paper it is.
        first: the place that the lead names first.
    """
    votes: dict[str, float] = defaultdict(float)
    provinces: dict[str, float] = defaultdict(float)
    units: dict[str, Unit] = {}
    for unit, weight in evidence:
        votes[unit.code] += weight
        provinces[gazetteer.province_of(unit.code)] += weight
        units.setdefault(unit.code, unit)
    code = _winner(provinces)
    share = _SHARE_FIRST if first is not None and gazetteer.province_of(first.code) == code else _SHARE
    if code is not None and provinces[code] < share * sum(provinces.values()):
        code = None
    return Home(gazetteer, votes, units, None if code is None else gazetteer.unit(code), above, speakers)


def _winner(scores: Mapping[str, float]) -> str | None:
    """Return the key that is clearly ahead of all others."""
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) > 1 and ranked[0][1] < _AHEAD * ranked[1][1]:
        return None
    return ranked[0][0] if ranked else None

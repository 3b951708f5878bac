"""Toponym resolution: which unit a name means, by the names next to it and the other places of the article.

Chooses between units of one name (朝阳区, 鼓楼区), and decides whether a bare stem (宝应) is a name at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.home import Fit
from unionstats.places.mentions import Mention
from unionstats.places.surfaces import Candidate, Surface

# So often must bare stems of one prefecture stand in an article that names no unit in full.
_STEMS = 2


class Place(NamedTuple):
    """A unit named in the text; adjacent names (山东省威海荣成市) form one place, the innermost."""

    start: int
    end: int
    unit: Unit
    weak: bool = False


class _Meaning(NamedTuple):
    """What a surface can mean in a year.

    named: the codes that it names beyond doubt, with all that hold them; full: those that it names in full.
    """

    candidates: tuple[Candidate, ...]
    named: tuple[str, ...]
    full: tuple[str, ...]


_NOTHING = _Meaning((), (), ())


class _Known(NamedTuple):
    """Which units an article names beyond doubt.

    named: their codes, with all that hold them; full: of those that it names in full.
    """

    named: set[str]
    full: set[str]


class Settler:
    """Resolves names to units.

    Args:
        gazetteer: what holds what.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._meanings: dict[int | None, dict[str, _Meaning]] = {}

    def settle(
        self, mentions: Sequence[Mention], year: int | None, around: Iterable[Unit] = (), own: Iterable[Unit] = ()
    ) -> list[Place | None]:
        """Return the place of each mention.

        Args:
            mentions: of one article, in order.
            year: of the article: names that did not hold then give way to those that did.
            around: units that are known otherwise to matter for the article (publisher, dateline).
            own: the units that the article speaks of (`own_unit`, `kindred`), whose stems may then be believed.

        Returns:
            One entry a mention; None where it names no unit, where its unit stays open, and for all of a chain of
            adjacent names but the last.
        """
        meant = [self._meaning_of(mention.surface, year) for mention in mentions]
        known = _known(meant)
        for unit in around:
            known.named.update(self._gazetteer.way_up(unit.code))
        known.full.update(unit.code for unit in own)
        places: list[Place | None] = [None] * len(mentions)
        last = -1
        for index, (mention, meaning) in enumerate(zip(mentions, meant, strict=True)):
            before = places[last] if last >= 0 else None
            named = self._unit_of(mention, meaning.candidates, before, known) if meaning.candidates else None
            if named is None:
                continue
            start = mention.start
            if before is not None and before.end == start and self._gazetteer.holds(before.unit.code, named.code):
                start, places[last] = before.start, None
            places[index] = Place(start, mention.end, named, mention.weak)
            last = index
        return places

    def own_unit(
        self, mentions: Sequence[Mention], year: int | None, known: Iterable[Unit], fits: Iterable[Fit]
    ) -> Unit | None:
        """Return the one unit of a known province that is named by its bare stem in an article that says 我县 or 全县.

        Args:
            mentions: of the article.
            year: of the article.
            known: units that are named beyond doubt.
            fits: what the article's pointing words can mean; empty where it has none.

        Returns:
            None where a known unit fits already, or no stem does, or several.
        """
        wanted, sure = list(fits), list(known)
        if not wanted or any(fit.accepts(unit) for fit in wanted for unit in sure if unit.level != "province"):
            return None
        provinces = {self._gazetteer.province_of(unit.code) for unit in sure}
        likely = {
            found.unit.code: found.unit
            for mention in mentions
            for found in self._meaning_of(mention.surface, year).candidates
            if found.risk == "article" and not found.full and self._gazetteer.province_of(found.unit.code) in provinces
        }
        fitting = [unit for unit in likely.values() if any(fit.accepts(unit) for fit in wanted)]
        return fitting[0] if len(fitting) == 1 else None

    def kindred(self, mentions: Sequence[Mention], year: int | None, *, placed: bool) -> tuple[Unit, ...]:
        """Return the units of one prefecture that bare stems mean, in an article that names no unit beyond doubt.

        Args:
            mentions: of names that stand by themselves.
            year: of the article.
            placed: they are told of as places, and none is a firm's or a person's.

        Returns:
            Empty where stems lie in several prefectures, or a single one stands there only once or is not `placed`.
        """
        stems = [self._meaning_of(mention.surface, year).candidates for mention in mentions]
        units = {c[0].unit.code: c[0].unit for c in stems if len(c) == 1 and c[0].risk == "article" and not c[0].full}
        prefectures = {self._gazetteer.way_up(code)[:-1][-1:] for code in units}
        if len(prefectures) != 1 or sum(len(c) == 1 and c[0].unit.code in units for c in stems) < _STEMS:
            return ()
        return tuple(units.values()) if placed or len(units) > 1 else ()

    def only(self, mentions: Sequence[Mention], year: int | None) -> Unit | None:
        """Return the only unit that names can mean by themselves, for names of newspapers and sites: 今日青阳."""
        meant = {c.unit.code: c for m in mentions for c in self._meaning_of(m.surface, year).candidates}
        likely = [candidate.unit for candidate in meant.values() if candidate.risk == "article"]
        return likely[0] if len(meant) == len(likely) == 1 else None

    def _unit_of(
        self, mention: Mention, candidates: tuple[Candidate, ...], before: Place | None, known: _Known
    ) -> Unit | None:
        """Return the unit that a mention means behind the last place before it; None where that stays open."""
        near = before if before is not None and before.end == mention.start else None
        if near is not None:
            unit = None if self._is_others_zone(candidates, near) else self._inside(candidates, near, known)
            return None if unit is None or self._is_strayed(mention, unit, near) else unit
        unit = self._choose(candidates, known)
        if unit is None and before is not None and mention.start == before.end + 1:
            unit = self._sibling(candidates, before)
        return self._only_one(candidates) if unit is None and mention.sure else unit

    def _meaning_of(self, surface: Surface, year: int | None) -> _Meaning:
        """Return what a surface can mean in a year, each unit under the name it bore then."""
        if not surface.candidates:
            return _NOTHING
        known = self._meanings.setdefault(year, {})
        meaning = known.get(surface.text)
        if meaning is None:
            meaning = known[surface.text] = self._meaning(surface, year)
        return meaning

    def _meaning(self, surface: Surface, year: int | None) -> _Meaning:
        candidates = surface.candidates
        if year is not None or len(candidates) > 1:
            candidates = self._dated_candidates(candidates, year)
        alone = len(candidates) == 1 and candidates[0].risk == "alone"
        named = self._gazetteer.way_up(candidates[0].unit.code) if alone else ()
        return _Meaning(candidates, named, tuple(c.unit.code for c in candidates if c.full or c.risk == "alone"))

    def _dated_candidates(self, candidates: tuple[Candidate, ...], year: int | None) -> tuple[Candidate, ...]:
        if year is None:
            return tuple(c for c in candidates if c.unit.valid_to is None) or candidates
        held = [c for c in candidates if c.unit.held_in(year)]
        current = held or [c._replace(unit=self._gazetteer.unit(c.unit.code, year)) for c in candidates]
        return tuple({c.unit.code: c for c in current}.values())

    def _inside(self, candidates: tuple[Candidate, ...], near: Place, known: _Known) -> Unit | None:
        """Return the unit that a name right behind another one means: one within that, where there is one."""
        holds, code = self._gazetteer.holds, near.unit.code
        inside = (c.unit for c in candidates if c.unit.code != code and holds(code, c.unit.code))
        return next(inside, None) or self._choose(candidates, known)

    def _choose(self, candidates: tuple[Candidate, ...], known: _Known) -> Unit | None:
        usable = [c for c in candidates if self._is_usable(c, known)]
        if len(usable) > 1:
            # 龙江 stands for 黑龙江 by itself, for 龙江县 only where that is named in full.
            usable = [c for c in usable if c.risk == "alone" or c.full or c.unit.code in known.full] or usable
        if len(usable) > 1:
            usable = self._closest(usable, known)
        return usable[0].unit if len(usable) == 1 else None

    def _is_usable(self, candidate: Candidate, known: _Known) -> bool:
        """Return whether a unit may be meant: 宝应 is a word, too, but not in an article that names 宝应县."""
        if candidate.risk == "chain":
            return not candidate.full and candidate.unit.code in known.full
        return candidate.risk == "alone" or (candidate.risk == "article" and self._backed(candidate, known))

    def _is_others_zone(self, candidates: Sequence[Candidate], near: Place) -> bool:
        """Return whether a zone bears the name of one that lies elsewhere: 南充市|江北新区 is none of 南京."""
        holds, code = self._gazetteer.holds, near.unit.code
        return not any(c.unit.adcode or holds(c.unit.parent, code) or holds(code, c.unit.parent) for c in candidates)

    def _is_strayed(self, mention: Mention, unit: Unit, near: Place) -> bool:
        """Return whether a county's bare stem stands right behind the name of another province: 江苏省|临海农场."""
        if near.unit.level != "province" or unit.level != "county" or mention.surface.full:
            return False
        return not self._gazetteer.holds(near.unit.code, unit.code)

    @staticmethod
    def _sibling(candidates: Sequence[Candidate], before: Place) -> Unit | None:
        """Return the one unit that lies where the one lies that is named one mark before: 重庆永川、江津."""
        units = [c.unit for c in candidates if c.risk == "article" and c.unit.parent == before.unit.parent]
        return units[0] if len(units) == 1 else None

    @staticmethod
    def _only_one(candidates: tuple[Candidate, ...]) -> Unit | None:
        """Return the one unit that bears a name, for names behind which a union or an office stands (松江工会)."""
        bearers = [candidate.unit for candidate in candidates if candidate.full]
        if not bearers and len(candidates) == 1 and candidates[0].risk == "article":
            return candidates[0].unit
        return bearers[0] if len(bearers) == 1 else None

    def _backed(self, candidate: Candidate, known: _Known) -> bool:
        """Return whether the article names the unit in full, or the one around it (for a county no whole province)."""
        unit = candidate.unit
        if not candidate.full and unit.code in known.full:
            return True
        wide = unit.level == "county" and not candidate.full and unit.parent.endswith("0000")
        return unit.parent in known.named and not wide

    def _closest(self, candidates: list[Candidate], known: _Known) -> list[Candidate]:
        """Keep those whose parent is named; else those whose province is."""
        beside = [c for c in candidates if c.unit.parent in known.named]
        return beside or [c for c in candidates if self._gazetteer.province_of(c.unit.code) in known.named]


def _known(meant: Iterable[_Meaning]) -> _Known:
    told = [meaning for meaning in meant if meaning.candidates]
    return _Known(set().union(*[meaning.named for meaning in told]), set().union(*[meaning.full for meaning in told]))

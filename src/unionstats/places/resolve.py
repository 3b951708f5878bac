"""Gives every figure of an article its place, scope and body. The entry point of this package.

Turns the anchor that carries a figure (`carrier`) into the values of the table, and gives figures of events their
scope.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from unionstats.places.aid import AidReader
from unionstats.places.anchor import Anchor
from unionstats.places.article import ArticleReader, year_of
from unionstats.places.carrier import CarrierFinder, is_national
from unionstats.places.events import EventReader
from unionstats.places.gazetteer import NATIONAL
from unionstats.places.known import ArticlePlaces, Evidence
from unionstats.places.line import Line
from unionstats.places.main_place import finer
from unionstats.rules.folder import RuleFolder
from unionstats.types import ArticleView, PlaceReading, Quantity, Span

_FAR = frozenset({"paragraph", "article", "page"})
# What lies within a province as a place of its own.
_WITHIN_PROVINCE = frozenset({"prefecture", "county", "township"})


class CarryingWords(NamedTuple):
    """The words of the text that give a figure's place and scope; "" if none do (publisher, votes, nothing)."""

    place: str
    scope: str


class PlaceResolver:
    """Resolves the places of figures. Compiles its rules once.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._articles = ArticleReader(folder)
        self._gazetteer = self._articles.gazetteer
        self._aid = AidReader(folder, self._gazetteer)
        self._events = EventReader(folder)
        self._carriers = CarrierFinder(folder, self._gazetteer, self._aid, self._events)

    def read(self, view: ArticleView) -> tuple[PlaceReading, ...]:
        """Return the place, scope and body of every quantity of an article.

        Args:
            view: the article.

        Returns:
            One reading a quantity, in their order; `unknown` where nothing says it or several provinces share it.
        """
        if not view.quantities:
            return ()
        reach = self._events.reach(view)
        places = self._with_helped(view, self._articles.read(view, wide=reach is not None))
        year = year_of(view)
        readings: list[PlaceReading] = []
        last: Evidence | None = None
        for quantity, line, evidence in self._carriers.find(view, places):
            event = self._event(view.text, line, quantity, evidence, wide=reach is not None)
            if event is not None:
                name = self._events.name(view.text, line.sentence, quantity)
                reading = self._reading(view, places, evidence, year)
                if reach is not None and not self._has_own(view.text, line, quantity):
                    reading = PlaceReading(reach, basis="name", distance="article")
                readings.append(reading._replace(scope="event", organisation=name or None))
                last = None
            elif readings and _same(evidence, last):
                readings.append(readings[-1])
            else:
                readings.append(self._reading(view, places, evidence, year))
                last = evidence
        return tuple(readings)

    def _has_own(self, text: str, line: Line, quantity: Quantity) -> bool:
        """Return whether a figure of a contest has a place of its own in its sentence (山西选手30名), not its venue."""
        before = [anchor for anchor in line.anchors if anchor.start < quantity.start]
        provinces = {self._gazetteer.province_of(a.unit.code) for a in before if a.unit is not None}
        if self._events.is_sample_of_all(text, quantity, before[-1].end if before else 0):
            return False
        listed = len(provinces) > 1 and before[-1].basis == "name"
        if listed and self._events.is_shared(text, quantity):
            return False
        places = (a for a in before if a.kind == "place" or (a.kind == "elsewhere" and a.basis == "deixis"))
        return any(not self._events.is_venue(text, anchor) for anchor in places)

    def words(self, view: ArticleView) -> tuple[CarryingWords, ...]:
        """Return the words that give the place and scope of every quantity of an article."""
        if not view.quantities:
            return ()
        wide = self._events.reach(view) is not None
        places = self._with_helped(view, self._articles.read(view, wide=wide))
        found: list[CarryingWords] = []
        for quantity, line, evidence in self._carriers.find(view, places):
            place = "" if evidence is None else view.text[evidence.anchor.start : evidence.anchor.end]
            event = self._event(view.text, line, quantity, evidence, wide=wide)
            found.append(CarryingWords(place, place if event is None else view.text[event.start : event.end]))
        return tuple(found)

    def _event(
        self, text: str, line: Line, quantity: Quantity, evidence: Evidence | None, *, wide: bool
    ) -> Span | None:
        if line.told is None:
            return None
        near = wide or (evidence is not None and evidence.distance not in _FAR)
        return self._events.cue(text, line.told, quantity, None if evidence is None else evidence.anchor, near=near)

    def _with_helped(self, view: ArticleView, places: ArticlePlaces) -> ArticlePlaces:
        """Return who is helped as the article's own place, where the title tells of help between two provinces.

        What the whole nation does for one region (全国工会对口援疆) is that region's, too.
        """
        title = view.article.title
        if title is not None:
            named = places.between(title.start, title.end)
            helped = self._aid.beneficiary(view.text, named, title.start, title.end)
            if helped is not None:
                return replace(places, main=Evidence(helped, "article", "headline"), settled=True, aided=True)
        region = self._aid.region(view) if is_national(places.main) else None
        if region is None:
            return places
        anchors = tuple(anchor for anchor in places.anchors if anchor.kind != "national")
        starts = tuple(anchor.start for anchor in anchors)
        main = Evidence(region, "article", "name")
        return replace(places, anchors=anchors, starts=starts, main=main, settled=True, meets=False)

    def _reading(
        self, view: ArticleView, places: ArticlePlaces, evidence: Evidence | None, year: int | None
    ) -> PlaceReading:
        if evidence is None:
            return PlaceReading()
        anchor, distance, basis = evidence
        if anchor.kind == "body" or (anchor.kind != "national" and anchor.basis == "organisation"):
            anchor = self._placed(view, places, anchor)
        scope, organisation, unit = anchor.scope, anchor.organisation, anchor.unit
        if anchor.kind == "national":
            return PlaceReading(NATIONAL, None, None, basis, distance, scope, organisation)
        if unit is None:
            return PlaceReading("unknown", anchor.town, None, basis, distance, scope, organisation)
        if year is not None and not unit.held_in(year):
            unit = self._gazetteer.unit(unit.code, year)
        slug = self._gazetteer.slug(unit.code)
        if unit.level == "province" and scope in _WITHIN_PROVINCE:
            # 我市 of a page that names no city: the figure is not the province's.
            return PlaceReading(slug, anchor.town, None, basis, distance, scope, organisation)
        return PlaceReading(slug, unit.name, unit.adcode, basis, distance, scope, organisation)

    def _placed(self, view: ArticleView, places: ArticlePlaces, body: Anchor) -> Anchor:
        """Return a body with its place: its own, or the place spoken of in its paragraph or its article."""
        begin = max(view.text.rfind("\n", 0, body.start) + 1, view.article.span.start)
        before = (
            a for a in reversed(places.between(begin, body.start)) if a.kind in {"place", "elsewhere"} and not a.until
        )
        main = places.main.anchor if places.main and not places.is_item(view.text, body.start) else None
        near = next(before, None) or main
        if near is not None and near.unit is not None and main is not None:
            near = finer(self._gazetteer, near, main.unit)
        if near is None or (near.kind == "elsewhere" and body.unit is not None):
            return body
        placed = finer(self._gazetteer, body, near.unit)
        return placed if placed.kind == "body" or placed.unit is None else placed._replace(scope=placed.unit.level)


def _same(one: Evidence | None, other: Evidence | None) -> bool:
    """Return whether two figures hang on the very same anchor."""
    if one is None or other is None:
        return False
    return one is other or (one.anchor is other.anchor and one[1:] == other[1:])

"""What is known of one article's places before any figure is looked at.

Owns the evidence (headline, lead, dateline, publisher, site), anchors, sub-heads, and what nothing near claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from unionstats.places.anchor import Anchor, whole
from unionstats.places.anchors import AnchorReader
from unionstats.places.away import brought_home, find_away
from unionstats.places.gazetteer import Unit, load_gazetteer
from unionstats.places.home import BODY, DATELINE, FIRST, HEADLINE, LEAD, PUBLISHER, SITE, WEAK, Fit, Home, build_home
from unionstats.places.known import ArticlePlaces, Evidence
from unionstats.places.mentions import Mention, MentionFinder
from unionstats.places.passing import PassingReader
from unionstats.places.settle import Place, Settler
from unionstats.places.single_body import BodyPages
from unionstats.places.sites import OwnerReader, SiteReader
from unionstats.places.subheads import SUBHEAD, SubHeads
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.types import ArticleView, PlaceBasis

# So much of an article's beginning is its lead.
_LEAD = 220
# A body named within so many characters of the beginning is what the article is about.
_OPENING = 12
# Pointing words for a county or a city that an article may call its own without ever naming it in full.
_OWN = frozenset({"county", "banner", "district", "city"})
_KNOWN_NAMES = 4096
# Votes (home.py) that a unit must have to outweigh a smaller one within it that the lead names first.
_OFTEN = 4


class _Headline(NamedTuple):
    """What a title says that the text does not show: the places named in it, and its anchors, which stand nowhere."""

    units: tuple[Unit, ...] = ()
    anchors: tuple[Anchor, ...] = ()


class ArticleReader:
    """Gathers the places of articles; makes its automaton once.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self.gazetteer = load_gazetteer(folder)
        self._finder = MentionFinder(folder, self.gazetteer)
        self._settler = Settler(self.gazetteer)
        self._passing = PassingReader(folder)
        self._anchors = AnchorReader(folder, self.gazetteer)
        path, guards = only_table(folder, "guards")
        self._heads = folder.compile(guards["headline"][0]["behind"], path=path, rule="headline")
        # Publishers come again and again.
        self._units = lru_cache(maxsize=_KNOWN_NAMES)(self._read_units)
        self._silent_datelines = frozenset(guards["dateline"]["ignore"])
        self._pages = BodyPages(folder, self.gazetteer)
        owners = OwnerReader(folder, self.gazetteer, self._finder, self._settler)
        self._sites = SiteReader(folder, self.gazetteer, owners)

    def read(self, view: ArticleView, *, wide: bool = False) -> ArticlePlaces:
        """Gather what an article says about places.

        Args:
            view: the article.
            wide: it tells of a contest of the nation or of several provinces, whose venue says nothing of who tells.
        """
        span = view.article.span
        year = year_of(view)
        publisher, dateline = self._outside(view, year)
        mentions = self._finder.find(view.text, span.start, span.end)
        around = [*publisher, *dateline]
        settled = self._settler.settle(mentions, year, around)
        headline = _Headline() if view.title is None else self._unseen(view.title, year, [*around, *_units(settled)])
        if headline.units:
            around += headline.units
            settled = self._settler.settle(mentions, year, around)
        fits = self._own_fits(mentions)
        named = any(settled) or bool(headline.units)
        site = self._sites.units(view, mentions, year, deep=bool(fits) or not named)
        if site and not named:
            # 宝山区 alone is of two provinces; on a page of 上海 it is of one.
            around += site
            settled = self._settler.settle(mentions, year, around)
        known = [*around, *_units(settled)]
        own = self._settler.own_unit(mentions, year, known, fits) if known else self._headed(view, year, mentions)
        if own is not None:
            settled = self._settler.settle(mentions, year, around, own)
            headline = headline if known or view.title is None else self._unseen(view.title, year, [own])
        places = self._passing.drop(view.text, settled)
        for index, place in enumerate(places):
            if place is not None and self._passing.is_venue(view.text, place):
                places[index] = self._without_venue(view.text, place, wide=wide)
        away = find_away(mentions, places)
        first = self._first(view, places)
        inside = [*_inside(view, places, away, first), *((unit, HEADLINE) for unit in headline.units)]
        home = build_home(
            self.gazetteer,
            [
                *inside,
                *((unit, PUBLISHER) for unit in publisher),
                *((unit, DATELINE) for unit in dateline),
                *((unit, SITE) for unit in site),
            ],
            self._passing.above(view.text, places),
            (*publisher, *dateline),
            first,
        )
        if away:
            places = brought_home(places, away, home, self.gazetteer)
        anchors = self._anchors.read(view.text, mentions, places, home)
        main = self._main(view, anchors, home, headline.anchors)
        if main is None or main.anchor.kind == "body":
            pointers = sum(1 for mention in mentions if _points_at_province(mention))
            main = self._with_votes(main, _by_vote(home, pointers, inside=bool(inside)) or _by_dateline(dateline))
            main = main or _by_pointer(anchors)
        anchors, main = self._of_body(view, anchors, main)
        return ArticlePlaces(
            anchors=tuple(anchors),
            starts=tuple(anchor.start for anchor in anchors),
            heads=SubHeads(view, anchors),
            main=main,
            settled=home.province is not None or (main is not None and main.anchor.kind == "national"),
            mixed=self._is_mixed([*anchors, main.anchor] if main is not None else anchors),
            meets=any(anchor.meets for anchor in anchors),
            bounded=any(anchor.until for anchor in anchors),
        )

    def _of_body(
        self, view: ArticleView, anchors: list[Anchor], main: Evidence | None
    ) -> tuple[list[Anchor], Evidence | None]:
        """Return an article about one body as the body's: what it says of where it lies carries no figure."""
        own, begin = None if main is None else main.anchor, view.article.body.start
        subject = self._pages.subject(view.text, anchors, own, begin, _lead_end(view))
        if subject is None:
            return anchors, main
        if main is None or main.anchor.kind != "body":
            main = Evidence(self.finer(subject, None if own is None else own.unit), "article", subject.basis)
        else:
            main = main._replace(anchor=subject)
        return self._pages.told(view.text, anchors, main.anchor), main

    def _first(self, view: ArticleView, places: Sequence[Place | None]) -> Unit | None:
        """Return the place that an article's lead names first, no mere venue, where its headline names none."""
        first = next((place for place in places if place is not None and not place.weak), None)
        title = view.article.title
        if first is None or first.start >= _lead_end(view) or (title is not None and first.start < title.end):
            return None
        mere = first.unit.code in self._silent_datelines or self._passing.is_inside(view.text, first)
        return None if mere else first.unit

    def _without_venue(self, text: str, place: Place, *, wide: bool) -> Place | None:
        """Return a venue of what is wider than its city as no place at all, or as a hint at its province."""
        if wide:
            return None
        if place.unit.code not in self._silent_datelines and self._passing.is_of_nation(text, place.start):
            return place._replace(weak=True)
        if place.unit.level == "province" or not self._passing.is_of_whole(text, place.start):
            return place
        return place._replace(unit=self.gazetteer.unit(self.gazetteer.province_of(place.unit.code)), weak=True)

    def _own_fits(self, mentions: Sequence[Mention], *, unions: bool = False) -> set[Fit]:
        """Return what an article's words for its own county or city, or for its union, can mean (我县, 全县; 县总)."""
        return {
            self._anchors.fit(pointer.binds)
            for pointer in (mention.surface.pointer for mention in mentions)
            if pointer is not None and pointer.binds in _OWN and (unions or pointer.speaker != "union")
        }

    def _headed(self, view: ArticleView, year: int | None, mentions: Sequence[Mention]) -> Unit | None:
        """Return the county or city whose bare stem heads the title of an article that speaks of it."""
        shown = view.article.title
        title = view.title if shown is None else view.text[shown.start : shown.end]
        fits = self._own_fits(mentions, unions=True) if title else ()
        if not title or not fits:
            return None
        heads = [m for m in self._finder.find(title, 0, len(title)) if self._heads.match(title, m.end)]
        first = heads[0] if heads and not title[: heads[0].start].strip("【[") else None
        unit = None if first is None else self._settler.only([first], year)
        return unit if unit is not None and any(fit.accepts(unit) for fit in fits) else None

    def _is_mixed(self, anchors: Sequence[Anchor]) -> bool:
        return len({self.gazetteer.province_of(a.unit.code) for a in anchors if a.unit is not None}) > 1

    def _with_votes(self, main: Evidence | None, voted: Evidence | None) -> Evidence | None:
        """Return the place of the votes, or a body of headline or lead with it."""
        if main is None or voted is None:
            return main or voted
        return main._replace(anchor=self.finer(main.anchor, voted.anchor.unit))

    def finer(self, anchor: Anchor, focus: Unit | None) -> Anchor:
        """Return a body with the place spoken of, where its own name says none or only the province it lies in."""
        own = anchor.unit
        wide = own is None or (
            own.level == "province" and focus is not None and self.gazetteer.holds(own.code, focus.code)
        )
        if focus is not None and wide:
            return anchor._replace(unit=focus)
        return anchor

    def _outside(self, view: ArticleView, year: int | None) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
        """Return the units that publisher and dateline name."""
        article = view.article
        publisher = self._units(article.publisher, year) if article.publisher else ()
        dateline = self._units(article.dateline, year) if article.dateline else ()
        return publisher, tuple(unit for unit in dateline if unit.code not in self._silent_datelines)

    def _read_units(self, name: str, year: int | None) -> tuple[Unit, ...]:
        mentions = self._finder.find_media(name)
        named = [place.unit for place in self._settler.settle(mentions, year) if place is not None]
        only = None if named else self._settler.only(mentions, year)
        return tuple(named[:1]) if only is None else (only,)

    def _unseen(self, title: str, year: int | None, around: Sequence[Unit]) -> _Headline:
        """Read a title that the text does not show."""
        mentions = self._finder.find(title, 0, len(title))
        places = self._passing.drop(title, self._settler.settle(mentions, year, around))
        units = tuple(place.unit for place in places if place is not None and not place.weak)
        home = build_home(self.gazetteer, ((unit, HEADLINE) for unit in (*units, *around)))
        anchors = self._anchors.read(title, mentions, places, home)
        return _Headline(units, tuple(anchor._replace(start=0, end=0, until=0) for anchor in anchors))

    def _main(
        self, view: ArticleView, anchors: Sequence[Anchor], home: Home, unseen: Sequence[Anchor]
    ) -> Evidence | None:
        """Return the place of headline or lead, else the dateline's."""
        title, body = view.article.title, view.article.body
        shown = () if title is None else (anchor for anchor in anchors if title.start <= anchor.start < title.end)
        headline = self._one(shown) or self._one(unseen)
        if headline is not None:
            return Evidence(headline, "article", "headline")
        lead_end = _lead_end(view)
        lead = [anchor for anchor in anchors if body.start <= anchor.start < lead_end]
        own = any(anchor.basis == "deixis" and anchor.kind == "place" for anchor in anchors)
        first = _first_of_lead(lead, body.start, own=own)
        if first is not None:
            first = self._of_holder(view.text, first, lead)
            return Evidence(self._outweighed(whole(first), home), "article", first.basis)
        return None

    def _of_holder(self, text: str, first: Anchor, lead: Sequence[Anchor]) -> Anchor:
        """Return, for a lead that opens with a venue, the unit around it that is named next: 在武汉举行湖北省活动."""
        if first.kind != "place" or first.unit is None or not self._passing.is_venue(text, first):
            return first
        behind = next((a for a in lead if a.start > first.start and a.kind == "place" and a.unit is not None), None)
        if behind is None or behind.unit is None or behind.unit is first.unit:
            return first
        return behind if self.gazetteer.holds(behind.unit.code, first.unit.code) else first

    def _outweighed(self, anchor: Anchor, home: Home) -> Anchor:
        """Return the unit around a lead's place instead, where the article names that one far more often."""
        unit = anchor.unit
        if unit is None or anchor.kind != "place":
            return anchor
        for code in self.gazetteer.way_up(unit.code)[1:]:
            if home.votes.get(code, 0) >= max(_OFTEN, 2 * home.votes.get(unit.code, 0)):
                unit = home.units[code]
        return anchor if unit is anchor.unit else anchor._replace(unit=unit, scope=unit.level, town=None)

    def _one(self, anchors: Iterable[Anchor]) -> Anchor | None:
        """Return the one place of a headline: the only one, or the innermost of several that lie within each other."""
        found = [whole(anchor) for anchor in anchors if anchor.kind != "event"]
        units = [anchor.unit for anchor in found if anchor.unit is not None]
        if not found or len(units) < len(found) or len(found) == 1:
            return found[0] if len(found) == 1 else None
        inner = max(found, key=lambda anchor: len(self.gazetteer.way_up(anchor.unit.code)) if anchor.unit else 0)
        way = self.gazetteer.way_up(inner.unit.code) if inner.unit is not None else ()
        return inner if all(unit.code in way for unit in units) else None


def _first_of_lead(lead: Sequence[Anchor], begin: int, *, own: bool) -> Anchor | None:
    """Return the first place of a lead; a body only where the article opens with it or no place follows.

    A ministry gives way where the article speaks of its own place (own): 人社部公布名单, 我省两家入选.
    """
    bodies = [anchor for anchor in lead if anchor.kind == "body"]
    places = [anchor for anchor in lead if anchor.kind not in {"body", "event"} and not (own and anchor.ministry)]
    if bodies and bodies[0].start < min([begin + _OPENING, *(place.start for place in places)]):
        return bodies[0]
    return places[0] if places else None


def year_of(view: ArticleView) -> int | None:
    """Return the year an article was written in, where it is known."""
    day = view.article.published or view.article.dateline_date
    return day.year if day else None


def _lead_end(view: ArticleView) -> int:
    """Return where an article's lead ends: with the first paragraph that says something, or sooner."""
    body = view.article.body
    end = view.text.find("\n", body.start + SUBHEAD, body.end)
    return min(body.start + _LEAD, end if end >= 0 else body.end)


def _inside(
    view: ArticleView, places: Sequence[Place | None], away: Sequence[int], first: Unit | None
) -> Iterator[tuple[Unit, float]]:
    """Yield the units that the article itself names, weighed by where; `away` says nothing, nor what is before it."""
    title, lead_end, opening = view.article.title, _lead_end(view), first
    for index, place in enumerate(places):
        if place is None or (away and (index in away or index + 1 in away)):
            continue
        if place.weak:
            yield place.unit, WEAK
        elif title is not None and place.start < title.end:
            yield place.unit, HEADLINE
        elif place.start >= lead_end:
            yield place.unit, BODY
        else:
            yield place.unit, LEAD + FIRST if place.unit is opening else LEAD
            opening = None


def _units(places: Iterable[Place | None]) -> list[Unit]:
    return [place.unit for place in places if place is not None]


def _by_dateline(units: Sequence[Unit]) -> Evidence | None:
    if not units:
        return None
    unit = units[0]
    return Evidence(Anchor(0, 0, "place", unit, unit.level, "dateline"), "article", "dateline")


def _by_pointer(anchors: Sequence[Anchor]) -> Evidence | None:
    """Return the county without a name (**县, later 全县) that an article speaks of which names no unit at all."""
    if not anchors or any(anchor.kind != "elsewhere" or anchor.basis != "deixis" for anchor in anchors):
        return None
    first = anchors[0] if len({anchor.scope for anchor in anchors}) == 1 else None
    return None if first is None else Evidence(first, "article", "deixis")


def _points_at_province(mention: Mention) -> bool:
    pointer = mention.surface.pointer
    return pointer is not None and pointer.binds in {"province", "autonomous"}


def _by_vote(home: Home, pointers: int, *, inside: bool) -> Evidence | None:
    unit = home.focus(pointers)
    if unit is None:
        return None
    basis: PlaceBasis = "name" if inside else "medium"
    return Evidence(Anchor(0, 0, "place", unit, unit.level, basis), "article" if inside else "page", basis)

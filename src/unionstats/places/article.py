"""The places of one article, settled before any figure is looked at.

Owns the order in which evidence (text, title, publisher, dateline, site) decides which unit each name means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from unionstats.places.anchor import Anchor
from unionstats.places.anchors import AnchorReader
from unionstats.places.away import brought_home, find_away
from unionstats.places.gazetteer import Unit, load_gazetteer
from unionstats.places.home import BODY, DATELINE, FIRST, HEADLINE, LEAD, PUBLISHER, SITE, WEAK, Fit, Home, build_home
from unionstats.places.known import ArticlePlaces, Evidence
from unionstats.places.main_place import Background, MainPlaceReader, lead_end
from unionstats.places.mentions import Mention, MentionFinder
from unionstats.places.passing import PassingReader
from unionstats.places.settle import Place, Settler
from unionstats.places.sites import OwnerReader, SiteReader
from unionstats.places.subheads import SubHeads
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.types import ArticleView

# Pointing words for a county or a city that an article may call its own without ever naming it in full.
_OWN = frozenset({"county", "banner", "district", "city"})
_KNOWN_NAMES = 4096


class _Headline(NamedTuple):
    """What a title says that the text does not show: the places named in it, and its anchors, which stand nowhere."""

    units: tuple[Unit, ...] = ()
    anchors: tuple[Anchor, ...] = ()


class _Source(NamedTuple):
    """The units that an article's publisher and dateline name."""

    publisher: tuple[Unit, ...]
    dateline: tuple[Unit, ...]


class _Names:
    """The names of an article, each with the unit it means, settled anew whenever more is known about the article.

    Attributes:
        mentions: of the text.
        year: the article was written in.
        settled: the place of each mention; None where the unit is in doubt.
    """

    def __init__(self, settler: Settler, mentions: Sequence[Mention], year: int | None, around: Sequence[Unit]) -> None:
        self._settler, self._around = settler, list(around)
        self.mentions, self.year = mentions, year
        self.settled = settler.settle(mentions, year, self._around)

    @property
    def known(self) -> list[Unit]:
        """The units that are known: named in the text beyond doubt, or around it."""
        return [*self._around, *(place.unit for place in self.settled if place is not None)]

    def add(self, units: Sequence[Unit]) -> None:
        """Settle the names again with more units known around them."""
        if units:
            self._around += units
            self.settled = self._settler.settle(self.mentions, self.year, self._around)

    def speak_for(self, own: Sequence[Unit]) -> None:
        """Settle the names again as those of an article that means units by bare stems (我县; 恭城 twice)."""
        around = self._around if self.known else own
        self.settled = self._settler.settle(self.mentions, self.year, around, own)


class ArticleReader:
    """Reads the places of articles. Builds its automaton once.

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
        self._mains = MainPlaceReader(folder, self.gazetteer, self._passing)
        owners = OwnerReader(folder, self.gazetteer, self._finder, self._settler)
        self._sites = SiteReader(folder, self.gazetteer, owners)

    def read(self, view: ArticleView, *, wide: bool = False) -> ArticlePlaces:
        """Return the places of an article.

        Args:
            view: the article.
            wide: it tells of a contest of the nation or of several provinces, whose venue says nothing of who tells.
        """
        span, year = view.article.span, year_of(view)
        source = self._source(view, year)
        mentions = self._finder.find(view.text, span.start, span.end)
        names = _Names(self._settler, mentions, year, [*source.publisher, *source.dateline])
        headline, site = self._settle(view, names)
        places = self._without_venues(view.text, names.settled, wide=wide)
        away = find_away(mentions, places)
        first = self._first(view, places)
        inside = [*_inside(view, places, away, first), *((unit, HEADLINE) for unit in headline.units)]
        home = build_home(
            self.gazetteer,
            [*inside, *_outside(source, site)],
            self._passing.above(view.text, places),
            (*source.publisher, *source.dateline),
            first,
        )
        if away:
            places = brought_home(places, away, home, self.gazetteer)
        pointers = sum(1 for mention in mentions if _points_at_province(mention))
        background = Background(home, headline.anchors, source.dateline, pointers, bool(inside))
        anchors, main = self._mains.read(view, self._anchors.read(view.text, mentions, places, home), background)
        return self._article_places(view, anchors, main, home)

    def _settle(self, view: ArticleView, names: _Names) -> tuple[_Headline, Sequence[Unit]]:
        """Settle which units names mean that are still in doubt, by the title, then the site, then the own county.

        Returns:
            What a title says that the text does not show, and the units that the site names.
        """
        headline = self._unseen(view.title, names.year, names.known)
        names.add(headline.units)
        fits = self._own_fits(names.mentions)
        is_named = any(names.settled) or bool(headline.units)
        site = self._sites.units(view, names.mentions, names.year, deep=bool(fits) or not is_named)
        if not is_named:
            names.add(site)  # 宝山区 alone is of two provinces; on a page of 上海 it is of one
        known = names.known
        own = self._own_units(view, names, known, fits)
        if own:
            names.speak_for(own)
            headline = headline if known else self._unseen(view.title, names.year, own)
        return headline, site

    def _article_places(
        self, view: ArticleView, anchors: Sequence[Anchor], main: Evidence | None, home: Home
    ) -> ArticlePlaces:
        named = [anchor.unit for anchor in (*anchors, *(() if main is None else (main.anchor,)))]
        return ArticlePlaces(
            anchors=tuple(anchors),
            starts=tuple(anchor.start for anchor in anchors),
            heads=SubHeads(view, anchors),
            main=main,
            settled=home.province is not None or (main is not None and main.anchor.kind == "national"),
            mixed=len({self.gazetteer.province_of(unit.code) for unit in named if unit is not None}) > 1,
            meets=any(anchor.meets for anchor in anchors),
            bounded=any(anchor.until for anchor in anchors),
        )

    def _first(self, view: ArticleView, places: Sequence[Place | None]) -> Unit | None:
        """Return the place that an article's lead names first, no mere venue, where its headline names none."""
        first = next((place for place in places if place is not None and not place.weak), None)
        title = view.article.title
        if first is None or first.start >= lead_end(view) or (title is not None and first.start < title.end):
            return None
        mere = first.unit.code in self._silent_datelines or self._passing.is_inside(view.text, first)
        return None if mere else first.unit

    def _without_venues(self, text: str, settled: Sequence[Place | None], *, wide: bool) -> list[Place | None]:
        """Return the places of an article without those that are only gone through, or only venues."""
        places = self._passing.drop(text, settled)
        for index, place in enumerate(places):
            if place is not None and self._passing.is_venue(text, place):
                places[index] = self._without_venue(text, place, wide=wide)
        return places

    def _without_venue(self, text: str, place: Place, *, wide: bool) -> Place | None:
        """Return a venue of what is wider than its city as no place at all, or as a hint at its province."""
        if wide:
            return None
        if place.unit.code not in self._silent_datelines and self._passing.is_of_nation(text, place.start):
            return place._replace(weak=True)
        if place.unit.level == "province" or not self._passing.is_of_whole(text, place.start):
            return place
        return place._replace(unit=self.gazetteer.unit(self.gazetteer.province_of(place.unit.code)), weak=True)

    def _own_units(self, view: ArticleView, names: _Names, known: Sequence[Unit], fits: set[Fit]) -> tuple[Unit, ...]:
        """Return the units that an article means by bare stems, which by themselves could be other words."""
        mentions, year = names.mentions, names.year
        own = self._settler.own_unit(mentions, year, known, fits) if known else self._headed(view, year, mentions)
        if own is not None:
            return (own,)
        if known:
            return ()
        placed = self._finder.is_placed(view.text, mentions)
        return self._settler.kindred(self._finder.free(view.text, mentions), year, placed=placed)

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

    def _source(self, view: ArticleView, year: int | None) -> _Source:
        article = view.article
        publisher = self._units(article.publisher, year) if article.publisher else ()
        dateline = self._units(article.dateline, year) if article.dateline else ()
        return _Source(publisher, tuple(unit for unit in dateline if unit.code not in self._silent_datelines))

    def _read_units(self, name: str, year: int | None) -> tuple[Unit, ...]:
        mentions = self._finder.find_media(name)
        named = [place.unit for place in self._settler.settle(mentions, year) if place is not None]
        only = None if named else self._settler.only(mentions, year)
        return tuple(named[:1]) if only is None else (only,)

    def _unseen(self, title: str | None, year: int | None, around: Sequence[Unit]) -> _Headline:
        """Read a title that the text does not show, where there is one."""
        if title is None:
            return _Headline()
        mentions = self._finder.find(title, 0, len(title))
        places = self._passing.drop(title, self._settler.settle(mentions, year, around))
        units = tuple(place.unit for place in places if place is not None and not place.weak)
        home = build_home(self.gazetteer, ((unit, HEADLINE) for unit in (*units, *around)))
        anchors = self._anchors.read(title, mentions, places, home)
        return _Headline(units, tuple(anchor._replace(start=0, end=0, until=0) for anchor in anchors))


def year_of(view: ArticleView) -> int | None:
    """Return the year in which an article was written, if known."""
    day = view.article.published or view.article.dateline_date
    return day.year if day else None


def _inside(
    view: ArticleView, places: Sequence[Place | None], away: Sequence[int], first: Unit | None
) -> Iterator[tuple[Unit, float]]:
    """Yield the units that the article itself names, weighed by where; `away` says nothing, nor what is before it."""
    title, lead, opening = view.article.title, lead_end(view), first
    for index, place in enumerate(places):
        if place is None or (away and (index in away or index + 1 in away)):
            continue
        if place.weak:
            yield place.unit, WEAK
        elif title is not None and place.start < title.end:
            yield place.unit, HEADLINE
        elif place.start >= lead:
            yield place.unit, BODY
        else:
            yield place.unit, LEAD + FIRST if place.unit is opening else LEAD
            opening = None


def _outside(source: _Source, site: Iterable[Unit]) -> Iterator[tuple[Unit, float]]:
    """Yield the units that publisher, dateline and site name, weighed by which of them does."""
    for units, weight in ((source.publisher, PUBLISHER), (source.dateline, DATELINE), (site, SITE)):
        yield from ((unit, weight) for unit in units)


def _points_at_province(mention: Mention) -> bool:
    pointer = mention.surface.pointer
    return pointer is not None and pointer.binds in {"province", "autonomous"}

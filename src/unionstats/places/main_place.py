"""The place or body that an article is about: figures that no nearer anchor carries belong to it.

Tries the headline first, then the lead, then the votes of the whole article (`home`), then its pointing words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unionstats.places.anchor import Anchor, whole
from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.home import Home
from unionstats.places.known import Evidence
from unionstats.places.passing import PassingReader
from unionstats.places.single_body import BodyPages
from unionstats.places.subheads import SUBHEAD
from unionstats.rules.folder import RuleFolder
from unionstats.types import ArticleView, PlaceBasis

# So much of an article's beginning is its lead.
_LEAD = 220
# A body named within so many characters of the beginning is what the article is about.
_OPENING = 12
# Votes (home.py) that a unit must have to outweigh a smaller one within it that the lead names first.
_OFTEN = 4


class Background(NamedTuple):
    """What is known of an article's places besides its anchors.

    home: the votes of the whole article.
    title: the anchors of a title that the text does not show.
    dateline: the units that the dateline names.
    pointers: how often the article points at its province (全省, 省总).
    inside: whether the article itself names a unit; if not, only its publisher, dateline or site do.
    """

    home: Home
    title: Sequence[Anchor]
    dateline: Sequence[Unit]
    pointers: int
    inside: bool


class MainPlaceReader:
    """Chooses the place or body that an article is about.

    Args:
        folder: the rules.
        gazetteer: what holds what.
        passing: tells places that are only venues.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer, passing: PassingReader) -> None:
        self._gazetteer = gazetteer
        self._passing = passing
        self._pages = BodyPages(folder, gazetteer)

    def read(
        self, view: ArticleView, anchors: list[Anchor], background: Background
    ) -> tuple[list[Anchor], Evidence | None]:
        """Choose the place or body that an article is about.

        Returns:
            The anchors that may carry figures: for an article about one body without those of where it lies.
            Its place or body; None where it has none or several.
        """
        main = self._of_headline_or_lead(view, anchors, background)
        if main is None or main.anchor.kind == "body":
            voted = _by_vote(background) or _by_dateline(background.dateline)
            main = self._with_votes(main, voted) or _by_pointer(anchors)
        return self._of_body(view, anchors, main)

    def _of_headline_or_lead(
        self, view: ArticleView, anchors: Sequence[Anchor], background: Background
    ) -> Evidence | None:
        title, body = view.article.title, view.article.body
        shown = () if title is None else (anchor for anchor in anchors if title.start <= anchor.start < title.end)
        headline = self._one(shown) or self._one(background.title)
        if headline is not None:
            return Evidence(headline, "article", "headline")
        end = lead_end(view)
        lead = [anchor for anchor in anchors if body.start <= anchor.start < end]
        own = any(anchor.basis == "deixis" and anchor.kind == "place" for anchor in anchors)
        first = _first_of_lead(lead, body.start, own=own)
        if first is None:
            return None
        first = self._of_holder(view.text, first, lead)
        return Evidence(self._outweighed(whole(first), background.home), "article", first.basis)

    def _of_holder(self, text: str, first: Anchor, lead: Sequence[Anchor]) -> Anchor:
        """Return, for a lead that opens with a venue, the unit around it that is named next: 在武汉举行湖北省活动."""
        if first.kind != "place" or first.unit is None or not self._passing.is_venue(text, first):
            return first
        behind = next((a for a in lead if a.start > first.start and a.kind == "place" and a.unit is not None), None)
        if behind is None or behind.unit is None or behind.unit is first.unit:
            return first
        return behind if self._gazetteer.holds(behind.unit.code, first.unit.code) else first

    def _outweighed(self, anchor: Anchor, home: Home) -> Anchor:
        """Return the unit around a lead's place instead, where the article names that one far more often."""
        unit = anchor.unit
        if unit is None or anchor.kind != "place":
            return anchor
        for code in self._gazetteer.way_up(unit.code)[1:]:
            if home.votes.get(code, 0) >= max(_OFTEN, 2 * home.votes.get(unit.code, 0)):
                unit = home.units[code]
        return anchor if unit is anchor.unit else anchor._replace(unit=unit, scope=unit.level, town=None)

    def _one(self, anchors: Iterable[Anchor]) -> Anchor | None:
        """Return the one place of a headline: the only one, or the innermost of several that lie within each other."""
        found = [whole(anchor) for anchor in anchors if anchor.kind != "event"]
        units = [anchor.unit for anchor in found if anchor.unit is not None]
        if not found or len(units) < len(found) or len(found) == 1:
            return found[0] if len(found) == 1 else None
        inner = max(found, key=lambda anchor: len(self._gazetteer.way_up(anchor.unit.code)) if anchor.unit else 0)
        way = self._gazetteer.way_up(inner.unit.code) if inner.unit is not None else ()
        return inner if all(unit.code in way for unit in units) else None

    def _with_votes(self, main: Evidence | None, voted: Evidence | None) -> Evidence | None:
        """Return the place of the votes, or a body of headline or lead with it."""
        if main is None or voted is None:
            return main or voted
        return main._replace(anchor=finer(self._gazetteer, main.anchor, voted.anchor.unit))

    def _of_body(
        self, view: ArticleView, anchors: list[Anchor], main: Evidence | None
    ) -> tuple[list[Anchor], Evidence | None]:
        """Return an article about one body as the body's: what it says of where it lies carries no figure."""
        own, begin = None if main is None else main.anchor, view.article.body.start
        subject = self._pages.subject(view.text, anchors, own, begin, lead_end(view))
        if subject is None:
            return anchors, main
        if main is None or main.anchor.kind != "body":
            main = Evidence(
                finer(self._gazetteer, subject, None if own is None else own.unit), "article", subject.basis
            )
        else:
            main = main._replace(anchor=subject)
        return self._pages.told(view.text, anchors, main.anchor), main


def lead_end(view: ArticleView) -> int:
    """Return where an article's lead ends: after its first full paragraph, or sooner."""
    body = view.article.body
    end = view.text.find("\n", body.start + SUBHEAD, body.end)
    return min(body.start + _LEAD, end if end >= 0 else body.end)


def finer(gazetteer: Gazetteer, anchor: Anchor, focus: Unit | None) -> Anchor:
    """Return a body with the place spoken of, if its own name gives none or only the province around it."""
    own = anchor.unit
    wide = own is None or (own.level == "province" and focus is not None and gazetteer.holds(own.code, focus.code))
    if focus is not None and wide:
        return anchor._replace(unit=focus)
    return anchor


def _first_of_lead(lead: Sequence[Anchor], begin: int, *, own: bool) -> Anchor | None:
    """Return the first place of a lead; a body only where the article opens with it or no place follows.

    A ministry gives way where the article speaks of its own place (own): 人社部公布名单, 我省两家入选.
    """
    bodies = [anchor for anchor in lead if anchor.kind == "body"]
    places = [anchor for anchor in lead if anchor.kind not in {"body", "event"} and not (own and anchor.ministry)]
    if bodies and bodies[0].start < min([begin + _OPENING, *(place.start for place in places)]):
        return bodies[0]
    return places[0] if places else None


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


def _by_vote(background: Background) -> Evidence | None:
    unit = background.home.focus(background.pointers)
    if unit is None:
        return None
    basis: PlaceBasis = "name" if background.inside else "medium"
    return Evidence(Anchor(0, 0, "place", unit, unit.level, basis), "article" if background.inside else "page", basis)

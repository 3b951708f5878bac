"""Reads the mentions of an article as anchors, in one pass from beginning to end.

Reads place names itself; `pointing` reads words like 全市, `body_anchors` reads firms and schools. Quantities are not
seen here: `carrier` picks the anchor of each.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.places.anchor import Anchor, AnchorKind
from unionstats.places.body_anchors import BodyAnchorReader
from unionstats.places.gazetteer import Gazetteer
from unionstats.places.home import Fit, Home
from unionstats.places.lists import ListReader
from unionstats.places.mentions import Mention
from unionstats.places.passing import PassingReader
from unionstats.places.pointing import PointerReader
from unionstats.places.settle import Place
from unionstats.places.state import State
from unionstats.places.surfaces import only_table
from unionstats.places.towns import TownReader
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import begin_of_sentence
from unionstats.types import Scope

# Surfaces that stand for no unit: what they are as anchors, and the scope of figures that hang on them.
_WITHOUT_UNIT: dict[str, tuple[AnchorKind, Scope]] = {"event": ("event", "event")}
# So far behind the day a gathering is named.
_GATHERING = 100
# Unions of so many places hold something together.
_HOLDERS = 2


class AnchorReader:
    """Reads mentions as anchors.

    Args:
        folder: the rules.
        gazetteer: what holds what.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lists = ListReader(folder, gazetteer)
        self._passing = PassingReader(folder)
        _, guards = only_table(folder, "guards")
        self._capitals = frozenset(guards["dateline"]["ignore"])
        path, scope = only_table(folder, "scope")
        days = "|".join(f"(?:{entry['day']})" for entry in scope["event"] if "day" in entry)
        self._day = folder.compile(days, path=path, rule="scope.event")
        self._towns = TownReader(folder)
        self._pointers = PointerReader(folder, gazetteer, self._passing, self._towns)
        self._bodies = BodyAnchorReader(folder, gazetteer, self.fit("city"))

    def fit(self, binds: str) -> Fit:
        """Return which units a kind of pointing word can mean."""
        return self._pointers.fit(binds)

    def read(self, text: str, mentions: Sequence[Mention], places: Sequence[Place | None], home: Home) -> list[Anchor]:
        """Read an article's mentions as anchors, in order.

        Args:
            text: the cleaned page.
            mentions: of the article.
            places: the unit of each mention that names one.
            home: what the article is about.
        """
        state = State(text, home)
        done = mentions[0].start if mentions else 0
        for mention, place in zip(mentions, places, strict=True):
            if text.find("\n", done, mention.start) >= 0:
                state.paragraph.clear()
            done = mention.end
            anchor = self._anchor(mention, place, state)
            if anchor is not None and not (mention.surface.dated and not self._is_dated(text, mention.start)):
                state.add(anchor)
        return self._lists.read(text, state.anchors)

    def _anchor(self, mention: Mention, place: Place | None, state: State) -> Anchor | None:
        match mention.surface.kind:
            case "name":
                return self._named(place, state)
            case "pointer":
                return self._pointers.read(mention, state)
            case "enterprise":
                return self._bodies.enterprise(mention, place, state)
            case "suffix" | "industry":
                return self._bodies.body(mention, state)
            case "body":
                return self._bodies.same_body(mention, state)
        kind, scope = _WITHOUT_UNIT.get(mention.surface.kind, ("elsewhere", "unknown"))
        return Anchor(mention.start, mention.end, kind, None, scope, "name")

    def _is_dated(self, text: str, at: int) -> bool:
        """Return whether the sentence tells, before `at`, of the day on which something was held."""
        begin = begin_of_sentence(text, at, max(0, at - _GATHERING))
        return self._day.search(text, begin, at) is not None

    def _named(self, place: Place | None, state: State) -> Anchor | None:
        """Read a name as a place, with the town in it that it may go on to."""
        if place is None or place.weak or self._is_above(place, state):
            return None
        capital = place.unit.code in self._capitals
        if (state.paragraph or capital) and self._is_mere_venue(place, state):
            # The whole nation meets in its capital.
            meets = capital and state.home.province is not place.unit
            return self._meeting(place) if meets and self._passing.is_of_nation(state.text, place.start) else None
        return self._towns.with_town(
            Anchor(place.start, place.end, "place", place.unit, place.unit.level, "name"), state.text
        )

    def _is_above(self, place: Place, state: State) -> bool:
        """Return whether a place's union only leads whoever speaks, who is named, too, and lies within it."""
        above = place.unit.code in state.home.above and self._passing.is_above(state.text, place)
        return above and state.home.has_within(place.unit.code)

    def _is_mere_venue(self, place: Place, state: State) -> bool:
        """Return whether a place is only a venue; where unions of two provinces meet, it says which of them has it."""
        if not self._passing.is_venue(state.text, place):
            return False
        begin = begin_of_sentence(state.text, place.start)
        province_of = self._gazetteer.province_of
        named = {province_of(a.unit.code) for a in state.anchors[-_HOLDERS:] if a.unit is not None and a.start >= begin}
        return len(named) < _HOLDERS or province_of(place.unit.code) not in named

    @staticmethod
    def _meeting(venue: Place) -> Anchor:
        return Anchor(venue.start, venue.end, "national", None, "national", "name", meets=True)

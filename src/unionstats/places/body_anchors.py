"""Bodies of an article as anchors: firms, schools, branch unions, development zones, and 该公司 for one named before.

A place inside a body's name (长治钢铁公司) is no anchor of its own, and a mere partner carries no figures. `bodies`
reads the names.
"""

from __future__ import annotations

from unionstats.places.anchor import Anchor, AnchorKind
from unionstats.places.bodies import BodyName, BodyReader
from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.home import Fit
from unionstats.places.mentions import Mention
from unionstats.places.settle import Place
from unionstats.places.state import State
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder


class BodyAnchorReader:
    """Reads the bodies of an article as anchors.

    Args:
        folder: the rules.
        gazetteer: what holds what.
        city: which units are cities.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer, city: Fit) -> None:
        self._gazetteer, self._city = gazetteer, city
        self._bodies = BodyReader(folder)
        _, deixis = only_table(folder, "deixis")
        self._between_items = frozenset(deixis["listing"]["items"])
        _, scope = only_table(folder, "scope")
        pointing = scope["pointing"]
        self._own_kind = frozenset(word for entry in pointing for word in entry["words"] if word not in entry["any"])
        self._known_only = frozenset(word for entry in pointing for word in entry["known_only"])
        self._unplaced = frozenset(word for entry in pointing for word in entry.get("unplaced", ()))

    def enterprise(self, mention: Mention, place: Place | None, state: State) -> Anchor | None:
        """Read a firm that the rules know by name; a mere partner becomes the place of its seat."""
        homeless = not mention.surface.candidates
        if place is None and not homeless:
            return None
        start, unit = (mention.start, None) if place is None else (place.start, place.unit)
        end = self._bodies.tail(state.text, mention.end)
        if self._bodies.is_partner(state.text, start, end):
            # 环县总工会与某铁路局联合开行: not of where the partner sits.
            if unit is None or state.is_placed(start):
                return None
            return Anchor(start, end, "place", unit, unit.level, "organisation")
        return Anchor(start, end, "body", unit, "organisation", "organisation", mention.surface.text)

    def body(self, mention: Mention, state: State) -> Anchor | None:
        """Read a firm, school or branch union with its name; the place in the name stops being an anchor of its own."""
        last = state.anchors[-1] if state.anchors else None
        place = last if last is not None and last.kind == "place" and last.basis == "name" else None
        if mention.surface.park:
            return self._park(mention, place, state)
        name = self._bodies.name(state.text, mention, place, last.end if last is not None else 0)
        if name is None:
            return self._unnamed_body(mention, state)
        if self._bodies.is_counted(state.text, mention.end) or self._bodies.only_attends(state.text, name.end):
            return None
        inside = place is not None and name.start == place.start
        joined = last is not None and last.organisation is not None and name.start == last.end
        if last is not None and joined:
            # 贵州中烟|工业有限责任公司: one name, not two.
            inside, name = True, BodyName(last.start, name.end, state.text[last.start : mention.end])
        unit = last.unit if inside and last is not None else None
        if inside:
            state.take_back()
        if not state.tells_of(name.text) and self._bodies.is_partner(state.text, name.start, name.end):
            return self._partner(name, unit, state)
        if unit is not None and unit.level != "province" and self._bodies.is_of_town(name.text, mention):
            return Anchor(name.start, name.end, "place", unit, "township", "name")
        national = unit is None and not joined and self._bodies.is_of_nation(name.text, mention)
        kind: AnchorKind = "national" if national else "body"
        return Anchor(name.start, name.end, kind, unit, "organisation", "organisation", name.text)

    def _partner(self, name: BodyName, unit: Unit | None, state: State) -> Anchor | None:
        """Read a body that is only a partner as its place; one that joins the article's own (与…共建) as nothing."""
        own = state.home.province
        within = unit is not None and own is not None and self._gazetteer.holds(own.code, unit.code)
        if within and unit is not own and self._bodies.only_joins(state.text, name.start):
            return None
        return None if unit is None else Anchor(name.start, name.end, "place", unit, unit.level, "organisation")

    def _unnamed_body(self, mention: Mention, state: State) -> Anchor | None:
        """Read 公司 or 集团公司工会 at the beginning of a clause as the body named last, or as one never named."""
        if not state.opens_clause(mention.start):
            return None
        if self._bodies.is_counted(state.text, mention.end):
            return None
        if state.bodies:
            return self.same_body(mention, state)
        if not self._bodies.is_own(state.text, mention.start):
            return None
        return Anchor(mention.start, mention.end, "body", None, "organisation", "deixis")

    def _park(self, mention: Mention, place: Anchor | None, state: State) -> Anchor | None:
        """Read a development zone right behind its city as a part of the city with figures of its own."""
        if place is None or place.end != mention.start or place.unit is None:
            return self._zone(mention, state)
        if place.unit.level == "province" and not self._city.accepts(place.unit):
            return None
        state.take_back()
        return place._replace(end=mention.end, scope="county")

    def _zone(self, mention: Mention, state: State) -> Anchor | None:
        """Read a zone without a name among the counties of a city as the city's: 高平市51个、开发区9个."""
        listed = state.text[mention.start - 1 : mention.start] in self._between_items
        unit = state.paragraph[-1] if state.paragraph and listed else None
        if unit is None or unit.level != "county" or not state.text[mention.end : mention.end + 1].isdecimal():
            return None
        outer = self._gazetteer.unit(unit.parent)
        if outer.level != "prefecture":
            return None
        return Anchor(mention.start, mention.end, "place", outer, "county", "name")

    def same_body(self, mention: Mention, state: State) -> Anchor | None:
        """Read 该厂 as the last body whose name contains 厂; 该公司 as the last body of any kind."""
        kind = mention.surface.text[1:]
        same = (body for body in reversed(state.bodies) if body.organisation and kind in body.organisation)
        last = state.bodies[-1] if state.bodies and mention.surface.text not in self._own_kind else None
        body = next(same, last)
        if body is not None:
            return body._replace(start=mention.start, end=mention.end, basis="deixis", until=0)
        if mention.surface.text in self._known_only or (mention.surface.text in self._unplaced and state.home.votes):
            return None
        return Anchor(mention.start, mention.end, "body", None, "organisation", "deixis")

"""Anchors: the places, bodies and events of an article that figures can hang on, pointing words bound.

Owns the one forward reading of an article's mentions. It does not know quantities; `resolve` picks for each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.places.anchor import Anchor, AnchorKind
from unionstats.places.bodies import BodyName, BodyReader
from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.home import Fit, Home, read_fits
from unionstats.places.lists import ListReader
from unionstats.places.mentions import Mention
from unionstats.places.passing import Listing, PassingReader
from unionstats.places.settle import Place
from unionstats.places.state import State
from unionstats.places.surfaces import Pointer, only_table
from unionstats.places.towns import TownReader
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import CLAUSE_ENDS, SENTENCE_END, begin_of_sentence
from unionstats.types import Scope

# Surfaces that stand for no unit: what they are as anchors, and the scope of figures that hang on them.
_WITHOUT_UNIT: dict[str, tuple[AnchorKind, Scope]] = {"event": ("event", "event")}
# So far behind the day a gathering is named.
_GATHERING = 100
# A count and the words before it have so many characters.
_COUNT = 20
# Unions of so many places hold something together.
_HOLDERS = 2
# What a word of the article's own voice is about, where its unit is not named.
_OWN_LEVELS: dict[str, Scope] = {
    "county": "county",
    "banner": "county",
    "district": "county",
    "city": "prefecture",
    "prefecture": "prefecture",
    "league": "prefecture",
    "town": "township",
    "province": "province",
}
# …and what its union is of, where the word leaves no doubt of it (市总 may be a county's).
_UNION_LEVELS: dict[str, Scope] = {"county": "county", "region": "county"}
# What a pointing word binds to that goes back to the nation.
_AGAIN = "again"
_TOGETHER = "together"
_OF_NATION = frozenset({"national", _AGAIN})
# …and what binds to no unit of its own.
_UNBOUND = _OF_NATION | {_TOGETHER}
# What a clause begins after: 公司 right behind it is the body named before.
_OPENERS = frozenset(("", *CLAUSE_ENDS, "\n", "“"))


class AnchorReader:
    """Reads mentions as anchors.

    Args:
        folder: the rules.
        gazetteer: what holds what.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._bodies = BodyReader(folder)
        path, deixis = only_table(folder, "deixis")
        self._fits = read_fits(deixis)
        self._own_nation = frozenset(deixis["nation"]["own"])
        self._nation_unions = frozenset(deixis["nation"]["unions"])
        self._nation_words = frozenset(deixis["nation"]["words"])
        self._ministries = frozenset(deixis["nation"]["ministries"])
        self._counted = frozenset(deixis["nation"]["counted"])
        self._counting = folder.compile(deixis["nation"]["counting"], path=path, rule="nation")
        self._through = frozenset(deixis["nation"]["through"])
        self._between_items = frozenset(deixis["listing"]["items"])
        self._reaching = tuple(deixis["nation"]["reaching"])
        self._sources = frozenset(deixis["nation"]["sources"])
        self._listing = Listing(folder)
        self._lists = ListReader(folder, gazetteer)
        self._passing = PassingReader(folder)
        _, guards = only_table(folder, "guards")
        self._capitals = frozenset(guards["dateline"]["ignore"])
        path, scope = only_table(folder, "scope")
        self._own_kind = frozenset(w for e in scope["pointing"] for w in e["words"]) - frozenset(
            word for entry in scope["pointing"] for word in entry["any"]
        )
        days = "|".join(f"(?:{entry['day']})" for entry in scope["event"] if "day" in entry)
        self._day = folder.compile(days, path=path, rule="scope.event")
        self._known_only = frozenset(word for entry in scope["pointing"] for word in entry["known_only"])
        self._towns = TownReader(folder)

    def fit(self, binds: str) -> Fit:
        """Return which units a kind of pointing word can mean."""
        return self._fits[binds]

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
                return self._pointed(mention, state)
            case "enterprise":
                return self._enterprise(mention, place, state)
            case "suffix" | "industry":
                return self._body(mention, state)
            case "body":
                return self._same_body(mention, state)
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

    def _pointed(self, mention: Mention, state: State) -> Anchor | None:
        pointer = mention.surface.pointer
        if self._is_passed(mention, state):
            return None
        if pointer is None or pointer.binds in _OF_NATION:
            return self._of_nation(mention, state)
        if pointer.binds == _TOGETHER:
            return self._together(mention, state)
        unit = self._bound(pointer, state, mention.start)
        if unit is None:
            return self._nobody(mention, pointer, state)
        if pointer.binds == "town":
            return self._town(mention, unit, state)
        anchor = Anchor(mention.start, mention.end, "place", unit, unit.level, "deixis")
        return anchor if pointer.speaker else self._towns.with_town(anchor, state.text)

    def _town(self, mention: Mention, unit: Unit | None, state: State) -> Anchor | None:
        """Read 柳溪镇|总工会 or 全镇 as the town, within the unit it lies in, where that is known."""
        if self._towns.is_told_of(state.text, mention.start, state.anchors):
            return None
        town = self._towns.pointed(state.text, mention.start, state.anchors)
        there = Anchor(mention.start, mention.end, "place", unit, "township", "deixis", town=town)
        return there if unit is not None else there._replace(kind="elsewhere")

    def _is_passed(self, mention: Mention, state: State) -> bool:
        """Return whether a pointing word is only said in passing; what is listed with one that is answered is, too."""
        start, pointer, passing = mention.start, mention.surface.pointer, self._passing
        if state.anchors and start < state.anchors[-1].end:
            return True  # 环山县柳溪镇建成: the town has been read with its county
        if passing.is_won(state.text, start):
            return True  # 荣获“全省先进集体”等称号4项
        if passing.is_answered(state.text, start, mention.end) or self._listing.joins(state.text, state.passed, start):
            state.passed = mention.end
            return True
        if pointer is None or pointer.binds in _UNBOUND:
            return False
        return passing.is_from(state.text, start) or (pointer.binds == "town" and passing.is_visited(state.text, start))

    def _of_nation(self, mention: Mention, state: State) -> Anchor | None:
        """Read 全国 or 全总 as the nation; 全行业 only where the nation's union or a body of it has been told of."""
        pointer = mention.surface.pointer
        if pointer is not None and pointer.binds == _AGAIN:
            told = any(a.kind == "national" and (a.meets or a.organisation) for a in state.anchors)
            return Anchor(mention.start, mention.end, "national", None, "national", "deixis") if told else None
        own = state.home.province
        if own is not None and own.code in self._own_nation and mention.surface.text in self._nation_words:
            return Anchor(mention.start, mention.end, "place", own, own.level, "deixis")
        if mention.surface.text in self._ministries:
            return self._announced(mention, state)
        if self._is_reach(mention, state):
            return None
        opens = state.text[mention.start - 1 : mention.start] in _OPENERS
        subject = opens and mention.surface.text in self._nation_unions
        return Anchor(mention.start, mention.end, "national", None, "national", "name", meets=subject)

    def _is_reach(self, mention: Mention, state: State) -> bool:
        """Return whether a body has something all over the nation: 晴川集团在全国设有分公司14家."""
        last = state.anchors[-1] if state.anchors else None
        if last is None or last.kind != "body" or not state.text.endswith(self._reaching, 0, mention.start):
            return False
        return not any(mark in state.text[last.end : mention.start] for mark in _OPENERS if mark)

    def _announced(self, mention: Mention, state: State) -> Anchor | None:
        """Read a ministry that announces something, or what is counted of all the nation, where no province has it."""
        start, end = mention.start, mention.end
        if mention.surface.text in self._counted and (state.home.province is not None or self._is_placed(start, state)):
            return None
        if self._is_counted(mention, state.text):
            return Anchor(start, end, "national", None, "national", "name", counted=True, until=end)
        before = state.text[start - 1 : start]
        if before not in _OPENERS and before not in self._through:
            return None
        return Anchor(start, end, "national", None, "national", "name", meets=True, ministry=True)

    @staticmethod
    def _is_placed(at: int, state: State) -> bool:
        """Return whether a sentence names a place before what is counted in it: 山西省有12家中央企业."""
        last = next((anchor for anchor in reversed(state.anchors) if anchor.unit is not None), None)
        return last is not None and SENTENCE_END.search(state.text, last.end, at) is None

    def _is_counted(self, mention: Mention, text: str) -> bool:
        """Return whether what is mentioned is counted of all the nation: 目前，已有24个省份, not 销往24个省份."""
        at = mention.start
        return mention.surface.text in self._counted and bool(self._counting.search(text, max(0, at - _COUNT), at))

    def _together(self, mention: Mention, state: State) -> Anchor | None:
        """Read 三地 at the beginning of a clause as the several provinces that have been told of."""
        told = any(anchor.kind == "elsewhere" and anchor.basis == "name" for anchor in state.anchors)
        provinces = {self._gazetteer.province_of(unit.code) for unit in state.article[-2:]}
        if state.text[mention.start - 1 : mention.start] in _OPENERS and (told or len(provinces) > 1):
            return Anchor(mention.start, mention.end, "elsewhere", None, "unknown", "deixis")
        return None

    def _nobody(self, mention: Mention, pointer: Pointer, state: State) -> Anchor | None:
        """Read 我县 where no county is named: nobody else's figures, and of the province where one is named."""
        scope, own = _OWN_LEVELS.get(pointer.binds), state.home.province
        if pointer.speaker == "union" and scope != "township":
            opens = state.text[mention.start - 1 : mention.start] in _OPENERS
            scope = _UNION_LEVELS.get(pointer.binds) if opens and own is None else None
        if scope is None:
            return None
        known = own if own is not None and own.code in state.home.votes else None
        if scope == "township":
            return self._town(mention, known, state)
        return Anchor(mention.start, mention.end, "elsewhere" if known is None else "place", known, scope, "deixis")

    def _bound(self, pointer: Pointer, state: State, start: int) -> Unit | None:
        """Return the unit a pointing word means: the nearest that fits, or first the article's own."""
        fit = self._fits[pointer.binds]
        speaker = state.home.speaker(fit) if pointer.speaker == "self" else None
        if speaker is not None:
            return speaker
        near = self._nearest(fit, state.paragraph)
        if near is not None and not pointer.speaker:
            return near
        last = state.anchors[-1] if state.anchors else None
        if last is not None and last.unit is near is not None and self._is_heard(last, state, start):
            return near
        own = state.home.best(fit) or state.home.speaker(fit)
        if own is not None and near is not None and pointer.speaker == "union":
            province_of = self._gazetteer.province_of
            return own if province_of(own.code) == province_of(near.code) else near
        return own or near or self._nearest(fit, state.article)

    def _is_heard(self, last: Anchor, state: State, start: int) -> bool:
        """Return whether who was named last in the sentence is its scene or has told the news: 从自治区获悉，我区."""
        text = state.text
        if self._passing.is_at(text, last, start):
            return True
        told = text[last.start - 1 : last.start] in self._sources and last.start > 0
        return told and SENTENCE_END.search(text, last.end, start) is None

    def _nearest(self, fit: Fit, units: list[Unit]) -> Unit | None:
        for unit in reversed(units):
            if fit.accepts(unit):
                return unit
            for code in self._gazetteer.way_up(unit.code)[1:]:
                outer = self._gazetteer.unit(code)
                if fit.accepts(outer):
                    return outer
        return None

    def _enterprise(self, mention: Mention, place: Place | None, state: State) -> Anchor | None:
        homeless = not mention.surface.candidates
        if place is None and not homeless:
            return None
        start, unit = (mention.start, None) if place is None else (place.start, place.unit)
        end = self._bodies.tail(state.text, mention.end)
        if self._bodies.is_partner(state.text, start, end):
            # 信阳市总工会与广铁集团联合开行: not of where the partner sits.
            if unit is None or self._is_placed(start, state):
                return None
            return Anchor(start, end, "place", unit, unit.level, "organisation")
        return Anchor(start, end, "body", unit, "organisation", "organisation", mention.surface.text)

    def _body(self, mention: Mention, state: State) -> Anchor | None:
        """Read a firm, school or branch union with its name; the place in its name is taken back from the anchors."""
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
        if state.text[mention.start - 1 : mention.start] not in _OPENERS:
            return None
        if self._bodies.is_counted(state.text, mention.end):
            return None
        if state.bodies:
            return self._same_body(mention, state)
        if not self._bodies.is_own(state.text, mention.start):
            return None
        return Anchor(mention.start, mention.end, "body", None, "organisation", "deixis")

    def _park(self, mention: Mention, place: Anchor | None, state: State) -> Anchor | None:
        """Read a development zone right behind its city as a part of the city with figures of its own."""
        if place is None or place.end != mention.start or place.unit is None:
            return self._zone(mention, state)
        if place.unit.level == "province" and not self._fits["city"].accepts(place.unit):
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

    def _same_body(self, mention: Mention, state: State) -> Anchor | None:
        """Read 该厂 as the last body whose name says it is one; 该公司 as the last of all."""
        kind = mention.surface.text[1:]
        same = (body for body in reversed(state.bodies) if body.organisation and kind in body.organisation)
        last = state.bodies[-1] if state.bodies and mention.surface.text not in self._own_kind else None
        body = next(same, last)
        if body is not None:
            return body._replace(start=mention.start, end=mention.end, basis="deixis", until=0)
        if mention.surface.text in self._known_only:
            return None
        return Anchor(mention.start, mention.end, "body", None, "organisation", "deixis")

"""Pointing words: what 我省, 全市, 县总工会, 全国 and 全镇 stand for in an article.

Binds each to a unit, by what the article is about and what it has named before.
"""

from __future__ import annotations

from unionstats.places.anchor import Anchor
from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.home import HEADLINE, Fit, read_fits
from unionstats.places.mentions import Mention
from unionstats.places.passing import Listing, PassingReader
from unionstats.places.state import OPENERS, State
from unionstats.places.surfaces import Pointer, only_table
from unionstats.places.towns import TownReader
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import COLONS, SENTENCE_END, STOPS
from unionstats.types import Scope

# A count and the words before it have so many characters.
_COUNT = 20
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
# What stands behind the place that heads a paragraph, which is looked for among so many of the last places.
_HEAD_ENDS = frozenset((*COLONS, *STOPS, "|", "】", " ", "\u3000"))
_HEAD_OPENS = frozenset(("\n", "【"))
_LINE_END = frozenset(("\n",))
_HEADS = 8
# What a pointing word binds to that goes back to the nation.
_AGAIN = "again"
_TOGETHER = "together"
_OF_NATION = frozenset({"national", _AGAIN})
# …and what binds to no unit of its own.
_UNBOUND = _OF_NATION | {_TOGETHER}


class PointerReader:
    """Reads pointing words as anchors.

    Args:
        folder: the rules.
        gazetteer: what holds what.
        passing: tells what is only said in passing.
        towns: reads towns.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer, passing: PassingReader, towns: TownReader) -> None:
        self._gazetteer, self._passing, self._towns = gazetteer, passing, towns
        path, deixis = only_table(folder, "deixis")
        nation = deixis["nation"]
        self._fits = read_fits(deixis)
        self._own_nation = frozenset(nation["own"])
        self._nation_unions = frozenset(nation["unions"])
        self._nation_words = frozenset(nation["words"])
        self._ministries = frozenset(nation["ministries"])
        self._counted = frozenset(nation["counted"])
        self._counting = folder.compile(nation["counting"], path=path, rule="nation")
        self._through = frozenset(nation["through"])
        self._reaching = tuple(nation["reaching"])
        self._sources = frozenset(nation["sources"])
        self._listing = Listing(folder)
        self._known: dict[tuple[Fit, str, str], Unit | None] = {}

    def fit(self, binds: str) -> Fit:
        """Return which units a kind of pointing word can mean."""
        return self._fits[binds]

    def read(self, mention: Mention, state: State) -> Anchor | None:
        """Return the anchor that a pointing word stands for; None if it is mentioned in passing."""
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
        opens = state.opens_clause(mention.start)
        subject = opens and mention.surface.text in self._nation_unions
        return Anchor(mention.start, mention.end, "national", None, "national", "name", meets=subject)

    def _is_reach(self, mention: Mention, state: State) -> bool:
        """Return whether a body has something all over the nation: 晴川集团在全国设有分公司14家."""
        last = state.anchors[-1] if state.anchors else None
        if last is None or last.kind != "body" or not state.text.endswith(self._reaching, 0, mention.start):
            return False
        return not any(mark in state.text[last.end : mention.start] for mark in OPENERS if mark)

    def _announced(self, mention: Mention, state: State) -> Anchor | None:
        """Read a ministry that announces something, or what is counted of all the nation, where no province has it."""
        start, end = mention.start, mention.end
        if mention.surface.text in self._counted and (state.home.province is not None or state.is_placed(start)):
            return None
        if self._is_counted(mention, state.text):
            return Anchor(start, end, "national", None, "national", "name", counted=True, until=end)
        before = state.text[start - 1 : start]
        if before not in OPENERS and before not in self._through:
            return None
        return Anchor(start, end, "national", None, "national", "name", meets=True, ministry=True)

    def _is_counted(self, mention: Mention, text: str) -> bool:
        """Return whether what is mentioned is counted of all the nation: 目前，已有24个省份, not 销往24个省份."""
        at = mention.start
        return mention.surface.text in self._counted and bool(self._counting.search(text, max(0, at - _COUNT), at))

    def _together(self, mention: Mention, state: State) -> Anchor | None:
        """Read 三地 at the beginning of a clause as the several provinces that have been told of."""
        told = any(anchor.kind == "elsewhere" and anchor.basis == "name" for anchor in state.anchors)
        provinces = {self._gazetteer.province_of(unit.code) for unit in state.article[-2:]}
        if state.opens_clause(mention.start) and (told or len(provinces) > 1):
            return Anchor(mention.start, mention.end, "elsewhere", None, "unknown", "deixis")
        return None

    def _nobody(self, mention: Mention, pointer: Pointer, state: State) -> Anchor | None:
        """Read 我县 where no county is named: nobody else's figures, and of the province where one is named."""
        scope, own = _OWN_LEVELS.get(pointer.binds), state.home.province
        if pointer.speaker == "union" and scope != "township":
            opens = state.opens_clause(mention.start)
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
            return self._around_listed(near, fit, state) or near
        last = state.anchors[-1] if state.anchors else None
        if last is not None and last.unit is near is not None and self._is_heard(last, state, start):
            return near
        if pointer.speaker == "union" or (not pointer.speaker and near is None):
            headed = self._nearest(fit, self._head(state, start))
            if headed is not None and not self._is_guest(headed, fit, state):
                return headed
        own = state.home.best(fit) or state.home.speaker(fit)
        if own is not None and near is not None and pointer.speaker == "union":
            province_of = self._gazetteer.province_of
            return own if province_of(own.code) == province_of(near.code) else near
        return own or near or self._nearest(fit, state.article)

    @staticmethod
    def _head(state: State, start: int) -> list[Unit]:
        """Return the place that heads a paragraph (衡阳：市总工会…), or stands above it on a line of its own."""
        text = state.text
        begin = text.rfind("\n", 0, start) + 1
        for anchor in reversed(state.anchors[-_HEADS:]):
            opens = anchor.start > 0 and text[anchor.start - 1] in _HEAD_OPENS
            if opens and anchor.unit is not None and anchor.unit.level != "province":
                ends = _HEAD_ENDS if anchor.start >= begin else _LINE_END
                if text[anchor.end : anchor.end + 1] in ends:
                    return [anchor.unit]
        return []

    def _is_guest(self, headed: Unit, fit: Fit, state: State) -> bool:
        """Return whether an article whose headline names its own city only tells of another: 南京。…市总工会组织…."""
        own = state.home.best(fit)
        return own is not None and state.home.votes.get(own.code, 0) >= HEADLINE and own.level == headed.level

    def _around_listed(self, near: Unit, fit: Fit, state: State) -> Unit | None:
        """Return the unit of the paragraph that holds several listed ones: 甲市建会。乙县、丙市分别建站。全市…."""
        listed = [anchor for anchor in state.anchors[-2:] if anchor.unit is not None]
        if (
            len(listed) < 2
            or listed[1].unit is not near
            or not self._listing.joins(state.text, listed[0].end, listed[1].start)
        ):
            return None
        codes = [anchor.unit.code for anchor in listed if anchor.unit is not None]
        around = (unit for unit in state.paragraph if unit is not near and fit.accepts(unit))
        return next((unit for unit in around if all(self._gazetteer.holds(unit.code, code) for code in codes)), None)

    def _is_heard(self, last: Anchor, state: State, start: int) -> bool:
        """Return whether who was named last in the sentence is its scene or has told the news: 从自治区获悉，我区."""
        text = state.text
        if self._passing.is_at(text, last, start):
            return True
        told = text[last.start - 1 : last.start] in self._sources and last.start > 0
        return told and SENTENCE_END.search(text, last.end, start) is None

    def _nearest(self, fit: Fit, units: list[Unit]) -> Unit | None:
        """Return the unit named last that fits, or that lies in one which does."""
        around = (self._around(fit, unit) for unit in reversed(units))
        return next((unit for unit in around if unit is not None), None)

    def _around(self, fit: Fit, unit: Unit) -> Unit | None:
        """Return a unit if it fits, else the innermost around it that does; long pages ask it again and again."""
        key = fit, unit.code, unit.name
        if key not in self._known:
            outer = map(self._gazetteer.unit, self._gazetteer.way_up(unit.code)[1:])
            self._known[key] = next(filter(fit.accepts, (unit, *outer)), None)
        return self._known[key]

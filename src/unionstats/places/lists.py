"""Anchors in lists (太原、大同等5个市), in brackets, and as parts of a whole (其中太原市200家).

Decides how far such an anchor reaches: the last name of a list may stand for all of it; an anchor in brackets or after
其中 carries no figure beyond them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from unionstats.places.anchor import Anchor
from unionstats.places.gazetteer import Gazetteer, Unit
from unionstats.places.passing import Listing, PassingReader
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import COMMAS, SENTENCE_END, STOPS, end_of_sentence
from unionstats.text.sentences import find_asides

# Brackets close at most so far behind what they name.
_ASIDE = 120


class ListReader:
    """Reads which anchors of an article belong together.

    Args:
        folder: the rules.
        gazetteer: what holds what.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._listing = Listing(folder)
        self._passing = PassingReader(folder)
        path, deixis = only_table(folder, "deixis")
        self._origins = folder.compile(deixis["listing"]["origins"], path=path, rule="listing")
        _, scope = only_table(folder, "scope")
        self._lies = tuple(scope["page"][0]["lies"])
        self._parts = tuple(deixis["listing"]["parts"])
        self._reaching = tuple(deixis["nation"]["reaching"])

    def read(self, text: str, anchors: list[Anchor]) -> list[Anchor]:
        """Return the anchors of an article with the unit that holds each list (`group`) and their reach (`until`)."""
        return self._parted(text, _bracketed(text, list(self._grouped(text, anchors))))

    def _parted(self, text: str, anchors: list[Anchor]) -> list[Anchor]:
        """Return the parts of a whole with where their sentence ends: 全省建会3000家,其中太原市200家、大同市90家."""
        until = 0
        for index, anchor in enumerate(anchors):
            if text.endswith(self._parts, 0, anchor.start):
                until = end_of_sentence(text, anchor.end, ends=STOPS)  # semicolons may separate the parts
            if anchor.start < until and not anchor.until:
                anchors[index] = anchor._replace(until=until)
        return anchors

    def _grouped(self, text: str, anchors: list[Anchor]) -> Iterator[Anchor]:
        """Yield the anchors; the last of a list of names also knows the unit that holds them all."""
        run: list[Anchor] = []
        before: Anchor | None = None
        partner: Anchor | None = None
        for anchor in anchors:
            last = run[-1] if run else before
            goes_on = partner is not None and self._joins(text, [partner], anchor)
            if goes_on or (last is not None and len(run) < 2 and self._only_joins(text, last, anchor)):
                partner = anchor  # 安徽省总工会联合合肥市总工会、芜湖市总工会: all that are listed
                continue
            partner = None
            named = anchor.kind == "place" and anchor.basis == "name"
            if run and not (named and self._joins(text, run, anchor)):
                yield from self._list(text, run, before)
                before, run = run[-1], []
            if named:
                run.append(anchor)
            else:
                yield anchor
                before = anchor
        yield from self._list(text, run, before)

    def _joins(self, text: str, run: list[Anchor], anchor: Anchor) -> bool:
        """Return whether an anchor goes on with a list; from province to province a comma does: 重庆永川，四川泸州."""
        listing, end, start = self._listing, run[-1].end, anchor.start
        if end == start:
            return listing.are_counted(text, anchor.end)
        if text[end:start] in COMMAS and self._opens_province(text, run[0]) and self._opens_province(text, anchor):
            return True
        return listing.joins(text, end, start) or listing.joins_unions(text, end, start)

    def _opens_province(self, text: str, anchor: Anchor) -> bool:
        """Return whether a name says its province first: 四川泸州."""
        if anchor.unit is None or anchor.unit.level == "province":
            return False
        province = self._gazetteer.unit(self._gazetteer.province_of(anchor.unit.code))
        return text.startswith((province.name, *province.short), anchor.start)

    def _is_partner(self, text: str, actor: Anchor, partner: Anchor) -> bool:
        """Return whether a place's union only joins that of another place, which is named first."""
        if actor.unit is None or partner.unit is None or not self._listing.only_joins(text, actor.end, partner.start):
            return False
        return self._apart([actor.unit, partner.unit])

    def _only_joins(self, text: str, actor: Anchor, partner: Anchor) -> bool:
        """Return whether a place's union only joins that of one within or around it: 宿州市总工会联合埇桥区总工会."""
        if actor.unit is None or partner.unit is None or actor.kind != "place" or partner.kind != "place":
            return False
        if not self._listing.only_joins(text, actor.end, partner.start) or self._apart([actor.unit, partner.unit]):
            return False
        above = self._gazetteer.holds(partner.unit.code, actor.unit.code)
        return above or self._listing.is_union(text, partner.start, partner.end)

    def _is_scene(self, text: str, actor: Anchor, run: list[Anchor]) -> bool:
        """Return whether names say only where whoever is named before them is at work: 县总工会在西安、咸阳等地."""
        group = self._common([anchor.unit for anchor in run if anchor.unit is not None])
        if actor.kind == "body" and len(run) > 1 and group is None and self._reaches(text, actor.end, run[0].start):
            return True
        if text.endswith(self._lies, 0, run[0].start) or not self._passing.is_scene(text, actor.end, run[0].start):
            return False
        if actor.kind == "body":
            return True
        outside = group is None or (actor.unit is not None and not self._gazetteer.holds(actor.unit.code, group.code))
        return len(run) > 1 and actor.unit is not None and outside

    def _reaches(self, text: str, end: int, start: int) -> bool:
        """Return whether a body that ends at `end` reaches into the provinces listed from `start` on."""
        if start - end > _ASIDE or not text.endswith(self._reaching, 0, start):
            return False
        return SENTENCE_END.search(text, end, start) is None

    def _list(self, text: str, run: list[Anchor], before: Anchor | None = None) -> Sequence[Anchor]:
        """Return a list of names; one of several provinces that are only partners is left out."""
        if before is not None and run and (self._is_scene(text, before, run) or self._is_partner(text, before, run[0])):
            return ()
        if len(run) < 2:
            return run
        units = [anchor.unit for anchor in run if anchor.unit is not None]
        if len(units) < 2 or not self._apart(units):
            return run
        group = self._common(units)
        if group is None and before is not None and before.kind == "place" and self._origins.match(text, run[-1].end):
            return ()  # 福建、浙江等地用工企业38家 at a county's fair
        if group is None:
            for index, anchor in enumerate(run[:-1]):
                if self._listing.follows_with(text, anchor.start):
                    return self._list(text, run[:index])
        return (*run[:-1], run[-1]._replace(group=group, spread=True))

    def _apart(self, units: list[Unit]) -> bool:
        holds = self._gazetteer.holds
        return not any(holds(one.code, other.code) for one in units for other in units if one is not other)

    def _common(self, units: list[Unit]) -> Unit | None:
        code = self._gazetteer.common(unit.code for unit in units)
        return None if code is None else self._gazetteer.unit(code)


def _bracketed(text: str, anchors: list[Anchor]) -> list[Anchor]:
    """Return anchors in brackets with where these close: 新建300家(其中长安区20家)."""
    if not anchors:
        return anchors
    for aside in find_asides(text, max(0, anchors[0].start - _ASIDE), anchors[-1].end + _ASIDE):
        first = bisect_left(anchors, aside.start, key=attrgetter("start"))
        for index in range(first, bisect_left(anchors, aside.end, key=attrgetter("start"))):
            anchors[index] = anchors[index]._replace(until=aside.end)
    return anchors

"""Aid between provinces: a figure about aid belongs to the place that receives it, not to the one that gives it.

Tells giver and receiver apart, in a sentence, and over a whole article if its title is about aid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import regex

from unionstats.places.anchor import Anchor
from unionstats.places.gazetteer import NATIONAL, Gazetteer
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.types import ArticleView

# Who helps and who is helped.
_TWO = 2
# A word of help stands at most so many characters before who is helped.
_HELP = 4
# So much of its text tells which programme of help an article is about.
_BEGINNING = 160


class AidReader:
    """Tells giver and receiver of aid apart, by the rules of aid.toml.

    Args:
        folder: the rules.
        gazetteer: which province a place lies in.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        path, table = only_table(folder, "aid")
        entry = table["aid"][0]
        rule = entry["id"]
        self._aid = regex.compile("|".join(map(regex.escape, entry["triggers"])))
        self._gives = regex.compile("|".join(map(regex.escape, entry["gives"])))
        self._presents = regex.compile("|".join(map(regex.escape, entry["presents"])))
        self._to = tuple(entry["to"])
        self._funds = folder.compile(entry["funds"], path=path, rule=rule)
        self._straight = tuple(entry["straight"])
        self._parts = entry["parts"]
        self._gathered, self._given_to = tuple(entry["gathered"]), tuple(entry["given_to"])
        self._programmes = {word: gazetteer.unit(code) for word, code in entry["programmes"].items()}
        self._programme = regex.compile("|".join(map(regex.escape, self._programmes)))
        self._means = folder.compile(entry["means"], path=path, rule=rule)
        self._but = regex.compile("|".join(map(regex.escape, entry["but"])))
        self._before = tuple(entry["before"])
        self._helper = folder.compile(entry["helper"], path=path, rule=rule)
        self._receives = folder.compile(entry["receives"], path=path, rule=rule)

    def beneficiary(self, text: str, anchors: Sequence[Anchor], start: int, end: int) -> Anchor | None:
        """Return the receiver where a sentence names giver and receiver: two provinces, or the national union and one.

        Args:
            text: the cleaned page.
            anchors: of the sentence.
            start: where the sentence begins.
            end: where it ends.
        """
        named: dict[str, list[Anchor]] = {}
        for anchor in anchors:
            party = self._party(anchor)
            if party is not None:
                named.setdefault(party, []).append(anchor)
        words = self._gives if NATIONAL in named else self._aid
        told = words.search(text, start, end) is not None
        if len(named) > _TWO and told:
            last = self._last_helped(text, named)
            if last is not None:
                return last
            if NATIONAL in named:
                return self._several(text, [places[0] for party, places in named.items() if party != NATIONAL])
        if len(named) != _TWO or not (told or self._straightly(text, named.values())):
            return self._given(text, named, start, end) if NATIONAL in named else None
        helped = [places for party, places in named.items() if party != NATIONAL and self._are_helped(text, places)]
        if len(helped) == _TWO and all(self._is_built(text, places) for places in helped):
            return None  # 援建甲县资金480万元,援建乙县资金190万元: each its own
        found = helped[0] if helped else self._helped_again(text, anchors) or self._funded(text, named)
        return None if found is None else self._innermost(text, found)

    def _innermost(self, text: str, places: Sequence[Anchor]) -> Anchor:
        """Return the last place before the parts of a sum are told: 援助阿里地区403万元,其中用于噶尔县96万元."""
        parts = text.find(self._parts, places[0].end, places[-1].start)
        return places[-1] if parts < 0 else [place for place in places if place.start < parts][-1]

    def _are_helped(self, text: str, places: Sequence[Anchor]) -> bool:
        """Return whether the first name of a province says that it is helped (在林芝, 向重庆), or another is given."""
        return self._is_helped(text, places[0]) or any(text.endswith(self._given_to, 0, p.start) for p in places[1:])

    def _is_built(self, text: str, places: Sequence[Anchor]) -> bool:
        return text.endswith(self._gathered, 0, places[0].start)

    def region(self, view: ArticleView) -> Anchor | None:
        """Return the region whose aid programme (援疆) the title or the beginning of an article names."""
        article = view.article
        begin, end = article.span.start, min(article.span.end, article.body.start + _BEGINNING)
        words = {found[0] for found in self._programme.finditer(view.text, begin, end)}
        if len(words) != 1:
            return None
        unit = self._programmes[words.pop()]
        return Anchor(begin, begin, "place", unit, unit.level, "name")

    def within(self, text: str, start: int, at: int, own: Sequence[Anchor], anchors: Sequence[Anchor]) -> Anchor | None:
        """Return the receiver of money where a sentence names giver and programme: 湖南工会援藏以来投入资金.

        Args:
            text: the cleaned page.
            start: where the sentence begins.
            at: where the sum of money begins.
            own: the sentence's anchors.
            anchors: of the whole article.
        """
        word = self._programme.search(text, start, at)
        if word is None or not own or self._but.search(text, start, at) is not None:
            return None
        holds, region = self._gazetteer.holds, self._programmes[word[0]].code
        if self._means.match(text, word.end(), at) is None or any(
            anchor.unit is None or holds(region, anchor.unit.code) for anchor in own
        ):
            return None
        helped = [a for a in anchors if a.kind == "place" and a.unit is not None and holds(region, a.unit.code)]
        return max(helped, key=lambda a: len(self._gazetteer.way_up(a.unit.code)) if a.unit else 0, default=None)

    def _party(self, anchor: Anchor) -> str | None:
        if anchor.kind == "national" and anchor.meets:
            return NATIONAL
        if anchor.kind != "place" or anchor.unit is None:
            return None
        return self._gazetteer.province_of(anchor.unit.code)

    def _several(self, text: str, places: Sequence[Anchor]) -> Anchor | None:
        """Return the several provinces that the nation's union helps at once, as nobody's: 支持湖南、江西等3省工会."""
        if not self._is_helped(text, places[0]):
            return None
        return places[-1]._replace(kind="elsewhere", unit=None, scope="unknown")

    def _last_helped(self, text: str, named: Mapping[str, Sequence[Anchor]]) -> Anchor | None:
        """Return the place that several help, where it is named last: 甲省捐款25万元、乙省捐款18万元支援丙市."""
        last = max((place for places in named.values() for place in places), key=lambda place: place.start)
        alone = last.kind == "place" and any(list(places) == [last] for places in named.values())
        return last if alone and text.endswith(self._gathered, 0, last.start) else None

    def _straightly(self, text: str, named: Iterable[Sequence[Anchor]]) -> bool:
        return any(text.endswith(self._straight, 0, places[0].start) for places in named)

    def _given(self, text: str, named: Mapping[str, Sequence[Anchor]], start: int, end: int) -> Anchor | None:
        """Return the place that the nation's union gives something to: 全国总工会投入9万元，为吉林市建成书屋."""
        if len(named) != _TWO or self._presents.search(text, start, end) is None:
            return None
        places = next(places for party, places in named.items() if party != NATIONAL)
        return places[0] if text.endswith(self._to, 0, places[0].start) else None

    def _funded(self, text: str, named: Mapping[str, list[Anchor]]) -> list[Anchor] | None:
        """Return the other party where one of two gives money of help: 斗门区与务川县签订协议，斗门区投入帮扶资金."""
        giving = [party for party, places in named.items() if any(self._funds.match(text, a.end) for a in places)]
        if len(giving) != 1 or NATIONAL in named:
            return None
        return next(places for party, places in named.items() if party != giving[0])

    def _helped_again(self, text: str, anchors: Sequence[Anchor]) -> list[Anchor] | None:
        """Return who is helped by the party named right before: 宁波市与凉山州协作，宁波市总工会出资在凉山州建站."""
        told = [(party, anchor) for anchor in anchors if (party := self._party(anchor)) is not None]
        again = [
            (party, anchor)
            for (before, _), (party, anchor) in pairwise(told)
            if before != party != NATIONAL and self._is_helped(text, anchor)
        ]
        return [anchor for _, anchor in again] if len({party for party, _ in again}) == 1 else None

    def _is_helped(self, text: str, place: Anchor) -> bool:
        before = text[max(0, place.start - _HELP) : place.start]
        return before.endswith(self._before) or self._receives.match(text, place.end) is not None

    def only_helps(self, text: str, anchor: Anchor, own: Anchor | None, *, aided: bool) -> bool:
        """Return whether a place of another province only gives aid to the article's own.

        Args:
            text: the cleaned page.
            anchor: a place of the article.
            own: the article's own place.
            aided: whether the article's title tells of help to `own`; then all of it does.
        """
        if own is None or own.unit is None or anchor.unit is None or anchor.kind != "place":
            return False
        province_of = self._gazetteer.province_of
        if province_of(own.unit.code) == province_of(anchor.unit.code):
            return False
        return aided or (anchor.basis == "name" and self._helper.match(text, anchor.end) is not None)

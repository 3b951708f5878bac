"""Figures that sum up a list of names before them: 太原、大同等5个市. The names are samples of a whole, or all of it.

Decides which place such a figure has: the unit that holds the listed ones, or the wider place spoken of before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from unionstats.places.anchor import Anchor, last_of
from unionstats.places.gazetteer import Gazetteer
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import COMMAS, LIST_COMMA, end_of_sentence
from unionstats.types import Quantity, Span

# What stands between a sample's name and the number of all is so long.
_SAMPLES = 40


class Figure(NamedTuple):
    """A figure, the clause in which it begins, where its sentence begins, and the anchors of its article."""

    quantity: Quantity
    clause: Span
    sentence: int
    named: Sequence[Anchor] = ()


class SampleReader:
    """Reads figures that sum up a list, by the rules of places/scope/.

    Args:
        folder: the rules.
        gazetteer: what holds what.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        path, scope = only_table(folder, "scope")
        entry = scope["organisation"][0]
        self._summing = tuple(entry["summing"])
        self._sign = entry["sign"]
        self._sent = folder.compile(entry["sent"], path=path, rule=entry["id"])
        self._grants = tuple(entry["grants"])
        self._visits = folder.compile(entry["visits"], path=path, rule=entry["id"])
        self._sampled = folder.compile(entry["sampled"], path=path, rule=entry["id"])
        self._conferred = folder.compile(entry["conferred"], path=path, rule=entry["id"])
        self._samples = folder.compile(entry["samples"], path=path, rule=entry["id"])

    def read(
        self, text: str, figure: Figure, before: Sequence[Anchor], about: Callable[[], Anchor | None]
    ) -> Anchor | None:
        """Return the place of a figure that sums up the list before it: …站、…院等近30家单位; …、…和…3人.

        Args:
            text: the cleaned page.
            figure: the figure with where it stands.
            before: the sentence's anchors before it.
            about: gives what its paragraph or its article is about.
        """
        quantity, clause = figure.quantity, figure.clause
        at = quantity.start - 1 if text[quantity.start - 1] == " " else quantity.start
        samples = text.endswith(self._summing, clause.start, at) or self._before_noun(text, figure, before)
        if not samples and (text[clause.start - 1] != LIST_COMMA or len(before) < 2):
            return None
        begin = _list_begin(text, figure.sentence, clause.start)
        granting = self._granting(text, before, begin) if samples else None
        if granting or (not samples and quantity.value != text.count(LIST_COMMA, begin, quantity.start) + 1):
            return granting
        listed = [anchor for anchor in before if anchor.start >= begin]
        # What a list only gives samples of is at least as wide as what was spoken of before.
        named = [a for a in before if a.start < begin and a.basis != "organisation" and not self._is_listed(text, a)]
        outer = about()
        around = last_of(named) or outer
        several = text.count(LIST_COMMA, begin, quantity.start) > 0
        alone = samples and bool(listed) and not several and self._is_example(text, listed, at + 1)
        whole = self._whole(figure, listed, around, outer) if alone else None
        return whole or self._of_list(listed, around, outer, samples=samples, several=several or _is_one(listed))

    def _of_list(
        self, listed: Sequence[Anchor], around: Anchor | None, outer: Anchor | None, *, samples: bool, several: bool
    ) -> Anchor | None:
        """Return the place of a figure that sums up a list, within what is told of around it."""
        together = self._together(listed)
        if together is None and samples and listed:
            if len(listed) > 1 or listed[0].kind != "place" or listed[0].basis == "organisation":
                return self._of_bodies(listed, around, outer)
            together = listed[0]
        if together is None or together.unit is None:
            return None
        for wider in (around, outer) if samples and several else ():
            unit = None if wider is None else wider.unit
            if unit is not None and self._gazetteer.holds(unit.code, together.unit.code):
                return together._replace(unit=unit, scope=unit.level, town=None)
        return together

    def without_samples(
        self, text: str, before: Sequence[Anchor], at: int, about: Callable[[], Anchor | None]
    ) -> Sequence[Anchor]:
        """Return a sentence's anchors without samples of what was counted before `at`, where who counts is known.

        市总工会为甲县某某等21个企业补贴850万元: the money is the city's.

        Args:
            text: the cleaned page.
            before: the sentence's anchors before it.
            at: where a figure begins.
            about: gives what its paragraph or its article is about.
        """
        samples = [anchor for anchor in before if self.is_sample(text, anchor, at)]
        if not samples:
            return before
        told = [anchor for anchor in before if anchor not in samples]
        if not told and not all(self.is_given(text, anchor, at) for anchor in samples):
            return before
        outer = None if told else about()
        owners = told if outer is None else [outer]
        if outer is not None and outer.kind == "national":
            return told
        units = [anchor.unit for anchor in owners if anchor.unit is not None]
        holds = self._gazetteer.holds
        inside = (a.unit is not None and any(holds(unit.code, a.unit.code) for unit in units) for a in samples)
        return told if all(inside) else before

    def is_sample(self, text: str, anchor: Anchor, at: int) -> bool:
        """Return whether a name opens a list of samples that is summed up before `at`: 甲县某某等21个."""
        if anchor.kind == "event" or anchor.spread or _is_own(anchor):
            return False
        end = anchor.end + _SAMPLES
        if text.find(self._sign, anchor.end, end) < 0:
            return False
        found = self._sampled.match(text, anchor.end, end)
        return found is not None and found.start("number") < at

    def is_given(self, text: str, anchor: Anchor, at: int) -> bool:
        """Return whether a name is one of samples to whom their sentence says that something is given."""
        if not self.is_sample(text, anchor, at):
            return False
        return self._conferred.search(text, anchor.end, end_of_sentence(text, anchor.end)) is not None

    def traveller(self, text: str, figure: Figure, before: Sequence[Anchor]) -> Anchor | None:
        """Return who goes or sends people to other places and counts what was done there.

        Args:
            text: the cleaned page.
            figure: the figure with where it stands.
            before: the sentence's anchors before it.
        """
        return self._visitor(text, figure, before) or self._sender(text, figure, before)

    def _visitor(self, text: str, figure: Figure, before: Sequence[Anchor]) -> Anchor | None:
        """Return who goes to several places and counts what was done there: 公司工会深入甲县、乙县等站区,演出32场."""
        start, end = figure.sentence, figure.clause.start
        if len(before) < 2 or text[end - 1] not in COMMAS or text.find(self._sign, start, end) < 0:
            return None
        way = self._visits.search(text, start, end)
        if way is None or before[-1].end > way.end():
            return None
        actor = last_of([anchor for anchor in before if anchor.start < way.start()])
        visited = [anchor for anchor in before if anchor.start >= way.start()]
        if actor is None or not visited or any(a.kind != "place" or a.basis != "name" for a in visited):
            return None
        if actor.scope == "organisation":
            return actor
        codes = [anchor.unit.code for anchor in visited if anchor.unit is not None]
        around = actor.unit is not None and all(self._gazetteer.holds(actor.unit.code, code) for code in codes)
        return actor if around and actor.unit is not None and actor.unit.code not in codes else None

    def _sender(self, text: str, figure: Figure, before: Sequence[Anchor]) -> Anchor | None:
        """Return who sends people to a partner of another province: 甲市与乙市签约,组织32人赴乙市就业."""
        last = before[-1].unit
        if len(before) < 2 or last is None or before[-1].start >= figure.clause.start:
            return None
        province = self._gazetteer.province_of(last.code)
        senders = (a for a in reversed(before) if a.unit and self._gazetteer.province_of(a.unit.code) != province)
        sender = next(senders, None)
        if sender is None:
            return None
        sent = self._sent.search(text, figure.sentence, end_of_sentence(text, figure.quantity.end))
        return sender if sent is not None and sent[1].startswith((last.name, *last.short)) else None

    def _granting(self, text: str, before: Sequence[Anchor], begin: int) -> Anchor | None:
        """Return the nation's body that commends samples from anywhere: 全国总工会授予甲厂、乙站等226个集体."""
        giver = next((anchor for anchor in reversed(before) if anchor.kind == "national"), None)
        start = begin if giver is None else max(begin, giver.end)
        first = next((anchor.start for anchor in before if anchor.start >= start), start)
        return giver if any(text.find(word, start, first) >= 0 for word in self._grants) else None

    def _is_listed(self, text: str, anchor: Anchor) -> bool:
        """Return whether a name is only a sample of what is counted behind it: 莲湖镇总工会等13家单位."""
        return text.find(self._sign, anchor.end, end_of_sentence(text, anchor.end, ends="".join(COMMAS))) >= 0

    def _is_example(self, text: str, listed: Sequence[Anchor], at: int) -> bool:
        """Return whether all that is named is one example, and no 我市 says whose they are."""
        return self.is_given(text, listed[-1], at) and not any(_is_own(anchor) for anchor in listed)

    def _whole(
        self, figure: Figure, listed: Sequence[Anchor], around: Anchor | None, outer: Anchor | None
    ) -> Anchor | None:
        """Return what a single example is one of (福州某公司等34家: 福建); None if nothing wider is told."""
        unit = next((anchor.unit for anchor in reversed(listed) if anchor.unit is not None), None)
        if unit is None:
            return None
        place = listed[-1]._replace(kind="place", basis="name", organisation=None, town=None)
        for wider in (around, outer):
            if wider is not None and wider.unit is not None and self._gazetteer.holds(wider.unit.code, unit.code):
                return place._replace(unit=wider.unit, scope=wider.unit.level)
        if outer is None or outer.kind != "national":
            return None
        code = self._gazetteer.province_of(unit.code)
        others = (a.unit for a in figure.named if a.unit is not None and a not in listed)
        own = next((other for other in others if other.code == code), None)
        return outer if own is None else place._replace(unit=own, scope=own.level)

    def _of_bodies(self, listed: Sequence[Anchor], around: Anchor | None, outer: Anchor | None) -> Anchor | None:
        """Return the place of a list of bodies: who lists them (县总成立“…联合会”等6家), else what was told of."""
        if len(listed) > 1 and listed[0].kind == "place" and all(anchor.kind == "body" for anchor in listed[1:]):
            return listed[0]
        if all(anchor.kind == "body" or anchor.basis == "organisation" for anchor in listed):
            return self._wider(around, outer)
        return None

    def _before_noun(self, text: str, figure: Figure, before: Sequence[Anchor]) -> bool:
        """Return whether what is listed are samples of a kind named before the figure: 荆州某基地等项目65个."""
        if not before or text.find(self._sign, before[-1].end, figure.quantity.start) < 0:
            return False
        return self._samples.fullmatch(text, before[-1].end, figure.quantity.start) is not None

    def _wider(self, near: Anchor | None, far: Anchor | None) -> Anchor | None:
        """Return the wider of two places that samples may be of; None where the nearer is none."""
        if near is None or near.kind != "place" or near.unit is None:
            return None
        wide = far is not None and far.unit is not None and self._gazetteer.holds(far.unit.code, near.unit.code)
        return far if wide else near

    def _together(self, anchors: Sequence[Anchor]) -> Anchor | None:
        """Return the unit that holds all places of a list."""
        named = [anchor for anchor in anchors if anchor.kind in {"place", "body"} and anchor.unit is not None]
        # 山东晴川集团, 济南晴川一建集团: a firm's name says its province, and it may sit in the city as well.
        finer = [anchor for anchor in named if anchor.kind == "place" or not _is_of_province(anchor)]
        named = finer if len(finer) > 1 else named
        if anchors and anchors[-1].spread and anchors[-1].group is None:
            return None  # a list that began before the comma, in another province
        code = self._gazetteer.common(anchor.unit.code for anchor in named if anchor.unit is not None)
        if code is None or len(named) < 2:
            return None
        unit = self._gazetteer.unit(code)
        return named[-1]._replace(kind="place", unit=unit, scope=unit.level, basis="name", organisation=None, town=None)


def _is_own(anchor: Anchor) -> bool:
    return anchor.basis == "deixis" and anchor.scope != "township"


def _is_of_province(anchor: Anchor) -> bool:
    return anchor.unit is not None and anchor.unit.level == "province"


def _is_one(listed: Sequence[Anchor]) -> bool:
    """Return whether all that is listed is one unit by its name: 定海城东街道总工会某某等11位."""
    return len({anchor.unit for anchor in listed}) == 1 and all(anchor.basis in {"name", "deixis"} for anchor in listed)


def _list_begin(text: str, start: int, end: int) -> int:
    """Return where the list begins that a clause ends: behind the last comma before it."""
    return max(start, *(text.rfind(comma, start, end) + 1 for comma in COMMAS))

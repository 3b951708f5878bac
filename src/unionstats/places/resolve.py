"""Where each figure of an article belongs: the door of this room.

Owns the way outwards from a figure: its clause, its sentence, its paragraph, the sub-head over it, the article, the
page. What stands nearest and can carry it has it; where nothing does, the figure is nobody's: `unknown`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from unionstats.places.aid import AidReader
from unionstats.places.anchor import Anchor, last_of, whole
from unionstats.places.article import ArticleReader, year_of
from unionstats.places.events import EventReader, Story
from unionstats.places.gazetteer import NATIONAL
from unionstats.places.known import ArticlePlaces, Evidence
from unionstats.places.line import Line, right_behind
from unionstats.places.main_place import finer
from unionstats.places.samples import Figure, SampleReader
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import COMMAS, SENTENCE_END
from unionstats.types import ArticleView, Distance, PlaceReading, Quantity, Relation, Sentence, Span

_FAR = frozenset({"paragraph", "article", "page"})
# A list of names that stands behind a figure is so long.
_LIST = 30
# What lies within a province as a place of its own.
_WITHIN_PROVINCE = frozenset({"prefecture", "county", "township"})
# So few people are no figure of the nation's.
_A_FEW = 99
_QUOTE_OPENS, _QUOTE_CLOSES = "“", "”"


class CarryingWords(NamedTuple):
    """The words of the text that carry a figure's place and scope; "" where none do (publisher, votes, nothing)."""

    place: str
    scope: str


class PlaceResolver:
    """Reads where the figures of articles belong; compiles its rules once.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._articles = ArticleReader(folder)
        self._gazetteer = self._articles.gazetteer
        self._aid = AidReader(folder, self._gazetteer)
        _, guards = only_table(folder, "guards")
        self._attributes = frozenset(word for entry in guards["attribute"] for word in entry["before"])
        path, scope = only_table(folder, "scope")
        self._others = folder.compile(scope["organisation"][0]["others"], path=path, rule="scope.organisation")
        self._samples = SampleReader(folder, self._gazetteer)
        self._events = EventReader(folder)

    def read(self, view: ArticleView) -> tuple[PlaceReading, ...]:
        """Return the place, scope and body of every quantity of an article.

        Args:
            view: the article.

        Returns:
            One reading a quantity, in their order; `unknown` where nothing says it or several provinces share it.
        """
        if not view.quantities:
            return ()
        reach = self._events.reach(view)
        places = self._with_helped(view, self._articles.read(view, wide=reach is not None))
        year = year_of(view)
        readings: list[PlaceReading] = []
        last: Evidence | None = None
        for quantity, line, evidence in self._found(view, places):
            event = self._event(view.text, line, quantity, evidence, wide=reach is not None)
            if event is not None:
                name = self._events.name(view.text, line.sentence, quantity)
                reading = self._reading(view, places, evidence, year)
                if reach is not None and not self._has_own(view.text, line, quantity):
                    reading = PlaceReading(reach, basis="name", distance="article")
                readings.append(reading._replace(scope="event", organisation=name or None))
                last = None
            elif readings and _same(evidence, last):
                readings.append(readings[-1])
            else:
                readings.append(self._reading(view, places, evidence, year))
                last = evidence
        return tuple(readings)

    def _has_own(self, text: str, line: Line, quantity: Quantity) -> bool:
        """Return whether a figure of a contest has a place of its own in its sentence (山西选手30名), not its venue."""
        before = [anchor for anchor in line.anchors if anchor.start < quantity.start]
        provinces = {self._gazetteer.province_of(a.unit.code) for a in before if a.unit is not None}
        if self._events.is_sample_of_all(text, quantity, before[-1].end if before else 0):
            return False
        listed = len(provinces) > 1 and before[-1].basis == "name"
        if listed and self._events.is_shared(text, quantity):
            return False
        places = (a for a in before if a.kind == "place" or (a.kind == "elsewhere" and a.basis == "deixis"))
        return any(not self._events.is_venue(text, anchor) for anchor in places)

    def words(self, view: ArticleView) -> tuple[CarryingWords, ...]:
        """Return the words that carry place and scope of every quantity of an article."""
        if not view.quantities:
            return ()
        wide = self._events.reach(view) is not None
        places = self._with_helped(view, self._articles.read(view, wide=wide))
        found: list[CarryingWords] = []
        for quantity, line, evidence in self._found(view, places):
            place = "" if evidence is None else view.text[evidence.anchor.start : evidence.anchor.end]
            event = self._event(view.text, line, quantity, evidence, wide=wide)
            found.append(CarryingWords(place, place if event is None else view.text[event.start : event.end]))
        return tuple(found)

    def _event(
        self, text: str, line: Line, quantity: Quantity, evidence: Evidence | None, *, wide: bool
    ) -> Span | None:
        if line.told is None:
            return None
        near = wide or (evidence is not None and evidence.distance not in _FAR)
        return self._events.cue(text, line.told, quantity, None if evidence is None else evidence.anchor, near=near)

    def _found(self, view: ArticleView, places: ArticlePlaces) -> Iterator[tuple[Quantity, Line, Evidence | None]]:
        line: Line | None = None
        story = self._events.story(view)
        for index, (quantity, number) in enumerate(zip(view.quantities, view.sentence_of, strict=True)):
            if line is None or line.number != number:
                line = self._line(view, places, number, story=story)
                # Without a place and a quotation of its own a sentence has one answer for all its figures.
                alike = not line.anchors and self._quotes(view, line) < 0
                shared = (line.behind or line.over) if alike else None
            yield quantity, line, shared if alike else self._evidence(view, places, line, index)

    def _with_helped(self, view: ArticleView, places: ArticlePlaces) -> ArticlePlaces:
        """Return who is helped as the article's own place, where the title tells of help between two provinces.

        What the whole nation does for one region (全国工会对口援疆) is that region's, too.
        """
        title = view.article.title
        if title is not None:
            named = places.between(title.start, title.end)
            helped = self._aid.beneficiary(view.text, named, title.start, title.end)
            if helped is not None:
                return replace(places, main=Evidence(helped, "article", "headline"), settled=True, aided=True)
        region = self._aid.region(view) if _is_national(places.main) else None
        if region is None:
            return places
        anchors = tuple(anchor for anchor in places.anchors if anchor.kind != "national")
        starts = tuple(anchor.start for anchor in anchors)
        main = Evidence(region, "article", "name")
        return replace(places, anchors=anchors, starts=starts, main=main, settled=True, meets=False)

    def _line(self, view: ArticleView, places: ArticlePlaces, number: int, *, story: Story) -> Line:
        sentence, text = view.sentences[number], view.text
        anchors = places.between(sentence.start, sentence.end)
        helped = None
        if len(anchors) > 1 and (places.mixed or places.meets):
            helped = self._aid.beneficiary(text, anchors, sentence.start, sentence.end)
        if places.mixed:
            anchors = self._without_helpers(text, anchors, places)
        line = Line(number, sentence, anchors, places.main, bounded=places.bounded)
        line.look(lambda: self._behind(view, places, sentence.start), lambda: self._in_article(text, places, sentence))
        line.helped = helped
        line.told = self._events.told(text, sentence, anchors, story=story)
        return line

    def _without_helpers(self, text: str, anchors: Sequence[Anchor], places: ArticlePlaces) -> list[Anchor]:
        """Return a sentence's anchors without those that only help; behind other provinces', the helped one stands.

        积石山县地震后，青海省总工会筹款60万元，陕西省总工会捐款100万元: the second sum is none of 青海's.
        """
        kept: list[Anchor] = []
        own = None if places.main is None else places.main.anchor
        for anchor in anchors:
            if not self._only_helps(text, anchor, places):
                kept.append(anchor)
            elif kept and own is not None and not self._share_province(kept[-1], own):
                kept.append(own._replace(start=anchor.start, end=anchor.end))
        return kept

    def _share_province(self, one: Anchor, other: Anchor) -> bool:
        province_of = self._gazetteer.province_of
        if one.unit is None or other.unit is None:
            return True
        return province_of(one.unit.code) == province_of(other.unit.code)

    def _behind(self, view: ArticleView, places: ArticlePlaces, end: int) -> Evidence | None:
        """Return the place that a paragraph named last before a sentence, for figures that this says nothing about.

        Unless the article is the nation's, the nation is passed over: 全国 in one sentence says little about the next.
        """
        text, national = view.text, _is_national(places.main)
        begin = max(text.rfind("\n", 0, end) + 1, view.article.span.start)
        told_of: Anchor | None = None
        for anchor in places.backwards(begin, end):
            if anchor.kind == "event" or anchor.until or (places.mixed and self._only_helps(text, anchor, places)):
                continue
            if anchor.kind == "national" and not (national or anchor.meets or anchor.basis == "deixis"):
                continue
            if anchor.spread and self._is_of_main(places, begin, anchor):
                return places.main
            if told_of is not None:
                # 神木市是榆林的样板: the sentences after it are 神木市's.
                same = SENTENCE_END.search(text, anchor.end, told_of.start) is None
                return _evidence(whole(anchor if same else told_of), "paragraph")
            if text[anchor.start - 1 : anchor.start] not in self._attributes:
                return _evidence(whole(anchor), "paragraph")
            told_of = anchor
        return None if told_of is None else _evidence(whole(told_of), "paragraph")

    def _is_of_main(self, places: ArticlePlaces, begin: int, last: Anchor) -> bool:
        """Return whether a list of several provinces has the headline's in it: what follows is told of that one."""
        main = places.main
        if last.group is not None or main is None or main.basis != "headline" or main.anchor.unit is None:
            return False
        holds, own = self._gazetteer.holds, self._gazetteer.province_of(main.anchor.unit.code)
        return any(a.unit is not None and holds(own, a.unit.code) for a in places.between(begin, last.end))

    def _only_helps(self, text: str, anchor: Anchor, places: ArticlePlaces) -> bool:
        """Return whether an anchor only names who helps the province that the article is about."""
        own = None if places.main is None else places.main.anchor
        return self._aid.only_helps(text, anchor, own, aided=places.aided)

    def _evidence(self, view: ArticleView, places: ArticlePlaces, line: Line, index: int) -> Evidence | None:
        """Find what carries a figure, nearest first."""
        quantity = view.quantities[index]
        if line.anchors:
            relation, clause = view.relations[index], view.clause_of(index)
            found = self._in_sentence(view.text, line, quantity, relation, clause)
            if places.mixed and quantity.kind == "money" and line.helped is None:
                given = self._aid.within(view.text, line.sentence.start, quantity.start, line.anchors, places.anchors)
                found = found if given is None else _evidence(given, "sentence")
            if found is not None:
                return found
        around = line.behind or self._ahead(view, places, line, quantity)
        return around or line.over

    def _in_sentence(
        self, text: str, line: Line, quantity: Quantity, relation: Relation, clause: Span
    ) -> Evidence | None:
        subject = relation.subject
        if subject is not None:
            own = last_of([a for a in line.anchors if subject.start <= a.start < subject.end], listed=False)
            if own is not None and (line.helped is None or self._share_province(own, line.helped)):
                return _evidence(own, "sentence")
        at, anchors = quantity.start, line.anchors
        if line.helped is not None:
            near = last_of([a for a in anchors if clause.start <= a.start < at and a.kind == "place"])
            inside = near is not None and near.unit is not None and self._share_province(near, line.helped)
            return _evidence(near if near is not None and inside else line.helped, "sentence")
        reached = bisect_left(line.starts, at)
        before = anchors[:reached]
        if line.bounded:
            before = [anchor for anchor in before if not 0 < anchor.until <= at]
        if before:
            figure = Figure(quantity, clause, line.sentence.start)
            together = self._samples.read(text, figure, before, line.around) or self._samples.visitor(
                text, figure, before
            )
            if together is not None:
                return _evidence(together, "sentence")
        last = last_of(before)
        if last is not None and last.start >= clause.start:
            return _evidence(last, "clause")
        right = right_behind(anchors[reached:], quantity, clause)
        if right is not None:
            return _evidence(right, "clause")
        return None if last is None else _evidence(self._of_own_subject(text, last, quantity, clause), "sentence")

    def _of_own_subject(self, text: str, last: Anchor, quantity: Quantity, clause: Span) -> Anchor:
        """Return a body's place alone where the clause begins with a count of what no body has for its own.

        山西工匠学院成立，11个市相继跟进: the 11 are not the academy's.
        """
        opens = text[clause.start - 1] in COMMAS and not text[clause.start : quantity.start].strip()
        if last.kind != "body" or last.unit is None or not opens or not self._others.match(text, quantity.end):
            return last
        return last._replace(kind="place", scope=last.unit.level, organisation=None, town=None)

    @staticmethod
    def _quotes(view: ArticleView, line: Line) -> int:
        """Return where a sentence's paragraph begins, if a quotation may be open in the sentence, else -1."""
        if line.quotes is None:
            sentence = line.sentence
            begin = max(view.text.rfind("\n", 0, sentence.start) + 1, view.article.span.start)
            line.quotes = begin if view.text.find(_QUOTE_OPENS, begin, sentence.end) >= 0 else -1
        return line.quotes

    def _ahead(self, view: ArticleView, places: ArticlePlaces, line: Line, quantity: Quantity) -> Evidence | None:
        """Look ahead: from a quotation to who speaks, else to the rest of the sentence.

        A place named only behind a figure has it where the article has no place of its own; one abroad, always.
        """
        text, sentence, span = view.text, line.sentence, view.article.span
        quotes = self._quotes(view, line)
        if quotes >= 0 and _in_quotation(text, quotes, quantity.start):
            end = text.find("\n", sentence.end, span.end)
            speaker = places.between(sentence.end, end if end >= 0 else span.end)
            if speaker:
                return _evidence(whole(speaker[0]), "paragraph")
        if _is_national(places.main) and not self._is_few(view, places, line, quantity):
            return None
        ahead = [a for a in line.anchors if a.start >= quantity.end and a.kind != "event"]
        if not ahead:
            return None
        # The first name of a list that ends in several provinces is not alone meant.
        first = next((a for a in ahead if a.spread and a.start - ahead[0].start < _LIST), ahead[0])
        own = places.main is None or first.kind == "elsewhere" or _is_national(places.main)
        return _evidence(whole(first), "sentence") if own else None

    @staticmethod
    def _is_few(view: ArticleView, places: ArticlePlaces, line: Line, quantity: Quantity) -> bool:
        """Return whether a few people are told of in a paragraph that names no nation: 和7名工友给松原市某小区做工."""
        if quantity.kind != "people" or quantity.value is None or quantity.value > _A_FEW:
            return False
        begin = max(view.text.rfind("\n", 0, line.sentence.start) + 1, view.article.span.start)
        return all(anchor.kind == "place" for anchor in places.between(begin, line.sentence.end))

    def _in_article(self, text: str, places: ArticlePlaces, sentence: Sentence) -> Evidence | None:
        head = places.heads.over(sentence.start)
        if head is not None:
            left = self._opened_since(text, places, head, sentence.start)
            return Evidence(head, "article", "subhead") if left is None else _evidence(left, "article")
        before = places.last_before(sentence.start)
        if before is not None and before.meets:
            return _evidence(before, "article")
        if not places.settled and (places.main is None or places.main.basis != "headline"):
            told = places.opening() or last_of(places.between(0, sentence.start))
            if told is not None:
                return _evidence(told, "article")
        return None if places.is_item(text, sentence.start) else places.main

    def _opened_since(self, text: str, places: ArticlePlaces, head: Anchor, at: int) -> Anchor | None:
        """Return the place of another province that has opened a paragraph since a sub-head: its matter has ended."""
        province_of = self._gazetteer.province_of
        for anchor in places.backwards(head.end, at):
            if text[anchor.start - 1] == "\n" and anchor.unit is not None:
                other = head.unit is not None and province_of(anchor.unit.code) != province_of(head.unit.code)
                return anchor if other else None
        return None

    def _reading(
        self, view: ArticleView, places: ArticlePlaces, evidence: Evidence | None, year: int | None
    ) -> PlaceReading:
        if evidence is None:
            return PlaceReading()
        anchor, distance, basis = evidence
        if anchor.kind == "body" or (anchor.kind != "national" and anchor.basis == "organisation"):
            anchor = self._placed(view, places, anchor)
        scope, organisation, unit = anchor.scope, anchor.organisation, anchor.unit
        if anchor.kind == "national":
            return PlaceReading(NATIONAL, None, None, basis, distance, scope, organisation)
        if unit is None:
            return PlaceReading("unknown", anchor.town, None, basis, distance, scope, organisation)
        if year is not None and not unit.held_in(year):
            unit = self._gazetteer.unit(unit.code, year)
        slug = self._gazetteer.slug(unit.code)
        if unit.level == "province" and scope in _WITHIN_PROVINCE:
            # 我市 of a page that names no city: the figure is not the province's.
            return PlaceReading(slug, anchor.town, None, basis, distance, scope, organisation)
        return PlaceReading(slug, unit.name, unit.adcode, basis, distance, scope, organisation)

    def _placed(self, view: ArticleView, places: ArticlePlaces, body: Anchor) -> Anchor:
        """Return a body with its place: its own, or the place spoken of in its paragraph or its article."""
        begin = max(view.text.rfind("\n", 0, body.start) + 1, view.article.span.start)
        before = (
            a for a in reversed(places.between(begin, body.start)) if a.kind in {"place", "elsewhere"} and not a.until
        )
        main = places.main.anchor if places.main and not places.is_item(view.text, body.start) else None
        near = next(before, None) or main
        if near is not None and near.unit is not None and main is not None:
            near = finer(self._gazetteer, near, main.unit)
        if near is None or (near.kind == "elsewhere" and body.unit is not None):
            return body
        placed = finer(self._gazetteer, body, near.unit)
        return placed if placed.kind == "body" or placed.unit is None else placed._replace(scope=placed.unit.level)


def _is_national(main: Evidence | None) -> bool:
    return main is not None and main.anchor.kind == "national"


def _same(one: Evidence | None, other: Evidence | None) -> bool:
    """Return whether two figures hang on the very same anchor."""
    if one is None or other is None:
        return False
    return one is other or (one.anchor is other.anchor and one[1:] == other[1:])


def _in_quotation(text: str, begin: int, at: int) -> bool:
    return text.rfind(_QUOTE_OPENS, begin, at) > text.rfind(_QUOTE_CLOSES, begin, at)


def _evidence(anchor: Anchor, distance: Distance) -> Evidence:
    return Evidence(anchor, distance, anchor.basis)

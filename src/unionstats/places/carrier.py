"""Finds the anchor that carries a figure: the nearest one that can.

Searches outwards from the figure: its clause, its sentence, its paragraph, the sub-heading above, the article, the
page. If no anchor carries the figure, its place is `unknown`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from unionstats.places.aid import AidReader
from unionstats.places.anchor import Anchor, last_of, whole
from unionstats.places.events import EventReader, Story
from unionstats.places.gazetteer import Gazetteer
from unionstats.places.known import ArticlePlaces, Evidence
from unionstats.places.line import Line, right_behind
from unionstats.places.samples import Figure, SampleReader
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import COMMAS, SENTENCE_END
from unionstats.types import ArticleView, Distance, Quantity, Relation, Sentence, Span

# A list of names that stands behind a figure is so long.
_LIST = 30
# So few people are no figure of the nation's.
_A_FEW = 99
_QUOTE_OPENS, _QUOTE_CLOSES = "“", "”"


class CarrierFinder:
    """Finds what carries each figure of an article; compiles its rules once.

    Args:
        folder: the rules.
        gazetteer: what holds what.
        aid: tells who helps and who is helped.
        events: tells what events a sentence is about.
    """

    def __init__(self, folder: RuleFolder, gazetteer: Gazetteer, aid: AidReader, events: EventReader) -> None:
        self._gazetteer, self._aid, self._events = gazetteer, aid, events
        self._samples = SampleReader(folder, gazetteer)
        _, guards = only_table(folder, "guards")
        self._attributes = frozenset(word for entry in guards["attribute"] for word in entry["before"])
        _, deixis = only_table(folder, "deixis")
        self._parts = tuple(deixis["listing"]["parts"])
        path, scope = only_table(folder, "scope")
        self._others = folder.compile(scope["organisation"][0]["others"], path=path, rule="scope.organisation")

    def find(self, view: ArticleView, places: ArticlePlaces) -> Iterator[tuple[Quantity, Line, Evidence | None]]:
        """Yield every quantity of an article with its line and the evidence for its place."""
        line: Line | None = None
        story = self._events.story(view)
        for index, (quantity, number) in enumerate(zip(view.quantities, view.sentence_of, strict=True)):
            if line is None or line.number != number:
                line = self._line(view, places, number, story=story)
                # Without a place and a quotation of its own a sentence has one answer for all its figures.
                alike = not line.anchors and self._quotes(view, line) < 0
                shared = (line.behind or line.over) if alike else None
            yield quantity, line, shared if alike else self._evidence(view, places, line, index)

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
        line.helped, line.named = helped, places.anchors
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

        Unless the article is the nation's, the nation is passed over: 全国 in one sentence says little about the next,
        but for one that opens with 其中.
        """
        text = view.text
        national = is_national(places.main) or text.startswith(self._parts, end)
        begin = max(text.rfind("\n", 0, end) + 1, view.article.span.start)
        told_of: Anchor | None = None
        for anchor in places.backwards(begin, end):
            if (
                anchor.kind == "event"
                or anchor.until
                or self._samples.is_given(text, anchor, end)
                or (places.mixed and self._only_helps(text, anchor, places))
            ):
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
        around = self._around_ahead(view.text, line, quantity) or line.behind
        return around or self._ahead(view, places, line, quantity) or line.over

    def _around_ahead(self, text: str, line: Line, quantity: Quantity) -> Evidence | None:
        """Return the wider unit that a sentence goes on to: 乙县建调解室3个。新建驿站31个,全市达207个."""
        told = None if line.behind is None else line.behind.anchor.unit
        ahead = next((a for a in line.anchors if a.start >= quantity.end and a.kind == "place"), None)
        if told is None or ahead is None or ahead.unit is None or ahead.basis != "deixis" or ahead.unit is told:
            return None
        opens = text[ahead.start - 1] in COMMAS and self._gazetteer.holds(ahead.unit.code, told.code)
        return _evidence(whole(ahead), "sentence") if opens else None

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
            figure = Figure(quantity, clause, line.sentence.start, line.named)
            together = self._samples.read(text, figure, before, line.around)
            together = together or self._samples.traveller(text, figure, before)
            if together is not None:
                next_to = anchors[reached] if reached < len(anchors) else None
                adjacent = next_to is not None and next_to.start == quantity.end and next_to.kind == "place"
                return _evidence(next_to if next_to is not None and adjacent else together, "sentence")
            before = list(self._samples.without_samples(text, before, at, line.around))
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
        if is_national(places.main) and not self._is_few(view, places, line, quantity):
            return None
        ahead = [a for a in line.anchors if a.start >= quantity.end and a.kind != "event"]
        if not ahead:
            return None
        # The first name of a list that ends in several provinces is not alone meant.
        first = next((a for a in ahead if a.spread and a.start - ahead[0].start < _LIST), ahead[0])
        own = places.main is None or first.kind == "elsewhere" or is_national(places.main)
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


def is_national(main: Evidence | None) -> bool:
    """Return whether an article is about the whole nation."""
    return main is not None and main.anchor.kind == "national"


def _in_quotation(text: str, begin: int, at: int) -> bool:
    return text.rfind(_QUOTE_OPENS, begin, at) > text.rfind(_QUOTE_CLOSES, begin, at)


def _evidence(anchor: Anchor, distance: Distance) -> Evidence:
    return Evidence(anchor, distance, anchor.basis)

"""Where each figure of an article belongs: the door of this room.

Owns the way outwards from a figure: its clause, its sentence, its paragraph, the sub-head over it, the article, the
page. What stands nearest and can carry it has it; where nothing does, the figure is nobody's: `unknown`.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from unionstats.places.anchors import Anchor
from unionstats.places.article import ArticlePlaces, ArticleReader, Evidence, whole, year_of
from unionstats.places.gazetteer import NATIONAL
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.types import ArticleView, Distance, PlaceReading, Quantity, Sentence, Span

# A name may follow its figure within so many characters: 35家太原企业.
_RIGHT_BEHIND = 2
_COMMAS = frozenset("，,")
_QUOTE_OPENS, _QUOTE_CLOSES = "“", "”"


class PlaceResolver:
    """Reads where the figures of articles belong; compiles its rules once.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._articles = ArticleReader(folder)
        self._gazetteer = self._articles.gazetteer
        _, aid = only_table(folder, "aid")
        triggers = [word for entry in aid["aid"] for word in entry["triggers"]]
        self._aid = regex.compile("|".join(regex.escape(word) for word in triggers))
        self._helped = tuple(word for entry in aid["aid"] for word in entry["before"])
        path, scope = only_table(folder, "scope")
        self._listing = tuple(scope["organisation"][0]["summing"])
        self._event_name = folder.compile(scope["event"][0]["named"], path=path, rule="scope.event")

    def read(self, view: ArticleView) -> tuple[PlaceReading, ...]:
        """Give the place, scope and body of every quantity of an article.

        Args:
            view: the article.

        Returns:
            One reading a quantity, in their order; `unknown` where nothing says it or several provinces share it.
        """
        if not view.quantities:
            return ()
        places = self._articles.read(view)
        year = year_of(view)
        return tuple(self._reading(view, places, index, year) for index in range(len(view.quantities)))

    def _reading(self, view: ArticleView, places: ArticlePlaces, index: int, year: int | None) -> PlaceReading:
        evidence = self._evidence(view, places, index)
        if evidence is None:
            return PlaceReading()
        anchor, distance, basis = evidence
        if anchor.kind == "body" or anchor.basis == "organisation":
            anchor = self._placed(view, places, anchor)
        organisation = anchor.organisation
        scope = anchor.scope
        event = self._event(view, places, index, anchor)
        if event is not None:
            scope, organisation = "event", event or None
        if anchor.kind == "national":
            return PlaceReading(NATIONAL, None, None, basis, distance, scope, organisation)
        if anchor.unit is None:
            return PlaceReading(basis=basis, distance=distance, scope=scope, organisation=organisation)
        unit = anchor.unit
        if year is not None and not unit.held_in(year):
            unit = self._gazetteer.unit(unit.code, year)
        slug = self._gazetteer.slug(unit.code)
        return PlaceReading(slug, unit.name, unit.adcode, basis, distance, scope, organisation)

    def _placed(self, view: ArticleView, places: ArticlePlaces, body: Anchor) -> Anchor:
        """Give a body with its place: its own, or the place spoken of in its paragraph or its article."""
        begin = max(view.text.rfind("\n", 0, body.start) + 1, view.article.span.start)
        before = (
            found for found in reversed(places.between(begin, body.start)) if found.kind in {"place", "elsewhere"}
        )
        near = next(before, None) or (places.main.anchor if places.main is not None else None)
        if near is None or (near.kind == "elsewhere" and body.unit is not None):
            return body
        placed = self._articles.finer(body, near.unit)
        return placed if placed.kind == "body" or placed.unit is None else placed._replace(scope=placed.unit.level)

    def _evidence(self, view: ArticleView, places: ArticlePlaces, index: int) -> Evidence | None:
        """Find what carries a figure, nearest first."""
        quantity = view.quantities[index]
        sentence = view.sentences[view.sentence_of[index]]
        subject = view.relations[index].subject
        if subject is not None:
            own = _last(places.between(subject.start, subject.end), listed=False)
            if own is not None:
                return _evidence(own, "sentence")
        return (
            self._in_sentence(view, places, quantity, sentence, view.clause_of(index))
            or self._in_paragraph(view, places, quantity, sentence)
            or self._in_article(places, sentence)
        )

    def _in_sentence(
        self, view: ArticleView, places: ArticlePlaces, quantity: Quantity, sentence: Sentence, clause: Span
    ) -> Evidence | None:
        helped = self._beneficiary(view.text, places.between(sentence.start, sentence.end), sentence)
        if helped is not None:
            return _evidence(helped, "sentence")
        if view.text[clause.start : quantity.start].endswith(self._listing):
            together = self._together(places.between(sentence.start, quantity.start))
            if together is not None:
                return _evidence(together, "sentence")
        near = _last(places.between(clause.start, quantity.start))
        if near is not None:
            return _evidence(near, "clause")
        behind = places.between(quantity.end, min(quantity.end + _RIGHT_BEHIND + 1, clause.end - 1))
        if behind and behind[0].kind == "place":
            return _evidence(behind[0], "clause")
        before = _last(places.between(sentence.start, clause.start))
        if before is None:
            return None
        opens = view.text[clause.start - 1] in _COMMAS and not view.text[clause.start : quantity.start].strip()
        if before.kind == "body" and opens and before.unit is not None:
            # 山西工匠学院成立，11个市相继…: a clause that begins with its figure has a subject of its own.
            before = before._replace(kind="place", scope=before.unit.level, organisation=None)
        return _evidence(before, "sentence")

    def _together(self, anchors: Sequence[Anchor]) -> Anchor | None:
        """Give the unit that holds all places of a list that a figure sums up: …站、…院等近30家单位."""
        named = [anchor for anchor in anchors if anchor.kind in {"place", "body"} and anchor.unit is not None]
        code = self._gazetteer.common(anchor.unit.code for anchor in named if anchor.unit is not None)
        if code is None or len(named) < 2:
            return None
        unit = self._gazetteer.unit(code)
        return named[-1]._replace(kind="place", unit=unit, scope=unit.level, organisation=None)

    def _in_paragraph(
        self, view: ArticleView, places: ArticlePlaces, quantity: Quantity, sentence: Sentence
    ) -> Evidence | None:
        """Look back in the paragraph; a quotation looks ahead to who speaks."""
        text = view.text
        begin = max(text.rfind("\n", 0, sentence.start) + 1, view.article.span.start)
        end = text.find("\n", sentence.end)
        end = view.article.span.end if end < 0 else min(end, view.article.span.end)
        before = _last(places.between(begin, sentence.start), national=_is_national(places.main))
        if before is None and _in_quotation(text, begin, quantity.start):
            speaker = places.between(sentence.end, end)
            if speaker:
                return _evidence(whole(speaker[0]), "paragraph")
        if before is None and _is_national(places.main):
            return None
        if before is None:
            ahead = [anchor for anchor in places.between(quantity.end, sentence.end) if anchor.kind != "event"]
            return _evidence(whole(ahead[0]), "sentence") if ahead else None
        return _evidence(before, "paragraph")

    @staticmethod
    def _in_article(places: ArticlePlaces, sentence: Sentence) -> Evidence | None:
        head = places.head_over(sentence.start)
        if head is not None:
            return Evidence(head, "article", "subhead")
        if not places.settled:
            before = _last(places.between(0, sentence.start))
            if before is not None:
                return _evidence(before, "article")
        return places.main

    def _beneficiary(self, text: str, anchors: Sequence[Anchor], sentence: Sentence) -> Anchor | None:
        """Give who is helped where a sentence names helper and helped of two provinces."""
        named = [anchor for anchor in anchors if anchor.kind == "place" and anchor.unit is not None]
        slugs = {self._gazetteer.slug(anchor.unit.code) for anchor in named if anchor.unit is not None}
        if len(slugs) < 2 or not self._aid.search(text, sentence.start, sentence.end):
            return None
        marked = [a for a in named if text[max(0, a.start - 4) : a.start].endswith(self._helped)]
        return marked[-1] if marked and marked[-1] is not named[0] else None

    def _event(self, view: ArticleView, places: ArticlePlaces, index: int, anchor: Anchor) -> str | None:
        """Give the name of the event a figure is of ("" where it has none), None where it is of no event."""
        sentence = view.sentences[view.sentence_of[index]]
        quantity = view.quantities[index]
        between = places.between(max(sentence.start, anchor.start), quantity.start)
        if not any(found.kind == "event" for found in between):
            return None
        named = self._event_name.search(view.text, sentence.start, quantity.start)
        return named[0].strip("“”") if named else ""


def _is_national(main: Evidence | None) -> bool:
    return main is not None and main.anchor.kind == "national"


def _last(anchors: Sequence[Anchor], *, listed: bool = True, national: bool = True) -> Anchor | None:
    """Give the last anchor that is no event; a list's last name stands for the list.

    Without `national` the nation is passed over: 全国 in one sentence says little about the next.
    """
    for anchor in reversed(anchors):
        if anchor.kind != "event" and (national or anchor.kind != "national"):
            return whole(anchor) if listed else anchor
    return None


def _in_quotation(text: str, begin: int, at: int) -> bool:
    return text.rfind(_QUOTE_OPENS, begin, at) > text.rfind(_QUOTE_CLOSES, begin, at)


def _evidence(anchor: Anchor, distance: Distance) -> Evidence:
    return Evidence(anchor, distance, anchor.basis)

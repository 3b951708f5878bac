"""The final form of a cleaned page: one paragraph per line, a blank line between articles, articles as spans.

Only writes line breaks and spans. Paragraphs and articles were decided before (`articles`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from unionstats.text.articles import Marked, Outline, Paragraph, Segmenter
from unionstats.text.bylines import Byline
from unionstats.text.edits import Change, TrackedText
from unionstats.text.lines import Line
from unionstats.text.noise.marks import Mark
from unionstats.types import Article, Segment, Span

JOIN_RULE: Final = "articles.join"
_PAGE_FIELDS: Final = frozenset({"published", "publisher"})


class MarkMap:
    """The marks of a page, placed among its paragraphs.

    Args:
        text: without noise, before it is laid out.
        paragraphs: of that text, or its lines.
        marks: what removed bylines said, in order of place.
    """

    def __init__(self, text: TrackedText, paragraphs: Sequence[Paragraph | Line], marks: Sequence[Mark]) -> None:
        placed = paragraphs if marks else ()
        self._starts = [text.raw_at(paragraph.start) for paragraph in placed]
        self._marks = marks

    @property
    def marked(self) -> Marked:
        """Return the marks attached to some paragraphs."""
        return Marked(
            opened=self._before("opens"),
            dated=self._before("published"),
            credited=self._behind("credit"),
            signed=self._behind("closes"),
        )

    def _before(self, field: str) -> list[int]:
        """Return the numbers of the paragraphs before which a field was read."""
        places = {bisect_left(self._starts, mark.at) for mark in self._marks if mark.field == field}
        return sorted(number for number in places if number < len(self._starts))

    def _behind(self, field: str) -> list[int]:
        """Return the numbers of the paragraphs behind or at whose end a field was read."""
        places = {bisect_right(self._starts, mark.at) - 1 for mark in self._marks if mark.field == field}
        return sorted(number for number in places if number >= 0)

    def of(self, outline: Outline) -> list[Mark]:
        """Return an article's own marks, or else those of the page's head and foot, which apply to all its articles."""
        if not self._marks:
            return []
        start = self._starts[outline.first] if outline.first else -1
        end = self._starts[outline.last] if outline.last < len(self._starts) else None
        body = self._starts[min(outline.first + outline.titles, outline.last - 1)]
        own = [mark for mark in self._marks if start <= mark.at and (end is None or mark.at < end)]
        if any(mark.field in _PAGE_FIELDS for mark in own):
            return _nearest(own, body)
        around = [mark for mark in self._marks if mark.at < self._starts[0] or mark.at > self._starts[-1]]
        return own + _nearest([mark for mark in around if mark.field in _PAGE_FIELDS], self._starts[0])


def _nearest(marks: Sequence[Mark], body: int) -> list[Mark]:
    """Return the marks before a body, and of each field that is not among them the first one behind it.

    What stands further down belongs to other pages: lists of news print a date with each entry.
    """
    before = [mark for mark in marks if mark.at <= body]
    known = {mark.field for mark in before}
    behind: dict[str, Mark] = {}
    for mark in marks:
        if mark.at > body and mark.field not in known:
            behind.setdefault(mark.field, mark)
    return [*before, *behind.values()]


def lay_out(text: TrackedText, paragraphs: Sequence[Paragraph], outlines: Sequence[Outline]) -> TrackedText:
    """Return the text with each paragraph on a line of its own and a blank line between articles."""
    firsts = {outline.first for outline in outlines}
    changes: list[Change] = []
    done = 0
    for number, paragraph in enumerate(paragraphs):
        gap = "" if number == 0 else "\n\n" if number in firsts else "\n"
        if text.text[done : paragraph.start] != gap:
            changes.append(Change(done, paragraph.start, gap, "space", JOIN_RULE, silent=True))
        changes += [Change(*join, "", "broken_paragraph", JOIN_RULE) for join in paragraph.joins]
        done = paragraph.end
    if done < len(text.text):
        changes.append(Change(done, len(text.text), "", "space", JOIN_RULE, silent=True))
    return text.apply(changes)


def place_paragraphs(paragraphs: Sequence[Paragraph], outlines: Sequence[Outline]) -> list[Span]:
    """Return the span of each paragraph in the text that `lay_out` made."""
    firsts = {outline.first for outline in outlines}
    spans: list[Span] = []
    at = 0
    for number, paragraph in enumerate(paragraphs):
        if number:
            at += 2 if number in firsts else 1
        spans.append(Span(at, at + len(paragraph.text)))
        at += len(paragraph.text)
    return spans


def build_article(index: int, outline: Outline, spans: Sequence[Span], byline: Byline) -> Article:
    """Return an article as spans of the laid-out text, without its segments.

    Args:
        index: of the article in its page.
        outline: the paragraphs it is made of.
        spans: where all the page's paragraphs stand.
        byline: what is known of the article beside its text.
    """
    start, end = spans[outline.first].start, spans[outline.last - 1].end
    title, body = title_and_body(outline, spans)
    return Article(
        index=index,
        span=Span(start, end),
        title=title,
        body=body,
        kind=outline.kind,
        publisher=byline.publisher,
        published=byline.published,
        published_basis=byline.basis,
        dateline=byline.dateline,
        dateline_date=byline.dateline_date,
    )


def title_and_body(outline: Outline, spans: Sequence[Span]) -> tuple[Span | None, Span]:
    """Return title (or None) and body of an article; the body is empty if there is only a title."""
    start, end = spans[outline.first].start, spans[outline.last - 1].end
    if outline.item:
        return Span(start, start + outline.item), Span(start + outline.item, end)
    if outline.titles == 0:
        return None, Span(start, end)
    title = Span(start, spans[outline.first + outline.titles - 1].end)
    below = outline.first + outline.titles
    return title, Span(spans[below].start, end) if below < outline.last else Span(end, end)


def build_segments(
    segmenter: Segmenter, paragraphs: Sequence[Paragraph], outline: Outline, spans: Sequence[Span]
) -> tuple[Segment, ...]:
    """Return the parts of an article under their own sub-headings, as spans of the laid-out text."""
    return tuple(
        Segment(spans[first].start, spans[last - 1].end, Span(spans[first].start, spans[first].start + length))
        for first, last, length in segmenter.segments(paragraphs, outline)
    )

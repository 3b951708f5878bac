"""Sub-headings of an article with the place each names: those marked by the segmenter, and short lines of their own.

They are read only when a figure first asks: most figures have a nearer anchor.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from unionstats.places.anchor import Anchor, whole
from unionstats.text.marks import SENTENCE_ENDS
from unionstats.types import ArticleView, Sentence

# A line this short, without an end of sentence, is a sub-head.
SUBHEAD = 26
_NO_SUBHEAD_ENDS = f"{SENTENCE_ENDS}”…"
_EDGES = frozenset(("", "\n"))
_CARRYING = frozenset({"place", "body", "national"})


class SubHeads:
    """The sub-headings of one article.

    Args:
        view: the article.
        anchors: all of the article's, in order.
    """

    def __init__(self, view: ArticleView, anchors: Sequence[Anchor]) -> None:
        self._view, self._anchors = view, anchors

    def over(self, at: int) -> Anchor | None:
        """Return the place of the sub-heading above a position; None if there is none or it names no place."""
        index = bisect_right(self._starts, at) - 1
        return self._places[index] if index >= 0 else None

    @cached_property
    def _lines(self) -> list[tuple[int, int]]:
        view = self._view
        return sorted({*_marked(view), *_short_lines(view.text, view.sentences)})

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._lines]

    @cached_property
    def _places(self) -> list[Anchor | None]:
        anchors = self._anchors
        starts = [anchor.start for anchor in anchors]
        within = (anchors[bisect_left(starts, start) : bisect_left(starts, end)] for start, end in self._lines)
        return [next((whole(anchor) for anchor in found if anchor.kind in _CARRYING), None) for found in within]


def _marked(view: ArticleView) -> Iterator[tuple[int, int]]:
    for segment in view.article.segments:
        yield segment.heading.start, segment.heading.end


def _short_lines(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        if end - start > SUBHEAD or sentence.is_title:
            continue
        alone = text[start - 1 : start] in _EDGES and text[end : end + 1] in _EDGES
        if alone and text[end - 1] not in _NO_SUBHEAD_ENDS:
            yield start, end

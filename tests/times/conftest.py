"""Views of small texts, as the resolving stages get them; the quantities in them are marked by hand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date

import pytest
import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.sentences import find_sentences
from unionstats.types import NO_RELATION, Article, ArticleView, Kind, Quantity, Relation, Span

ViewOf = Callable[..., ArticleView]

# ‹412家› marks a quantity, ‹<12.1万人› the first of two levels (由…增加到…).
_MARK = regex.compile(r"‹(?P<earlier><?)(?P<quote>[^›]+)›")
_KINDS: tuple[tuple[str, Kind], ...] = (("元", "money"), ("%", "percent"), ("天", "duration"), ("年", "duration"))


def _kind(quote: str) -> Kind:
    return next((kind for unit, kind in _KINDS if quote.endswith(unit)), "count")


def _unmarked(marked: str) -> tuple[str, list[tuple[Quantity, Relation]]]:
    text, found, done = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        start, end = len(text), len(text) + len(mark["quote"])
        quantity = Quantity(start, end, None, None, None, "exact", None, _kind(mark["quote"]), start, end)
        found.append((quantity, Relation(earlier=True) if mark["earlier"] else NO_RELATION))
        text, done = text + mark["quote"], mark.end()
    return text + marked[done:], found


@pytest.fixture(scope="session")
def folder() -> RuleFolder:
    return RuleFolder.open()


@pytest.fixture(scope="session")
def view_of() -> ViewOf:
    """Return a maker of views: one article, its title first where it has one, one paragraph a line."""

    def make(marked: str, *, title: str | None = None, published: date | None = None) -> ArticleView:
        text, found = _unmarked(f"{title}\n{marked}" if title else marked)
        body = Span(text.index("\n") + 1 if title else 0, len(text))
        article = Article(
            index=0,
            span=Span(0, len(text)),
            title=Span(0, body.start - 1) if title else None,
            body=body,
            published=published,
        )
        sentences = find_sentences(text, article)
        starts = [sentence.start for sentence in sentences]
        return ArticleView(
            text=text,
            article=article,
            sentences=sentences,
            quantities=tuple(quantity for quantity, _ in found),
            relations=tuple(relation for _, relation in found),
            sentence_of=tuple(max(0, bisect_right(starts, quantity.start) - 1) for quantity, _ in found),
        )

    return make

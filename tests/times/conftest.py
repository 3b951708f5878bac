"""Views of small texts, as the resolving stages get them, made without the rooms that find quantities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.sentences import find_sentences
from unionstats.types import NO_RELATION, Article, ArticleView, Kind, Quantity, Relation, Span

ViewOf = Callable[..., ArticleView]

_QUANTITY = regex.compile(
    r"(?:不少于|不低于|不足|超过|至少|近|约|超|逾)?(?P<number>\d+(?:\.\d+)?(?:[十百千万亿]+)?)[余多]?"
    r"(?P<unit>%|个百分点|人次|场次|元|名|人|家|个|座|场|项|件|份|户|期|枚|套|位|支|间|条|批|门|台|部|册|天|年(?![\d度底末初上内以])|个月)"
    r"(?:以上|左右)?"
)
_KINDS: dict[str, Kind] = {"%": "percent", "元": "money", "天": "duration", "年": "duration", "个月": "duration"}
_GROWS = regex.compile(r"(?:增加|提高|发展|增长|减少|下降|扩大)(?:到|至)|增至|减至|升至|降至")


def _quantities(text: str) -> tuple[Quantity, ...]:
    found = []
    for match in _QUANTITY.finditer(text):
        unit = match["unit"]
        if unit in {"年", "个月"} and regex.match(r"来|间|多?以来|累计|，|,", text[match.end() :]):
            continue
        kind = _KINDS.get(unit, "count")
        value = Decimal(regex.match(r"[\d.]+", match["number"])[0])
        span = match.span("number")
        found.append(Quantity(*match.span(), value, None, None, "exact", unit, kind, *span))
    return tuple(found)


@pytest.fixture(scope="session")
def folder() -> RuleFolder:
    return RuleFolder.open()


@pytest.fixture(scope="session")
def view_of() -> ViewOf:
    """Give a maker of views: one article of simplified paragraphs, one a line."""

    def make(text: str, *, title: str | None = None, published: date | None = None) -> ArticleView:
        whole = f"{title}\n{text}" if title else text
        heading = Span(0, len(title)) if title else None
        body = Span(len(title) + 1 if title else 0, len(whole))
        article = Article(index=0, span=Span(0, len(whole)), title=heading, body=body, published=published)
        sentences, quantities = find_sentences(whole, article), _quantities(whole)
        starts = [sentence.start for sentence in sentences]
        return ArticleView(
            text=whole,
            article=article,
            sentences=sentences,
            quantities=quantities,
            relations=tuple(
                Relation(earlier=True) if _GROWS.match(whole, quantity.end) else NO_RELATION for quantity in quantities
            ),
            sentence_of=tuple(max(0, bisect_right(starts, quantity.start) - 1) for quantity in quantities),
        )

    return make

"""Views made of plain text, with the quantities the tests point at; the authored articles of tests/places/cases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from unionstats.places.resolve import PlaceResolver
from unionstats.text.sentences import find_sentences
from unionstats.types import NO_RELATION, Article, ArticleView, PlaceReading, Quantity, Relation, Span

CASES = Path(__file__).parents[1] / "places" / "cases"


@dataclass(frozen=True)
class Case:
    """An authored article and what is expected of each of its figures."""

    id: str
    table: dict[str, Any]

    @property
    def facts(self) -> list[list[str]]:
        """Quote, slug, place, scope and perhaps the body of every figure."""
        return list(self.table["facts"])


def cases(name: str) -> Iterator[Case]:
    """Yield the articles of a file of cases/."""
    table = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    for entry in table["article"]:
        yield Case(entry["id"], entry)


def view_of(
    text: str,
    quotes: Sequence[str],
    *,
    title: str | None = None,
    relations: Sequence[Relation] = (),
    **article: Any,  # noqa: ANN401 - fields of Article
) -> ArticleView:
    """Return the view of an article whose quantities are the quotes, found one after the other."""
    body = text.strip("\n")
    whole = f"{title}\n{body}" if title else body
    head = Span(0, len(title)) if title else None
    begin = len(whole) - len(body)
    record = Article(0, Span(0, len(whole)), head, Span(begin, len(whole)), **article)
    sentences = find_sentences(whole, record)
    quantities: list[Quantity] = []
    at = 0
    for quote in quotes:
        at = whole.index(quote, at)
        quantities.append(
            Quantity(at, at + len(quote), Decimal(1), None, None, "exact", quote[-1], "count", at, at + len(quote))
        )
        at += len(quote)
    inside = tuple(max(i for i, s in enumerate(sentences) if s.start <= q.start) for q in quantities)
    related = tuple(relations) or (NO_RELATION,) * len(quantities)
    return ArticleView(whole, record, sentences, tuple(quantities), related, inside)


def read_case(resolver: PlaceResolver, case: Case) -> tuple[PlaceReading, ...]:
    """Read an authored article."""
    table = case.table
    day = date.fromisoformat(table["published"]) if "published" in table else None
    view = view_of(
        table["text"],
        [fact[0] for fact in case.facts],
        title=table.get("title"),
        published=day,
        publisher=table.get("publisher"),
        dateline=table.get("dateline"),
    )
    return resolver.read(view)

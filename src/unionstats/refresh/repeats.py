"""Links statements of the same fact to the earliest of them: in the same article, or in a near-duplicate page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from unionstats.facts import statement_of
from unionstats.types import FactRow

_LAST_DAY = date.max
_LAST_CHARACTER = 2**31


class Statement(NamedTuple):
    """A fact, as far as it matters for which statement came first. Compares by who came first."""

    published: date
    source: str
    char_start: int
    fact_id: str
    page_id: str
    article: int
    what: tuple[Any, ...]


def read_statement(row: FactRow) -> Statement:
    """Give the statement that a fact makes; unknown dates and places in the text come last."""
    return Statement(
        row.published or _LAST_DAY,
        row.source,
        _LAST_CHARACTER if row.char_start is None else row.char_start,
        row.fact_id,
        row.page_id,
        row.article,
        statement_of(row),
    )


def find_repeats(statements: Iterable[Statement], clusters: Mapping[str, str]) -> dict[str, str | None]:
    """Give the earliest statement of the same fact for each fact; None for those that are the earliest.

    Args:
        statements: all facts of the pages in question.
        clusters: near-duplicate pages: page_id → what they have in common; pages alone are not in it.
    """
    groups: dict[tuple[str, tuple[Any, ...]], list[Statement]] = {}
    for statement in statements:
        together = clusters.get(statement.page_id, statement.page_id)
        groups.setdefault((together, statement.what), []).append(statement)
    links: dict[str, str | None] = {}
    for group in groups.values():
        several_pages = len({statement.page_id for statement in group}) > 1
        earliest: dict[int, str] = {}
        for statement in sorted(group, key=lambda statement: statement[:4]):
            # Within one page only the same article counts: a newspaper page may hold two stories with one figure.
            first = earliest.setdefault(0 if several_pages else statement.article, statement.fact_id)
            links[statement.fact_id] = None if first == statement.fact_id else first
    return links


def link_page(rows: Sequence[FactRow]) -> list[FactRow]:
    """Link the facts of one page that nothing else is known of."""
    links = find_repeats((read_statement(row) for row in rows), {})
    return [row if row.repeats == links[row.fact_id] else row._replace(repeats=links[row.fact_id]) for row in rows]

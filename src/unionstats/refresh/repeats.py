"""Links statements of the same fact to the earliest one, within an article or among near-duplicate pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from unionstats.facts import statement_of
from unionstats.types import FactRow

_LAST_DAY = date.max
_LAST_CHARACTER = 2**31
# Stands for the day of publication, whichever it is: "since the new year" ends on another day in each copy of a story.
_OWN_DAY = date.max
# What of a fact says which statement it makes and when.
STATEMENT_COLUMNS = (
    *("published", "source", "char_start", "fact_id", "page_id", "article", "period_basis", "indicator", "measure"),
    *("value", "low", "high", "bound", "unit", "per", "change", "place", "province", "period_start", "period_end"),
    "status",
)


class Statement(NamedTuple):
    """The parts of a fact that decide which statement came first; compares in that order."""

    published: date
    source: str
    char_start: int
    fact_id: str
    page_id: str
    article: int
    what: tuple[Any, ...]
    what_that_day: tuple[Any, ...]


def read_statement(row: FactRow) -> Statement:
    """Return the statement of a fact; unknown dates and positions come last."""
    return Statement(
        row.published or _LAST_DAY,
        row.source,
        _LAST_CHARACTER if row.char_start is None else row.char_start,
        row.fact_id,
        row.page_id,
        row.article,
        statement_of(row),
        statement_of(_as_of_its_day(row)),
    )


def _as_of_its_day(row: FactRow) -> FactRow:
    """Return a fact with a period that only its page's day of publication ends or begins as such, whatever the day."""
    if row.published is None or row.period_basis == "explicit":
        return row
    start, end = (_OWN_DAY if day == row.published else day for day in (row.period_start, row.period_end))
    return row._replace(period_start=start, period_end=end)


def find_repeats(statements: Iterable[Statement], clusters: Mapping[str, str]) -> dict[str, str | None]:
    """Return for each fact the earliest statement of the same fact; None for the earliest itself.

    Args:
        statements: all facts of the pages in question.
        clusters: near-duplicate pages: page_id → what they have in common; pages alone are not in it.
    """
    given = list(statements)
    links = _link(given, clusters, by_day=False)
    # Within one page the day of publication is the same for all.
    later = _link(given, clusters, by_day=True) if clusters else {}
    return {fact: _earliest(fact, links, later) for fact in links}


def _link(statements: Iterable[Statement], clusters: Mapping[str, str], *, by_day: bool) -> dict[str, str | None]:
    """Link what says the same, word for word or each as of its own day."""
    groups: dict[tuple[str, tuple[Any, ...]], list[Statement]] = {}
    for statement in statements:
        together = clusters.get(statement.page_id, statement.page_id)
        groups.setdefault((together, statement.what_that_day if by_day else statement.what), []).append(statement)
    links: dict[str, str | None] = {}
    for group in groups.values():
        several_pages = len({statement.page_id for statement in group}) > 1
        earliest: dict[int, str] = {}
        for statement in sorted(group, key=lambda statement: statement[:4]):
            # Within one page only the same article counts: a newspaper page may hold two stories with one figure.
            first = earliest.setdefault(0 if several_pages else statement.article, statement.fact_id)
            links[statement.fact_id] = None if first == statement.fact_id else first
    return links


def _earliest(fact: str, *links: Mapping[str, str | None]) -> str | None:
    """Follow links, each of which leads to an earlier statement, to the earliest."""
    found: str | None = None
    following: str | None = fact
    while following is not None:
        following = next((each[following] for each in links if each.get(following) is not None), None)
        found = following or found
    return found


def link_page(rows: Sequence[FactRow]) -> list[FactRow]:
    """Link the facts of a page with each other; `find_repeats` also knows other pages."""
    statements = [(row.article, *statement_of(row)) for row in rows]
    first: dict[tuple[object, ...], FactRow] = {}
    for row, statement in zip(rows, statements, strict=True):
        known = first.setdefault(statement, row)
        if _place(row) < _place(known):
            first[statement] = row
    links = (first[statement].fact_id for statement in statements)
    repeats = (None if link == row.fact_id else link for row, link in zip(rows, links, strict=True))
    return [row if row.repeats == link else row._replace(repeats=link) for row, link in zip(rows, repeats, strict=True)]


def _place(row: FactRow) -> tuple[int, str]:
    """Return where a fact stands among those of its article; unknown places come last."""
    return _LAST_CHARACTER if row.char_start is None else row.char_start, row.fact_id

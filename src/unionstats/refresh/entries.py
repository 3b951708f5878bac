"""The pages of the next snapshot: one row each, who among identical pages has the facts, and which are near-duplicates.

Facts and removed stretches stand once for each page_id, under the first of its sources: its owner. When the owner goes,
they move to the next source; nothing here depends on which of them was read when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa

from unionstats.refresh.clusters import find_clusters
from unionstats.tables.encode import sorted_table

IDENTICAL = "identical"
# INPUT, source and content: one reading of one page.
Key = tuple[str, str, str]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class NextPages:
    """The pages of the next snapshot, and what that means for the rows that hang on them.

    Attributes:
        entries: pages and ledger columns, in order.
        stale: page_ids whose rows of the last snapshot are dropped: gone, or read again.
        moved: page_id → source for pages whose rows stay but stand under another source now.
        refused: readings whose rows are not taken, as an identical page comes first or the page changed again.
        clusters: page_id → cluster of near-duplicates, now.
        relinked: page_ids whose facts may repeat those of other pages, now or before.
    """

    entries: pa.Table
    stale: frozenset[str]
    moved: dict[str, str]
    refused: frozenset[Key]
    clusters: dict[str, str]
    relinked: frozenset[str]


def plan_pages(before: pa.Table, kept: Iterable[int], spooled: pa.Table, wanted: Collection[Key]) -> NextPages:
    """Put together the pages that stay and those that were read.

    Args:
        before: entries of the last snapshot.
        kept: rows of it that stay.
        spooled: entries of all readings at hand.
        wanted: the readings that this run asked for; a spool left by a killed run may hold others.
    """
    keys = keys_of(spooled)
    read = spooled.take(pa.array([row for row, key in enumerate(keys) if key in wanted], pa.int64()))
    staying = before.take(pa.array(sorted(kept), pa.int64()))
    entries = sorted_table("entries", pa.concat_tables([staying, read]))
    owners = _first_rows(entries)
    owner_keys = _take(keys_of(entries), owners)
    old_sources = _take(before["source"].to_pylist(), _first_rows(before))
    fresh = {page for page, key in owner_keys.items() if key in wanted}
    clusters = find_clusters(entries)
    was_together = {
        page
        for page, cluster in zip(before["page_id"].to_pylist(), before["cluster"].to_pylist(), strict=True)
        if cluster is not None
    }
    return NextPages(
        entries=_filled(entries, owners, _fact_counts(before, read), clusters),
        stale=frozenset(page for page in old_sources if page not in owners or page in fresh),
        moved={page: key[1] for page, key in owner_keys.items() if page not in fresh and old_sources[page] != key[1]},
        refused=frozenset(keys) - frozenset(owner_keys[page] for page in fresh),
        clusters=clusters,
        relinked=frozenset(page for page in owners if page in clusters or page in was_together),
    )


def keys_of(entries: pa.Table) -> list[Key]:
    """List the readings that entries stand for."""
    columns = (entries[name].to_pylist() for name in ("input", "source", "content"))
    return list(zip(*columns, strict=True))


def _first_rows(entries: pa.Table) -> dict[str, int]:
    """Find the first row of each page_id in sorted entries: its owner."""
    first: dict[str, int] = {}
    for row, page in enumerate(entries["page_id"].to_pylist()):
        first.setdefault(page, row)
    return first


def _take(values: list[_Value], rows: dict[str, int]) -> dict[str, _Value]:
    return {page: values[row] for page, row in rows.items()}


def _fact_counts(before: pa.Table, read: pa.Table) -> dict[str, int]:
    """Count the facts of each page_id: every reading knows, and of the last snapshot's rows the owner's."""
    counts: dict[str, int] = {}
    for table in (before, read):
        found: dict[str, int] = {}
        for page, facts in zip(table["page_id"].to_pylist(), table["facts"].to_pylist(), strict=True):
            found[page] = max(facts, found.get(page, 0))
        counts.update(found)
    return counts


def _filled(entries: pa.Table, owners: dict[str, int], counts: dict[str, int], clusters: dict[str, str]) -> pa.Table:
    """Fill in what depends on the other pages: cluster, facts, and the flag of identical pages."""
    pages = entries["page_id"].to_pylist()
    mine = [owners[page] == row for row, page in enumerate(pages)]
    # Of pages that were set aside nothing is known: two that could not be read need not be the same.
    set_aside = [status == "quarantined" for status in entries["status"].to_pylist()]
    unlike = [own or aside for own, aside in zip(mine, set_aside, strict=True)]
    columns = {
        "cluster": [clusters.get(page) for page in pages],
        "facts": [counts[page] if own else 0 for page, own in zip(pages, mine, strict=True)],
        "flags": [_flags(flags, own=own) for flags, own in zip(entries["flags"].to_pylist(), unlike, strict=True)],
    }
    for name, values in columns.items():
        position = entries.schema.get_field_index(name)
        field = entries.schema.field(position)
        entries = entries.set_column(position, field, pa.array(values, field.type))
    return entries


def _flags(flags: str, *, own: bool) -> str:
    named = {flag for flag in flags.split(",") if flag} - {IDENTICAL}
    return ",".join(sorted(named if own else named | {IDENTICAL}))

"""Plans each page of the next snapshot: which of identical pages owns the facts, and which are near-duplicates.

Facts and removed stretches are stored once per page_id, under the first of its sources: its owner. When the owner goes,
they move to the next source; nothing depends on which of them was read when. A page takes some dozen bytes, in arrays
in the order of page_ids; anything longer stays on disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from unionstats.refresh.canonical import hint_of
from unionstats.refresh.clusters import Signatures, find_clusters
from unionstats.refresh.entries import READING, Entries
from unionstats.refresh.ledger import ROW, Ledger
from unionstats.refresh.signature import SIGNATURE_BYTES
from unionstats.tables.digests import (
    DIGEST_BYTES,
    NO_DIGESTS,
    Digests,
    Flags,
    Rows,
    digest_column,
    id_column,
    positions,
)
from unionstats.tables.scratch import RowFile, Scratch

_NO_ROWS: Rows = np.empty(0, np.int64)


@dataclass(frozen=True)
class Plan:
    """The pages of the next snapshot, and what follows for the rows that belong to them.

    Attributes:
        ids: page_ids, each once, in order.
        numbers: for each entry the place of its page among them.
        owners: for each page the entry that has its facts.
        facts: for each page how many those are.
        fresh: pages whose rows come from a reading of this run; what the last snapshot has of them is dropped.
        taken: those readings, in order; rows of others are not taken, as an identical page comes first.
        moved: pages whose rows stay but stand under another source now, in order.
        moved_to: their sources.
        clusters: for each page the first one of its group of near-duplicates; -1 for pages alone.
        relinked: pages whose facts may repeat others than they did: of groups in which anything changed.
    """

    ids: Digests
    numbers: Rows
    owners: Rows
    facts: Rows
    fresh: Flags
    taken: Digests
    moved: Rows
    moved_to: pa.ChunkedArray
    clusters: Rows
    relinked: Flags

    def pages_of(self, rows: pa.Table) -> Rows:
        """Return the page of each row; -1 for pages that are gone."""
        column = rows["page_id"].combine_chunks().dictionary_encode()
        found = positions(id_column(column.dictionary), self.ids)
        return found[column.indices.to_numpy()] if len(found) else np.empty(0, np.int64)

    def group_of(self, pages: Rows) -> Rows:
        """Return for each page an identifier that it shares only with its near-duplicates."""
        return np.where(self.clusters[pages] >= 0, self.clusters[pages], pages)

    def cluster_count(self) -> int:
        """Count the groups of near-duplicates."""
        return len(np.unique(self.clusters[self.clusters >= 0]))


def plan_pages(entries: Entries, scratch: Scratch) -> Plan:
    """Decide what happens to each page; reads all entries once, and what is needed from the last snapshot."""
    old = _read_old(entries.before)
    signatures = RowFile(scratch.file(), SIGNATURE_BYTES)
    now = _read_now(entries, signatures)
    ids, owners, numbers = np.unique(now.ids, return_index=True, return_inverse=True)
    fresh = now.rows[owners] < 0
    known = positions(ids, old.ids)
    clusters = _cluster(now, numbers, len(ids), signatures)
    moved, moved_to = _find_moved(entries.before, old, np.where(fresh, -1, known), now.rows[owners])
    return Plan(
        ids=ids,
        numbers=numbers,
        owners=owners,
        facts=_count_facts(now, numbers, old, known),
        fresh=fresh,
        taken=np.sort(now.readings[owners[fresh]]),
        moved=moved,
        moved_to=moved_to,
        clusters=clusters,
        relinked=_find_relinked(ids, clusters, old, known, fresh | np.isin(np.arange(len(ids)), moved)),
    )


class _Old(NamedTuple):
    """The pages of the last snapshot: page_ids in order, first row, facts, and cluster, empty for pages alone."""

    ids: Digests
    first: Rows
    facts: Rows
    clusters: Digests


def _read_old(before: Ledger) -> _Old:
    parts = [(NO_DIGESTS, _NO_ROWS, NO_DIGESTS)]
    for table in before.tables("page_id", "facts", "cluster"):
        clusters = id_column(pc.fill_null(table["cluster"], bytes(DIGEST_BYTES).hex()))
        parts.append((id_column(table["page_id"]), table["facts"].to_numpy(), clusters))
    every, facts, clusters = map(np.concatenate, zip(*parts, strict=True))
    ids, first, numbers = np.unique(every, return_index=True, return_inverse=True)
    return _Old(ids, first, _largest(facts, numbers, len(ids)), clusters[first])


class _Now(NamedTuple):
    """The entries of the next snapshot, in order.

    Attributes:
        ids: their page_ids.
        facts: how many facts each had when it was read.
        rows: of the last snapshot; -1 for those that were read in this run.
        readings: of those; empty for others.
        signed: whether there is a signature.
        hints: a hash of the article id in the address; 0 where there is none.
    """

    ids: Digests
    facts: Rows
    rows: Rows
    readings: Digests
    signed: Flags
    hints: npt.NDArray[np.uint64]


_KINDS = (NO_DIGESTS.dtype, np.int32, np.int32, NO_DIGESTS.dtype, np.bool_, np.uint64)


def _read_now(entries: Entries, signatures: RowFile) -> _Now:
    """Read the entries; their signatures go to a file."""
    now = _Now(*(np.empty(len(entries), kind) for kind in _KINDS))
    start = 0
    for table in entries.tables("page_id", "facts", ROW, READING, "signature", "url"):
        here = slice(start, start := start + table.num_rows)
        now.ids[here] = id_column(table["page_id"])
        now.facts[here] = table["facts"].to_numpy()
        now.rows[here] = pc.fill_null(table[ROW], -1).to_numpy()
        now.readings[here] = digest_column(pc.fill_null(table[READING], bytes(DIGEST_BYTES)))
        now.signed[here] = pc.is_valid(table["signature"]).to_numpy()
        now.hints[here] = [hint_of(url) for url in table["url"].to_pylist()]
        signatures.append(b"".join(pc.fill_null(table["signature"], bytes(SIGNATURE_BYTES)).to_pylist()))
    return now


def _cluster(now: _Now, numbers: Rows, pages: int, signatures: RowFile) -> Rows:
    """Find the group of each page that has a signature; identical pages at two sources are a group, too."""
    signed = np.flatnonzero(now.signed)
    which, first, entries = np.unique(numbers[signed], return_index=True, return_counts=True)
    groups = find_clusters(Signatures(signatures, signed[first]), now.hints[signed[first]])
    sizes = np.bincount(groups, weights=entries, minlength=len(which))
    clusters = np.full(pages, -1, np.int64)
    clusters[which] = np.where(sizes[groups] > 1, which[groups], -1)
    return clusters


def _count_facts(now: _Now, numbers: Rows, old: _Old, known: Rows) -> Rows:
    """Count the facts of each page: every reading knows, and of the last snapshot's rows the owner's."""
    read = now.rows < 0
    counted = _largest(np.where(read, now.facts, -1), numbers, len(known), none=-1)
    return np.where(counted < 0, _of_known(old.facts, known), counted)


def _find_moved(before: Ledger, old: _Old, known: Rows, rows: Rows) -> tuple[Rows, pa.ChunkedArray]:
    """Find the pages whose owner stays and is at another source than the owner was.

    Args:
        before: the last snapshot.
        old: its pages.
        known: for each page its place among them; -1 where it was read in this run.
        rows: for each page the row of its owner.
    """
    other = np.flatnonzero((known >= 0) & (rows != _of_known(old.first, known)))
    was, now = old.first[known[other]], rows[other]
    needed = np.unique(np.concatenate((was, now)))
    sources = before.take("source", needed)
    left, right = (sources.take(pa.array(np.searchsorted(needed, each))) for each in (was, now))
    moved = pc.not_equal(left, right)
    return other[moved.to_numpy()], right.filter(moved)


def _find_relinked(ids: Digests, clusters: Rows, old: _Old, known: Rows, changed: Flags) -> Flags:
    """Find the pages of groups that lost, gained or changed a page, and those that left one.

    Args:
        ids: page_ids.
        clusters: for each page the first of its group; -1 for pages alone.
        old: the pages of the last snapshot.
        known: for each page its place among them.
        changed: pages whose rows are others than they were, or stand elsewhere.
    """
    now = np.where(clusters >= 0, ids[clusters], b"")
    before = _of_known(old.clusters, known)
    other = now != before
    lost = np.unique(np.concatenate((before[other], old.clusters[positions(old.ids, ids) < 0])))
    touched = changed | other | ((before != b"") & (positions(before, lost) >= 0))
    groups = np.zeros(len(ids), np.bool_)
    groups[np.where(clusters >= 0, clusters, np.arange(len(ids)))[touched]] = True
    return np.where(clusters >= 0, groups[clusters], touched & (before != b""))


def _largest(values: npt.NDArray[Any], numbers: Rows, count: int, none: int = 0) -> Rows:
    """Return the largest value of each page."""
    found = np.full(count, none, np.int64)
    np.maximum.at(found, numbers, values)
    return found


def _of_known(values: npt.NDArray[Any], places: Rows) -> npt.NDArray[Any]:
    """Return values by place, and 0 where the place is -1."""
    none = np.zeros(1, values.dtype)
    return np.append(values, none)[places]

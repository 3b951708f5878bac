"""Links repeated statements of near-duplicate pages throughout one table, a share of the clusters at a time."""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from unionstats.refresh.repeats import STATEMENT_COLUMNS, find_repeats, read_statement
from unionstats.tables.digests import DIGEST_BYTES, NO_DIGESTS, Digests, Rows, digests, id_column, id_of, positions
from unionstats.tables.scratch import Scratch, TableFile
from unionstats.types import FactRow

# As Python objects statements take two kilobytes each.
_HELD_ROWS = 32_768
_SHARES = 64
_GROUP = "group"
_NONE = bytes(DIGEST_BYTES)
_BLANK = FactRow._make([None] * len(FactRow._fields))


@dataclass(frozen=True)
class Links:
    """New values of `repeats` for some facts.

    Attributes:
        facts: fact_ids, in order.
        repeats: for each the fact_id of the earliest statement; empty for those that are the earliest.
    """

    facts: Digests = field(default_factory=lambda: NO_DIGESTS)
    repeats: Digests = field(default_factory=lambda: NO_DIGESTS)

    def applied(self, table: pa.Table) -> pa.Table:
        """Return a table of facts with the new values of `repeats`."""
        found = positions(id_column(table["fact_id"]), self.facts)
        which = np.flatnonzero(found >= 0)
        if not len(which):
            return table
        values = table["repeats"].to_pylist()
        for row, place in zip(which.tolist(), found[which].tolist(), strict=True):
            values[row] = id_of(self.repeats[place]) if self.repeats[place] else None
        position = table.schema.get_field_index("repeats")
        return table.set_column(position, table.schema.field(position), pa.array(values, pa.string()))


class Statements:
    """The statements of one table that may repeat each other across pages.

    Args:
        scratch: where they are put aside once they are many.
    """

    COLUMNS = (*STATEMENT_COLUMNS, "repeats")

    def __init__(self, scratch: Scratch) -> None:
        self._file = TableFile(scratch)
        self._held: list[pa.Table] = []
        self._shares: list[list[int]] = [[] for _ in range(_SHARES)]

    def add(self, rows: pa.Table, groups: Rows) -> None:
        """Add facts (COLUMNS of them), each with the group of near-duplicates that its page is in."""
        self._held.append(rows.append_column(_GROUP, pa.array(groups)))
        if sum(table.num_rows for table in self._held) > _HELD_ROWS:
            self._put_aside()

    def links(self) -> Links:
        """Return the links of all statements, each to the earliest equal one of its group."""
        parts = [(NO_DIGESTS, NO_DIGESTS), *(_changed_links(table) for table in self._in_shares())]
        facts, repeats = map(np.concatenate, zip(*parts, strict=True))
        order = np.argsort(facts)
        return Links(facts[order], repeats[order])

    def _put_aside(self) -> None:
        whole = pa.concat_tables(self._held)
        shares = whole[_GROUP].to_numpy() % _SHARES
        whole = whole.take(pa.array(np.argsort(shares, kind="stable")))
        edges = np.cumsum(np.bincount(shares, minlength=_SHARES))
        for share, (end, count) in enumerate(zip(edges, np.diff(edges, prepend=0), strict=True)):
            if count:
                self._shares[share].append(self._file.put(whole.slice(end - count, count)))
        self._held = []

    def _in_shares(self) -> Iterator[pa.Table]:
        """Yield them so that those of one group come together."""
        if any(self._shares) and self._held:
            self._put_aside()
        if self._held:
            yield pa.concat_tables(self._held)
        for numbers in self._shares:
            if numbers:
                yield pa.concat_tables([self._file.get(number) for number in numbers])


def _changed_links(table: pa.Table) -> tuple[Digests, Digests]:
    """Return fact_id and `repeats` of the facts of which that is not what it is yet."""
    rows = [_BLANK._replace(**row) for row in table.drop_columns([_GROUP]).to_pylist()]
    groups = dict(zip(table["page_id"].to_pylist(), map(str, table[_GROUP].to_pylist()), strict=True))
    links = find_repeats(map(read_statement, rows), groups)
    changed = [row.fact_id for row in rows if links[row.fact_id] != row.repeats]
    repeats = (links[fact] for fact in changed)
    return digests(list(map(unhexlify, changed))), digests([unhexlify(fact) if fact else _NONE for fact in repeats])

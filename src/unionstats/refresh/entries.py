"""The pages of the next snapshot as an ordered stream of rows: those kept and those newly read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

import pyarrow as pa

from unionstats.refresh.ledger import ROW, Ledger
from unionstats.refresh.spool import Spool
from unionstats.tables.digests import DIGEST_BYTES, NO_DIGESTS, Digests, Flags, digest_column, positions
from unionstats.tables.merge import Piece, merge_pieces

READING = "reading"


@dataclass(frozen=True)
class Entries:
    """The pages of the next snapshot, streamed anew each time they are requested.

    Args:
        before: the pages of the last snapshot.
        kept: which of its rows stay.
        spool: readings.
        wanted: those that this run asked for, in order; a spool left by a killed run may hold others.
    """

    before: Ledger
    kept: Flags
    spool: Spool
    wanted: Digests = field(default_factory=lambda: NO_DIGESTS)

    def __len__(self) -> int:
        return int(self.kept.sum()) + len(self.wanted)

    def tables(self, *columns: str) -> Iterator[pa.Table]:
        """Yield some columns of all pages, in order, a bounded number of rows at a time.

        Beside the columns of the tables there are ROW, the row of the last snapshot that a page stays from, and
        READING, the reading that it is new from; one of them is null.
        """
        yield from merge_pieces("entries", [*self._old(), *self._new()], columns)

    def _old(self) -> Iterator[Piece]:
        def staying(rows: pa.Table) -> pa.Table:
            return rows.filter(pa.array(self.kept[rows[ROW].to_numpy()]))

        for piece in self.before.pieces:
            read = partial(_with, piece.read, READING, pa.binary(DIGEST_BYTES))
            yield replace(piece, read=read, change=staying, needs=(ROW,))

    def _new(self) -> Iterator[Piece]:
        def asked_for(rows: pa.Table) -> pa.Table:
            return rows.filter(pa.array(positions(digest_column(rows[READING]), self.wanted) >= 0))

        for piece in self.spool.pieces("entries"):
            read = partial(_with, piece.read, ROW, pa.int64())
            yield replace(piece, read=read, change=asked_for, needs=(READING,))


def _with(
    read: Callable[[tuple[str, ...]], pa.Table], name: str, kind: pa.DataType, columns: tuple[str, ...]
) -> pa.Table:
    """Read columns of which one is not there: nulls stand for it."""
    rows = read(tuple(column for column in columns if column != name))
    return rows.append_column(name, pa.nulls(rows.num_rows, kind))

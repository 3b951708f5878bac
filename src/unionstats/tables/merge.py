"""Merges rows on disk into one sorted sequence, a range of sources at a time, so that memory stays bounded.

Every table of rows is sorted by source first, and so is every piece of it on disk: a row group of a written file, a
part of the spool. A range of sources holds a bounded number of rows, and of each piece only the rows in that range are
read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from unionstats.tables.encode import sorted_table
from unionstats.tables.schema import SCHEMAS, SORT_KEYS

# Rows of facts take a kilobyte each, and sorting and writing make copies of them.
STRETCH_ROWS = 65_536
# Where a stretch ends is reckoned from each so many-th row.
_SAMPLED = 16

Change = Callable[[pa.Table], pa.Table]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of sources from `first` up to but not including `end`; None if open."""

    first: str | None = None
    end: str | None = None

    def of(self, table: pa.Table) -> pa.Table:
        """Return the rows of a table, sorted by source, whose source is in the range."""
        sources = table["source"]
        begin = 0 if self.first is None else _position(sources, self.first)
        end = table.num_rows if self.end is None else _position(sources, self.end)
        return table.slice(begin, max(end - begin, 0))

    def touches(self, low: str, high: str) -> bool:
        """Return whether the range may contain a source between `low` and `high`, both included."""
        return (self.first is None or high >= self.first) and (self.end is None or low < self.end)


def _position(sources: pa.ChunkedArray, source: str) -> int:
    return bisect_left(range(len(sources)), source, key=lambda row: str(sources[row].as_py()))


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows on disk, sorted by source.

    Attributes:
        first: the first of their sources.
        last: the last of them.
        rows: how many they are, before any is dropped.
        read: gives some columns of all rows.
        change: drops or alters rows after they were read.
        needs: columns that `change` looks at.
    """

    first: str
    last: str
    rows: int
    read: Callable[[tuple[str, ...]], pa.Table]
    change: Change | None = None
    needs: tuple[str, ...] = ()

    def of(self, stretch: Stretch, columns: Sequence[str]) -> pa.Table:
        """Return some columns of the rows in a range."""
        rows = stretch.of(self.read(tuple(dict.fromkeys((*columns, "source", *self.needs)))))
        return (self.change(rows) if self.change else rows).select(list(columns))

    def changed(self, change: Change, *needs: str) -> Piece:
        """Return the piece with rows dropped or altered; `source` must not change."""
        return replace(self, change=change, needs=needs)


def merge_pieces(
    name: str, pieces: Sequence[Piece], columns: Sequence[str], limit: int | None = None
) -> Iterator[pa.Table]:
    """Yield the rows of some pieces in their table's order, one table for each range that has any.

    Args:
        name: facts, removed or entries.
        pieces: in any order.
        columns: those wanted, and those that the order goes by.
        limit: about how many rows may be held; STRETCH_ROWS where None.
    """
    wanted = list(dict.fromkeys((*columns, *SORT_KEYS[name])))
    for stretch in find_stretches(pieces, limit):
        near = (piece for piece in pieces if stretch.touches(piece.first, piece.last))
        tables = [rows for piece in near if (rows := piece.of(stretch, wanted)).num_rows]
        if tables:
            yield sorted_table(name, pa.concat_tables(tables))


def find_stretches(pieces: Sequence[Piece], limit: int | None = None) -> list[Stretch]:
    """Cut the sources of pieces into ranges of about `limit` rows; rows of one source stay together.

    Args:
        pieces: in any order.
        limit: STRETCH_ROWS where None.
    """
    limit = limit or STRETCH_ROWS
    if sum(piece.rows for piece in pieces) <= limit:
        return [Stretch()]
    samples: list[str] = []
    for piece in pieces:
        sources = piece.read(("source",))["source"]
        samples += sources.take(pa.array(range(0, len(sources), _SAMPLED), pa.int64())).to_pylist()
    every = max(limit // _SAMPLED, 1)
    cuts = list(dict.fromkeys(sorted(samples)[every::every]))
    return [Stretch(first, end) for first, end in zip([None, *cuts], [*cuts, None], strict=True)]


def row_groups(name: str, paths: Iterable[Path]) -> list[Piece]:
    """Return the row groups of the files of a written table; columns added since it was written are null.

    Args:
        name: facts, pages, removed or ledger.
        paths: its files, in order.
    """
    return [piece for path in paths for piece in _row_groups(SCHEMAS[name], path)]


def _row_groups(schema: pa.Schema, path: Path) -> Iterator[Piece]:
    metadata = pq.read_metadata(path)
    position = metadata.schema.to_arrow_schema().get_field_index("source")

    # Stretches that follow each other mostly want the same row group.
    @lru_cache(maxsize=1)
    def read(number: int, columns: tuple[str, ...]) -> pa.Table:
        with pq.ParquetFile(path) as file:
            table = file.read_row_group(number, columns=list(columns))
        for name in sorted(set(columns) - set(table.column_names)):
            table = table.append_column(name, pa.nulls(table.num_rows, schema.field(name).type))
        return table.select(list(columns)).cast(pa.schema([schema.field(column) for column in columns]))

    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        sources = group.column(position).statistics
        yield Piece(sources.min, sources.max, group.num_rows, partial(read, number))

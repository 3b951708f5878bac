"""Reads the pages and the ledger of a committed snapshot as one table, a row group at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from pathlib import Path

import numpy as np
import pyarrow as pa

from unionstats.errors import CheckFailed
from unionstats.tables.commits import Commit, files_of
from unionstats.tables.digests import Rows
from unionstats.tables.merge import Piece, Stretch, row_groups
from unionstats.tables.schema import LEDGER, SCHEMAS

# The number of a page's row, for as long as a refresh goes on.
ROW = "row"
_LEDGER_ONLY = tuple(column.name for column in LEDGER[2:])


@dataclass(frozen=True)
class Ledger:
    """One row per page: the columns of pages, those that only the ledger has, and ROW.

    Columns that were added since the release which wrote the snapshot come as nulls.

    Attributes:
        folder: of the snapshot.
        pieces: its rows, in order.
    """

    folder: Path
    pieces: tuple[Piece, ...] = ()

    @classmethod
    def open(cls, folder: Path, commit: Commit | None) -> Ledger:
        """Return the ledger of a snapshot; an empty one if there is no commit yet.

        Raises:
            CheckFailed: the files are not there or not what they should be. So does whatever reads the pieces.
        """
        if commit is None:
            return cls(folder)
        with _checked(folder):
            pages, others = (
                row_groups(table, [folder / name for name in files_of(commit.files, table)])
                for table in ("pages", "ledger")
            )
            if [piece.rows for piece in pages] != [piece.rows for piece in others]:
                raise KeyError("pages and ledger do not have the same rows")
        starts = accumulate((piece.rows for piece in pages), initial=0)
        whole = zip(pages, others, starts, strict=False)
        return cls(
            folder, tuple(replace(page, read=partial(_read, folder, *each)) for each in whole for page in each[:1])
        )

    @property
    def rows(self) -> int:
        """The number of its pages."""
        return sum(piece.rows for piece in self.pieces)

    def tables(self, *columns: str) -> Iterator[pa.Table]:
        """Yield some columns of all pages, in order."""
        for piece in self.pieces:
            yield piece.of(Stretch(), columns)

    def take(self, column: str, rows: Rows) -> pa.ChunkedArray:
        """Return one column of some rows, given by sorted row numbers."""
        taken = [
            table[column].take(pa.array(rows[(rows >= start) & (rows < start + table.num_rows)] - start))
            for start, table in self._numbered(column)
        ]
        return pa.chunked_array(
            [chunk for each in taken for chunk in each.chunks], SCHEMAS["entries"].field(column).type
        )

    def _numbered(self, column: str) -> Iterator[tuple[int, pa.Table]]:
        start = 0
        for table in self.tables(column):
            yield start, table
            start += table.num_rows


def _read(folder: Path, page: Piece, other: Piece, start: int, columns: tuple[str, ...]) -> pa.Table:
    """Read a row group of pages and the same of the ledger as one."""
    with _checked(folder):
        table = page.read(tuple(name for name in columns if name not in {*_LEDGER_ONLY, ROW}))
        beside = other.read(tuple(name for name in columns if name in _LEDGER_ONLY))
    for name in beside.column_names:
        table = table.append_column(name, beside[name])
    return table.append_column(ROW, pa.array(np.arange(start, start + table.num_rows)))


@contextmanager
def _checked(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, pa.ArrowInvalid, KeyError, AttributeError) as error:
        raise CheckFailed(f"{folder} is damaged: {error}; see unionstats verify and rollback") from error

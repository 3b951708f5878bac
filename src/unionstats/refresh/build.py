"""Writes the tables of the next snapshot: kept rows and new rows, merged. Unchanged files are linked.

Decides which tables must be written again. Row order and encoding belong to `tables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pyarrow as pa

from unionstats.refresh.entries import READING
from unionstats.refresh.links import Links, Statements
from unionstats.refresh.plan import Plan
from unionstats.refresh.spool import Spool, facts_of
from unionstats.tables.commits import FileRecord, files_of
from unionstats.tables.digests import Flags, digest_column, positions
from unionstats.tables.draft import Draft
from unionstats.tables.merge import Piece, Stretch, merge_pieces, row_groups
from unionstats.tables.schema import PROVINCES, SCHEMAS
from unionstats.tables.scratch import Scratch, TableFile


@dataclass
class TableBuilder:
    """Builds the tables whose rows belong to pages.

    Args:
        draft: where they are written.
        files: those of the last snapshot.
        spool: the rows that were read.
        plan: what is to become of each page.
        scratch: where rows wait that are too many for memory.
    """

    draft: Draft
    files: Mapping[str, FileRecord]
    spool: Spool
    plan: Plan
    scratch: Scratch
    _stay: Flags = field(init=False)
    _move: Flags = field(init=False)

    def __post_init__(self) -> None:
        self._move = np.zeros(len(self.plan.ids) + 1, np.bool_)
        self._move[self.plan.moved] = True
        # The last place is for pages that are gone.
        self._stay = ~np.append(self.plan.fresh, True) & ~self._move

    def build(self) -> dict[str, int]:
        """Write or link every table.

        Returns:
            Rows of each province that has any.
        """
        counts = {province: self._build(f"facts/{province}", "facts", facts_of(province)) for province in PROVINCES}
        self._build("removed", "removed", "removed")
        return {province: count for province, count in counts.items() if count}

    def _build(self, name: str, kind: str, spooled: str) -> int:
        old, new = self._old_pieces(name, kind), self.spool.pieces(spooled)
        linked = kind == "facts"
        if self._is_written(name) and not new and not self._concerns(old, linked=linked):
            return self._keep(name)
        moved = self._moved(kind, old)
        pieces = [
            *(piece.changed(self._staying, "page_id") for piece in old),
            *(piece.changed(self._taken, READING) for piece in new),
            *moved,
        ]
        links = self._links(pieces) if linked else Links()
        rows = merge_pieces(kind, pieces, SCHEMAS[kind].names)
        written = self.draft.write(name, kind, map(links.applied, rows) if linked else rows)
        pa.default_memory_pool().release_unused()
        return written

    def _staying(self, rows: pa.Table) -> pa.Table:
        """Return the old rows that stay as they are."""
        return rows.filter(pa.array(self._stay[self.plan.pages_of(rows)]))

    def _taken(self, rows: pa.Table) -> pa.Table:
        """Return the spooled rows of readings that are taken."""
        return rows.filter(pa.array(positions(digest_column(rows[READING]), self.plan.taken) >= 0))

    def _moved(self, kind: str, old: list[Piece]) -> list[Piece]:
        """Put aside the rows of pages that stand under another source now, sorted by that."""
        if not self._move.any():
            return []
        schema = SCHEMAS[kind]
        file, pieces = TableFile(self.scratch), []
        for piece in old:
            rows = piece.of(Stretch(), schema.names)
            rows = rows.filter(pa.array(self._move[self.plan.pages_of(rows)]))
            if not rows.num_rows:
                continue
            places = np.searchsorted(self.plan.moved, self.plan.pages_of(rows))
            sources = self.plan.moved_to.take(pa.array(places))
            rows = rows.set_column(schema.get_field_index("source"), schema.field("source"), sources).sort_by("source")
            first, last = (str(rows["source"][place].as_py()) for place in (0, rows.num_rows - 1))
            pieces.append(Piece(first, last, rows.num_rows, partial(_put_aside, file, file.put(rows))))
        return pieces

    def _concerns(self, old: list[Piece], *, linked: bool) -> bool:
        """Return whether a written table has rows of pages whose rows change."""
        concerned = ~self._stay
        if linked:
            concerned[:-1] |= self.plan.relinked
        tables = (piece.of(Stretch(), ["page_id"]) for piece in old)
        return any(concerned[np.unique(self.plan.pages_of(rows))].any() for rows in tables)

    def _links(self, pieces: list[Piece]) -> Links:
        """Find the repeats among near-duplicate pages; the same fact is of the same place, so of this table."""
        if not self.plan.relinked.any():
            return Links()
        statements = Statements(self.scratch)
        for piece in pieces:
            rows = piece.of(Stretch(), Statements.COLUMNS)
            pages = self.plan.pages_of(rows)
            concerned = self.plan.relinked[pages]
            statements.add(rows.filter(pa.array(concerned)), self.plan.group_of(pages[concerned]))
        return statements.links()

    def _is_written(self, name: str) -> bool:
        return bool(files_of(self.files, name)) and self.draft.parent is not None

    def _old_pieces(self, name: str, kind: str) -> list[Piece]:
        if self.draft.parent is None:
            return []
        return row_groups(kind, [self.draft.parent / file for file in files_of(self.files, name)])

    def _keep(self, name: str) -> int:
        names = files_of(self.files, name)
        for file in names:
            self.draft.keep(file, self.files[file])
        return sum(self.files[file].rows for file in names)


def _put_aside(file: TableFile, number: int, columns: tuple[str, ...]) -> pa.Table:
    return file.get(number).select(list(columns))

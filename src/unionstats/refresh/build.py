"""Writes the tables of the next snapshot: old rows that stay and new rows, merged; what did not change is linked.

Owns which table must be written again. Everything about order and bytes is the tables' own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.refresh.entries import NextPages
from unionstats.refresh.repeats import find_repeats, read_statement
from unionstats.refresh.spool import Spool
from unionstats.tables.commits import FileRecord, files_of
from unionstats.tables.draft import Draft
from unionstats.tables.merge import Stretch, find_stretches, merge_rows, read_stretch
from unionstats.tables.schema import PROVINCES, SCHEMAS
from unionstats.types import FactRow

Source = Callable[[Stretch], Iterable[pa.Table]]


@dataclass
class TableBuilder:
    """Builds one snapshot.

    Args:
        draft: where it is written.
        files: those of the last snapshot.
        spool: the rows that were read.
        pages: what is to become of each page.
    """

    draft: Draft
    files: Mapping[str, FileRecord]
    spool: Spool
    pages: NextPages
    _stretches: list[Stretch] = field(init=False)
    _stale: pa.Array = field(init=False)
    _relinked: pa.Array = field(init=False)
    _refused: pa.Array = field(init=False)

    def __post_init__(self) -> None:
        entries = self.pages.entries
        self._stretches = find_stretches(entries["source"].to_pylist(), entries["facts"].to_pylist())
        self._stale = pa.array(sorted(self.pages.stale | self.pages.moved.keys()), pa.string())
        self._relinked = pa.array(sorted(self.pages.relinked), pa.string())
        self._refused = pa.array(sorted({content for _, _, content in self.pages.refused}), pa.string())

    def build(self) -> dict[str, int]:
        """Write or link every table.

        Returns:
            Rows of each province that has any.
        """
        counts = {province: self._build_facts(province) for province in PROVINCES}
        self._build_removed()
        self.draft.write("pages", "pages", [self.pages.entries])
        self.draft.write("ledger", "ledger", [self.pages.entries])
        return {province: count for province, count in counts.items() if count}

    def _build_facts(self, province: str) -> int:
        name = f"facts/{province}"
        paths = self._old_paths(name)
        if paths and not self.spool.has_facts(province) and not self._concerns(paths, relinked=True):
            return self._keep(name)
        old, new = self._sources("facts", paths, lambda: self.spool.facts(province))
        links = self._links((old, new))
        return self.draft.write(
            name, "facts", (_linked(table, links) for table in merge_rows("facts", self._stretches, old, new))
        )

    def _build_removed(self) -> None:
        paths = self._old_paths("removed")
        if paths and not any(table.num_rows for table in self.spool.removed()) and not self._concerns(paths):
            self._keep("removed")
            return
        old, new = self._sources("removed", paths, self.spool.removed)
        self.draft.write("removed", "removed", merge_rows("removed", self._stretches, old, new))

    def _sources(
        self, name: str, paths: list[Path], spooled: Callable[[], Iterator[pa.Table]]
    ) -> tuple[Source, Source]:
        """Give what yields the rows that stay, and the rows that come, of a stretch."""
        moved = self._moved(name, paths)

        def old(stretch: Stretch) -> Iterator[pa.Table]:
            for table in read_stretch(paths, stretch):
                yield table.filter(pc.invert(pc.is_in(table["page_id"], value_set=self._stale)))

        def new(stretch: Stretch) -> Iterator[pa.Table]:
            yield stretch.of(moved)
            for table in spooled():
                yield self._taken(stretch.of(table))

        return old, new

    def _moved(self, name: str, paths: list[Path]) -> pa.Table:
        """Read the rows of pages that stand under another source now."""
        empty = SCHEMAS[name].empty_table()
        if not self.pages.moved:
            return empty
        pages = pa.array(sorted(self.pages.moved), pa.string())
        rows = [table.filter(pc.is_in(table["page_id"], value_set=pages)) for table in read_stretch(paths, Stretch())]
        table = pa.concat_tables([empty, *rows])
        sources = pa.array([self.pages.moved[page] for page in table["page_id"].to_pylist()], pa.string())
        return table.set_column(table.schema.get_field_index("source"), SCHEMAS[name].field("source"), sources)

    def _taken(self, table: pa.Table) -> pa.Table:
        """Give the spooled rows without those of readings that are not taken."""
        doubtful = pc.is_in(table["content"], value_set=self._refused)
        if not pc.any(doubtful).as_py():
            return table
        keys = zip(*(table[name].to_pylist() for name in ("input", "source", "content")), strict=True)
        return table.filter(pa.array([key not in self.pages.refused for key in keys], pa.bool_()))

    def _concerns(self, paths: list[Path], *, relinked: bool = False) -> bool:
        """Tell whether a written table has rows of pages whose rows change."""
        pages = pa.concat_arrays([self._stale, self._relinked]) if relinked else self._stale
        if not len(pages):
            return False
        return any(
            pc.any(pc.is_in(pq.read_table(path, columns=["page_id"])["page_id"], value_set=pages)).as_py()
            for path in paths
        )

    def _links(self, sources: Iterable[Source]) -> dict[str, str | None]:
        """Find the repeats among near-duplicate pages; the same fact is of the same place, so of this table."""
        if not len(self._relinked):
            return {}
        statements = []
        for source in sources:
            for stretch in self._stretches:
                for table in source(stretch):
                    rows = table.filter(pc.is_in(table["page_id"], value_set=self._relinked))
                    statements += [read_statement(FactRow(**row)) for row in rows.select(FactRow._fields).to_pylist()]
        return find_repeats(statements, self.pages.clusters)

    def _old_paths(self, name: str) -> list[Path]:
        if self.draft.parent is None:
            return []
        return [self.draft.parent / file for file in files_of(self.files, name)]

    def _keep(self, name: str) -> int:
        names = files_of(self.files, name)
        for file in names:
            self.draft.keep(file, self.files[file])
        return sum(self.files[file].rows for file in names)


def _linked(table: pa.Table, links: Mapping[str, str | None]) -> pa.Table:
    """Give a table of facts with `repeats` as found for the facts of near-duplicate pages."""
    if not links:
        return table
    pairs = zip(table["fact_id"].to_pylist(), table["repeats"].to_pylist(), strict=True)
    repeats = pa.array([links.get(fact, now) for fact, now in pairs], pa.string())
    position = table.schema.get_field_index("repeats")
    return table.set_column(position, table.schema.field(position), repeats)

"""Old rows and new rows to one sorted run, a stretch of sources at a time: memory does not grow with the table.

Owns sorting outside memory. Every table of rows is sorted by source first; stretches of sources hold a bounded number
of rows, and of the old file only the row groups that reach into a stretch are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.tables.encode import sorted_table
from unionstats.tables.schema import SCHEMAS

STRETCH_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sources from `first` up to but not including `end`; None where open."""

    first: str | None = None
    end: str | None = None

    def of(self, table: pa.Table) -> pa.Table:
        """Give the rows whose source lies in the stretch."""
        if self.first is not None:
            table = table.filter(pc.greater_equal(table["source"], self.first))
        if self.end is not None:
            table = table.filter(pc.less(table["source"], self.end))
        return table

    def touches(self, low: str, high: str) -> bool:
        """Tell whether any source between `low` and `high`, both included, may lie in the stretch."""
        return (self.first is None or high >= self.first) and (self.end is None or low < self.end)


def find_stretches(sources: Sequence[str], rows: Sequence[int], limit: int = STRETCH_ROWS) -> list[Stretch]:
    """Cut sorted sources into stretches of about `limit` rows.

    Args:
        sources: sorted; the same source may come several times.
        rows: how many rows each has.
        limit: a stretch is ended before the source that would take it over this.

    >>> find_stretches(["a", "b", "c"], [3, 3, 3], limit=6)
    [Stretch(first=None, end='c'), Stretch(first='c', end=None)]
    """
    cuts: list[str] = []
    held, last = 0, None
    for source, count in zip(sources, rows, strict=True):
        if held and held + count > limit and source != last:
            cuts.append(source)
            held = 0
        held, last = held + count, source
    return [Stretch(first, end) for first, end in zip([None, *cuts], [*cuts, None], strict=True)]


def merge_rows(
    name: str,
    stretches: Iterable[Stretch],
    old: Callable[[Stretch], Iterable[pa.Table]],
    new: Callable[[Stretch], Iterable[pa.Table]],
) -> Iterator[pa.Table]:
    """Yield the rows of a table in order, one piece per stretch.

    Args:
        name: facts or removed.
        stretches: in order.
        old: gives the rows that stay, of a stretch.
        new: gives the rows that come, of a stretch.
    """
    schema = SCHEMAS[name]
    for stretch in stretches:
        tables = [table.select(schema.names) for table in (*old(stretch), *new(stretch)) if table.num_rows]
        if tables:
            yield sorted_table(name, pa.concat_tables(tables))


def read_stretch(paths: Iterable[Path], stretch: Stretch) -> Iterator[pa.Table]:
    """Yield the rows of a written table that lie in a stretch, row group by row group."""
    for path in paths:
        with pq.ParquetFile(path) as file:
            position = file.schema_arrow.get_field_index("source")
            for number in range(file.num_row_groups):
                statistics = file.metadata.row_group(number).column(position).statistics
                if statistics is None or not statistics.has_min_max or stretch.touches(statistics.min, statistics.max):
                    yield stretch.of(file.read_row_group(number))

"""From rows to Arrow, and from Arrow to Parquet files that are identical byte for byte whenever the rows are.

Owns row order, row groups and compression. What makes the files deterministic: a total order, one fixed schema, plain
strings, chunks combined before writing, one writer (`dataset.write_dataset` writes in the order its threads finish).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from unionstats.tables.schema import SCHEMAS, SORT_KEYS, TABLES

ROW_GROUP = 131_072
_LEVEL = 3
_SURROGATES = re.compile("[\ud800-\udfff]")


def build_table(name: str, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """Return rows (in column order) as an Arrow table.

    Args:
        name: facts, removed or entries: a key of SCHEMAS.
        rows: NamedTuples or tuples, a value per column.
    """
    schema = SCHEMAS[name]
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [_array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        # Half of a surrogate pair (broken JSON, odd file names) is no text: one mark for each keeps the offsets.
        return pa.array([value and _SURROGATES.sub("\ufffd", value) for value in values], type=kind)


def sorted_table(name: str, table: pa.Table) -> pa.Table:
    """Return the rows in the table's total order, as a single chunk."""
    return table.sort_by([(key, "ascending") for key in SORT_KEYS[name]]).combine_chunks()


class TableWriter:
    """Writes one Parquet file in row groups of fixed size, however the rows arrive.

    Args:
        sink: an open binary file.
        name: facts, pages, removed or ledger.
    """

    def __init__(self, sink: IO[bytes], name: str) -> None:
        self.rows = 0
        self._schema = SCHEMAS[name]
        self._rest: list[pa.Table] = []
        self._waiting = 0
        self._writer = pq.ParquetWriter(
            sink,
            self._schema,
            compression="zstd",
            compression_level=_LEVEL,
            use_dictionary=[column.name for column in TABLES[name] if column.few],
            write_statistics=True,
            store_schema=True,
        )

    def write(self, table: pa.Table) -> None:
        """Add rows, which must come in the table's order."""
        self.rows += table.num_rows
        self._rest.append(table.select(self._schema.names))
        self._waiting += table.num_rows
        while self._waiting >= ROW_GROUP:
            self._write_group(ROW_GROUP)

    def close(self) -> None:
        """Write the remaining rows and the footer; an empty table has no row group."""
        if self._waiting:
            self._write_group(self._waiting)
        self._writer.close()

    def abandon(self) -> None:
        """Give up the file after its sink failed; otherwise the writer would try to finish it when it is deleted."""
        self._writer.is_open = False

    def _write_group(self, length: int) -> None:
        whole = pa.concat_tables(self._rest)
        self._writer.write_table(whole.slice(0, length).combine_chunks(), row_group_size=ROW_GROUP)
        self._rest = [whole.slice(length)]
        self._waiting = whole.num_rows - length

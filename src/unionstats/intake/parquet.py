"""Parquet files: one page per row."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pyarrow as pa
from pyarrow import compute, parquet

from unionstats.intake.records import FIELDS, bad_record, read_record
from unionstats.intake.streams import Source, UnpackedTooLarge, open_seekable
from unionstats.settings import Settings
from unionstats.types import RawPage

_PAGE_COLUMNS = ("text", "html")
_MOST_ROWS = 256


def read_parquet(source: Source, settings: Settings) -> Iterator[RawPage]:
    """Read the pages of a Parquet file, few rows at a time.

    Yields:
        A page for each row, `name#id` where all rows have an id of their own, else `name#n` counted from 1.
    """
    try:
        with open_seekable(source, settings.max_spool_bytes) as stream:
            metadata = parquet.read_metadata(stream)
            columns = {metadata.schema.column(number).path for number in range(metadata.num_columns)}
            # Kept as a dictionary, a value that a million rows share is held once.
            shared = sorted(columns & set(_PAGE_COLUMNS))
            table = parquet.ParquetFile(stream, metadata=metadata, pre_buffer=False, read_dictionary=shared)
            yield from _read_rows(source.name, table, settings)
    except UnpackedTooLarge as error:
        yield RawPage(source.name, "text", b"", problem="too_large", detail=str(error))
    except (OSError, EOFError, zlib.error, pa.ArrowException, ValueError, LookupError) as error:
        yield RawPage(source.name, "text", b"", problem="bad_archive", detail=str(error).split("\n", 1)[0])


def _read_rows(name: str, table: parquet.ParquetFile, settings: Settings) -> Iterator[RawPage]:
    columns = [field for field in FIELDS if field in table.schema_arrow.names]
    if not set(columns) & set(_PAGE_COLUMNS):
        yield bad_record(name, "no column text or html")
        return
    by_id = "id" in columns and _ids_are_unique(table)
    number = 0
    for batch in table.iter_batches(batch_size=_batch_rows(table, settings), columns=columns):
        for row in range(len(batch)):
            number += 1
            if number > settings.max_records:
                raise OSError(f"more than {settings.max_records} rows")
            record = {column: _value(column, batch.column(column)[row]) for column in columns}
            yield read_record(f"{name}#{str(record['id']).strip() if by_id else number}", record)


def _batch_rows(table: parquet.ParquetFile, settings: Settings) -> int:
    """Return how many rows to read at once: about as many bytes as one page may have."""
    groups = (table.metadata.row_group(number) for number in range(table.metadata.num_row_groups))
    widest = max((group.total_byte_size // max(1, group.num_rows) for group in groups), default=1)
    return max(1, min(_MOST_ROWS, settings.max_page_bytes // max(1, widest)))


def _value(column: str, scalar: pa.Scalar) -> object:
    """Return a field of a row; pages as bytes, for what a table calls a string may be in any encoding."""
    if isinstance(scalar, pa.DictionaryScalar):
        scalar = scalar.value
    if not scalar.is_valid:
        return None
    if not isinstance(scalar, pa.StringScalar | pa.LargeStringScalar):
        return scalar.as_py()
    content = scalar.as_buffer().to_pybytes()
    return content if column in _PAGE_COLUMNS else content.decode("utf-8", "replace")


def _ids_are_unique(table: parquet.ParquetFile) -> bool:
    ids = table.read(columns=["id"]).column("id")
    if ids.null_count or not (pa.types.is_string(ids.type) or pa.types.is_integer(ids.type)):
        return False
    return len(compute.unique(ids)) == len(ids)

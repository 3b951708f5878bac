"""Parquet files: one page a row."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pyarrow as pa
from pyarrow import compute, parquet

from unionstats.intake.records import FIELDS, bad_record, read_record
from unionstats.intake.streams import Source, UnpackedTooLarge, open_seekable
from unionstats.settings import Settings
from unionstats.types import RawPage

_BATCH_ROWS = 64


def read_parquet(source: Source, settings: Settings) -> Iterator[RawPage]:
    """Read the pages of a Parquet file, few rows at a time.

    Yields:
        A page for each row, `name#id` where all rows have an id of their own, else `name#n` counted from 1.
    """
    try:
        with open_seekable(source, settings.max_spool_bytes) as stream:
            yield from _read_rows(source.name, parquet.ParquetFile(stream, pre_buffer=False), settings)
    except UnpackedTooLarge as error:
        yield RawPage(source.name, "text", b"", problem="too_large", detail=str(error))
    except (OSError, EOFError, zlib.error, pa.ArrowException) as error:
        yield RawPage(source.name, "text", b"", problem="bad_archive", detail=str(error).split("\n", 1)[0])


def _read_rows(name: str, table: parquet.ParquetFile, settings: Settings) -> Iterator[RawPage]:
    columns = [field for field in FIELDS if field in table.schema_arrow.names]
    if "text" not in columns and "html" not in columns:
        yield bad_record(name, "no column text or html")
        return
    by_id = "id" in columns and _ids_are_unique(table)
    number = 0
    for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=columns):
        for record in pa.RecordBatch.from_pydict({name: _as_bytes(batch.column(name)) for name in columns}).to_pylist():
            number += 1
            if number > settings.max_records:
                raise OSError(f"more than {settings.max_records} rows")
            fields = {name: _as_text(name, value) for name, value in record.items()}
            yield read_record(f"{name}#{str(fields['id']).strip() if by_id else number}", fields)


def _as_bytes(column: pa.Array) -> pa.Array:
    """Give a column of strings as bytes: what a table calls a string may be in any encoding."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.large_binary()) if pa.types.is_string(column.type) else column


def _as_text(name: str, value: object) -> object:
    """Give a field other than the page itself as a string; the page is decoded like any other."""
    if isinstance(value, bytes) and name not in {"text", "html"}:
        return value.decode("utf-8", "replace")
    return value


def _ids_are_unique(table: parquet.ParquetFile) -> bool:
    ids = table.read(columns=["id"]).column("id")
    if ids.null_count or not (pa.types.is_string(ids.type) or pa.types.is_integer(ids.type)):
        return False
    return len(compute.unique(ids)) == len(ids)

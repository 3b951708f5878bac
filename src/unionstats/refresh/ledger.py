"""Reads the pages and the ledger of a committed snapshot as the one table they are."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from unionstats.errors import CheckFailed
from unionstats.tables.commits import Commit, files_of
from unionstats.tables.schema import LEDGER, SCHEMAS


def load_entries(folder: Path, commit: Commit | None) -> pa.Table:
    """Give one row per page: the columns of pages, then those that only the ledger has.

    A snapshot of an earlier release lacks columns that were added since; they come as nulls.

    Raises:
        CheckFailed: the files are not there or not what they should be.
    """
    schema = SCHEMAS["entries"]
    if commit is None:
        return schema.empty_table()
    try:
        pages, ledger = (_read(folder, commit, name) for name in ("pages", "ledger"))
        for column in LEDGER[2:]:
            pages = pages.append_column(column.name, ledger[column.name])
    except (OSError, pa.ArrowInvalid, KeyError) as error:
        raise CheckFailed(f"{folder} is damaged: {error}; see unionstats verify and rollback") from error
    missing = [name for name in schema.names if name not in pages.column_names]
    for name in missing:
        pages = pages.append_column(name, pa.nulls(pages.num_rows, schema.field(name).type))
    return pages.select(schema.names).cast(schema)


def _read(folder: Path, commit: Commit, name: str) -> pa.Table:
    return pa.concat_tables([pq.read_table(folder / file) for file in files_of(commit.files, name)])

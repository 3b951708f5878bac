"""Files that are what their commit says may still hold rows that cannot be: a fault of the program, not of the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from unionstats.tables.commits import FileRecord
from unionstats.tables.store import Store
from unionstats.tables.verify import verify


def rewrite(out: Path, name: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Write a table of the newest snapshot with other rows, and its commit to match."""
    store = Store(out)
    commit = store.newest()
    path = store.folder_of(commit) / name
    table = change(pq.read_table(path))
    path.unlink()
    pq.write_table(table, path)
    record = FileRecord(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, table.num_rows)
    (out / "commits" / f"{commit.number}.json").write_bytes(
        replace(commit, files=commit.files | {name: record}).to_json()
    )


def put(table: pa.Table, column: str, value: object) -> pa.Table:
    """Return a table whose first row has another value."""
    field = table.schema.field(column)
    values = [value, *table[column].to_pylist()[1:]]
    return table.set_column(table.schema.get_field_index(column), field, pa.array(values, field.type))


WRONG = [
    ("facts/shanxi.parquet", lambda rows: pa.concat_tables([rows, rows]), "fact_id is not unique"),
    ("facts/shanxi.parquet", lambda rows: put(rows, "quote", "12345家"), "not as long as its span"),
    ("facts/shanxi.parquet", lambda rows: put(rows, "char_start", None), "half a span"),
    ("facts/shanxi.parquet", lambda rows: put(rows, "page_id", "ab" * 16), "1 facts are of pages that are not"),
    ("facts/shanxi.parquet", lambda rows: put(rows, "page_id", "what"), "an id that is none"),
    ("facts/shanxi.parquet", lambda rows: put(rows, "province", "henan"), "facts of another province"),
    ("facts/shanxi.parquet", lambda rows: rows.drop_columns(["flags"]), "other columns"),
    ("pages.parquet", lambda rows: put(rows, "facts", 99), "count other facts"),
    ("pages.parquet", lambda rows: put(rows, "source", "elsewhere.txt"), "pages and ledger do not have the same rows"),
    ("ledger.parquet", lambda rows: rows.slice(1), "pages and ledger do not have the same rows"),
    ("pages.parquet", lambda rows: rows.filter(pc.equal(rows["source"], "a.txt")), "do not have the same rows"),
]


@pytest.mark.parametrize(("name", "change", "said"), WRONG, ids=[f"{name}-{said}" for name, _, said in WRONG])
def test_rows_that_cannot_be_are_reported(
    out: Path, name: str, change: Callable[[pa.Table], pa.Table], said: str
) -> None:
    rewrite(out, name, change)
    assert any(said in line for line in verify(out))

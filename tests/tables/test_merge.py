from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionstats.tables import draft as drafts
from unionstats.tables import encode
from unionstats.tables.commits import FileRecord
from unionstats.tables.draft import Draft
from unionstats.tables.encode import TableWriter, build_table
from unionstats.tables.files import Disk
from unionstats.tables.merge import Piece, merge_pieces
from unionstats.tables.schema import SCHEMAS
from unionstats.types import RemovedRow

ROWS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 3)).map(
        lambda row: RemovedRow(row[0], row[0], row[1], 9, "removed", "chrome", "r", "x", "")
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=20)
@given(old=ROWS, new=ROWS, limit=st.integers(1, 10))
def test_merging_a_stretch_at_a_time_is_sorting_everything(
    old: list[RemovedRow], new: list[RemovedRow], limit: int
) -> None:
    tables = [build_table("removed", rows).sort_by("source") for rows in (old, new) if rows]
    pieces = [piece_of(table) for table in tables]
    everything = [row for table in tables for row in table.to_pylist()]
    parts = list(merge_pieces("removed", pieces, SCHEMAS["removed"].names, limit))
    assert [row for part in parts for row in part.to_pylist()] == sorted(everything, key=lambda row: [*row.values()])


def piece_of(table: pa.Table) -> Piece:
    first, *_, last = [*table["source"].to_pylist()] * 2
    return Piece(first, last, table.num_rows, lambda columns: table.select(list(columns)))


def test_no_stretch_holds_many_more_rows_than_it_may() -> None:
    rows = [
        RemovedRow(f"{number:04}", f"{number:04}", 0, 9, "removed", "chrome", "r", "x", "") for number in range(999)
    ]
    pieces = [piece_of(build_table("removed", rows[part::3])) for part in range(3)]
    parts = [part.num_rows for part in merge_pieces("removed", pieces, SCHEMAS["removed"].names, 100)]
    assert sum(parts) == len(rows)
    assert max(parts) < 200


@settings(deadline=None, max_examples=20)
@given(rows=ROWS, cuts=st.lists(st.integers(0, 30), max_size=5))
def test_a_file_does_not_depend_on_how_its_rows_arrive(rows: list[RemovedRow], cuts: list[int]) -> None:
    table = build_table("removed", rows)
    bounds = [0, *sorted(min(cut, table.num_rows) for cut in cuts), table.num_rows]
    parts = [table.slice(start, end - start) for start, end in pairwise(bounds)]
    assert written([table]) == written(parts)


def written(parts: list[pa.Table]) -> bytes:
    sink = io.BytesIO()
    writer = TableWriter(sink, "removed")
    for part in parts:
        writer.write(part)
    writer.close()
    return sink.getvalue()


def test_a_table_over_the_limit_continues_in_numbered_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "ROWS_PER_FILE", 4)
    monkeypatch.setattr(encode, "ROW_GROUP", 3)
    rows = [RemovedRow("p", "p", number, 99, "removed", "chrome", "r", "x", "") for number in range(10)]
    draft = Draft(Disk(), 1, "snapshots/1", tmp_path / "1", None)
    draft.begin()
    table = build_table("removed", rows)
    assert draft.write("removed", "removed", [table.slice(0, 5), table.slice(5, 0), table.slice(5)]) == 10
    names = ["removed.parquet", "removed.0001.parquet", "removed.0002.parquet"]
    assert list(draft.files) == names
    assert [isinstance(draft.files[name], FileRecord) and draft.files[name].rows for name in names] == [4, 4, 2]
    read = pa.concat_tables([pq.read_table(tmp_path / "1" / name) for name in names])
    assert read.to_pylist() == table.to_pylist()
    assert pq.read_metadata(tmp_path / "1" / names[0]).num_row_groups == 2


def test_exactly_a_file_full_needs_no_second_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "ROWS_PER_FILE", 2)
    rows = [RemovedRow("p", "p", number, 99, "removed", "chrome", "r", "x", "") for number in range(2)]
    draft = Draft(Disk(), 1, "snapshots/1", tmp_path / "1", None)
    draft.begin()
    draft.write("removed", "removed", [build_table("removed", rows), build_table("removed", [])])
    assert list(draft.files) == ["removed.parquet"]

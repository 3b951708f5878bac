"""Reads committed tables: the path of the newest snapshot, and facts as a DataFrame, filtered while reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.intake.streams import is_uri
from unionstats.tables.commits import files_of
from unionstats.tables.dataframes import frame_of
from unionstats.tables.names import check_indicators, checked_columns, is_named, listed, province_slugs
from unionstats.tables.remote import RemoteStore
from unionstats.tables.schema import PROVINCES, SCHEMAS
from unionstats.tables.store import Store

if TYPE_CHECKING:
    import pandas as pd


def latest(path: Path | str) -> Path | str:
    """Return the path of the newest committed snapshot, which never changes, even if a refresh runs meanwhile.

    Args:
        path: the output of a run: a folder, or an address (s3://bucket/tables), for which an address is given back.

    Raises:
        UsageError: there is none.
    """
    if is_uri(str(path)):
        remote = RemoteStore(str(path))
        return f"{remote.address}/{remote.newest().snapshot}"
    return latest_folder(path)


def latest_folder(path: Path | str) -> Path:
    """Return the folder of the newest committed snapshot of a store on this machine.

    Raises:
        UsageError: there is none.
    """
    store = Store(path)
    return store.folder_of(store.newest())


def snapshot_folder(path: Path | str) -> Path:
    """Return a folder that is a snapshot itself, or the newest snapshot of a store on this machine.

    Raises:
        UsageError: there is none.
    """
    return Path(path) if Path(path, "facts").is_dir() else latest_folder(path)


def load(
    path: Path | str,
    province: str | Sequence[str] | None = None,
    indicator: str | Sequence[str] | None = None,
    columns: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """Load facts of the newest snapshot as a DataFrame: one row per fact, sorted by province, source and char_start.

    Args:
        path: the output of a run (a folder or an address), or a folder that is one of its snapshots.
        province: slug or Chinese name, one or several; all where None.
        indicator: id, one or several; an id also brings the ids that add a suffix to it. All facts where None.
        columns: names of columns, one or several; all where None.

    Returns:
        Days as datetime64, closed lists as categories, whole numbers that may lack as Int32. The column `flags` is
        `facts["flags"]`: `facts.flags` is an attribute of every DataFrame.

    Raises:
        UsageError: no tables there, or no such province, indicator or column; says which was likely meant.
    """
    wanted, asked = checked_columns(columns), listed(indicator)
    read = wanted if asked is None else list(dict.fromkeys([*wanted, "indicator"]))
    files = _remote_files if is_uri(str(path)) else _local_files
    condition = _indicator_filter(asked)
    table = pa.concat_tables([_read(file, read, condition) for file in files(str(path), province_slugs(province))])
    if asked:
        found = table["indicator"].unique().to_pylist()
        missing = [name for name in asked if not any(is_named(identifier, name) for identifier in found)]
        if missing:
            check_indicators(missing, held_indicators(path))
    return frame_of(table.select(wanted))


def held_indicators(path: Path | str) -> Iterator[str]:
    """Yield the ids that occur in the facts of an output, once for each file that has them."""
    files = _remote_files if is_uri(str(path)) else _local_files
    for file in files(str(path), PROVINCES):
        yield from filter(None, _read(file, ["indicator"], None)["indicator"].unique().to_pylist())


def fact_files(path: Path | str) -> list[Path]:
    """Return the files of facts of a store on this machine, or of a folder that is one of its snapshots.

    Raises:
        UsageError: no tables there.
    """
    return list(_local_files(str(path), PROVINCES))


def _read(file: Path | pa.BufferReader, wanted: list[str], condition: pc.Expression | None) -> pa.Table:
    """Read a file of facts; columns that its release did not have yet come as nulls."""
    there = pq.read_schema(file).names
    table = pq.read_table(file, columns=[name for name in wanted if name in there], filters=condition)
    for name in wanted:
        if name not in there:
            table = table.append_column(name, pa.nulls(table.num_rows, SCHEMAS["facts"].field(name).type))
    return table.select(wanted)


def _local_files(path: str, slugs: Sequence[str]) -> Iterator[Path]:
    """Yield the files of some provinces, in order."""
    folder = snapshot_folder(path) / "facts"
    names = {entry.name for entry in folder.iterdir()}
    for slug in slugs:
        yield from (folder / name for name in files_of(names, slug) or [f"{slug}.parquet"])


def _remote_files(address: str, slugs: Sequence[str]) -> Iterator[pa.BufferReader]:
    """Yield the same from an object store."""
    remote = RemoteStore(address)
    commit = remote.newest()
    for slug in slugs:
        for name in files_of(commit.files, f"facts/{slug}"):
            yield pa.BufferReader(remote.read(f"{commit.snapshot}/{name}"))


def _indicator_filter(indicators: Sequence[str] | None) -> pc.Expression | None:
    """Return the condition for ids and their suffixes: patents, patents.applied, patents.granted."""
    if indicators is None:
        return None
    condition = pc.field("indicator").isin(indicators)
    for name in indicators:
        condition |= pc.starts_with(pc.field("indicator"), f"{name}.")
    return condition

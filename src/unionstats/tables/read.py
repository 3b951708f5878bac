"""Reading committed tables: the newest snapshot's path, and facts as a DataFrame, filtered in the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.errors import UsageError
from unionstats.intake.streams import is_uri
from unionstats.tables.commits import files_of
from unionstats.tables.frames import frame_of
from unionstats.tables.remote import RemoteStore
from unionstats.tables.schema import PROVINCES, SCHEMAS
from unionstats.tables.store import Store

if TYPE_CHECKING:
    import pandas as pd


def latest(path: Path | str) -> Path | str:
    """Give the path of the newest committed snapshot; it stays what it is, whatever refresh runs meanwhile.

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
    """Give the folder of the newest committed snapshot of a store on this machine.

    Raises:
        UsageError: there is none.
    """
    store = Store(path)
    return store.folder_of(store.newest())


def snapshot_folder(path: Path | str) -> Path:
    """Give a folder that is a snapshot as it is, and of a store on this machine the folder of its newest one.

    Raises:
        UsageError: there is none.
    """
    return Path(path) if Path(path, "facts").is_dir() else latest_folder(path)


def load(
    path: Path | str,
    province: str | Sequence[str] | None = None,
    indicator: str | Sequence[str] | None = None,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Load facts of the newest snapshot as a DataFrame: one row per fact, sorted by province, source and char_start.

    Args:
        path: the output of a run (a folder or an address), or a folder that is one of its snapshots.
        province: slug or short Chinese name, one or several; all where None.
        indicator: id, one or several; an id also brings the ids that add a suffix to it. All facts where None.
        columns: names of columns; all where None.

    Returns:
        Days as datetime64, closed lists as categories, whole numbers that may lack as Int32.

    Raises:
        UsageError: no tables there, or no such province or column.
    """
    wanted = checked_columns(columns)
    condition = _indicator_filter(indicator)
    files = _remote_files if is_uri(str(path)) else _local_files
    tables = [_read(file, wanted, condition) for file in files(str(path), _slugs(province))]
    return frame_of(pa.concat_tables(tables))


def fact_files(path: Path | str) -> list[Path]:
    """List the files of facts of a store on this machine, or of a folder that is one of its snapshots.

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


def checked_columns(columns: Sequence[str] | None) -> list[str]:
    """Give the columns of facts that are asked for; all where None.

    Raises:
        UsageError: there is no such column; names all.
    """
    names = SCHEMAS["facts"].names
    unknown = [name for name in columns or () if name not in names]
    if unknown:
        raise UsageError(f"no such column: {', '.join(unknown)}; there are {', '.join(names)}")
    return list(columns) if columns is not None else list(names)


def _slugs(province: str | Sequence[str] | None) -> list[str]:
    if province is None:
        return list(PROVINCES)
    asked = [province] if isinstance(province, str) else list(province)
    slugs = _slugs_by_name()
    unknown = [name for name in asked if name not in slugs]
    if unknown:
        raise UsageError(f"no such province: {', '.join(unknown)}; there are {', '.join(PROVINCES)}")
    return [slug for slug in PROVINCES if slug in {slugs[name] for name in asked}]


def _slugs_by_name() -> dict[str, str]:
    """Index the provinces by everything they are called: slug, short name, full name, code."""
    from unionstats.places.gazetteer import load_provinces  # noqa: PLC0415 - only names need the rules
    from unionstats.rules.folder import RuleFolder  # noqa: PLC0415 - the same

    slugs = {slug: slug for slug in PROVINCES}
    for province in load_provinces(RuleFolder.open()):
        slugs.update((name, province.slug) for name in astuple(province) if name)
    return slugs


def _indicator_filter(indicator: str | Sequence[str] | None) -> pc.Expression | None:
    """Give the condition for ids and their suffixes: patents, patents.applied, patents.granted."""
    if indicator is None:
        return None
    asked = [indicator] if isinstance(indicator, str) else list(indicator)
    condition = pc.field("indicator").isin(asked)
    for name in asked:
        condition |= pc.starts_with(pc.field("indicator"), f"{name}.")
    return condition

"""Checks a store from the outside: that every byte is what its commit says, and every row what the columns mean.

Trusts nothing but the commit files, and those only where they carry their own hash and stand in an unbroken row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.errors import CheckFailed
from unionstats.tables.commits import Commit, FileRecord
from unionstats.tables.lock import LOCK_NAME, is_locked
from unionstats.tables.schema import PROVINCES, SCHEMAS
from unionstats.tables.store import OWN_NAMES, Store


def verify(path: Path | str) -> list[str]:
    """Check every snapshot of a store.

    Returns:
        One line for each thing that is wrong; none where all is well.
    """
    store = Store(path)
    store.check_filled()
    issues = list(_check_folder(store))
    commits: list[Commit] = []
    for number in store.numbers():
        try:
            commits.append(store.commit_of(number))
        except CheckFailed as error:
            issues.append(str(error))
    for commit in commits:
        folder = store.folder_of(commit)
        found = list(check_bytes(folder, commit))
        issues += found or [f"{folder}: {line}" for line in _check_rows(folder, commit)]
    return issues


def _check_folder(store: Store) -> Iterator[str]:
    """Check what lies where in the store, but for the files of snapshots."""
    numbers = store.numbers()
    yield from (
        f"commits/{number}.json is missing" for number in range(numbers[0], numbers[-1]) if number not in numbers
    )
    if not is_locked(store.path):
        yield from _check_leftovers(store, numbers)
    current = store.path / "current"
    try:
        newest = store.commit_of(numbers[-1]).snapshot
    except CheckFailed:
        return
    if not current.is_symlink() or str(current.readlink()) != newest:
        yield f"{current} does not lead to {newest}"


def _check_leftovers(store: Store, numbers: list[int]) -> Iterator[str]:
    """Look for what no run at work can explain."""
    expected = {f"{number}.json" for number in numbers}
    snapshots = {Path(store.commit_of(number).snapshot).name for number in numbers if _readable(store, number)}
    listing = {
        store.path: OWN_NAMES | {LOCK_NAME},
        store.path / "commits": expected,
        store.path / "snapshots": snapshots,
    }
    for folder, names in listing.items():
        there = {entry.name for entry in folder.iterdir()}
        yield from (f"{folder / name} does not belong there" for name in sorted(there - names))
    if LOCK_NAME not in {entry.name for entry in store.path.iterdir()}:
        yield f"{store.path / LOCK_NAME} is missing"


def _readable(store: Store, number: int) -> bool:
    try:
        store.commit_of(number)
    except CheckFailed:
        return False
    return True


def check_bytes(folder: Path, commit: Commit) -> Iterator[str]:
    """Compare the files of a snapshot with what its commit says of them."""
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
    yield from (f"{folder / name} is missing" for name in sorted(commit.files.keys() - there))
    yield from (f"{folder / name} does not belong there" for name in sorted(there - commit.files.keys()))
    for name in sorted(commit.files.keys() & there):
        if not _is_as_recorded(folder / name, commit.files[name]):
            yield f"{folder / name} is damaged: not the bytes that were committed"


def _is_as_recorded(path: Path, record: FileRecord) -> bool:
    if path.stat().st_size != record.bytes:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == record.sha256


def _check_rows(folder: Path, commit: Commit) -> Iterator[str]:
    """Check schemas, counts, and that the tables fit each other."""
    for name, record in sorted(commit.files.items()):
        metadata = pq.read_metadata(folder / name)
        kind = "facts" if name.startswith("facts/") else name.split(".", maxsplit=1)[0]
        if metadata.schema.to_arrow_schema() != SCHEMAS[kind]:
            yield f"{name} has other columns than this release writes"
        if metadata.num_rows != record.rows:
            yield f"{name} has {metadata.num_rows} rows, not {record.rows}"
    missing = [slug for slug in PROVINCES if f"facts/{slug}.parquet" not in commit.files]
    if missing:
        yield f"no table for {', '.join(missing)}"
    yield from _check_facts(folder, commit)
    yield from _check_pages(folder, commit)


def _check_facts(folder: Path, commit: Commit) -> Iterator[str]:
    names = [name for name in sorted(commit.files) if name.startswith("facts/")]
    columns = ["fact_id", "page_id", "province", "quote", "char_start", "char_end"]
    tables = []
    for name in names:
        table = pq.read_table(folder / name, columns=columns)
        slug = Path(name).name.split(".", maxsplit=1)[0]
        if table.num_rows and pc.unique(table["province"]).to_pylist() != [slug]:
            yield f"{name} has facts of another province"
        tables.append(table)
    facts = pa.concat_tables(tables)
    if pc.count_distinct(facts["fact_id"]).as_py() != facts.num_rows:
        yield "fact_id is not unique"
    yield from _check_spans(facts)
    pages = _read(folder, commit, "pages", ["page_id"])
    unknown = pc.invert(pc.is_in(facts["page_id"], value_set=pages["page_id"].combine_chunks()))
    if pc.any(unknown).as_py():
        yield f"{pc.sum(unknown).as_py()} facts are of pages that are not in pages"


def _check_spans(facts: pa.Table) -> Iterator[str]:
    placed = facts.filter(pc.is_valid(facts["char_start"]))
    length = pc.subtract(placed["char_end"], placed["char_start"])
    wrong = pc.sum(pc.not_equal(length, pc.utf8_length(placed["quote"]))).as_py() or 0
    if wrong:
        yield f"{wrong} facts have a quote that is not as long as its span"
    if not pc.is_valid(facts["char_start"]).equals(pc.is_valid(facts["char_end"])):
        yield "facts have half a span"


def _check_pages(folder: Path, commit: Commit) -> Iterator[str]:
    pages = _read(folder, commit, "pages", ["page_id", "source", "facts"])
    ledger = _read(folder, commit, "ledger", ["page_id", "source"])
    if not pages.select(["page_id", "source"]).equals(ledger):
        yield "pages and ledger do not have the same rows"
    facts = sum(record.rows for name, record in commit.files.items() if name.startswith("facts/"))
    if (pc.sum(pages["facts"]).as_py() or 0) != facts:
        yield "pages count other facts than there are"


def _read(folder: Path, commit: Commit, name: str, columns: list[str]) -> pa.Table:
    files = sorted(file for file in commit.files if file.startswith(f"{name}."))
    return pa.concat_tables([pq.read_table(folder / file, columns=columns) for file in files]).combine_chunks()

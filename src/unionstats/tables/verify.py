"""Checks a store from outside: every byte against its commit, and every row against the meaning of its columns.

Trusts only the commit files, and only if each has its own correct hash and their sequence has no gap.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from unionstats.errors import CheckFailed
from unionstats.intake.streams import is_uri
from unionstats.tables.commits import Commit, FileRecord
from unionstats.tables.lock import LOCK_NAME, is_locked
from unionstats.tables.remote import ABANDONED, PROBES, RemoteStore
from unionstats.tables.rowcheck import RowCheck
from unionstats.tables.shelves import FolderShelf, RemoteShelf, Shelf
from unionstats.tables.store import OWN_NAMES, Store

_CHUNK = 1024 * 1024


def verify(path: Path | str) -> list[str]:
    """Check every snapshot of a store.

    Args:
        path: a folder, or an address (s3://bucket/tables), whose tables are fetched once.

    Returns:
        One line for each thing that is wrong; none where all is well.
    """
    store = RemoteStore(str(path)) if is_uri(str(path)) else Store(path)
    store.check_filled()
    commits: list[Commit] = []
    issues: list[str] = []
    for number in store.numbers():
        try:
            commits.append(store.commit_of(number))
        except CheckFailed as error:
            issues.append(str(error))
    issues += _missing(store.numbers())
    issues += _check_folder(store, commits) if isinstance(store, Store) else _check_prefix(store, commits)
    for commit in commits:
        shelf = _shelf_of(store, commit)
        issues += check_shelf(shelf, commit)
    return issues


def _shelf_of(store: Store | RemoteStore, commit: Commit) -> Shelf:
    if isinstance(store, Store):
        return FolderShelf(store.folder_of(commit))
    return RemoteShelf(store, commit.snapshot)


def _missing(numbers: list[int]) -> Iterator[str]:
    there = set(numbers)
    yield from (f"commits/{number}.json is missing" for number in range(numbers[0], numbers[-1]) if number not in there)


def _check_folder(store: Store, commits: list[Commit]) -> Iterator[str]:
    """Check what lies where in a folder, but for the files of snapshots."""
    if not is_locked(store.path):
        yield from _check_leftovers(store, commits)
    current = store.path / "current"
    if not commits or commits[-1].number != store.numbers()[-1]:
        return  # the newest commit is damaged, which is said already
    newest = commits[-1].snapshot
    if not current.is_symlink() or str(current.readlink()) != newest:
        yield f"{current} does not lead to {newest}"


def _check_leftovers(store: Store, commits: list[Commit]) -> Iterator[str]:
    """Look for what no run at work can explain."""
    listing = {
        store.path: OWN_NAMES | {LOCK_NAME},
        store.path / "commits": {f"{number}.json" for number in store.numbers()},
        store.path / "snapshots": {Path(commit.snapshot).name for commit in commits},
    }
    for folder, names in listing.items():
        there = {entry.name for entry in folder.iterdir()}
        yield from (f"{folder / name} does not belong there" for name in sorted(there - names))
    if LOCK_NAME not in {entry.name for entry in store.path.iterdir()}:
        yield f"{store.path / LOCK_NAME} is missing"


def _check_prefix(store: RemoteStore, commits: list[Commit]) -> Iterator[str]:
    """Look for what no run at work can explain in an object store, where a snapshot on its way has no commit yet."""
    committed = {commit.snapshot for commit in commits}
    numbers = store.numbers()
    known = {f"commits/{number}.json" for number in numbers}
    now = datetime.now(UTC)
    lost: set[str] = set()
    for name, changed in store.files(""):
        folder = "/".join(name.split("/")[:2])
        if name in known or folder in committed:
            continue
        if not name.startswith(("snapshots/", PROBES)) or now - changed > ABANDONED:
            yield f"{store.address}/{name} does not belong there"
        elif _number_of(folder) <= numbers[-1]:
            lost.add(folder)
    yield from (
        f"{store.address}/{each} has no commit: that was removed, or its run lost a race" for each in sorted(lost)
    )


def _number_of(folder: str) -> float:
    number = folder.removeprefix("snapshots/").partition("-")[0]
    return int(number) if number.isdigit() else math.inf


def check_shelf(shelf: Shelf, commit: Commit) -> list[str]:
    """Check a snapshot: its bytes, and if these are as committed, its rows."""
    issues = list(_check_names(shelf, commit))
    rows = RowCheck(commit)
    # Facts are held against pages, so those come first.
    for name in sorted(commit.files.keys() & shelf.names(), key=lambda name: (name.startswith("facts/"), name)):
        with shelf.open(name) as file:
            if _is_as_recorded(file, commit.files[name]):
                rows.take(name, file)
            else:
                issues.append(f"{shelf}/{name} is damaged: not the bytes that were committed")
    return issues or [f"{shelf}: {line}" for line in rows.issues()]


def _check_names(shelf: Shelf, commit: Commit) -> Iterator[str]:
    there = shelf.names()
    yield from (f"{shelf}/{name} is missing" for name in sorted(commit.files.keys() - there))
    yield from (f"{shelf}/{name} does not belong there" for name in sorted(there - commit.files.keys()))


def _is_as_recorded(file: BinaryIO, record: FileRecord) -> bool:
    sums = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        sums.update(chunk)
    return (file.tell(), sums.hexdigest()) == (record.bytes, record.sha256)

"""The primitive calls on a disk, as they are in earnest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from unionstats.tables.files import Disk


def test_files_that_are_synced_together_are_each_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / f"{number}.parquet" for number in range(30)]
    for path in paths:
        path.write_bytes(b"rows")
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: synced.add(os.fstat(handle).st_ino))
    Disk().sync_files(paths)
    assert synced == {path.stat().st_ino for path in paths}


def test_one_file_that_cannot_be_synced_fails_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path in paths:
        path.write_bytes(b"rows")
    full = paths[1].stat().st_ino

    def fail(handle: int) -> None:
        if os.fstat(handle).st_ino == full:
            raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match=os.strerror(28)):
        Disk().sync_files(paths)

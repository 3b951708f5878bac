"""The file system as the store uses it. All its file operations go through here.

`Disk` has one method per durable step, so that tests can fail, kill or record any of them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

# What has such a name was never finished: the next run removes it.
TEMPORARY = ".unionstats.tmp-"
_SYNCED_TOGETHER = 8


class Disk:
    """Plain calls to a local file system. Every change goes through one of these methods."""

    @contextmanager
    def create(self, path: Path) -> Iterator[IO[bytes]]:
        """Open a new file for writing; it must not exist yet."""
        with path.open("xb") as sink:
            yield sink

    def scratch(self, folder: Path) -> IO[bytes]:
        """Open a temporary file that vanishes when it is closed or its process ends."""
        return tempfile.TemporaryFile(dir=folder, prefix=TEMPORARY)

    def sync_file(self, path: Path) -> None:
        """Make a file's content durable."""
        self._sync(path, os.O_RDONLY)

    def sync_files(self, paths: Iterable[Path]) -> None:
        """Make the contents of several files durable in parallel, which takes a disk hardly longer than a few."""
        with ThreadPoolExecutor(_SYNCED_TOGETHER) as threads:
            for _ in threads.map(self.sync_file, paths):
                pass  # what went wrong with one is raised here

    def sync_folder(self, path: Path) -> None:
        """Make the names in a folder durable: files created, linked, renamed or removed in it."""
        self._sync(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))

    def make_folder(self, path: Path) -> None:
        """Make one folder."""
        path.mkdir()

    def link(self, old: Path, new: Path) -> None:
        """Give a file a second name; fails if `new` exists.

        Raises:
            FileExistsError: `new` exists: somebody else was first.
        """
        os.link(old, new)

    def rename(self, old: Path, new: Path) -> None:
        """Rename, replacing an existing file."""
        old.replace(new)

    def symlink(self, target: str, path: Path) -> None:
        """Make a symbolic link."""
        path.symlink_to(target)

    def remove(self, path: Path) -> None:
        """Remove a file or a link."""
        path.unlink()

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder."""
        path.rmdir()

    @staticmethod
    def _sync(path: Path, flags: int) -> None:
        handle = os.open(path, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folders(disk: Disk, path: Path) -> None:
    """Create a folder and its parents, each durable."""
    if path.is_dir():
        return
    make_folders(disk, path.parent)
    disk.make_folder(path)
    disk.sync_folder(path.parent)


def remove_tree(disk: Disk, path: Path) -> None:
    """Remove a folder with its contents; links are removed, never followed."""
    for entry in sorted(path.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            remove_tree(disk, entry)
        else:
            disk.remove(entry)
    disk.remove_folder(path)


def write_file(disk: Disk, path: Path, content: bytes) -> None:
    """Write a new file and make its content durable."""
    with disk.create(path) as sink:
        sink.write(content)
    disk.sync_file(path)

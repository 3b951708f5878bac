"""Where a snapshot's files are: in a folder, or in an object store. Code that checks them need not know which."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from unionstats.tables.remote import RemoteStore


class Shelf(Protocol):
    """The files of one snapshot; `str()` gives the place for messages."""

    def names(self) -> set[str]:
        """List the files that are there."""
        ...

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open one for reading, seekable."""
        ...


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """The files in a folder."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)

    def names(self) -> set[str]:
        """List the files that are there."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if not path.is_dir()}

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open one for reading."""
        with (self.folder / name).open("rb") as file:
            yield file


@dataclass(frozen=True, slots=True)
class RemoteShelf:
    """The files under a prefix of an object store; each is read through a temporary file, never whole into memory."""

    store: RemoteStore
    snapshot: str

    def __str__(self) -> str:
        return f"{self.store.address}/{self.snapshot}"

    def names(self) -> set[str]:
        """List the files that are there."""
        return {name.removeprefix(f"{self.snapshot}/") for name, _ in self.store.files(f"{self.snapshot}/")}

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Fetch one for reading."""
        with tempfile.TemporaryFile() as spool:
            for chunk in self.store.chunks(f"{self.snapshot}/{name}"):
                spool.write(chunk)
            spool.seek(0)
            yield cast("BinaryIO", spool)

"""A snapshot being written: its files, what they must contain, and how they are made durable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from unionstats.tables.commits import FileRecord
from unionstats.tables.encode import TableWriter
from unionstats.tables.files import Disk

# A table longer than this continues in <name>.0001.parquet …: a count of rows, so that the cut never depends on bytes.
ROWS_PER_FILE = 32 * 131_072


@dataclass
class Draft:
    """The folder of a snapshot that is not committed yet.

    Attributes:
        number: the commit it is to become.
        name: its folder, relative to the store.
        folder: the same, as a path.
        parent: the folder of an earlier snapshot; files that do not change are linked from there.
        files: what was written so far.
    """

    disk: Disk
    number: int
    name: str
    folder: Path
    parent: Path | None
    files: dict[str, FileRecord] = field(default_factory=dict)
    committed: bool = False
    _written: list[Path] = field(default_factory=list, init=False)

    def begin(self) -> None:
        """Create the folders."""
        self.disk.make_folder(self.folder)
        self.disk.make_folder(self.folder / "facts")

    def write(self, name: str, kind: str, parts: Iterable[pa.Table]) -> int:
        """Write a table, into as many files as its rows need.

        Args:
            name: `pages`, or `facts/shanxi`: a path without its ending.
            kind: facts, pages, removed or ledger.
            parts: its rows in order, in pieces of any size.

        Returns:
            How many rows it has.
        """
        total = 0
        pieces = _cut(parts, ROWS_PER_FILE)
        for number, piece in enumerate(pieces):
            total += self._write_file(f"{name}.parquet" if number == 0 else f"{name}.{number:04}.parquet", kind, piece)
        return total

    def keep(self, name: str, record: FileRecord) -> None:
        """Take over a file unchanged from the parent snapshot."""
        if self.parent is None:
            message = "the first snapshot has nothing to keep"
            raise ValueError(message)
        self.disk.link(self.parent / name, self.folder / name)
        self.files[name] = record

    def seal(self) -> None:
        """Make everything written durable: contents first, then names. Linked files have been since their commit."""
        self.disk.sync_files(self._written)
        self.disk.sync_folder(self.folder / "facts")
        self.disk.sync_folder(self.folder)

    def _write_file(self, name: str, kind: str, parts: Iterable[pa.Table]) -> int:
        path = self.folder / name
        with self.disk.create(path) as sink:
            writer = TableWriter(sink, kind)
            try:
                for part in parts:
                    writer.write(part)
                writer.close()
            except BaseException:
                writer.abandon()
                raise
        self._written.append(path)
        with path.open("rb") as written:
            digest = hashlib.file_digest(written, "sha256").hexdigest()
        self.files[name] = FileRecord(digest, path.stat().st_size, writer.rows)
        return writer.rows


def _cut(parts: Iterable[pa.Table], length: int) -> Iterable[Iterable[pa.Table]]:
    """Cut a run of tables into runs of at most `length` rows; always at least one, if empty."""
    whole = (part for part in parts if part.num_rows)
    rest: list[pa.Table] = []

    def run() -> Iterable[pa.Table]:
        room = length
        while room:
            part = rest.pop() if rest else next(whole, None)
            if part is None:
                return
            if part.num_rows > room:
                rest.append(part.slice(room))
                part = part.slice(0, room)
            room -= part.num_rows
            yield part

    yield run()
    while rest or (following := next(whole, None)) is not None:
        if not rest:
            rest.append(following)
        yield run()

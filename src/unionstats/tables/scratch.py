"""Temporary files of a refresh, so that memory does not grow with it: tables and fixed-length rows in unnamed files.

They are created in the store's own folder, where there is room, and vanish with the process.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from unionstats.tables.files import Disk

_BLOCK_ROWS = 4096


@dataclass
class Scratch:
    """The temporary files of a refresh.

    Args:
        disk: the file system's calls.
        folder: where the files lie, nameless.
    """

    disk: Disk
    folder: Path
    _open: list[IO[bytes]] = field(default_factory=list)

    def file(self) -> IO[bytes]:
        """Open an empty file for writing and reading."""
        opened = self.disk.scratch(self.folder)
        self._open.append(opened)
        return opened

    def close(self) -> None:
        """Close all files, which deletes them."""
        for opened in self._open:
            opened.close()


class TableFile:
    """Tables in a file, each retrieved by its number.

    Args:
        scratch: where; no file is made before the first table comes.
    """

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._file: IO[bytes] | None = None
        self._places: list[tuple[int, int]] = []

    def put(self, table: pa.Table) -> int:
        """Store a table and return its number."""
        self._file = self._file or self._scratch.file()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        content = sink.getvalue()
        self._places.append((self._file.seek(0, 2), content.size))
        self._file.write(content)
        return len(self._places) - 1

    def get(self, number: int) -> pa.Table:
        """Return a stored table."""
        assert self._file is not None  # noqa: S101 - there is a number only where something was put
        place, size = self._places[number]
        self._file.seek(place)
        return pa.ipc.open_stream(self._file.read(size)).read_all()


class RowFile:
    """Rows of equal length in a file.

    Args:
        file: an empty file.
        width: bytes of a row.
    """

    def __init__(self, file: IO[bytes], width: int) -> None:
        self.rows = 0
        self._file = file
        self.width = width

    def append(self, content: bytes) -> None:
        """Add rows, one after the other."""
        self._file.write(content)
        self.rows += len(content) // self.width

    def blocks(self) -> list[int]:
        """Return the starts of the blocks in which rows are read."""
        return list(range(0, self.rows, _BLOCK_ROWS))

    def block(self, start: int) -> npt.NDArray[np.uint8]:
        """Read the block that begins at a row, as an array of rows by bytes."""
        self._file.seek(start * self.width)
        content = self._file.read(_BLOCK_ROWS * self.width)
        return np.frombuffer(content, np.uint8).reshape(-1, self.width)

    def take(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
        """Read some rows, given by their numbers in any order."""
        wanted, back = np.unique(rows, return_inverse=True)
        found = np.empty((len(wanted), self.width), np.uint8)
        edges = np.searchsorted(wanted, [*self.blocks(), self.rows])
        for start, begin, end in zip(self.blocks(), edges[:-1], edges[1:], strict=True):
            if begin < end:
                found[begin:end] = self.block(start)[wanted[begin:end] - start]
        return found[back]

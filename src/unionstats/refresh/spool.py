"""Finished work on disk until it is committed. Bounds memory, and lets an interrupted run continue.

A part is a folder that gets its name only after its files are durable, so a named folder is complete. Parts lie under a
hash of the recipe; those of other rules or another program are of no use and are removed. A part loses its name before
its files are removed: it is complete, or it is not found.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import pyarrow as pa

from unionstats.refresh.recipe import Recipe
from unionstats.refresh.work import BatchResult, Parts
from unionstats.tables.digests import DigestSet, digest_column
from unionstats.tables.files import Disk, remove_tree
from unionstats.tables.merge import Piece
from unionstats.tables.schema import SCHEMAS

_PART_BYTES = 16 * 1024 * 1024
# What parts are called while they are removed; no hash.
_GONE = "gone"


class Spool:
    """The spool of one store.

    Args:
        folder: where it lies; made when the first part is written.
        recipe: what its pages are read with.
        disk: the file system's calls.
    """

    def __init__(self, folder: Path, recipe: Recipe, disk: Disk) -> None:
        self._root = folder
        self._folder = folder / hashlib.sha256("\0".join(recipe).encode()).hexdigest()[:16]
        self._disk = disk
        self._waiting: list[Parts] = []
        self._waiting_bytes = 0
        self._names = self._recover()

    def _recover(self) -> list[str]:
        """Keep the whole parts of this recipe, drop everything else."""
        if not self._root.is_dir():
            return []
        if (self._root / _GONE).is_dir():
            remove_tree(self._disk, self._root / _GONE)
        for entry in sorted(self._root.iterdir()):
            if entry != self._folder:
                self._discard(entry)
        if not self._folder.is_dir():
            return []
        for entry in sorted(self._folder.glob("*.tmp")):
            remove_tree(self._disk, entry)
        return sorted(entry.name for entry in self._folder.iterdir())

    def readings(self) -> DigestSet:
        """Return the finished readings."""
        done = DigestSet()
        for piece in self.pieces("entries"):
            done.add(digest_column(piece.read(("reading",))["reading"]))
        return done

    def add(self, result: BatchResult) -> None:
        """Add a result; results are written together once they reach some megabytes."""
        self._waiting.append(result.parts())
        self._waiting_bytes += len(result.entries) + len(result.removed) + len(result.facts)
        if self._waiting_bytes >= _PART_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write the waiting results durably."""
        if not self._waiting:
            return
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        for folder in (self._root, self._folder):
            if not folder.is_dir():
                self._disk.make_folder(folder)
        name = f"{len(self._names):06}"
        temporary = self._folder / f"{name}.tmp"
        self._disk.make_folder(temporary)
        self._write(temporary / "entries", "spooled_entries", [part.entries for part in waiting])
        self._write(temporary / "removed", "spooled_removed", [part.removed for part in waiting])
        for province in sorted({province for part in waiting for province in part.facts}):
            tables = [part.facts[province] for part in waiting if province in part.facts]
            self._write(temporary / facts_of(province), "spooled_facts", tables)
        self._disk.sync_files(sorted(temporary.iterdir()))
        self._disk.sync_folder(temporary)
        self._disk.rename(temporary, self._folder / name)
        self._names.append(name)

    def pieces(self, kind: str) -> list[Piece]:
        """Return the rows of all finished pages of one kind: entries, removed, or the facts of a province."""
        paths = [path for name in self._names if (path := self._folder / name / kind).exists()]
        return [piece for path in paths if (piece := _piece(path)) is not None]

    def clear(self) -> None:
        """Remove everything, once it is committed or no longer wanted."""
        self._waiting, self._names = [], []
        if not self._root.is_dir():
            return
        if self._folder.is_dir():
            self._discard(self._folder)
        remove_tree(self._disk, self._root)

    def _discard(self, folder: Path) -> None:
        """Remove parts, none of which may ever be found with its facts but without its entries, or the other way."""
        gone = self._root / _GONE
        self._disk.rename(folder, gone)
        self._disk.sync_folder(self._root)
        remove_tree(self._disk, gone)

    def _write(self, path: Path, schema: str, tables: list[pa.Table]) -> None:
        rows = pa.concat_tables(tables).sort_by("source")
        with self._disk.create(path) as sink, pa.ipc.new_file(sink, SCHEMAS[schema]) as writer:
            writer.write_table(rows.combine_chunks())


def facts_of(province: str) -> str:
    """Return the name of the kind of rows for the facts of a province."""
    return f"facts-{province}"


def _piece(path: Path) -> Piece | None:
    sources = _read(path, ("source",))["source"]
    if not len(sources):
        return None
    return Piece(sources[0].as_py(), sources[-1].as_py(), len(sources), partial(_read, path))


def _read(path: Path, columns: tuple[str, ...]) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all().select(list(columns))

"""Finds the files that hold pages, and yields their pages one by one.

Walks the INPUTs. Paths are not trusted: links that lead out of an INPUT, devices and unreadable folders become sources
with a `problem`, and end as a row in `pages`. Files of other formats are counted; only hidden files are skipped in
silence.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import fs

from unionstats.errors import UsageError
from unionstats.intake.jsonl import read_jsonl
from unionstats.intake.packed import Sources
from unionstats.intake.parquet import read_parquet
from unionstats.intake.plain import read_plain
from unionstats.intake.streams import Container, Source, is_uri, kind_of, open_filesystem
from unionstats.intake.warc import read_warc
from unionstats.settings import Settings
from unionstats.types import RawPage

__all__ = ["Source", "Sources", "find_sources", "read_source"]

_READERS: Mapping[Container, Callable[[Source, Settings], Iterator[RawPage]]] = {
    "text": read_plain,
    "html": read_plain,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
    "warc": read_warc,
}
_FORMATS = ".txt, .html, .htm, .jsonl, .parquet (each also .gz or .zst) and .warc.gz"


def find_sources(inputs: Sequence[str], settings: Settings, others: Counter[str] | None = None) -> Sources:
    """Find the files that hold pages.

    Args:
        inputs: files, folders and object-store URIs; one named twice counts once.
        settings: limits.
        others: counts the files of other formats there, by the endings of their names.

    Returns:
        Sources sorted by name, then INPUT.

    Raises:
        UsageError: an INPUT is missing, is no page file, or holds none.
    """
    others = Counter() if others is None else others
    roots = dict.fromkeys(str(name) for name in inputs)
    return Sources(source for root in roots for source in _find(root, settings.max_files, others))


def _find(root: str, max_files: int, others: Counter[str]) -> Iterator[Source]:
    empty = True
    for source in _find_remote(root, others) if is_uri(root) else _find_local(root, max_files, others):
        empty = False
        yield source
    if empty:
        raise UsageError(f"{root}: no pages there; formats are {_FORMATS}")


def read_source(source: Source, settings: Settings) -> Iterator[RawPage]:
    """Read the pages of a source one by one, in bounded memory.

    Yields:
        Pages in their order; what cannot be read is a page with a `problem`, never an exception.
    """
    if source.problem:
        yield RawPage(source.name, "text", b"", problem=source.problem, detail=source.detail)
        return
    yield from _READERS[source.container](source, settings)


def _find_local(root: str, max_files: int, others: Counter[str]) -> Iterator[Source]:
    path = Path(root)
    if path.is_dir():
        for number, source in enumerate(_walk(root, path, others)):
            if number >= max_files:
                raise UsageError(f"{root}: more than {max_files} page files")
            yield source
    elif not os.path.lexists(path):
        raise UsageError(f"{root}: no such file or folder")
    elif kind_of(path.name) is None:
        raise UsageError(f"{root}: not a page file; formats are {_FORMATS}")
    else:
        yield _local_source(root, path.name, path)


def _walk(root: str, top: Path, others: Counter[str]) -> Iterator[Source]:
    """Walk a folder without ever entering a link, so that no loop of links can hold us."""
    refused: list[OSError] = []
    real_top = top.resolve()
    for folder, folders, files in os.walk(top, onerror=refused.append):
        here = Path(folder)
        if {"commits", "snapshots", "current"} <= {*folders, *files}:
            # An output of ours beside the pages: what was cut from pages would come back as pages.
            others["tables of unionstats"] += 1
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if (here / name).is_symlink() and not _lies_within(here / name, real_top):
                label = _label((here / name).relative_to(top).as_posix())
                yield _unreadable(root, label, here / name, "a link that leads out of its INPUT")
        for name in sorted(files):
            if name.startswith("."):
                continue
            if kind_of(name) is None:
                others[_ending(name)] += 1
                continue
            path = here / name
            label = _label(path.relative_to(top).as_posix())
            if path.is_symlink() and not _lies_within(path, real_top):
                yield _unreadable(root, label, path, "a link that leads out of its INPUT, or nowhere")
            else:
                yield _local_source(root, label, path)
    for error in refused:
        path = Path(os.fsdecode(error.filename))
        yield _unreadable(root, _label(path.relative_to(top).as_posix()), path, error.strerror or "cannot be listed")


def _lies_within(link: Path, real_top: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(real_top)
    except (OSError, RuntimeError):
        return False


def _local_source(root: str, label: str, path: Path) -> Source:
    try:
        status = path.stat()
    except OSError as error:
        return _unreadable(root, label, path, error.strerror or "cannot be read")
    if not stat.S_ISREG(status.st_mode):
        return _unreadable(root, label, path, "not a regular file")
    container, compression = kind_of(path.name) or ("text", "none")
    return Source(label, root, str(path), container, compression, status.st_size)


def _unreadable(root: str, label: str, path: Path, detail: str) -> Source:
    return Source(label, root, str(path), problem="unreadable_file", detail=detail)


def _ending(name: str) -> str:
    """Return the ending of a file name, such as .zip."""
    return _label(Path(name).suffix.lower()) or "without ending"


def _label(name: str) -> str:
    """Write a file name so that any table can hold it: bytes that are no UTF-8 by their hexadecimal codes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _find_remote(root: str, others: Counter[str]) -> Iterator[Source]:
    filesystem, path = open_filesystem(root)
    try:
        info = filesystem.get_file_info(path)
        is_file = info.type == fs.FileType.File
        infos = [info] if is_file else filesystem.get_file_info(fs.FileSelector(path, recursive=True))
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"{root}: cannot be read: {str(error).splitlines()[0]}") from error
    for entry in infos:
        label = entry.base_name if is_file else entry.path.removeprefix(path).lstrip("/")
        kind = kind_of(label)
        if entry.type != fs.FileType.File or any(part.startswith(".") for part in label.split("/")):
            continue
        if kind is None:
            others[_ending(label)] += 1
        else:
            yield Source(label, root, entry.path, *kind, size=entry.size or 0)

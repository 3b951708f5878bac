"""Opens page files, local or in an object store, and decompresses them as streams.

Every reader of pages gets a seekable file or a stream of bounded memory from here. What the bytes mean is not known
here.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

import pyarrow as pa
from pyarrow import fs

from unionstats.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

Container = Literal["text", "html", "jsonl", "parquet", "warc"]
Compression = Literal["none", "gzip", "zstd"]

CHUNK = 1024 * 1024


@dataclass(slots=True)
class Position:
    """How far a file, as stored, has been read."""

    file: BinaryIO | None = None

    def reached(self) -> int:
        """Return the bytes read; 0 where it is not open."""
        return 0 if self.file is None or self.file.closed else self.file.tell()


@dataclass(frozen=True, slots=True)
class Source:
    """One file that holds pages.

    Args:
        name: path relative to a folder INPUT, or the name of a file INPUT; what the tables call it.
        root: the INPUT it was found under, as the user wrote it.
        location: local path, or path within the object store of `root`.
        container: what it holds; `text` and `html` are one page each.
        compression: how it is packed.
        size: bytes as stored.
        problem: why it cannot be read, a key of QUARANTINE_REASONS, known from its name or kind alone.
        detail: the words for `problem`.
        position: told of the file whenever it is opened.
    """

    name: str
    root: str
    location: str
    container: Container = "text"
    compression: Compression = "none"
    size: int = 0
    problem: str | None = None
    detail: str = ""
    position: Position | None = field(default=None, compare=False)

    def follow(self, file: BinaryIO) -> BinaryIO:
        """Let whoever asked know how far the file is read."""
        if self.position is not None:
            self.position.file = file
        return file


class UnpackedTooLarge(OSError):  # noqa: N818 - it is an outcome of a limit, not a fault
    """A file that unpacks to more than the limit."""


def is_uri(text: str) -> bool:
    """Return whether an INPUT names an object store (`s3://bucket/pages`) rather than a local path."""
    scheme, separator, _ = text.partition("://")
    return bool(separator) and scheme.isalnum() and len(scheme) > 1


@lru_cache(maxsize=16)
def open_filesystem(uri: str) -> tuple[fs.FileSystem, str]:
    """Connect to the object store that a URI names.

    Returns:
        The file system and the path within it. Credentials come from the environment or the usual config files.

    Raises:
        UsageError: an unknown scheme, or a URI that carries credentials (they would end up in tables and logs).
    """
    scheme, _, rest = uri.partition("://")
    place, _, options = rest.partition("?")
    if "@" in place.split("/", 1)[0] or any(word in options for word in ("key", "token", "secret", "password")):
        raise UsageError(f"{scheme}://…: credentials belong in the environment, not in the URI")
    try:
        filesystem, path = fs.FileSystem.from_uri(uri)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise UsageError(f"{uri}: {str(error).splitlines()[0]}") from error
    return filesystem, path


@contextmanager
def open_binary(source: Source) -> Iterator[BinaryIO]:
    """Open a source for reading, as stored; seekable.

    Raises:
        OSError: it is gone, may not be read, or is no regular file.
    """
    if is_uri(source.root):
        filesystem, _ = open_filesystem(source.root)
        with filesystem.open_input_file(source.location) as remote:
            yield source.follow(cast("BinaryIO", io.BufferedReader(remote)))
        return
    # Not to hang on a pipe that took the file's place since it was listed.
    descriptor = os.open(source.location, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as local:  # noqa: PTH123 - a descriptor is no path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a regular file")
        yield source.follow(local)


@contextmanager
def open_unpacked(source: Source) -> Iterator[BinaryIO]:
    """Open a source as a stream of decompressed bytes, in bounded memory whatever its size.

    Raises:
        OSError, EOFError, zlib.error: now or while reading, where it is damaged or cut short.
    """
    with open_binary(source) as packed:
        if source.compression == "gzip":
            with gzip.GzipFile(fileobj=packed) as unpacked:
                yield cast("BinaryIO", unpacked)
        elif source.compression == "zstd":
            # Arrow's reader, unlike python-zstandard's, tells a stream that was cut short.
            with pa.CompressedInputStream(packed, "zstd") as unpacked:
                yield cast("BinaryIO", io.BufferedReader(unpacked))
        else:
            yield packed


@contextmanager
def open_seekable(source: Source, limit: int) -> Iterator[BinaryIO]:
    """Open a source decompressed and seekable, through a temporary file if it is compressed.

    Raises:
        UnpackedTooLarge: it unpacks to more than `limit` bytes.
    """
    if source.compression == "none":
        with open_binary(source) as plain:
            yield plain
        return
    with open_unpacked(source) as unpacked, tempfile.TemporaryFile() as spool:
        while chunk := unpacked.read(CHUNK):
            if spool.tell() + len(chunk) > limit:
                raise UnpackedTooLarge(f"unpacks to more than {limit} bytes")
            spool.write(chunk)
        spool.seek(0)
        yield cast("BinaryIO", spool)


def find_lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream without line ends; None for a line longer than `limit`, which is skipped."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(CHUNK)
        yield None


SUFFIXES: Mapping[str, Container] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".warc": "warc",
}
PACKINGS: Mapping[str, Compression] = {".gz": "gzip", ".zst": "zstd"}


def kind_of(name: str) -> tuple[Container, Compression] | None:
    """Return what a file contains and how it is compressed, by its name; None if it holds no pages.

    >>> kind_of("news/2024.JSONL.gz")
    ('jsonl', 'gzip')
    >>> kind_of("logo.png") is None
    True
    """
    stem = name.lower()
    packing: Compression = "none"
    for suffix, compression in PACKINGS.items():
        if stem.endswith(suffix):
            stem, packing = stem.removesuffix(suffix), compression
    for suffix, container in SUFFIXES.items():
        if stem.endswith(suffix):
            return container, packing
    return None

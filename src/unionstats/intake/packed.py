"""A compact list of very many sources: a million files take thirty megabytes instead of half a gigabyte."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterable, Iterator
from typing import cast

from unionstats.intake.streams import Compression, Container, Source

_PACKED = 1024
_END = "\0"


class Sources:
    """Sources sorted by name, then by INPUT. They are unpacked a few at a time, whenever iterated."""

    def __init__(self, sources: Iterable[Source]) -> None:
        lines = sorted(map(_write, sources))
        self._count = len(lines)
        self._packs = [
            zlib.compress(marshal.dumps(lines[start : start + _PACKED]), 1) for start in range(0, len(lines), _PACKED)
        ]

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Source]:
        for pack in self._packs:
            yield from map(_read, marshal.loads(zlib.decompress(pack)))  # noqa: S302 - written by this process


def _write(source: Source) -> bytes:
    """Write a source so that its bytes sort as its name does: nothing in a name is less than what ends it."""
    texts = (source.name, source.root, source.location, source.container, source.compression, str(source.size))
    return _END.join((*texts, source.problem or "", source.detail)).encode("utf-8", "surrogatepass")


def _read(line: bytes) -> Source:
    name, root, location, container, compression, size, problem, detail = line.decode("utf-8", "surrogatepass").split(
        _END, 7
    )
    kind = cast("Container", container), cast("Compression", compression)
    return Source(name, root, location, *kind, int(size), problem or None, detail)

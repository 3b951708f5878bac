"""Rule files as parsed before, kept in the user's cache folder: reading TOML takes a quarter of a start.

Owns that file: where it lies, what it holds, and that it never matters for what is read. An entry belongs to the bytes
of a rule file, so an edited rule is parsed anew; a damaged file counts for nothing; one that cannot be written is not
missed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from unionstats.cache_folder import cache_folder

_DIGEST_LENGTH: Final = 64
_COMPACT: Final = (",", ":")
_OF_OTHERS: Final = 0o022


class ParsedTables:
    """The parsed tables of one folder of rules.

    Args:
        layer: the folder; each has a file of its own in the cache.
    """

    def __init__(self, layer: Path) -> None:
        self._name = f"rules-{hashlib.sha256(str(layer).encode()).hexdigest()[:16]}.json"
        # What was asked for since the start, by the digest of its bytes; and whether some of it is new.
        self._used: dict[str, str] = {}
        self._is_new = False

    @cached_property
    def _known(self) -> dict[str, str]:
        """Tables as JSON, by the digest of the file that they were parsed from; nothing where the cache is damaged."""
        with suppress(OSError, RuntimeError, ValueError):
            folder = cache_folder()
            written = (folder / self._name).read_bytes() if _is_private(folder) else b""
            digest, content = written[:_DIGEST_LENGTH], written[_DIGEST_LENGTH:]
            if hashlib.sha256(content).hexdigest().encode() == digest:
                return dict(json.loads(content))
        return {}

    def find(self, content: bytes) -> dict[str, Any] | None:
        """Return the table of a rule file that was parsed before.

        Args:
            content: of the file.
        """
        digest = hashlib.sha256(content).hexdigest()
        known = self._known.get(digest)
        if known is None:
            return None
        self._used[digest] = known
        return dict(json.loads(known))

    def add(self, content: bytes, table: dict[str, Any]) -> None:
        """Take in what a rule file was parsed to; a table with values that JSON has not is parsed anew each time."""
        with suppress(TypeError, ValueError):
            written = json.dumps(table, ensure_ascii=False, separators=_COMPACT)
            self._used[hashlib.sha256(content).hexdigest()] = written
            self._is_new = True

    def keep(self) -> None:
        """Write what was asked for, where some of it is new; other processes see the old file or the new one whole."""
        if self._is_new:
            content = json.dumps(self._used, ensure_ascii=False, separators=_COMPACT).encode()
            with suppress(OSError, RuntimeError):
                folder = cache_folder()
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if _is_private(folder):
                    _replace(folder / self._name, hashlib.sha256(content).hexdigest().encode() + content)
        # Nothing is asked for again: what was read once is held by the folder of rules.
        self.__dict__.pop("_known", None)
        self._used, self._is_new = {}, False


def _is_private(folder: Path) -> bool:
    """Return whether nobody else can write to a folder: what lies in it decides what is found."""
    status = folder.stat()
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & _OF_OTHERS)


def _replace(path: Path, content: bytes) -> None:
    """Write a file under another name first; nothing is left of one that could not be written.

    Raises:
        OSError: it could not.
    """
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise

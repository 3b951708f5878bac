"""A commit: the snapshot, its files with their hashes, its inputs, and the program and rules that made it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from unionstats.errors import CheckFailed

FORMAT = 1


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A table file with its expected size and hash."""

    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """How a snapshot was made, for people and for the next refresh.

    Attributes:
        action: run, forget or rollback, with what it was asked.
        recipe: program, rules, settings and libraries: where any of them changes, every page is read again.
        inputs: pages of each INPUT.
        counts: pages, articles, facts, removed, read, and what was new, changed, vanished.
        provinces: facts of each province that has any.
        set_aside: pages of each quarantine reason.
        unclaimed: commonest shapes of numerals that no rule knows, among the pages read for this snapshot.
        seconds: spent in each stage, summed over workers.
        idle_rules: rules for indicators and noise that no row of the tables names.
    """

    action: str
    recipe: dict[str, str]
    inputs: dict[str, int]
    counts: dict[str, int] = field(default_factory=dict)
    provinces: dict[str, int] = field(default_factory=dict)
    set_aside: dict[str, int] = field(default_factory=dict)
    unclaimed: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    idle_rules: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Commit:
    """One committed refresh: the content of `commits/<number>.json`."""

    number: int
    snapshot: str
    created: datetime
    files: dict[str, FileRecord]
    manifest: Manifest

    def to_json(self) -> bytes:
        """Return the bytes of the commit file."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "number": self.number,
            "snapshot": self.snapshot,
            "created": self.created.isoformat(timespec="seconds"),
            **asdict(self.manifest),
            "files": {name: asdict(record) for name, record in sorted(self.files.items())},
        }
        return _dump(content | {"sha256": hashlib.sha256(_dump(content)).hexdigest()})

    @classmethod
    def from_json(cls, name: str, content: bytes) -> Commit:
        """Read a commit file.

        Raises:
            CheckFailed: it is damaged, or was written by a later release.
        """
        try:
            read: dict[str, Any] = json.loads(content)
            if read["format"] > FORMAT:
                raise CheckFailed(f"{name} was written by a later release of unionstats")
            said = read.pop("sha256")
            if said != hashlib.sha256(_dump(read)).hexdigest() or _dump(read | {"sha256": said}) != content:
                raise CheckFailed(f"{name} is damaged: it was altered after it was written")
            manifest = {key: read[key] for key in Manifest.__dataclass_fields__ if key in read}
            return cls(
                number=read["number"],
                snapshot=read["snapshot"],
                created=datetime.fromisoformat(read["created"]),
                files={path: FileRecord(**record) for path, record in read["files"].items()},
                manifest=Manifest(**manifest),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CheckFailed(f"{name} is damaged: not a commit ({error})") from error


def files_of(files: Collection[str], name: str) -> list[str]:
    """Return the files of one table in the order of its rows: shanxi.parquet, then shanxi.0001.parquet and so on.

    >>> files_of(["facts/a.0001.parquet", "facts/ab.parquet", "facts/a.parquet"], "facts/a")
    ['facts/a.parquet', 'facts/a.0001.parquet']
    """
    first = f"{name}.parquet"
    following = sorted(file for file in files if re.fullmatch(rf"{re.escape(name)}\.\d+\.parquet", file))
    return [first, *following] if first in files else following


def _dump(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

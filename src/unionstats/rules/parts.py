"""Rule files in parts: `status.toml` may be a folder `status/` whose files are read together, sorted, as one.

Owns which files belong together, how they are joined, and what two of them must not both define.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

Table = dict[str, Any]

# Folders that hold many rule files; any other is a rule file in parts.
ROOMS = frozenset({"indicators", "noise", "places"})


class RuleFile(NamedTuple):
    """One rule file of one layer; `path` is a folder if it has several parts."""

    layer: Path
    path: Path
    parts: tuple[tuple[Path, Table], ...]

    @property
    def whole(self) -> Table:
        """The parts as one table: lists of entries are concatenated, plain tables merged."""
        if len(self.parts) == 1:
            return self.parts[0][1]
        joined: Table = {}
        for _, table in self.parts:
            for section, content in table.items():
                known = joined.get(section)
                if isinstance(known, list):
                    joined[section] = [*known, *content]
                else:
                    joined[section] = {**known, **content} if isinstance(known, dict) else content
        return joined


def file_of(name: Path) -> Path:
    """Return the rule file that a path within a layer belongs to, without its ending.

    >>> [file_of(Path(name)).as_posix() for name in ("units.toml", "units/money.toml", "places/guards/roads.toml")]
    ['units', 'units', 'places/guards']
    """
    return name.parent if name.parent.name and name.parent.as_posix() not in ROOMS else name.with_suffix("")


def find_files(layer: Path, pattern: str) -> list[list[Path]]:
    """Return the files of a layer that match a glob such as `noise/*.toml`, sorted: one list per rule file."""
    found = set(layer.glob(pattern))
    if pattern.endswith(".toml"):
        found |= set(layer.glob(f"{pattern.removesuffix('.toml')}/*.toml"))
    together: dict[Path, list[Path]] = defaultdict(list)
    for path in sorted(path for path in found if path.is_file()):
        together[file_of(path.relative_to(layer))].append(path)
    return list(together.values())


def find_twice(parts: tuple[tuple[Path, Table], ...]) -> tuple[Path, str, Path] | None:
    """Return what two parts of a rule file both define: an entry of one id, or a key of a plain table.

    Returns:
        The later part, the id or key, the earlier part; None where each says its own.
    """
    owners: dict[tuple[str, str], Path] = {}
    for path, table in parts:
        for said in _said(table):
            other = owners.setdefault(said, path)
            if other != path:
                return path, said[1], other
    return None


def _said(table: Table) -> Iterator[tuple[str, str]]:
    for section, content in table.items():
        if isinstance(content, dict):
            yield from ((section, key) for key in content)
        elif isinstance(content, list):
            # Measure words may stand twice, once for behind a larger unit: such entries tell no why.
            yield from ((section, str(entry["id"])) for entry in content if "why" in entry and "id" in entry)
        else:
            yield section, section

"""Checks the structure of an analyst's own rule files against the shipped ones, key by key.

A value must have the type that shipped files use under the same key (a text, a list of texts …), and a file must be
where some stage reads it. What the values mean is checked by the stages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from unionstats.errors import RuleError
from unionstats.rules.parts import ROOMS, file_of, find_files

Table = dict[str, Any]
Loader = Callable[[Path], Table]
# Where a key stands: section and key, and for the tables in a list (examples) the key within them.
_Place = tuple[str, ...]

# What an own folder may hold besides files that shipped ones show the shape of.
_OWN = frozenset({"corrections.toml"})


def check_shape(own: Path, shipped: Path, load: Loader) -> None:
    """Check all rule files of an own folder against the shipped ones of the same name or folder.

    Raises:
        RuleError: a file that nothing reads, an unknown section, or a value of the wrong kind; with file, rule, line.
    """
    for path in sorted(own.rglob("*.toml")):
        name = path.relative_to(own)
        if name.as_posix() in _OWN:
            continue
        models = _models(shipped, name)
        if not models:
            known = sorted({_kind(file_of(model.relative_to(shipped))) for model in shipped.rglob("*.toml")})
            raise RuleError(f"nothing reads a file of this name; files are {', '.join(known)}", path=path)
        _check_file(path, load(path), _kinds_of([load(model) for model in models]))


def _models(shipped: Path, name: Path) -> list[Path]:
    """Return the shipped files whose shape a file of this name must have: those of its rule file, else of its room."""
    file = file_of(name)
    patterns = [
        f"{file.as_posix()}.toml",
        *([f"{file.parent.as_posix()}/*.toml"] if file.parent.as_posix() in ROOMS else []),
    ]
    found = (find_files(shipped, pattern) for pattern in patterns)
    return next(([path for paths in files for path in paths] for files in found if files), [])


def _kind(file: Path) -> str:
    return f"{file.parent.as_posix()}/*.toml" if file.parent.name else f"{file.name}.toml"


class _Kinds(NamedTuple):
    """Which kinds of value the shipped files have under each key, and what their lists hold.

    `sections` of plain tables (not of entries with ids) may have names of the analyst's own as keys: any kind of value
    that the section has will do.
    """

    values: dict[_Place, set[str]]
    items: dict[_Place, set[str]]
    sections: dict[str, set[str]]


def _kinds_of(tables: list[Table]) -> _Kinds:
    kinds = _Kinds(defaultdict(set), defaultdict(set), defaultdict(set))
    for table in tables:
        for place, value, _ in _values(table):
            kinds.values[place].add(_kind_of(value))
            kinds.items[place].update(map(_kind_of, value if isinstance(value, list) else ()))
            if len(place) > 1 and isinstance(table[place[0]], dict):
                kinds.sections[place[0]].add(_kind_of(value))
    return kinds


def _check_file(path: Path, table: Table, kinds: _Kinds) -> None:
    sections = ", ".join(sorted(place[0] for place in kinds.values if len(place) == 1))
    if not table:
        raise RuleError(f"is empty; its sections are {sections}", path=path)
    for place, value, rule in _values(table):
        problem = f"unknown section; use {sections}" if len(place) == 1 and place not in kinds.values else None
        if problem := problem or _problem_with(place, value, kinds):
            raise RuleError(f"{place[-1]}: {problem}", path=path, rule=rule, line=_line(path, place[-1], rule))


def _problem_with(place: _Place, value: object, kinds: _Kinds) -> str | None:
    """Return what is wrong with a value; None where its kind is used there, or no shipped file has the key."""
    allowed = kinds.values.get(place) or (kinds.sections.get(place[0]) if len(place) == 2 else None)
    if allowed and _kind_of(value) not in allowed:
        return f"must be {' or '.join(sorted(allowed))}, not {_kind_of(value)}"
    items = kinds.items.get(place)
    if not items or not isinstance(value, list):
        return None
    # An example is a text, or a table with more about it.
    either = {"a text", "a table"} if len(place) > 1 and "a table" in items else set()
    wrong = next((item for item in value if _kind_of(item) not in items | either), None)
    return None if wrong is None else f"must hold {' or '.join(sorted(items | either))}, not {_kind_of(wrong)}"


def _values(table: Table) -> Iterator[tuple[_Place, Any, str | None]]:
    """Yield every value of a file with its place and the id of the entry it stands in."""
    for section, content in table.items():
        yield (section,), content, None
        for entry in content if isinstance(content, list) else [content]:
            if isinstance(entry, dict):
                yield from _values_of_entry((section,), entry)


def _values_of_entry(place: _Place, entry: Table) -> Iterator[tuple[_Place, Any, str | None]]:
    rule = entry["id"] if isinstance(entry.get("id"), str) else None
    for key, value in entry.items():
        yield (*place, key), value, rule
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                for inner, content, _ in _values_of_entry((*place, key), item):
                    yield inner, content, rule


def _kind_of(value: object) -> str:
    """Return the kind of a value, in words.

    >>> _kind_of(["a"]), _kind_of(1), _kind_of({}), _kind_of(True)
    ('a list', 'a number', 'a table', 'true or false')
    """
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        ((int, float), "a number"),
        (str, "a text"),
        (dict, "a table"),
        (list, "a list"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "a date")


def _line(path: Path, key: str, rule: str | None) -> int | None:
    """Find the line of a key: the first after its rule's id, else the first in the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next((number for number, line in enumerate(lines) if rule and f'"{rule}"' in line), 0)
    order = (*range(start, len(lines)), *range(start))
    return next((number + 1 for number in order if lines[number].lstrip(" [{").startswith(key)), None)

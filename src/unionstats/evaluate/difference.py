"""Compares two outputs: facts gained, lost and changed. Owns when two rows are the same mention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from unionstats.tables.merge import Piece, Stretch, find_stretches, row_groups
from unionstats.tables.names import checked_columns
from unionstats.tables.read import fact_files
from unionstats.tables.schema import SCHEMAS

# Ids and links follow from everything else; a new id alone is no news.
_NO_NEWS = frozenset({"fact_id", "page_id", "repeats", "part_of", "article", "sentence"})
# As Python objects rows of facts take five kilobytes each.
_HELD_ROWS = 8192
Row = dict[str, Any]
Rows = dict[tuple[object, ...], Row]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that differs between two outputs; `columns` are the differing ones of a changed fact."""

    kind: Literal["gained", "lost", "changed"]
    old: Row | None
    new: Row | None
    columns: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        """The newer of the two rows."""
        row = self.new or self.old
        if row is None:
            message = "a change has at least one row"
            raise ValueError(message)
        return row


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes by source and position in the page, and the number of unchanged facts."""

    changes: tuple[FactChange, ...]
    same: int
    columns: Counter[str] = field(default_factory=Counter)


def compare_outputs(old: Path, new: Path, columns: Sequence[str] | None = None) -> Difference:
    """Compare two outputs, or two snapshots, mention by mention.

    A mention is the same when it stands at the same place of the same source with the same words; where the page was
    HTML and has no place, the n-th of its words in the source.

    Args:
        old: output before.
        new: output after.
        columns: columns to compare; all that say something where None.

    Raises:
        UsageError: one of them is no output, or there is no such column.
    """
    if columns is not None:
        checked_columns(columns)
    sides = [row_groups("facts", fact_files(path)) for path in (old, new)]
    changes: list[FactChange] = []
    same = 0
    for stretch in find_stretches([piece for pieces in sides for piece in pieces], _HELD_ROWS):
        before, after = (_rows(pieces, stretch) for pieces in sides)
        found = list(_compare(before, after, columns))
        same += len(before.keys() & after.keys()) - sum(change.kind == "changed" for change in found)
        changes += sorted(found, key=lambda one: (one.row["source"], one.row["char_start"] or 0, one.row["quote"]))
    return Difference(tuple(changes), same, Counter(name for change in changes for name in change.columns))


def _compare(before: Rows, after: Rows, columns: Sequence[str] | None) -> Iterator[FactChange]:
    for key in sorted(before.keys() | after.keys(), key=repr):
        left, right = before.get(key), after.get(key)
        if left is None or right is None:
            yield FactChange("gained" if left is None else "lost", left, right)
            continue
        differing = tuple(name for name in left if _tells(name, columns) and left[name] != right.get(name))
        if differing:
            yield FactChange("changed", left, right, differing)


def _tells(name: str, columns: Sequence[str] | None) -> bool:
    return name in columns if columns is not None else name not in _NO_NEWS


def _rows(pieces: Sequence[Piece], stretch: Stretch) -> Rows:
    """Read the facts of some sources, each under its place and words."""
    seen: Counter[tuple[object, ...]] = Counter()
    rows: Rows = {}
    near = (piece.of(stretch, SCHEMAS["facts"].names) for piece in pieces if stretch.touches(piece.first, piece.last))
    for row in (row for table in near for row in table.to_pylist()):
        place = (row["source"], row["char_start"], row["char_end"], row["quote"])
        seen[place] += 1
        rows[(*place, seen[place])] = row
    return rows


def difference_lines(difference: Difference, limit: int | None = None) -> Iterator[str]:
    """Yield a difference as text: counts, then each change with its sentence.

    Args:
        difference: what `compare_outputs` gave.
        limit: no more changes than this.
    """
    kinds = Counter(change.kind for change in difference.changes)
    yield "  ".join(f"{kind} {kinds[kind]:,}" for kind in ("gained", "lost", "changed")) + f"  same {difference.same:,}"
    if difference.columns:
        yield "changed columns: " + ", ".join(f"{name} {n:,}×" for name, n in difference.columns.most_common())
    for change in difference.changes[:limit]:
        yield ""
        yield from _change_lines(change)
    left_out = len(difference.changes) - len(difference.changes[:limit])
    if left_out:
        yield f"\n… and {left_out:,} more"


def _change_lines(change: FactChange) -> Iterator[str]:
    row = change.row
    place = "" if row["char_start"] is None else f":{row['char_start']}"
    named = row["indicator"] or row["measure"]
    yield f"{change.kind}  {row['quote']}  {named}  {row['province_name']}  {row['source']}{place}"
    for name in change.columns:
        assert change.old is not None  # noqa: S101 - changed facts have both rows
        assert change.new is not None  # noqa: S101 - the same
        yield f"    {name}: {change.old[name]} → {change.new[name]}"
    yield f"    {row['sentence']}"

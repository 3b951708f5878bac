"""The figures of a finished run. The command line decides how to show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from unionstats.refresh.diff import InputDiff
from unionstats.tables.commits import Manifest


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a run.

    Attributes:
        out: the store.
        number: the newest commit; None for a dry run on an empty store.
        committed: whether this run made it; otherwise nothing had changed, or it was a dry run.
        dry_run: whether nothing was to be written.
        manifest: figures of the tables as they are now.
        changes: pages new, changed, unchanged and vanished in this run.
        seconds: the run took.
    """

    out: Path | str
    number: int | None
    committed: bool
    dry_run: bool
    manifest: Manifest
    changes: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def quarantined_percent(self) -> float:
        """The percentage of pages that are set aside."""
        pages = self.manifest.counts.get("pages", 0)
        return 100 * sum(self.manifest.set_aside.values()) / pages if pages else 0.0


@dataclass
class Census:
    """Counts the pages of a snapshot as they stream by."""

    inputs: Counter[str] = field(default_factory=Counter)
    set_aside: Counter[str] = field(default_factory=Counter)
    _sums: Counter[str] = field(default_factory=Counter)

    def take(self, entries: pa.Table) -> None:
        """Count some pages."""
        self.inputs.update(_counts(entries["input"]))
        aside = entries.filter(pc.equal(entries["status"], "quarantined"))
        self.set_aside.update(_counts(aside["reason"]))
        self._sums["pages"] += entries.num_rows
        for name in ("articles", "facts", "unclaimed", "chars"):
            self._sums[name] += pc.sum(pc.cast(entries[name], pa.int64())).as_py() or 0

    def counts(self) -> dict[str, int]:
        """Return the counts."""
        return {name: self._sums[name] for name in ("pages", "articles", "facts", "unclaimed", "chars")}


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    return {each["values"].as_py(): each["counts"].as_py() for each in pc.value_counts(column)}


def add_up(diffs: Iterable[InputDiff]) -> dict[str, int]:
    """Add up the changes of all INPUTs of a run."""
    total: Counter[str] = Counter()
    for diff in diffs:
        total.update(diff.counts())
    return dict(total)

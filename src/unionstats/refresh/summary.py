"""What a run has to say in the end. Owns the figures; how they are shown is the command line's business."""

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
        """The share of pages that are set aside."""
        pages = self.manifest.counts.get("pages", 0)
        return 100 * sum(self.manifest.set_aside.values()) / pages if pages else 0.0


def count_pages(entries: pa.Table) -> dict[str, int]:
    """Count what the pages of a snapshot hold."""
    return {
        "pages": entries.num_rows,
        "articles": pc.sum(entries["articles"]).as_py() or 0,
        "facts": pc.sum(entries["facts"]).as_py() or 0,
        "unclaimed": pc.sum(entries["unclaimed"]).as_py() or 0,
        "clusters": pc.count_distinct(entries["cluster"]).as_py() or 0,
        "chars": pc.sum(pc.cast(entries["chars"], pa.int64())).as_py() or 0,
    }


def count_set_aside(entries: pa.Table) -> dict[str, int]:
    """Count the pages that are set aside, by reason."""
    aside = entries.filter(pc.equal(entries["status"], "quarantined"))
    return dict(sorted(Counter(aside["reason"].to_pylist()).items()))


def count_inputs(entries: pa.Table) -> dict[str, int]:
    """Count the pages of each INPUT."""
    return dict(sorted(Counter(entries["input"].to_pylist()).items()))


def add_up(diffs: Iterable[InputDiff]) -> dict[str, int]:
    """Add up what changed over all INPUTs of a run."""
    total: Counter[str] = Counter()
    for diff in diffs:
        total.update(diff.counts())
    return dict(total)

"""What a run is asked to do beside which INPUTs go where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from unionstats.engines.chosen import Wish
from unionstats.settings import Settings
from unionstats.tables.store import KEEP_SNAPSHOTS


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a refresh.

    Args:
        engine: where pages are read.
        rules: an analyst's own rules folder, laid over the shipped rules.
        prune: drop vanished pages however many they are.
        full: read every page again.
        dry_run: only tell what would be done.
        keep: snapshots to keep at least; younger than 24 hours are kept anyway.
        settings: limits.
    """

    engine: Wish = field(default_factory=Wish)
    rules: Path | None = None
    prune: bool = False
    full: bool = False
    dry_run: bool = False
    keep: int = KEEP_SNAPSHOTS
    settings: Settings = field(default_factory=Settings)

"""The options of a run, apart from its INPUTs and its output."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from unionstats.engines.chosen import Wish
from unionstats.errors import UsageError
from unionstats.settings import MIB, Settings
from unionstats.tables.store import KEEP_SNAPSHOTS

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([KMG]?)(?:i?B)?", re.IGNORECASE)
_SIZES = {"": 1, "K": 1024, "M": MIB, "G": 1024 * MIB}


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


def limited(texts: Iterable[str], settings: Settings | None = None) -> Settings:
    """Return settings with some limits set by name, as written on a command line.

    Raises:
        UsageError: there is no such limit, or its value is no number.

    >>> limited(["max_page_bytes=64MiB", "rule-seconds=5"]).max_page_bytes // MIB
    64
    """
    found = settings or Settings()
    names = [each.name for each in fields(Settings)]
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        amount = _AMOUNT.fullmatch(value)
        if name.replace("-", "_") not in names or amount is None:
            raise UsageError(f"not a limit: {text}; write NAME=NUMBER (also 64MiB), NAME one of {', '.join(names)}")
        number = float(amount[1]) * _SIZES[amount[2].upper()]
        name = name.replace("-", "_")
        found = replace(found, **{name: type(getattr(found, name))(number)})
    return found

"""What tests ask of a finished store, and how they wait for other processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from unionstats.tables.store import Store


def tables(out: Path) -> dict[str, bytes]:
    store = Store(out)
    folder = store.folder_of(store.newest())
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def wait_until(condition: Callable[[], bool]) -> bool:
    for _ in range(300):
        if condition():
            return True
        time.sleep(0.1)
    return False

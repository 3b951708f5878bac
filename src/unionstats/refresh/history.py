"""What a store tells of itself: its snapshots, its inputs, and whether a run is at work. Lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unionstats.tables.lock import holder_of
from unionstats.tables.store import Store

_SHOWN = ("pages", "facts", "new", "changed", "vanished")


def history_lines(out: Path | str) -> Iterator[str]:
    """Yield a line for each snapshot that is kept, newest first."""
    store = Store(out)
    store.newest()
    yield f"{'snapshot':>8}  {'committed (UTC)':<19}" + "".join(f"{name:>10}" for name in _SHOWN) + "  action"
    for number in reversed(store.numbers()):
        commit = store.commit_of(number)
        counts = "".join(f"{commit.manifest.counts.get(name, 0):>10,}" for name in _SHOWN)
        yield f"{number:>8}  {commit.created:%Y-%m-%d %H:%M:%S}{counts}  {commit.manifest.action}"


def status_lines(out: Path | str) -> Iterator[str]:
    """Yield how a store stands: newest snapshot, its inputs, who is at work, what a broken run left."""
    store = Store(out)
    head = store.newest()
    committed = f"{head.created:%Y-%m-%d %H:%M:%S} UTC by {head.manifest.action}"
    yield f"snapshot {head.number} of {store.path}, committed {committed}"
    for name, pages in head.manifest.inputs.items():
        yield f"  {pages:>9,} pages of {name}"
    yield f"program {head.manifest.recipe.get('program')}, rules {head.manifest.recipe.get('rules', '')[:12]}"
    numbers = store.numbers()
    yield f"{len(numbers)} snapshots are kept, {numbers[0]} to {numbers[-1]}"
    holder = holder_of(store.path)
    yield f"a run is at work ({holder})" if holder else "no run is at work"
    if holder is None and store.spool.exists():
        yield "a run did not end; the next one goes on from where it stopped"

"""What a store tells of itself: its snapshots, its inputs, and whether a run is at work. Lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unionstats.intake.streams import is_uri
from unionstats.refresh.remote import home_of, mirror_of
from unionstats.tables.lock import holder_of
from unionstats.tables.remote import RemoteStore
from unionstats.tables.store import Store

_SHOWN = ("pages", "facts", "new", "changed", "vanished")


def history_lines(out: Path | str) -> Iterator[str]:
    """Yield a line for each snapshot that is kept, newest first.

    Args:
        out: the store: a folder, or an address (s3://bucket/tables).
    """
    store = _store_at(out)
    store.check_filled()
    yield f"{'snapshot':>8}  {'committed (UTC)':<19}" + "".join(f"{name:>10}" for name in _SHOWN) + "  action"
    for number in reversed(store.numbers()):
        commit = store.commit_of(number)
        counts = "".join(f"{commit.manifest.counts.get(name, 0):>10,}" for name in _SHOWN)
        yield f"{number:>8}  {commit.created:%Y-%m-%d %H:%M:%S}{counts}  {commit.manifest.action}"


def status_lines(out: Path | str) -> Iterator[str]:
    """Yield how a store stands: newest snapshot, its inputs, who is at work, what a broken run left.

    Args:
        out: the store: a folder, or an address (s3://bucket/tables).
    """
    store = _store_at(out)
    head = store.newest()
    committed = f"{head.created:%Y-%m-%d %H:%M:%S} UTC by {head.manifest.action}"
    yield f"snapshot {head.number} of {out}, committed {committed}"
    for name, pages in head.manifest.inputs.items():
        yield f"  {pages:>9,} pages of {name}"
    yield f"program {head.manifest.recipe.get('program')}, rules {head.manifest.recipe.get('rules', '')[:12]}"
    numbers = store.numbers()
    yield f"{len(numbers)} snapshots are kept, {numbers[0]} to {numbers[-1]}"
    yield from _workers(store)


def _workers(store: Store | RemoteStore) -> Iterator[str]:
    """Tell who is at work. An object store has no lock, so of it only runs on this machine are known."""
    here = store if isinstance(store, Store) else mirror_of(store.address)
    holder = holder_of(store.path if isinstance(store, Store) else home_of(store.address))
    where = "" if isinstance(store, Store) else " on this machine"
    yield f"a run is at work{where} ({holder})" if holder else f"no run is at work{where}"
    if holder is None and here.spool.exists():
        yield "a run did not end; the next one goes on from where it stopped"


def _store_at(out: Path | str) -> Store | RemoteStore:
    return RemoteStore(str(out)) if is_uri(str(out)) else Store(out)

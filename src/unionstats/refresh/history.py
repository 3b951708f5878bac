"""Lines of text about a store: its snapshots, its inputs, and whether a run is in progress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unionstats.intake.streams import is_uri
from unionstats.refresh.remote import home_of, mirror_of
from unionstats.refresh.show import changes_line, set_aside_line
from unionstats.tables.commits import Commit
from unionstats.tables.lock import holder_of
from unionstats.tables.remote import RemoteStore
from unionstats.tables.store import Store

_RUN = "run"
_HELD = ("pages", "facts")
# What a run did to its pages; other actions, which read none, have no such figures of their own.
_DONE = ("new", "changed", "vanished")


def history_lines(out: Path | str) -> Iterator[str]:
    """Yield a line for each kept snapshot, newest first; lines fit a terminal of 80 columns.

    Args:
        out: the store: a folder, or an address (s3://bucket/tables).
    """
    store = _store_at(out)
    store.check_filled()
    yield f"{'snapshot':>8}  {'committed (UTC)':<16}" + "".join(f"{name:>9}" for name in (*_HELD, *_DONE)) + "  action"
    for number in reversed(store.numbers()):
        commit = store.commit_of(number)
        manifest = commit.manifest
        counts = "".join(f"{manifest.counts.get(name, 0):>9,}" for name in _HELD)
        done = (f"{manifest.counts.get(name, 0):,}" if manifest.action == _RUN else "–" for name in _DONE)
        counts += "".join(f"{figure:>9}" for figure in done)
        yield f"{number:>8}  {commit.created:%Y-%m-%d %H:%M}{counts}  {manifest.action}"


def status_lines(out: Path | str) -> Iterator[str]:
    """Yield the state of a store: its last run and changes, pages set aside, files, and a run in progress.

    Args:
        out: the store: a folder, or an address (s3://bucket/tables).
    """
    store = _store_at(out)
    head = store.newest()
    manifest = head.manifest
    yield f"snapshot {head.number} of {out}, committed {head.created:%Y-%m-%d %H:%M:%S} UTC by {manifest.action}"
    for name, pages in manifest.inputs.items():
        yield f"  {pages:>9,} pages of {name}"
    if manifest.action == _RUN:
        yield f"changed     {changes_line(manifest.counts)}"
    yield f"facts       {manifest.counts.get('facts', 0):,} in {len(manifest.provinces)} provinces"
    yield f"set aside   {set_aside_line(manifest.set_aside, manifest.counts.get('pages', 0))}"
    if isinstance(store, Store):
        yield f"files       {_files_line(store.folder_of(head), head)}"
    yield f"made by     program {manifest.recipe.get('program')}, rules {manifest.recipe.get('rules', '')[:12]}"
    numbers = store.numbers()
    yield f"kept        snapshots {numbers[0]} to {numbers[-1]}, {len(numbers)} in all"
    yield from _workers(store)


def _files_line(folder: Path, commit: Commit) -> str:
    """Return whether the files are there and as long as they were; `verify` reads them, this does not."""
    wrong = [name for name, record in sorted(commit.files.items()) if _size(folder / name) != record.bytes]
    if wrong:
        some = ", ".join(wrong[:3])
        return f"{len(wrong)} of {len(commit.files)} are not as committed ({some}): see unionstats verify"
    size = sum(record.bytes for record in commit.files.values())
    return f"{len(commit.files)}, {size / 1e6:,.1f} MB, all there (unionstats verify checks every byte)"


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _workers(store: Store | RemoteStore) -> Iterator[str]:
    """Return who is at work. An object store has no lock, so only runs on this machine are known."""
    here = store if isinstance(store, Store) else mirror_of(store.address)
    holder = holder_of(store.path if isinstance(store, Store) else home_of(store.address))
    where = "" if isinstance(store, Store) else " on this machine"
    yield f"a run is at work{where} ({holder})" if holder else f"no run is at work{where}"
    if holder is None and here.spool.exists():
        yield "a run did not end; the next one goes on from where it stopped"


def _store_at(out: Path | str) -> Store | RemoteStore:
    return RemoteStore(str(out)) if is_uri(str(out)) else Store(out)

"""A refresh whose tables live in an object store: made in a mirror on this machine, sent up and committed there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from unionstats.errors import WriteFailed
from unionstats.refresh.options import Options
from unionstats.refresh.progress import Progress
from unionstats.refresh.summary import Summary
from unionstats.tables.commits import Commit
from unionstats.tables.files import remove_tree
from unionstats.tables.remote import RemoteStore
from unionstats.tables.store import Store

_ATTEMPTS = 10


def mirror_of(address: str) -> Path:
    """Give the folder on this machine in which the tables of an address are made ($XDG_CACHE_HOME/unionstats/…)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "unionstats" / hashlib.sha256(address.rstrip("/").encode()).hexdigest()[:16]


def refresh_remote(address: str, options: Options, progress: Progress, run: Callable[[Store], Summary]) -> Summary:
    """Refresh tables in an object store; where another run commits first, begin again on what it committed.

    Args:
        address: where the tables are.
        options: what the run was asked for.
        progress: told when another run was first.
        run: refreshes a store on this machine.

    Raises:
        Refused: the object store does not honour conditional writes.
        WriteFailed: it failed, or other runs were first time and again.
    """
    remote = RemoteStore(address)
    if not options.dry_run:
        remote.check_conditional()
    store = Store(mirror_of(address))
    for _ in range(_ATTEMPTS):
        before = _fetch(remote, store)
        summary = replace(run(store), out=remote.address)
        if not summary.committed:
            return summary
        commit = store.newest()
        progress.stage("sending tables")
        if remote.publish(store.path, commit, _path_of(store, commit).read_bytes(), before):
            remote.expire(options.keep)
            return summary
        progress.note("another run committed first; this one begins again on what it committed")
    raise WriteFailed(f"{address}: other runs were first {_ATTEMPTS} times")


def _fetch(remote: RemoteStore, store: Store) -> Commit | None:
    """Make the mirror what the object store has now: its newest snapshot and nothing else."""
    head = remote.head()
    commit, content = head or (None, b"")
    with store.writing():
        if commit and _holds(store, commit, content):
            return commit
        for folder in ("commits", "snapshots"):
            for entry in sorted((store.path / folder).iterdir()):
                remove_tree(store.disk, entry) if entry.is_dir() else store.disk.remove(entry)
        if commit:
            for name in commit.files:
                target = store.folder_of(commit) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(remote.read(f"{commit.snapshot}/{name}"))
            _path_of(store, commit).write_bytes(content)
    return commit


def _holds(store: Store, commit: Commit, content: bytes) -> bool:
    """Tell whether the mirror's newest commit is this one."""
    return store.numbers()[-1:] == [commit.number] and _path_of(store, commit).read_bytes() == content


def _path_of(store: Store, commit: Commit) -> Path:
    return store.path / "commits" / f"{commit.number}.json"

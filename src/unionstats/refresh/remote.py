"""Changes to tables in an object store: made in a local mirror, then uploaded and committed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from unionstats.cache_folder import cache_folder
from unionstats.errors import CheckFailed
from unionstats.refresh.options import Options
from unionstats.refresh.progress import Progress
from unionstats.refresh.summary import Summary
from unionstats.tables.commits import Commit
from unionstats.tables.files import make_folders, remove_tree, write_file
from unionstats.tables.lock import hold_lock
from unionstats.tables.remote import ATTEMPTS, RemoteStore
from unionstats.tables.store import KEEP_SNAPSHOTS, Store

Outcome = TypeVar("Outcome")


def home_of(address: str) -> Path:
    """Return the local folder in which tables of an address are made ($XDG_CACHE_HOME/unionstats/…)."""
    return cache_folder() / hashlib.sha256(address.rstrip("/").encode()).hexdigest()[:16]


def mirror_of(address: str) -> Store:
    """Return the local store in which tables of an address are made."""
    return Store(home_of(address) / "tables")


def refresh_remote(address: str, options: Options, progress: Progress, run: Callable[[Store], Summary]) -> Summary:
    """Refresh tables in an object store.

    Args:
        address: where the tables are.
        options: what the run was asked for.
        progress: told when another run was first.
        run: refreshes a store on this machine.

    Raises:
        Refused: the object store does not honour conditional writes.
        StoreBusy: another run on this machine is at work on them.
        WriteFailed: it failed, or other runs were first time and again.
    """
    change = RemoteChange(RemoteStore(address), progress, options.keep)
    summary = change.look(run) if options.dry_run else change.make(run)
    return replace(summary, out=change.remote.address)


@dataclass
class RemoteChange:
    """A change to tables in an object store; if another run commits first, it starts again from that commit.

    Args:
        remote: where the tables are.
        progress: told when another run was first.
        keep: snapshots to keep at least.
    """

    remote: RemoteStore
    progress: Progress = field(default_factory=Progress)
    keep: int = KEEP_SNAPSHOTS

    def look(self, run: Callable[[Store], Outcome]) -> Outcome:
        """Run a read-only action on the current tables."""
        store = mirror_of(self.remote.address)
        with self._alone(store):
            self._fetch(store)
            return run(store)

    def make(self, run: Callable[[Store], Outcome]) -> Outcome:
        """Run an action that may commit to the local store, and commit the same to the object store.

        Raises:
            Refused: the object store does not honour conditional writes.
            WriteFailed: other runs were first time and again.
        """
        self.remote.check_conditional()
        store = mirror_of(self.remote.address)
        with self._alone(store):
            for _ in range(ATTEMPTS):
                before = self._fetch(store)
                outcome = run(store)
                head = store.head()
                if head is None or (before and head.number == before.number):
                    return outcome
                self.progress.stage("sending tables")
                if self.remote.publish(head, before, store.folder_of(head)):
                    self.remote.expire(self.keep)
                    return outcome
                self.progress.note("another run committed first; this one begins again on what it committed")
        raise self.remote.overtaken()

    def _alone(self, store: Store) -> AbstractContextManager[None]:
        """Keep other runs on this machine from the mirror until all is done; on other machines they have their own."""
        make_folders(store.disk, store.path.parent)
        return hold_lock(store.path.parent)

    def _fetch(self, store: Store) -> Commit | None:
        """Make the mirror what the object store has now: its newest snapshot and nothing else."""
        head = self.remote.head()
        commit, content = head or (None, b"")
        with store.writing():
            if commit and _holds(store, commit, content):
                return commit
            for folder in (store.path / "commits", store.path / "snapshots"):
                for entry in sorted(folder.iterdir()):
                    remove_tree(store.disk, entry) if entry.is_dir() else store.disk.remove(entry)
                store.disk.sync_folder(folder)
            if commit:
                self._fetch_snapshot(store, commit)
                write_file(store.disk, _path_of(store, commit), content)
                store.disk.sync_folder(_path_of(store, commit).parent)
        return commit

    def _fetch_snapshot(self, store: Store, commit: Commit) -> None:
        """Fetch the files of a snapshot, durably: the commit that comes after them says that they are there.

        Raises:
            CheckFailed: one is not what was committed.
        """
        folder = store.folder_of(commit)
        make_folders(store.disk, folder / "facts")
        for name, record in commit.files.items():
            sums = hashlib.sha256()
            with store.disk.create(folder / name) as sink:
                for chunk in self.remote.chunks(f"{commit.snapshot}/{name}"):
                    sums.update(chunk)
                    sink.write(chunk)
            if sums.hexdigest() != record.sha256:
                address = f"{self.remote.address}/{commit.snapshot}/{name}"
                raise CheckFailed(f"{address} is damaged: not the bytes that were committed; see unionstats rollback")
            store.disk.sync_file(folder / name)
        store.disk.sync_folder(folder / "facts")
        store.disk.sync_folder(folder)


def _holds(store: Store, commit: Commit, content: bytes) -> bool:
    """Return whether the mirror's newest commit is this one."""
    return store.numbers()[-1:] == [commit.number] and _path_of(store, commit).read_bytes() == content


def _path_of(store: Store, commit: Commit) -> Path:
    return store.path / "commits" / f"{commit.number}.json"

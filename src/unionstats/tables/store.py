"""The store: immutable snapshots, and commits that are created only if absent.

A snapshot is a folder of its own, complete and never changed. Readers see it from the moment `commits/<n>.json`
appears, which happens in one atomic step (a finished file gets its second name). Before that it is a draft that nobody
sees. A crash leaves at most a draft, which the next run removes. docs/decisions/ explains the choice of this protocol;
tests/tables/ interrupts it at every step.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from unionstats.errors import CheckFailed, Refused, UsageError, WriteFailed
from unionstats.tables.commits import Commit, Manifest
from unionstats.tables.draft import Draft
from unionstats.tables.files import TEMPORARY, Disk, make_folders, remove_tree, write_file
from unionstats.tables.lock import LOCK_NAME, hold_lock

KEEP_SNAPSHOTS = 3
KEEP_TIME = timedelta(hours=24)

OWN_NAMES = frozenset({"commits", "snapshots", "current"})

_SNAPSHOT = re.compile(r"\d+-[0-9a-f]{8}")
_COMMIT = re.compile(r"(\d+)\.json")


class Store:
    """A folder of committed snapshots.

    Args:
        path: the folder; it need not exist yet.
        disk: the file system's calls.
        clock: gives the time that commits are stamped with.

    Raises:
        UsageError: `path` is an address; remote.py has those.
    """

    def __init__(
        self, path: Path | str, disk: Disk | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        if "://" in str(path):
            raise UsageError(f"{path}: this works on a folder; copy the tables to a disk first")
        self.path = Path(path)
        self.disk = disk or Disk()
        self.spool = self.path / ".unionstats.spool"
        self._clock = clock

    @property
    def _commits(self) -> Path:
        return self.path / "commits"

    @property
    def _snapshots(self) -> Path:
        return self.path / "snapshots"

    def check_ours(self) -> None:
        """Refuse a folder that contains something else.

        Raises:
            Refused: it is a file, or not empty and no store.
        """
        if not self.path.exists():
            return
        if not self.path.is_dir():
            raise Refused(f"{self.path} is not a folder")
        names = {entry.name for entry in self.path.iterdir()}
        foreign = {name for name in names if not name.startswith(".")} - OWN_NAMES
        if foreign and LOCK_NAME not in names and not self.numbers():
            raise Refused(f"{self.path} is not empty and no unionstats output: choose another folder")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for writing, after removing whatever a crash left behind.

        Raises:
            Refused: the folder is not ours.
            StoreBusy: another run holds it.
            WriteFailed: it cannot be written.
        """
        self.check_ours()
        with _as_write_failed(self.path):
            make_folders(self.disk, self.path)
        with hold_lock(self.path), _as_write_failed(self.path):
            self._make_folders()
            self._recover()
            yield

    def numbers(self) -> list[int]:
        """List the numbers of the commits, oldest first."""
        try:
            names = [_COMMIT.fullmatch(entry.name) for entry in self._commits.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(int(name[1]) for name in names if name)

    def commit_of(self, number: int) -> Commit:
        """Read a commit.

        Raises:
            UsageError: there is none of that number.
            CheckFailed: it is damaged.
        """
        path = self._commits / f"{number}.json"
        try:
            commit = Commit.from_json(str(path), path.read_bytes())
        except FileNotFoundError:
            raise UsageError(f"{self.path} has no snapshot {number}") from None
        except OSError as error:
            raise CheckFailed(f"{path} cannot be read: {error.strerror}") from error
        if commit.number != number:
            raise CheckFailed(f"{path} is damaged: it is commit {commit.number}")
        return commit

    def head(self) -> Commit | None:
        """Read the newest commit; None if there is none yet."""
        while numbers := self.numbers():
            with suppress(UsageError):  # expired between listing and reading: a newer one exists by now
                return self.commit_of(numbers[-1])
        return None

    def newest(self) -> Commit:
        """Read the newest commit.

        Raises:
            UsageError: there is none.
            CheckFailed: it is damaged.
        """
        self.check_filled()
        head = self.head()
        assert head is not None  # noqa: S101 - it is filled
        return head

    def check_filled(self) -> None:
        """Raise an error if there are no tables yet.

        Raises:
            UsageError: there is no commit.
        """
        if not self.numbers():
            raise UsageError(f"{self.path} holds no tables yet: unionstats run INPUT --out {self.path}")

    def folder_of(self, commit: Commit) -> Path:
        """Return the folder of a commit's snapshot."""
        return self.path / commit.snapshot

    @contextmanager
    def draft(self, head: Commit | None) -> Iterator[Draft]:
        """Begin a snapshot that is invisible until committed; if it is not committed, nothing of it stays.

        Args:
            head: the commit whose files it may take over.

        Raises:
            WriteFailed: a file could not be written.
        """
        number = max(self.numbers(), default=0) + 1
        name = f"snapshots/{number}-{secrets.token_hex(4)}"
        draft = Draft(self.disk, number, name, self.path / name, self.folder_of(head) if head else None)
        with _as_write_failed(self.path):
            try:
                draft.begin()
                yield draft
            finally:
                if not draft.committed:
                    with suppress(OSError):
                        remove_tree(self.disk, draft.folder)

    def commit(self, draft: Draft, manifest: Manifest) -> Commit:
        """Make a draft the newest snapshot.

        Raises:
            WriteFailed: it could not be written; the snapshot before it still holds.
        """
        commit = Commit(draft.number, draft.name, self._clock(), draft.files, manifest)
        path = self._commits / f"{draft.number}.json"
        temporary = self._commits / f"{TEMPORARY}{draft.number}"
        with _as_write_failed(self.path):
            draft.seal()
            self.disk.sync_folder(self._snapshots)
            write_file(self.disk, temporary, commit.to_json())
            try:
                self.disk.link(temporary, path)
            except FileExistsError:
                raise WriteFailed(f"{path} appeared meanwhile: another program writes here without the lock") from None
            draft.committed = True
            self.disk.remove(temporary)
            self.disk.sync_folder(self._commits)
            self._point_current(commit)
        return commit

    def expire(self, keep: int = KEEP_SNAPSHOTS) -> list[int]:
        """Remove old snapshots: all except the `keep` newest and those that were newest within the last 24 hours.

        Commit first, data after: a snapshot that can be found is always whole. Where a commit is damaged nothing is
        dropped: what lies there may be needed to go back to.

        Returns:
            The numbers dropped.
        """
        numbers = self.numbers()
        dropped = []
        with _as_write_failed(self.path):
            for number, successor in pairwise(numbers if self._all_readable(numbers) else []):
                replaced = self.commit_of(successor).created
                if number in numbers[-max(keep, 1) :] or self._clock() - replaced < KEEP_TIME:
                    break
                commit = self.commit_of(number)
                self.disk.remove(self._commits / f"{number}.json")
                self.disk.sync_folder(self._commits)
                remove_tree(self.disk, self.folder_of(commit))
                dropped.append(number)
        return dropped

    def _all_readable(self, numbers: list[int]) -> bool:
        try:
            for number in numbers:
                self.commit_of(number)
        except CheckFailed:
            return False
        return True

    def _make_folders(self) -> None:
        missing = [folder for folder in (self._commits, self._snapshots) if not folder.is_dir()]
        for folder in missing:
            self.disk.make_folder(folder)
        if missing:
            self.disk.sync_folder(self.path)

    def _recover(self) -> None:
        """Remove what a run left that did not end: drafts, half-made commits, a link to nowhere."""
        for leftover in (*self._commits.glob(f"{TEMPORARY}*"), *self.path.glob(f"{TEMPORARY}*")):
            self.disk.remove(leftover)
        if not self._all_readable(self.numbers()):
            return  # what a damaged commit stands for is not known, so nothing is removed; verify names the damage
        committed = {self.commit_of(number).snapshot for number in self.numbers()}
        for folder in sorted(self._snapshots.iterdir()):
            if _SNAPSHOT.fullmatch(folder.name) and f"snapshots/{folder.name}" not in committed:
                remove_tree(self.disk, folder)
        head = self.head()
        if head and not self._is_current(head):
            self._point_current(head)

    def _is_current(self, commit: Commit) -> bool:
        current = self.path / "current"
        return current.is_symlink() and current.readlink() == Path(commit.snapshot)

    def _point_current(self, commit: Commit) -> None:
        temporary = self.path / f"{TEMPORARY}current"
        self.disk.symlink(commit.snapshot, temporary)
        self.disk.rename(temporary, self.path / "current")
        self.disk.sync_folder(self.path)


@contextmanager
def _as_write_failed(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise WriteFailed(f"cannot write {where}: {error.strerror or error}") from error

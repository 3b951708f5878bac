"""The power goes at every moment of a refresh, and what is found is whole. Without any one sync it would not be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from disks import HastyDisk, RecordingDisk, Step
from fake_reader import build_fake
from power import FOLDERS, LAST, SYNCED, Found, PowerModel, all_but, at_random, write_out

from unionstats.engines.chosen import Wish
from unionstats.errors import UnionstatsError
from unionstats.refresh import Options, refresh
from unionstats.tables.commits import Commit
from unionstats.tables.files import Disk
from unionstats.tables.shelves import FolderShelf
from unionstats.tables.store import Store
from unionstats.tables.verify import check_shelf, verify

OPTIONS = Options(engine=Wish(1), keep=1)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
WORST = [(LAST, SYNCED), (SYNCED, SYNCED), (all_but("snapshots"), LAST), (FOLDERS, LAST), (SYNCED, LAST), (LAST, LAST)]


class Recording:
    """A refresh as its steps, between the store as it was and the store as it became.

    Args:
        home: a folder with `raw` in it, and `start`: where the store is or will be as `out`.
    """

    def __init__(self, home: Path) -> None:
        disk = RecordingDisk()
        self.home = home
        self.root = home / "recorded"
        shutil.copytree(home / "start", self.root, symlinks=True)
        refresh_at(home, self.root / "out", NOW, disk)
        self.steps: list[Step] = disk.steps
        self.numbers = Store(self.root / "out").numbers()
        self.before = Store(home / "start" / "out").numbers()
        self.tables = tables(self.root / "out")

    def crashes(self, without: int | None = None) -> Iterator[tuple[int, PowerModel]]:
        """Yield the disk before each step that matters and after the last, as if step `without` had not been made."""
        model = PowerModel(self.home / "start", self.root)
        for number, step in enumerate(self.steps):
            if step.name not in {"write", "scratch", "write_scratch"}:
                yield number, model
            if number != without:
                model.apply(step)
        yield len(self.steps), model

    def problem(self, number: int, found: Path) -> str | None:  # noqa: PLR0911 - one line for each thing wrong
        """Say what is wrong with a store found after the power went before step `number`."""
        store = Store(found / "out")
        numbers = store.numbers()
        finished = number == len(self.steps)
        if finished and numbers != self.numbers:
            return "a run that had ended is lost"
        if self.before and (not numbers or numbers[-1] < self.before[-1]):
            return "an earlier snapshot is lost"
        try:
            commits: list[Commit] = [store.commit_of(each) for each in numbers]
        except UnionstatsError as error:
            return str(error)
        damage = [line for commit in commits for line in check_shelf(FolderShelf(store.folder_of(commit)), commit)]
        if damage:
            return damage[0]
        current = found / "out" / "current"
        if current.is_symlink() and str(current.readlink()) not in {commit.snapshot for commit in commits}:
            return "current leads to what is not committed"
        if finished and (not current.exists() or str(current.readlink()) != commits[-1].snapshot):
            return "current does not lead to the newest snapshot"
        return None

    def mended(self, found: Path) -> str | None:
        """Say what is wrong after the next run: one that asks for every page, and so uses whatever the spool has."""
        try:
            refresh_at(self.home, found / "out", NOW, HastyDisk(), full=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, the run did not mend the store
            return f"the next run failed: {error!r}"
        if tables(found / "out") != self.tables:
            return "the next run gives other tables"
        leftovers = [line for line in verify(found / "out") if "lock" not in line]
        return leftovers[0] if leftovers else None


def refresh_at(home: Path, out: Path, time: datetime, disk: Disk | None = None, *, full: bool = False) -> None:
    refresh([str(home / "raw")], Store(out, disk, lambda: time), replace(OPTIONS, full=full), make=build_fake)


def tables(out: Path) -> dict[str, bytes]:
    store = Store(out)
    folder = store.folder_of(store.newest())
    files = [path for path in sorted(folder.rglob("*.parquet")) if path.name != "ledger.parquet"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(params=["first run", "later run"])
def recording(request: pytest.FixtureRequest, tmp_path: Path) -> Recording:
    """A first run, or one that changes a table, links the others and drops an old snapshot."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (tmp_path / "start").mkdir()
    for day in (3, 2) if request.param == "later run" else ():
        (raw / "a.txt").write_text(f"shanxi|{day}家 henan|7项")
        refresh_at(tmp_path, tmp_path / "start" / "out", NOW - timedelta(days=day))
    (raw / "a.txt").write_text("shanxi|13家 henan|7项 gansu|2人")
    return Recording(tmp_path)


def test_whatever_moment_the_power_goes_the_store_is_whole(recording: Recording) -> None:
    check_crashes(recording, choices=1, mend_every=37)


@pytest.mark.soak
def test_whatever_is_found_after_a_loss_of_power_the_next_run_mends_it(recording: Recording) -> None:
    check_crashes(recording, choices=7, mend_every=1)


def check_crashes(recording: Recording, choices: int, mend_every: int) -> None:
    """Look at the disk before every step, in some of the states it may be found in."""
    disk = recording.home / "found"
    looked_at: set[Found] = set()
    for count, (number, model) in enumerate(recording.crashes()):
        states = [*WORST, (at_random(number), at_random(-number))]
        for choice in range(count, count + choices):
            found = model.found(*states[choice % len(states)])
            if found in looked_at and number < len(recording.steps):
                continue
            looked_at.add(found)
            write_out(found, disk)
            assert recording.problem(number, disk) is None, f"before step {number}, choice {choice}"
            if choice % mend_every == 0:
                assert recording.mended(disk) is None, f"before step {number}, choice {choice}"
            shutil.rmtree(disk)


@pytest.mark.soak
def test_without_any_one_sync_it_would_not_be(recording: Recording) -> None:
    check_syncs(recording)


@pytest.mark.parametrize("recording", ["first run"], indirect=True)
def test_without_any_one_sync_of_a_first_run_it_would_not_be(recording: Recording) -> None:
    check_syncs(recording, file_every=12)


def check_syncs(recording: Recording, file_every: int = 1) -> None:
    """Leave out each sync in turn (of files, which are alike, some): a loss of power must then do damage."""
    files = [number for number, step in enumerate(recording.steps) if step.name == "sync_file"]
    folders = [
        number
        for number, step in enumerate(recording.steps)
        # The spool is synced before it is removed, for the case that it was safe on disk: tests/refresh/test_spool.py.
        if step.name == "sync_folder" and step.arguments[0].name != ".unionstats.spool"
    ]
    syncs = sorted([*files[::file_every], *files[-1:], *folders])
    assert len(files) + len(folders) > 10
    needless = [recording.steps[sync] for sync in syncs if not _is_missed(recording, sync)]
    assert needless == []


def _is_missed(recording: Recording, sync: int) -> bool:
    """Return whether the store can be found damaged if one sync is left out."""
    moments = [number for number, _ in recording.crashes() if number > sync]
    if ".unionstats.spool" not in str(recording.steps[sync].arguments[0]):
        # Most damage shows when all is done; the rest needs a look at every moment.
        return _is_seen(recording, sync, moments[-1:]) or _is_seen(recording, sync, moments)
    # The spool is looked at by the next run only, so by what that makes of it.
    return _is_seen(recording, sync, moments[:20:2], mend=True) or _is_seen(recording, sync, moments, mend=True)


def _is_seen(recording: Recording, sync: int, moments: list[int], *, mend: bool = False) -> bool:
    disk = recording.home / "found"
    looked_at: set[Found] = set()
    for number, model in recording.crashes(without=sync):
        if number not in moments:
            continue
        for choice in [*WORST[:4], (at_random(number), LAST), (at_random(-number), LAST)]:
            found = model.found(*choice)
            if found in looked_at and number < len(recording.steps):
                continue
            looked_at.add(found)
            write_out(found, disk)
            wrong = recording.problem(number, disk) or (recording.mended(disk) if mend else None)
            shutil.rmtree(disk)
            if wrong:
                return True
    return False

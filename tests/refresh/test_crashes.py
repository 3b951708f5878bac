"""Runs are killed while others read: nobody ever sees half a refresh, and the next run is as if nothing had been."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import campaign
import pytest

from unionstats.tables.lock import LOCK_NAME
from unionstats.tables.store import Store
from unionstats.tables.verify import verify

PARTS = 10


def tables(out: Path) -> dict[str, bytes]:
    store = Store(out)
    folder = store.folder_of(store.newest())
    files = [path for path in sorted(folder.rglob("*.parquet")) if path.name != "ledger.parquet"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def crash(tmp_path: Path, steps: list[int], moments: list[float]) -> Counter[str]:
    """Kill refreshes at steps of the disk and at moments; compare what the next one makes with a build from scratch."""
    raw, out, scratch = tmp_path / "raw", tmp_path / "out", tmp_path / "scratch"
    campaign.write_version(raw, 1)
    campaign.refresh_once(raw, out)
    counted: Counter[str] = Counter()
    with campaign.watched(campaign.READERS, campaign.read_for_ever, out, counted):
        for version, kill in enumerate([*steps, *moments], start=2):
            campaign.write_version(raw, version)
            if version - 2 < len(steps):
                counted["killed"] += campaign.killed_at_step(campaign.refresh_once, raw, out, int(kill))
            else:
                counted["killed"] += campaign.killed_after(campaign.refresh_once, raw, out, kill)
            if version % 3 == 0:
                campaign.refresh_once(raw, out)
                shutil.rmtree(scratch, ignore_errors=True)
                campaign.refresh_once(raw, scratch)
                assert tables(out) == tables(scratch), f"after a kill at {kill}"
                assert verify(out) == [], f"after a kill at {kill}"
    return counted


def test_a_killed_refresh_leaves_no_trace_and_readers_never_notice(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - no secrets here
    moments = [chance.uniform(0.01, 0.25) for _ in range(8)]
    counted = crash(tmp_path, steps=list(range(1, 160, 10)), moments=moments)
    assert counted["killed"] > 8


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_refreshes_killed_at_every_step_and_at_many_moments(tmp_path: Path, part: int) -> None:
    """In parts, which together kill before each of the first 260 steps and at 250 moments."""
    chance = random.Random(f"{part} of {PARTS}")  # noqa: S311 - no secrets here
    moments = [chance.uniform(0.01, 0.4) for _ in range(250 // PARTS)]
    counted = crash(tmp_path, steps=list(range(1 + part, 260, PARTS)), moments=moments)
    assert counted["killed"] > 200 // PARTS


def test_a_store_that_replaces_files_in_place_fails_the_same_campaign(tmp_path: Path) -> None:
    """The negative control: without it, the campaign above might see nothing because it cannot."""
    raw, out = tmp_path / "raw", tmp_path / "out"
    campaign.write_version(raw, 1)
    campaign.replace_in_place(raw, out)
    campaign.write_version(raw, 2)
    assert campaign.killed_at_step(campaign.replace_in_place, raw, out, 40)
    assert set(campaign.values_by_polars(out)) == {1.0, 2.0}


def test_of_four_runs_at_once_one_works_and_the_others_say_so(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    campaign.write_version(raw, 1)
    results = campaign.CONTEXT.Queue()
    holds, may_go_on = campaign.CONTEXT.Event(), campaign.CONTEXT.Event()
    first = campaign.CONTEXT.Process(target=campaign.run_and_tell, args=(raw, out, results, (holds, may_go_on)))
    others = [campaign.CONTEXT.Process(target=campaign.run_and_tell, args=(raw, out, results)) for _ in range(3)]
    first.start()
    assert holds.wait(120)
    for run in others:
        run.start()
    assert [results.get(timeout=120) for _ in others] == ["busy"] * 3
    may_go_on.set()
    assert results.get(timeout=120) == "done"
    for run in (first, *others):
        run.join()
    assert Store(out).numbers() == [1]
    assert verify(out) == []
    assert (out / LOCK_NAME).exists()

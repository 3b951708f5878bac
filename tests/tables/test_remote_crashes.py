"""Runs on an object store are killed while others read: nobody sees what a crash leaves, and the next run mends it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import campaign
import object_server
import pytest
import remote_campaign
from remote_campaign import refresh_once

from unionstats.refresh.remote import home_of
from unionstats.tables import remote
from unionstats.tables.remote import RemoteStore
from unionstats.tables.store import Store
from unionstats.tables.verify import verify

PARTS = 5


@pytest.fixture
def environment(server: str, tmp_path: Path) -> dict[str, str]:
    return object_server.environment(server, tmp_path / "cache")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


def kills(steps: list[int], moments: list[float]) -> Iterator[tuple[int | None, float | None]]:
    yield from ((step, None) for step in steps)
    yield from ((None, moment) for moment in moments)


def crash(
    raw: Path, bucket: RemoteStore, environment: dict[str, str], steps: list[int], moments: list[float]
) -> Counter[str]:
    """Kill refreshes before requests and at moments; compare what the next one makes with a build from scratch."""
    campaign.write_version(raw, 1)
    assert not remote_campaign.killed(refresh_once, (raw, environment))
    counted: Counter[str] = Counter()
    with campaign.watched(remote_campaign.READERS, remote_campaign.read_for_ever, environment, counted):
        for version, (step, moment) in enumerate(kills(steps, moments), start=2):
            campaign.write_version(raw, version)
            counted["killed"] += remote_campaign.killed(refresh_once, (raw, environment, step), moment)
            if version % 3 == 0:
                assert not remote_campaign.killed(refresh_once, (raw, environment))
                assert tables(bucket) == from_scratch(raw), f"after a kill at {step or moment}"
    return counted


def tables(bucket: RemoteStore) -> dict[str, bytes]:
    commit = bucket.newest()
    return {name: bucket.read(f"{commit.snapshot}/{name}") for name in commit.files if name != "ledger.parquet"}


def from_scratch(raw: Path) -> dict[str, bytes]:
    out = raw.parent / f"scratch{len(list(raw.parent.iterdir()))}"
    campaign.refresh_once(raw, out)
    store = Store(out)
    commit = store.newest()
    folder = store.folder_of(commit)
    return {name: (folder / name).read_bytes() for name in commit.files if name != "ledger.parquet"}


def nothing_is_left_over(
    raw: Path, bucket: RemoteStore, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> bool:
    """Run once more as if a day had passed; then only what commits name may be there, here and in the mirror."""
    monkeypatch.setattr(remote, "ABANDONED", timedelta())
    campaign.write_version(raw, 10_000)
    refresh_once(raw, environment)
    there = {name for name, _ in bucket.files("")}
    commits = [bucket.commit_of(number) for number in bucket.numbers()]
    named = {f"{commit.snapshot}/{name}" for commit in commits for name in commit.files}
    assert there == named | {f"commits/{commit.number}.json" for commit in commits}
    assert verify(object_server.ADDRESS) == []
    return verify(home_of(bucket.address) / "tables") == []


def test_a_killed_refresh_of_an_object_store_leaves_no_trace_and_readers_never_notice(
    raw: Path, bucket: RemoteStore, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sample: before the first table, among the tables, around the commit. The soak has the other steps."""
    chance = random.Random(11)  # noqa: S311 - no secrets here
    moments = [chance.uniform(0.05, 1.0) for _ in range(2)]
    counted = crash(raw, bucket, environment, steps=[3, 25, 43, 44], moments=moments)
    assert counted["killed"] > 3
    assert nothing_is_left_over(raw, bucket, environment, monkeypatch)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_refreshes_of_an_object_store_killed_before_every_request_and_at_many_moments(
    raw: Path, bucket: RemoteStore, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """In parts, which together kill before each request of a refresh and at 200 moments."""
    chance = random.Random(f"{part} of {PARTS}")  # noqa: S311 - no secrets here
    moments = [chance.uniform(0.05, 1.2) for _ in range(200 // PARTS)]
    counted = crash(raw, bucket, environment, steps=list(range(1 + part, 50, PARTS)), moments=moments)
    assert counted["killed"] > 120 // PARTS
    assert nothing_is_left_over(raw, bucket, environment, monkeypatch)


def test_an_object_store_whose_files_are_replaced_in_place_fails_the_same_campaign(
    raw: Path, bucket: RemoteStore, environment: dict[str, str]
) -> None:
    """The negative control."""
    campaign.write_version(raw, 1)
    remote_campaign.replace_in_place(raw, environment)
    campaign.write_version(raw, 2)
    assert remote_campaign.killed(remote_campaign.replace_in_place, (raw, environment, 20))
    place = f"{object_server.ADDRESS.rpartition('/')[0]}/inplace"
    assert bucket.numbers() == []
    assert set(remote_campaign.values_by_polars(place)) == {1.0, 2.0}

"""What a crash campaign runs in processes of its own: refreshes that are killed, and readers that never stop."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pandas as pd
import polars as pl
from disks import HastyDisk, KillingDisk
from fake_reader import build_fake

import unionstats
from unionstats.engines.chosen import Wish
from unionstats.errors import StoreBusy
from unionstats.refresh import Options, Progress, refresh
from unionstats.tables.store import Store

PROVINCES = ("gansu", "henan", "shanxi")
CONTEXT = multiprocessing.get_context("forkserver")
# Only what is installed: a fork server does not have the test folders on its path.
CONTEXT.set_forkserver_preload(["duckdb", "pandas", "polars", "unionstats.refresh", "unionstats.tables.read"])


def write_version(raw: Path, version: int) -> None:
    """Write pages all of whose facts have the value `version`, so that a mixture of two versions shows."""
    raw.mkdir(exist_ok=True)
    for number in range(6):
        (raw / f"{number}.txt").write_text(" ".join(f"{province}|{version}家" for province in PROVINCES) + f" {number}")


def refresh_once(raw: Path, out: Path, kill_at: int | None = None, progress: Progress | None = None) -> None:
    """Refresh as a run would, or until the n-th step on the disk."""
    disk = HastyDisk() if kill_at is None else KillingDisk(kill_at)
    rules = raw.parent / "no rules"
    rules.mkdir(exist_ok=True)
    with patch("unionstats.rules.folder.shipped_rules", lambda: rules):
        refresh([str(raw)], Store(out, disk), Options(engine=Wish(1)), progress, build_fake)


class Lingering(Progress):
    """Says when it holds the store, and goes on when it may."""

    def __init__(self, holds: Any, may_go_on: Any) -> None:  # noqa: ANN401 - events
        self._holds, self._may_go_on = holds, may_go_on

    def stage(self, name: str) -> None:
        """Say so, and wait."""
        if name == "reading pages":
            self._holds.set()
            self._may_go_on.wait(120)


def run_and_tell(raw: Path, out: Path, results: Any, events: Any = None) -> None:  # noqa: ANN401 - a queue, events
    """Refresh once; tell whether it was done or another run was at work."""
    try:
        refresh_once(raw, out, progress=Lingering(*events) if events else None)
    except StoreBusy as error:
        results.put("busy" if "another run is at work" in str(error) else str(error))
    else:
        results.put("done")


def replace_in_place(raw: Path, out: Path, kill_at: int | None = None) -> None:
    """Refresh by replacing table after table, each in one step: what the store does not do, and why."""
    disk = HastyDisk() if kill_at is None else KillingDisk(kill_at)
    refresh_once(raw, out.parent / "built")
    built = unionstats.latest(out.parent / "built") / "facts"
    (out / "facts").mkdir(parents=True, exist_ok=True)
    for path in sorted(built.iterdir()):
        with disk.create(out / "new") as sink:
            sink.write(path.read_bytes())
        disk.rename(out / "new", out / "facts" / path.name)


def killed_at_step(task: Callable[..., None], raw: Path, out: Path, step: int) -> bool:
    """Run a task in a process that is killed before a step; tell whether it was, and did not end before."""
    process = CONTEXT.Process(target=task, args=(raw, out, step))
    process.start()
    process.join(60)
    return process.exitcode != 0


def killed_after(task: Callable[..., None], raw: Path, out: Path, seconds: float) -> bool:
    """Run a task in a process that is killed after a time; tell whether it was."""
    process = CONTEXT.Process(target=task, args=(raw, out))
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    return process.exitcode != 0


def values_by_pandas(folder: Path) -> Iterable[float]:
    """Read all values as an analyst would with pandas."""
    files = sorted((folder / "facts").glob("*.parquet"))
    return pd.concat([pd.read_parquet(file, columns=["value"]) for file in files])["value"].tolist()


def values_by_polars(folder: Path) -> Iterable[float]:
    """The same with polars."""
    return pl.read_parquet(folder / "facts" / "*.parquet", columns=["value"])["value"].to_list()


def values_by_duckdb(folder: Path) -> Iterable[float]:
    """The same with DuckDB."""
    rows = duckdb.sql(f"select value from '{folder}/facts/*.parquet'").fetchall()  # noqa: S608 - a path of the test
    return [value for (value,) in rows]


READERS: dict[str, Callable[[Path], Iterable[float]]] = {
    "pandas": values_by_pandas,
    "polars": values_by_polars,
    "duckdb": values_by_duckdb,
}


def read_for_ever(name: str, out: Path, expected: int, found: Any) -> None:  # noqa: ANN401 - a queue
    """Read the newest snapshot over and over; report each read, and whatever is wrong with it."""
    last = 0.0
    while os.getppid() > 1:
        try:
            values = list(READERS[name](unionstats.latest(out)))
        except Exception as error:  # noqa: BLE001 - any error at all is what must not happen
            found.put((name, repr(error)))
            continue
        last = report(name, values, expected, last, found)
        time.sleep(0.1)  # readers leave the cores to the refreshes they watch


def report(name: str, values: list[float], expected: int, last: float, found: Any) -> float:  # noqa: ANN401 - a queue
    """Tell of one read, and what is wrong with it; give the version it saw."""
    versions = set(values)
    wrong = None
    if len(versions) != 1 or len(values) != expected:
        wrong = f"a mixture: {len(values)} facts of versions {sorted(versions)}"
    elif max(versions) < last:
        wrong = f"went back from {last} to {max(versions)}"
    found.put((name, wrong))
    return max(versions, default=last)


@contextmanager
def watched(readers: Iterable[str], read: Callable[..., None], where: object, counted: Counter[str]) -> Iterator[None]:
    """Let readers read all the while; afterwards each has read, and nothing may have been wrong."""
    found = CONTEXT.Queue()
    expected = 6 * len(PROVINCES)
    processes = [
        CONTEXT.Process(target=read, args=(name, where, expected, found), daemon=True) for name in sorted(readers)
    ]
    for process in processes:
        process.start()
    wrong: list[object] = []

    def take(name: str, problem: str | None) -> None:
        counted[name] += 1
        wrong.extend([(name, problem)] if problem else [])

    try:
        yield
        while not set(readers) <= counted.keys():
            take(*found.get(timeout=120))
        while not found.empty():
            take(*found.get())
    finally:
        for process in processes:
            process.terminate()
            process.join()
    assert wrong == []

"""On a real cluster of processes the tables are the same; whichever of them dies, no row is lost or doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from fake_reader import build_fake
from stores import tables, wait_until

from unionstats.engines.chosen import Wish
from unionstats.engines.cluster import connect
from unionstats.errors import Refused, UnionstatsError, UsageError
from unionstats.refresh import Options, Summary, refresh
from unionstats.tables.store import Store

STAND_INS = Path(__file__).parents[1] / "stand_ins"


class Processes(NamedTuple):
    """A cluster of processes: the scheduler's file, the scheduler, and what started the workers."""

    file: Path
    scheduler: subprocess.Popen[bytes]
    workers: subprocess.Popen[bytes]


@contextmanager
def started(folder: Path) -> Iterator[Processes]:
    """Run a scheduler and two worker processes on loopback, as an operator would."""
    pytest.importorskip("distributed")
    file = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(STAND_INS), "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": folder}
    scheduler = subprocess.Popen(
        [*dask, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file], **quiet
    )
    workers = subprocess.Popen(
        [*worker, "--scheduler-file", file, "--nworkers", "2", "--nthreads", "1", "--no-dashboard"], **quiet
    )
    try:
        wait_for_workers(file, 2)
        yield Processes(file, scheduler, workers)
    finally:
        for process in (workers, scheduler):
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """The cluster of the tests that leave its scheduler alone: one that works on, whatever died before."""
    with started(tmp_path_factory.mktemp("cluster")) as processes:
        yield processes


@pytest.fixture
def cluster(shared: Processes) -> Path:
    """The file of a running cluster's scheduler; workers that a test killed have been replaced."""
    wait_for_workers(shared.file, 2)
    return shared.file


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    """A cluster of one's own, whose scheduler may be killed."""
    with started(tmp_path) as processes:
        yield processes


def wait_for_workers(file: Path, count: int) -> None:
    for _ in range(300):
        if file.exists():
            try:
                found = connect(str(file))
            except UsageError:
                pass
            else:
                found.executor.shutdown()
                if found.threads == count:
                    return
        time.sleep(0.1)
    pytest.fail("the cluster did not start")


def test_a_cluster_gives_the_same_tables(run: Callable[..., Summary], cluster: Path, tmp_path: Path) -> None:
    run("one", workers=1)
    run("cluster", cluster=str(cluster))
    assert tables(tmp_path / "cluster") == tables(tmp_path / "one")


def test_a_page_that_kills_cluster_workers_is_set_aside(run: Callable[..., Summary], raw: Path, cluster: Path) -> None:
    for path in list(raw.iterdir())[5:]:
        path.unlink()
    (raw / "x.txt").write_text("KILL")
    summary = run("out", cluster=str(cluster))
    assert summary.manifest.set_aside == {"crashed_worker": 1}
    assert summary.manifest.counts["facts"] == 10


@pytest.fixture
def slow(tmp_path: Path) -> tuple[Path, Path]:
    """A folder INPUT of pages that take some seconds, and the folder in which their readers sign."""
    raw, signed = tmp_path / "slow", tmp_path / "signed"
    raw.mkdir()
    signed.mkdir()
    for number in range(400):
        (raw / f"{number:03}.txt").write_text(f"henan|{number}家 NAP SIGN {signed} ")
    return raw, signed


def tables_of_one_process(raw: Path, tmp_path: Path) -> dict[str, bytes]:
    refresh([str(raw)], tmp_path / "one", Options(engine=Wish(1)), make=build_fake)
    return tables(tmp_path / "one")


def when_begun(signed: Path, kill: Callable[[int], object]) -> threading.Thread:
    """Kill something as soon as a page is being read; it is given the process that reads it."""

    def wait_and_kill() -> None:
        if wait_until(lambda: any(signed.iterdir())):
            kill(int(next(signed.iterdir()).name))

    thread = threading.Thread(target=wait_and_kill)
    thread.start()
    return thread


def test_a_cluster_worker_killed_from_outside_costs_no_row(
    slow: tuple[Path, Path], cluster: Path, tmp_path: Path
) -> None:
    raw, signed = slow
    thread = when_begun(signed, lambda process: os.kill(process, signal.SIGKILL))
    summary = refresh([str(raw)], tmp_path / "out", Options(engine=Wish(cluster=str(cluster))), make=build_fake)
    thread.join()
    assert (summary.manifest.set_aside, summary.manifest.counts["facts"]) == ({}, 400)
    assert tables(tmp_path / "out") == tables_of_one_process(raw, tmp_path)


def test_a_scheduler_killed_from_outside_ends_the_run_with_a_clear_word(
    slow: tuple[Path, Path], processes: Processes, tmp_path: Path
) -> None:
    raw, signed = slow
    thread = when_begun(signed, lambda _: processes.scheduler.kill())
    with pytest.raises(UnionstatsError, match="scheduler is gone"):
        refresh([str(raw)], tmp_path / "out", Options(engine=Wish(cluster=str(processes.file))), make=build_fake)
    thread.join()
    assert Store(tmp_path / "out").numbers() == []
    summary = refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1)), make=build_fake)
    assert summary.manifest.counts["facts"] == 400
    assert tables(tmp_path / "out") == tables_of_one_process(raw, tmp_path)


def test_a_driver_killed_with_its_cluster_at_work_leaves_what_the_next_run_mends(
    slow: tuple[Path, Path], cluster: Path, tmp_path: Path
) -> None:
    raw, signed = slow
    script = (
        f"import sys; sys.path[:0] = [{str(STAND_INS)!r}]\n"
        "from fake_reader import build_fake\n"
        "from unionstats.engines.chosen import Wish\n"
        "from unionstats.refresh import Options, refresh\n"
        "refresh([sys.argv[1]], sys.argv[2], Options(engine=Wish(cluster=sys.argv[3])), make=build_fake)\n"
    )
    driver = subprocess.Popen([sys.executable, "-c", script, raw, tmp_path / "out", cluster])
    when_begun(signed, lambda _: driver.kill()).join()
    assert driver.wait(60) == -signal.SIGKILL
    assert Store(tmp_path / "out").numbers() == []
    summary = refresh([str(raw)], tmp_path / "out", Options(engine=Wish(cluster=str(cluster))), make=build_fake)
    assert summary.manifest.counts["facts"] == 400
    assert tables(tmp_path / "out") == tables_of_one_process(raw, tmp_path)


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "scheduler.example:8786", "ws://10.0.0.7:80"])
def test_a_cluster_elsewhere_without_tls_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="not encrypted"):
        connect(address)

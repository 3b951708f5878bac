"""Whatever runs the batches, the tables are the same; whoever dies, no row is lost or doubled."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from fake_reader import build_fake

from unionstats.engines.chosen import Wish, choose
from unionstats.engines.cluster import connect
from unionstats.engines.flow import Flow, Lost
from unionstats.errors import Refused, UnionstatsError, UsageError
from unionstats.patience import patience
from unionstats.refresh import Options, Progress, Summary, refresh
from unionstats.refresh.recipe import recipe_of
from unionstats.refresh.work import Task
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.tables.store import Store

STAND_INS = Path(__file__).parents[1] / "stand_ins"


def two_threads() -> ThreadPoolExecutor:
    """What --executor names in these tests."""
    return ThreadPoolExecutor(2)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(f"henan|{number}家 shanxi|{number % 7}项")
    return folder


@pytest.fixture
def run(raw: Path, tmp_path: Path) -> Callable[..., Summary]:
    def run(out: str, progress: Progress | None = None, **wish: object) -> Summary:
        return refresh([str(raw)], tmp_path / out, Options(engine=Wish(**wish)), progress, build_fake)

    return run


def tables(out: Path) -> dict[str, bytes]:
    store = Store(out)
    folder = store.folder_of(store.newest())
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


class Processes(NamedTuple):
    """A cluster of processes: the scheduler's file, the scheduler, and what started the workers."""

    file: Path
    scheduler: subprocess.Popen[bytes]
    workers: subprocess.Popen[bytes]


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    """A scheduler and two worker processes on loopback, started as an operator would."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(STAND_INS), "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": tmp_path}
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


@pytest.fixture
def cluster(processes: Processes) -> Path:
    """The file of a running cluster's scheduler."""
    return processes.file


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


def test_processes_threads_and_this_process_give_the_same_tables(
    run: Callable[..., Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    run("one", workers=1)
    run("two", workers=2)
    run("four", workers=4)
    run("threads", executor="test_engines:two_threads")
    one = tables(tmp_path / "one")
    assert [tables(tmp_path / name) == one for name in ("two", "four", "threads")] == [True] * 3


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
    refresh([str(raw)], tmp_path / "one", Options(engine=Wish(1)), make=build_fake)
    assert tables(tmp_path / "out") == tables(tmp_path / "one")


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
    refresh([str(raw)], tmp_path / "one", Options(engine=Wish(1)), make=build_fake)
    assert tables(tmp_path / "out") == tables(tmp_path / "one")


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
    refresh([str(raw)], tmp_path / "one", Options(engine=Wish(1)), make=build_fake)
    assert tables(tmp_path / "out") == tables(tmp_path / "one")


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"executor": "nothing"}, "module:factory"),
        ({"executor": "json:nothing"}, "module:factory"),
        ({"executor": "json:loads", "cluster": "x"}, "choose one"),
        ({"cluster": "tcp://127.0.0.1:1"}, "no Dask scheduler answers"),
    ],
)
def test_an_engine_that_is_not_there_is_said(
    run: Callable[..., Summary], wish: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unionstats.engines.cluster._CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match=message):
        run("out", **wish)


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "scheduler.example:8786", "ws://10.0.0.7:80"])
def test_a_cluster_elsewhere_without_tls_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="not encrypted"):
        connect(address)


def double_or_die(batch: list[int]) -> list[int]:
    """Double numbers; 13 ends its process."""
    if 13 in batch:
        os.kill(os.getpid(), signal.SIGKILL)
    return [2 * number for number in batch]


def test_only_the_item_that_kills_its_worker_is_lost() -> None:
    lines: list[str] = []
    flow = Flow(choose(Wish(2)), double_or_die, lines.append)
    outcomes = list(flow.run([[number, number + 1, number + 2] for number in range(0, 30, 3)]))
    lost = [outcome.item for outcome in outcomes if isinstance(outcome, Lost)]
    kept = sorted(number for outcome in outcomes if not isinstance(outcome, Lost) for number in outcome)
    assert lost == [13]
    assert kept == [2 * number for number in range(30) if number != 13]
    assert lines


def double_or_hang(batch: list[int]) -> list[int]:
    """Double numbers; at 13 the process stops, at 14 it is stuck where no signal handler of Python's ever runs."""
    if 13 in batch:
        os.kill(os.getpid(), signal.SIGSTOP)
    with patience(0.1):
        if 14 in batch:
            deque(itertools.repeat(0), maxlen=0)
    return [2 * number for number in batch]


@pytest.mark.parametrize("wrong", [13, 14])
def test_only_the_item_that_hangs_its_worker_is_lost(wrong: int) -> None:
    lines: list[str] = []
    flow = Flow(choose(Wish(2)), double_or_hang, lines.append, silence=3.0 if wrong == 13 else 600.0)
    outcomes = list(flow.run([[1, 2], [wrong, 3], [4]]))
    assert [outcome.item for outcome in outcomes if isinstance(outcome, Lost)] == [wrong]
    kept = sorted(number for outcome in outcomes if not isinstance(outcome, Lost) for number in outcome)
    assert kept == [2, 4, 6, 8]
    assert any("gave anything back" in line for line in lines) is (wrong == 13)


def wait_a_little(batch: list[float]) -> list[float]:
    """Take as long as asked."""
    time.sleep(batch[0])
    return batch


def test_workers_of_others_that_do_not_answer_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    flow = Flow(choose(Wish(1, executor="test_engines:two_threads")), wait_a_little, silence=0.2)
    with pytest.raises(UnionstatsError, match="no worker gave anything back"):
        list(flow.run([[2.0]]))


def fail(batch: list[int]) -> list[int]:
    """Fail as a task does that meets another version of the program."""
    raise Refused(f"not {batch[0]}")


def test_what_a_task_raises_ends_the_run() -> None:
    with pytest.raises(Refused, match="not 1"):
        list(Flow(choose(Wish(1)), fail).run([[1]]))


def test_batches_in_flight_are_bounded() -> None:
    taken: list[int] = []

    def batches() -> Iterator[list[int]]:
        for number in range(100):
            taken.append(number)
            yield [number]

    flow = Flow(choose(Wish(1)), double_or_die)
    next(flow.run(batches()))
    assert len(taken) <= 3


class Vanishing(ThreadPoolExecutor):
    """An executor whose scheduler goes away: futures are cancelled, as Dask does it."""

    def submit(self, *_: object, **__: object) -> object:
        """Give a future that was cancelled."""
        future = super().submit(time.sleep, 0)
        future.result()
        cancelled = type(future)()
        cancelled.cancel()
        cancelled.set_running_or_notify_cancel()
        return cancelled


def test_a_scheduler_that_goes_away_ends_with_a_clear_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    with pytest.raises(UnionstatsError, match="scheduler is gone"):
        list(Flow(choose(Wish(1, executor="test_engines:Vanishing")), double_or_die).run([[1]]))


def wait_for_ever(batch: list[str]) -> None:
    """Say who works here, and go on working."""
    Path(batch[0]).write_text(str(os.getpid()))
    time.sleep(600)


def test_workers_end_when_their_driver_is_killed(tmp_path: Path) -> None:
    script = (
        f"import sys; sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(STAND_INS)!r}]\n"
        "from test_engines import wait_for_ever\n"
        "from unionstats.engines.chosen import Wish, choose\n"
        "from unionstats.engines.flow import Flow\n"
        "if __name__ == '__main__':\n"
        "    list(Flow(choose(Wish(2)), wait_for_ever).run([[sys.argv[1]]]))\n"
    )
    (tmp_path / "driver.py").write_text(script)
    driver = subprocess.Popen([sys.executable, tmp_path / "driver.py", tmp_path / "worker"])
    assert wait_until(lambda: (tmp_path / "worker").exists() and (tmp_path / "worker").read_text() != "")
    worker = int((tmp_path / "worker").read_text())
    driver.kill()
    driver.wait()
    assert wait_until(lambda: not is_alive(worker))


def wait_until(condition: Callable[[], bool]) -> bool:
    for _ in range(300):
        if condition():
            return True
        time.sleep(0.1)
    return False


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_worker_that_would_read_with_something_else_refuses() -> None:
    folder = RuleFolder.open()
    recipe = recipe_of(folder, Settings())
    task = Task(folder.layers, Settings(), recipe, build_fake, home="another host")
    assert task([]).pages == 0
    with pytest.raises(Refused, match="has other libraries than the driver"):
        replace(task, recipe=recipe._replace(libraries="pyarrow=1"))([])


@pytest.mark.skipif(sys.platform != "linux", reason="only there are workers forked from a server")
@pytest.mark.parametrize("fails", [False, True])
def test_what_every_worker_needs_is_made_once(tmp_path: Path, fails: bool) -> None:  # noqa: FBT001 - a parameter
    """In a process of its own, as a fork server serves its whole process; what fails there is left to the workers."""
    script = (
        "import os, sys\n"
        "from functools import partial\n"
        "from unionstats.engines.chosen import Wish, choose\n"
        "from unionstats.engines.flow import Flow\n"
        "if __name__ == '__main__':\n"
        "    engine = choose(Wish(2), partial(os.mkdir, sys.argv[1]))\n"
        "    print(sorted(Flow(engine, len).run([['a'], ['b', 'c'], []])))\n"
        "    print(os.environ.get('UNIONSTATS_PREPARE'))\n"
    )
    (tmp_path / "driver.py").write_text(script)
    made = tmp_path / ("no/such/folder" if fails else "made")
    done = subprocess.run(
        [sys.executable, tmp_path / "driver.py", made], capture_output=True, text=True, timeout=60, check=True
    )
    assert (done.stdout.split("\n")[:2], done.stderr) == (["[0, 1, 2]", "None"], "")
    assert made.exists() is not fails

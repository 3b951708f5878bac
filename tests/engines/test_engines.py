"""Whatever runs the batches, the tables are the same; whoever dies, no row is lost or doubled."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fake_reader import build_fake
from stores import tables, wait_until

from unionstats.engines.chosen import Wish, choose
from unionstats.engines.flow import Flow, Lost
from unionstats.errors import Refused, UnionstatsError, UsageError
from unionstats.patience import watch
from unionstats.refresh import Summary
from unionstats.refresh.recipe import recipe_of
from unionstats.refresh.work import Task
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings

STAND_INS = Path(__file__).parents[1] / "stand_ins"


def two_threads() -> ThreadPoolExecutor:
    """What --executor names in these tests."""
    return ThreadPoolExecutor(2)


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
    with watch() as allow:
        allow(0.1)
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
        """Return a future that was cancelled."""
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

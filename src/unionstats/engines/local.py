"""The standard process pool, set up so that its workers end when the run does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import forkserver
from multiprocessing.connection import wait
from types import FrameType
from typing import Any

from unionstats.engines import prepared
from unionstats.patience import disposable


def build_pool(workers: int, prepare: Callable[[], object] | None = None) -> ProcessPoolExecutor:
    """Return a pool of worker processes.

    Why not fork: the driver has threads (progress, the pool's own), and a forked lock may stay locked for ever.

    Args:
        workers: how many.
        prepare: makes what every worker needs; done once for all of them where the platform allows it.
    """
    if sys.platform != "linux":
        return _Pool(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)
    multiprocessing.set_forkserver_preload([prepared.__name__])
    with prepared.ordered(prepare) if prepare else nullcontext():
        forkserver.ensure_running()
    return _Pool(workers, mp_context=multiprocessing.get_context("forkserver"), initializer=_begin_worker)


class _Pool(ProcessPoolExecutor):
    """The standard pool, but Ctrl-C waits while it starts workers: half-started ones would outlive the driver.

    It is heard at once all the same: whoever handles it is told, and only what is raised then waits.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - Executor's signature
        if threading.current_thread() is not threading.main_thread():
            return super().submit(fn, *args, **kwargs)
        raised: list[KeyboardInterrupt] = []
        usual = signal.getsignal(signal.SIGINT)

        def hear(number: int, frame: FrameType | None) -> None:
            try:
                if callable(usual):
                    usual(number, frame)
            except KeyboardInterrupt as interrupt:
                raised.append(interrupt)

        signal.signal(signal.SIGINT, hear)
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.signal(signal.SIGINT, usual)
            if raised:
                raise raised[0]


def end_workers(executor: Executor) -> None:
    """End the processes of a pool that do not respond; its batches fail as if the workers had died."""
    if isinstance(executor, ProcessPoolExecutor):
        for process in list((executor._processes or {}).values()):  # noqa: SLF001 - public from Python 3.14 on
            process.kill()


def usable_cores() -> int:
    """Return how many cores this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin_worker() -> None:
    """Leave Ctrl-C to the driver, and end with it: a worker whose driver was killed would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    disposable()
    driver = multiprocessing.parent_process()
    if driver is not None:
        threading.Thread(target=_end_with, args=(driver.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)

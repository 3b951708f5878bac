"""Whole runs of the program: seconds by the clock on the wall, start included; peak memory of driver and workers."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import jieba

_LOOK_EVERY = 0.05


class Run(NamedTuple):
    """What a run took: seconds, and peak resident MiB of its driver and of the largest worker."""

    seconds: float
    driver: float
    worker: float


def whole_run(pages: Path, out: Path, workers: int) -> Run:
    """Do one `unionstats run` over a JSONL file into a folder, new or not.

    Raises:
        subprocess.CalledProcessError: the run failed.
    """
    command = [sys.executable, "-m", "unionstats", "run", str(pages), "--out", str(out), "--quiet"]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--workers", str(workers)], stdout=subprocess.DEVNULL)  # noqa: S603
    watch = _Watch(process.pid)
    watch.start()
    code = process.wait()
    seconds = time.perf_counter() - start
    watch.done.set()
    watch.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    return Run(seconds, watch.driver, watch.worker)


def fresh(folder: Path) -> Path:
    """Return a place for an output that is not there yet."""
    return Path(tempfile.mkdtemp(dir=folder)) / "out"


def ceiling(texts: Sequence[str]) -> float:
    """Return how many times as fast two processes cut words as one: what this machine's two cores allow any program.

    Args:
        texts: pages; jieba's dictionary must be loaded already.
    """
    halves = (texts[::2], texts[1::2])
    return _cutting(halves, 1) / _cutting(halves, 2)


def _cutting(halves: Sequence[Sequence[str]], workers: int) -> float:
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        list(pool.map(_cut, ([], [])))  # workers start before the clock does
        start = time.perf_counter()
        list(pool.map(_cut, halves))
        return time.perf_counter() - start


def _cut(texts: Sequence[str]) -> int:
    return sum(len(jieba.lcut(text)) for text in texts)


class _Watch(threading.Thread):
    """Looks at the peak memory of a process and of its children while they run; Linux only, else both stay 0."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.done = pid, threading.Event()
        self.driver = self.worker = 0.0

    def run(self) -> None:
        """Look until told that it is over."""
        while not self.done.wait(_LOOK_EVERY):
            self.driver = max(self.driver, _peak(self.pid))
            self.worker = max(self.worker, *map(_peak, _children(self.pid)), 0.0)


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def _children(pid: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [int(child) for task in tasks for child in (task / "children").read_text(encoding="utf-8").split()]
    except OSError:
        return []

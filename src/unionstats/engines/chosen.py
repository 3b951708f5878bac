"""The list of engines, and the one a run asked for: how its executor is built and how many workers it has."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from unionstats.engines.cluster import connect
from unionstats.engines.local import build_pool, end_workers, usable_cores
from unionstats.engines.serial import SerialExecutor
from unionstats.errors import UsageError


@dataclass(frozen=True, slots=True)
class Engine:
    """Where batches run.

    Attributes:
        build: makes an executor; called again when one broke.
        width: how many batches it runs at once.
        killed: what ends a batch alone whose workers died; whatever else runs on.
        end: ends workers that do not answer any more; None where that is not ours to do.
    """

    build: Callable[[], Executor]
    width: int
    killed: tuple[type[BaseException], ...] = ()
    end: Callable[[Executor], None] | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """The requested engine; by default the local pool with one process per core.

    Attributes:
        workers: processes of the local pool; 1 is none, but the run's own process.
        cluster: address or file of a Dask scheduler.
        without_tls: whether that may be elsewhere and unencrypted.
        executor: `module:factory` of any other executor.
    """

    workers: int | None = None
    cluster: str | None = None
    without_tls: bool = False
    executor: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether batches stay on this machine, in our own processes."""
        return self.cluster is None and self.executor is None


def choose(wish: Wish, prepare: Callable[[], object] | None = None) -> Engine:
    """Return the requested engine.

    Args:
        wish: what was asked for.
        prepare: makes what every worker needs; called once for all of them where they are our own.

    Raises:
        UsageError: it is not there, or two were asked for.
        Refused: it is not safe.
    """
    if wish.cluster and wish.executor:
        raise UsageError("--cluster and --executor: choose one")
    if wish.cluster:
        cluster = connect(wish.cluster, allow_plain=wish.without_tls)
        return Engine(lambda: cluster.executor, cluster.threads, (cluster.killed,))
    workers = wish.workers or usable_cores()
    if wish.executor:
        return Engine(_factory(wish.executor), workers)
    if wish.workers == 1:
        return SERIAL  # asked for; a single core gets a worker all the same, which can be ended with a page that hangs
    return Engine(lambda: build_pool(workers, prepare), workers, end=end_workers)


SERIAL = Engine(SerialExecutor, 1)


def _factory(name: str) -> Callable[[], Executor]:
    """Find the function that makes an executor."""
    module, _, attribute = name.partition(":")
    try:
        factory = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(f"--executor {name}: {error}; it must be module:factory") from error

    def build() -> Executor:
        executor = factory()
        if not isinstance(executor, Executor):
            raise UsageError(f"--executor {name} gave {type(executor).__name__}, not a concurrent.futures.Executor")
        return executor

    return build

"""Submits batches to an executor and collects the results: bounded in number, and none lost if a worker dies.

A worker that dies breaks the whole standard pool, and with it batches that did nothing wrong. So the pool is rebuilt
and the batches in flight are tried again. A batch in flight at two deaths is suspect: it runs alone, then page by page,
until the page that kills its worker is found and returned as lost. A cluster survives its workers and names the batch
it gave up: only that one is suspect.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from unionstats.engines.chosen import Engine
from unionstats.errors import UnionstatsError

Item = TypeVar("Item")
Result = TypeVar("Result")

_STRIKES = 2
# A batch takes seconds. Where none at all came back for so long, workers hang: stopped, or waiting for a dead disk.
SILENCE = 3600.0


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item that killed its worker every time it was tried."""

    item: Item


@dataclass(slots=True)
class _Batch(Generic[Item]):
    """A batch and how often a worker died while it was in flight."""

    items: Sequence[Item]
    strikes: int = 0


@dataclass
class Flow(Generic[Item, Result]):
    """Distributes batches to an engine.

    Args:
        engine: builds executors.
        task: what is done with a batch; pure, so that doing it twice does no harm.
        on_death: called with a line for the log whenever a worker died.
        silence: seconds after which workers of which none gave anything back are taken to hang.
    """

    engine: Engine
    task: Callable[[Sequence[Item]], Result]
    on_death: Callable[[str], None] = lambda _line: None
    silence: float = SILENCE
    _executor: Executor | None = field(default=None, init=False)
    _flying: dict[Future[Result], _Batch[Item]] = field(default_factory=dict, init=False)
    _again: deque[_Batch[Item]] = field(default_factory=deque, init=False)

    def run(self, batches: Iterable[Sequence[Item]]) -> Iterator[Result | Lost[Item]]:
        """Yield the result of every batch, in the order of completion.

        Raises:
            UnionstatsError: the executor dropped a batch: its scheduler is gone; or its workers do not answer.
            Exception: whatever the task raised: it is to catch what may go wrong with an item.
        """
        waiting = (_Batch(items) for items in batches)
        try:
            while self._fill(waiting):
                done, _ = wait(self._flying, self.silence, return_when=FIRST_COMPLETED)
                if not done:
                    self._end_hung()
                for future in done:
                    if future in self._flying:
                        yield from self._take(future)
        finally:
            self._close()

    def _take(self, future: Future[Result]) -> Iterator[Result | Lost[Item]]:
        """Yield what a finished future brought, or see to the batches whose worker died."""
        error = _error_of(future)
        if isinstance(error, BrokenExecutor):
            yield from self._strike()
            return
        batch = self._flying.pop(future)
        if isinstance(error, self.engine.killed):
            self.on_death(f"a batch of {len(batch.items)} pages ended its workers")
            yield from self._alone(batch.items)
        else:
            yield future.result()

    def _strike(self) -> Iterator[Result | Lost[Item]]:
        """After the executor broke: try what was in flight again, and what was so twice alone."""
        self._drop_executor(f"a worker died with {len(self._flying)} batches in flight; they are tried again")
        struck = list(self._flying.values())
        self._flying.clear()
        for batch in struck:
            batch.strikes += 1
        self._again.extend(batch for batch in struck if batch.strikes < _STRIKES)
        for batch in struck:
            if batch.strikes >= _STRIKES:
                yield from self._alone(batch.items)

    def _fill(self, waiting: Iterator[_Batch[Item]]) -> bool:
        """Keep twice as many batches in flight as run at once, so that no worker waits; return whether any are."""
        while len(self._flying) < 2 * self.engine.width:
            batch = self._again.popleft() if self._again else next(waiting, None)
            if batch is None:
                break
            try:
                self._flying[self._ready().submit(self.task, batch.items)] = batch
            except BrokenExecutor:
                self._again.append(batch)
                if self._flying:
                    break
                self._drop_executor("the workers died while they had nothing to do")
        return bool(self._flying)

    def _alone(self, items: Sequence[Item]) -> Iterator[Result | Lost[Item]]:
        """Run suspects with nothing beside them; where they kill their worker again, one by one."""
        future = self._ready().submit(self.task, items)
        if not wait([future], self.silence).done:
            self._end_hung()
        error = _error_of(future)
        if not isinstance(error, (BrokenExecutor, *self.engine.killed)):
            yield future.result()
            return
        if isinstance(error, BrokenExecutor):
            self._drop_executor(f"a batch of {len(items)} pages ended its worker again")
        if len(items) == 1:
            yield Lost(items[0])
            return
        for item in items:
            yield from self._alone([item])

    def _end_hung(self) -> None:
        """End workers of our own that do not answer, so that what they had in hand is tried again."""
        told = f"no worker gave anything back for {self.silence / 60:.0f} minutes"
        if self.engine.end is None or self._executor is None:
            raise UnionstatsError(f"{told}. Pages that were read are kept; run again")
        self.on_death(f"{told}; they are ended")
        self.engine.end(self._executor)

    def _ready(self) -> Executor:
        if self._executor is None:
            self._executor = self.engine.build()
        return self._executor

    def _drop_executor(self, line: str) -> None:
        self.on_death(line)
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def _close(self) -> None:
        """End the workers; batches not yet begun are forgotten."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


def check_engine(engine: Engine, task: Callable[[Sequence[Item]], Result]) -> None:
    """Run a task without items, so that an error which would end every batch is reported first.

    Raises:
        Exception: whatever the task raised.
    """
    executor = engine.build()
    try:
        future = executor.submit(task, ())
        if not isinstance(_error_of(future), (BrokenExecutor, *engine.killed)):  # a worker that dies is seen to later
            future.result()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _error_of(future: Future[Result]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        raise UnionstatsError(
            "the executor dropped a batch: its scheduler is gone. Pages that were read are kept; run again"
        ) from error

"""Hands batches to an executor and takes the results back: a bounded number in flight, no batch lost to a dead worker.

A worker that dies takes down the whole standard pool, and with it batches that did nothing wrong. So the pool is built
again and the batches in flight are tried again; what was in flight at two deaths is suspect and runs alone, then item
by item, until the one that kills its worker stands alone and is given back as lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_STRIKES = 2


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item that ended its worker each time it was tried."""

    item: Item


@dataclass
class Flow(Generic[Item, Result]):
    """A running hand-out of batches.

    Args:
        build: makes an executor; called again after a worker died.
        task: what is done with a batch; pure, so that doing it twice does no harm.
        width: how many batches run at once.
        on_death: called with a line for the log whenever a worker died.
    """

    build: Callable[[], Executor]
    task: Callable[[Sequence[Item]], Result]
    width: int
    on_death: Callable[[str], None] = lambda _line: None
    _executor: Executor | None = field(default=None, init=False)

    def run(self, batches: Iterable[Sequence[Item]]) -> Iterator[Result | Lost[Item]]:
        """Yield the result of every batch, in the order in which they finish.

        Raises:
            Exception: whatever the task raised: it is to catch what may go wrong with an item.
        """
        waiting = iter(batches)
        flying: dict[Future[Result], tuple[Sequence[Item], int]] = {}
        again: deque[tuple[Sequence[Item], int]] = deque()
        try:
            while True:
                self._fill(waiting, again, flying)
                if not flying:
                    return
                done, _ = wait(flying, return_when=FIRST_COMPLETED)
                for future in done:
                    batch, strikes = flying.pop(future)
                    error = future.exception()
                    if isinstance(error, BrokenExecutor):
                        self._drop_executor(f"a worker died with {len(flying) + 1} batches in flight")
                        struck = [(batch, strikes + 1), *((other, hits + 1) for other, hits in flying.values())]
                        flying.clear()
                        again.extend(entry for entry in struck if entry[1] < _STRIKES)
                        for suspect, hits in struck:
                            if hits >= _STRIKES:
                                yield from self._alone(suspect)
                        break
                    yield future.result()
        finally:
            self.close()

    def close(self) -> None:
        """End the workers; batches not yet begun are forgotten."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _fill(
        self,
        waiting: Iterator[Sequence[Item]],
        again: deque[tuple[Sequence[Item], int]],
        flying: dict[Future[Result], tuple[Sequence[Item], int]],
    ) -> None:
        """Keep twice as many batches in flight as run at once, so that no worker waits for the reader."""
        while len(flying) < 2 * self.width:
            if again:
                batch, strikes = again.popleft()
            else:
                following = next(waiting, None)
                if following is None:
                    return
                batch, strikes = following, 0
            try:
                flying[self._ready().submit(self.task, batch)] = (batch, strikes)
            except BrokenExecutor:
                again.append((batch, strikes))
                if not flying:
                    self._drop_executor("the workers died while idle")
                else:
                    return

    def _alone(self, batch: Sequence[Item]) -> Iterator[Result | Lost[Item]]:
        """Run a suspect with nothing beside it; where it kills its worker again, run its items one by one."""
        try:
            yield self._ready().submit(self.task, batch).result()
        except BrokenExecutor:
            self._drop_executor(f"a batch of {len(batch)} ended its worker again")
            if len(batch) == 1:
                yield Lost(batch[0])
                return
            for item in batch:
                yield from self._alone([item])

    def _ready(self) -> Executor:
        if self._executor is None:
            self._executor = self.build()
        return self._executor

    def _drop_executor(self, line: str) -> None:
        self.on_death(line)
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

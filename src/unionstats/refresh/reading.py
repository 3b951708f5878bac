"""Reads the changed pages, wherever the workers are, into the spool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain, islice

from unionstats.engines.chosen import SERIAL, Engine, Wish, choose
from unionstats.engines.flow import Flow, Lost, check_engine
from unionstats.errors import UnreadablePage
from unionstats.facts import failed_page
from unionstats.intake.sources import Source
from unionstats.refresh.diff import batches_of
from unionstats.refresh.options import Options
from unionstats.refresh.progress import Progress
from unionstats.refresh.spool import Spool
from unionstats.refresh.work import BatchResult, Item, Task, encode_results, reader_of
from unionstats.tables.digests import digests

# A batch costs a worker a tenth of a second or more, so that handing it over costs next to nothing beside it; its pages
# are read side by side, of which more gain nothing. Smaller ones leave workers less to wait for at the end.
_BATCH_PAGES = 64
_BATCH_SIZE = 256 * 1024
_HELD_SHAPES = 65_536


def check_reader(wish: Wish, task: Task, sources: Iterable[Source]) -> None:
    """Raise errors in the rules before anything is locked or created; local workers are then ready.

    Raises:
        RuleError: a rule file cannot be used.
    """
    sizes = accumulate(source.size for source in sources)
    if wish.is_local and any(n > _BATCH_PAGES or size > _BATCH_SIZE for n, size in enumerate(sizes, 1)):
        check_engine(_engine(wish, task, many=True), task)
    else:
        reader_of(task)


def _engine(wish: Wish, task: Task, *, many: bool) -> Engine:
    """Choose where batches run: a single batch is done here before a pool of workers has started."""
    return choose(wish, task.prepare) if many or not wish.is_local else SERIAL


@dataclass
class SpooledReading:
    """The reading part of one run: sends pages to workers, spools the results, and counts.

    Args:
        task: what a worker does.
        options: where pages are read.
        spool: where results go; what it holds already is not read again.
        progress: told of every batch.

    Attributes:
        unclaimed: shapes of numerals that no rule knows; where they are very many, the common ones and about how often.
        seconds: by stage.
    """

    task: Task
    options: Options
    spool: Spool
    progress: Progress
    unclaimed: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)

    def read(self, items: Iterable[Item]) -> None:
        """Read all pages; if the run is interrupted, finished pages stay in the spool."""
        batches = batches_of(self._unread(items), _BATCH_PAGES, _BATCH_SIZE)
        first = list(islice(batches, 2))
        try:
            for outcome in self._flow(many=len(first) > 1).run(chain(first, batches)):
                self._take(_lost(outcome) if isinstance(outcome, Lost) else outcome)
        finally:
            self.spool.flush()

    def _unread(self, items: Iterable[Item]) -> Iterator[Item]:
        """Leave out what an earlier run that did not end has read."""
        done = self.spool.readings()
        resumed = 0
        for item in items:
            if len(done) and done.holds(digests([item.reading]))[0]:
                resumed += 1
            else:
                yield item
        if resumed:
            self.progress.note(f"not read again, as an earlier run did before it ended early: {resumed:,} of the pages")

    def _flow(self, *, many: bool) -> Flow[Item, BatchResult]:
        return Flow(_engine(self.options.engine, self.task, many=many), self.task, self.progress.note)

    def _take(self, result: BatchResult) -> None:
        self.spool.add(result)
        self.unclaimed.update(result.unclaimed)
        if len(self.unclaimed) > _HELD_SHAPES:
            # Most shapes come once, so that there are as many as pages; the common ones are what is asked for.
            self.unclaimed = Counter(dict(self.unclaimed.most_common(_HELD_SHAPES // 2)))
        self.seconds.update(result.seconds)
        self.progress.advance(result.pages, result.fact_count)
        for source, reason, detail in result.details:
            self.progress.set_aside(source, reason, detail)


def _lost(lost: Lost[Item]) -> BatchResult:
    """Return the row of a page that ended its worker each time."""
    error = UnreadablePage("crashed_worker", "its worker process ended twice while reading it")
    return encode_results([(lost.item, failed_page(lost.item.raw, error))])

"""The work of a worker: reads a batch of pages and returns Arrow bytes. Reads nothing from disk but the rules.

Owns the form of results in transit and in the spool: rows of the tables, facts grouped by province.
"""

from __future__ import annotations

import platform
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow as pa

from unionstats.errors import Refused
from unionstats.refresh.recipe import Recipe, recipe_of
from unionstats.refresh.repeats import link_page
from unionstats.refresh.signature import signature_of
from unionstats.rules.folder import RuleFolder, shipped_rules
from unionstats.settings import Settings
from unionstats.tables.digests import digest_of
from unionstats.tables.encode import build_table
from unionstats.types import PageResult, RawPage


class Item(NamedTuple):
    """A page to be read: its INPUT, the hash of its content, and the page."""

    input: str
    content: str
    raw: RawPage

    @property
    def reading(self) -> bytes:
        """The id of this reading of the page."""
        return digest_of(self.input, self.raw.source, self.content)


class Reader(Protocol):
    """Reads pages: the pipeline, or a stand-in for it in tests."""

    def read_all(self, pages: Sequence[RawPage]) -> list[PageResult]:
        """Read pages and return a result for each; whatever is wrong with one ends up in its own row."""
        ...

    def prepare(self) -> None:
        """Build now what would otherwise be built on first use."""
        ...


# Readers hold caches that were not made for several threads at once, so each thread has its own.
_BUILT = threading.local()

MakeReader = Callable[[RuleFolder, Settings], Reader]


def build_pipeline(folder: RuleFolder, settings: Settings) -> Reader:
    """Build the real reader."""
    from unionstats.pipeline import Pipeline  # noqa: PLC0415 - a run that finds nothing changed does without

    return Pipeline(folder, settings)


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows of some pages, as Arrow tables: facts (by province), entries and removed."""

    facts: dict[str, pa.Table]
    entries: pa.Table
    removed: pa.Table


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The result of a batch: rows as Arrow streams, and what only the summary needs.

    `provinces` tells how many of the facts are of each province, in the order in which they stand.
    """

    facts: bytes
    provinces: dict[str, int]
    entries: bytes
    removed: bytes
    pages: int
    fact_count: int
    unclaimed: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    details: tuple[tuple[str, str, str], ...] = ()

    def parts(self) -> Parts:
        """Return the rows as tables."""
        facts, ends = _from_bytes(self.facts), accumulate(self.provinces.values())
        return Parts(
            {
                province: facts.slice(end - count, count)
                for (province, count), end in zip(self.provinces.items(), ends, strict=True)
            },
            _from_bytes(self.entries),
            _from_bytes(self.removed),
        )


def _home() -> str:
    return f"{platform.node()}:{Path(__file__).parent}"


@dataclass(frozen=True, slots=True)
class Task:
    """Reads batches; carries everything that a worker needs to build its reader.

    Args:
        layers: the rule folders.
        settings: limits.
        recipe: what the driver reads with; a worker that would read with anything else refuses.
        make: builds the reader.
        home: where the driver's program lies; a worker of the same files need not be compared. Where they are edited
            during a run, the next run sees it and reads everything again.
    """

    layers: tuple[Path, ...]
    settings: Settings
    recipe: Recipe
    make: MakeReader
    home: str = field(default_factory=_home)

    def __call__(self, batch: Sequence[Item]) -> BatchResult:
        """Read a batch.

        Raises:
            Refused: this worker's program, rules or libraries are not the driver's.
        """
        results = reader_of(self).read_all([item.raw for item in batch])
        return encode_results(zip(batch, results, strict=True))

    def prepare(self) -> None:
        """Build this task's reader ahead, with everything it would build on first use."""
        reader_of(self).prepare()


def reader_of(task: Task) -> Reader:
    """Build a task's reader once per thread, if it would read exactly as the driver does.

    Raises:
        Refused: it would not.
        RuleError: a rule file cannot be used.
    """
    if getattr(_BUILT, "task", None) != task:
        _BUILT.reader = _build_reader(task)
        _BUILT.task = task
    reader: Reader = _BUILT.reader
    return reader


def _build_reader(task: Task) -> Reader:
    shipped, *own = task.layers
    # On another host the program may be installed elsewhere; that its rules are the same is checked all the same.
    folder = RuleFolder((shipped if shipped.is_dir() else shipped_rules(), *own))
    if task.home != _home():
        differing = recipe_of(folder, task.settings).changed(task.recipe._asdict())
        if differing:
            raise Refused(f"the worker at {platform.node()} has other {' and '.join(differing)} than the driver")
    return task.make(folder, task.settings)


def encode_results(results: Iterable[tuple[Item, PageResult]]) -> BatchResult:
    """Return the results of some pages in their transport form."""
    facts: dict[str, list[Sequence[Any]]] = {}
    entries: list[Sequence[Any]] = []
    removed: list[Sequence[Any]] = []
    unclaimed: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    details: list[tuple[str, str, str]] = []
    for item, result in results:
        reading = item.reading
        for row in link_page(result.facts):
            facts.setdefault(row.province, []).append((*row, reading))
        entries.append((*result.page, item.input, item.content, signature_of(result.story), reading))
        removed.extend((*row, reading) for row in result.removed)
        unclaimed.update(result.unclaimed)
        seconds.update(result.seconds)
        if result.page.status == "quarantined":
            details.append((result.page.source, result.page.reason or "", result.detail))
    provinces = {province: len(rows) for province, rows in sorted(facts.items())}
    # One table for all provinces: a batch has a few dozen of them, and making columns costs more than filling them.
    rows = [row for province in provinces for row in facts[province]]
    return BatchResult(
        facts=_to_bytes(build_table("spooled_facts", rows)),
        provinces=provinces,
        entries=_to_bytes(build_table("spooled_entries", entries)),
        removed=_to_bytes(build_table("spooled_removed", removed)),
        pages=len(entries),
        fact_count=len(rows),
        unclaimed=unclaimed,
        seconds=seconds,
        details=tuple(details),
    )


def _to_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _from_bytes(content: bytes) -> pa.Table:
    return pa.ipc.open_stream(content).read_all()

"""What changed since the last commit: which pages must be read, which are kept, which are gone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from unionstats.errors import Refused
from unionstats.refresh.ledger import ROW, Ledger
from unionstats.refresh.work import Item
from unionstats.tables.digests import Digests, DigestSet, Flags, Rows, digest_of, digests, positions
from unionstats.types import RawPage

# An INPUT that lost more than this since the last run is more likely unmounted or half copied than edited.
LOSS_LIMIT = 0.20
# Pages of which nothing could be read; where they could be before, a disk is failing or went away during the run.
_NOT_READ = frozenset({"unreadable_file", "bad_archive"})
# So many pages are looked up at once, or fewer that are large.
_LOOK_PAGES = 256
_LOOK_SIZE = 512 * 1024
_INDEXED_ROWS = 16_384


def content_of(raw: RawPage) -> str:
    """Hash a page as found, with its metadata: a new hash means that it must be read again."""
    content = raw.content if isinstance(raw.content, bytes) else raw.content.encode("utf-8", "surrogatepass")
    about = (raw.format, raw.url, raw.title, raw.published, raw.declared, raw.problem, isinstance(raw.content, bytes))
    sums = hashlib.blake2b(repr(about).encode("utf-8", "surrogatepass"), digest_size=16)
    sums.update(content)
    return sums.hexdigest()


class KnownPages:
    """The pages of one INPUT in the last commit.

    Args:
        readings: a hash for each.
        sources: a hash of the source of each.
        rows: their rows of the ledger.

    Attributes:
        readings: in order.
        rows: in the order of readings.
        sources: each once, in order.
        places: where the source of each reading stands among them, in the order of readings.
    """

    def __init__(self, readings: Digests, sources: Digests, rows: Rows) -> None:
        order = np.argsort(readings, kind="stable")
        self.readings, self.rows = readings[order], rows[order]
        self.sources, places = np.unique(sources, return_inverse=True)
        self.places = places[order]


@dataclass(eq=False)
class InputDiff:
    """Compares one INPUT with the ledger, while its pages stream by.

    Args:
        name: the INPUT.
        known: its pages of the last commit.
        reread: whether pages that did not change are to be read all the same.

    Attributes:
        read: the readings asked for.
    """

    name: str
    known: KnownPages
    reread: bool = False
    read: DigestSet = field(default_factory=DigestSet)
    _new_sources: DigestSet = field(default_factory=DigestSet)

    def __post_init__(self) -> None:
        known, sources = len(self.known.readings), len(self.known.sources)
        self._kept = np.zeros(known, np.bool_)
        self._found, self._changed, self._unreadable = (np.zeros(sources, np.bool_) for _ in range(3))

    def changed(self, pages: Iterable[RawPage]) -> Iterator[Item]:
        """Yield the pages that must be read."""
        items = (Item(self.name, content_of(raw), raw) for raw in pages)
        for batch in batches_of(items, _LOOK_PAGES, _LOOK_SIZE):
            yield from self._compare(batch)

    def _compare(self, batch: Sequence[Item]) -> Iterator[Item]:
        readings = digests([item.reading for item in batch])
        where = positions(readings, self.known.readings)
        stays = (where >= 0) & (not self.reread)
        kept = where[stays]
        self._kept[kept] = True
        self._found[self.known.places[kept]] = True
        if stays.all():
            return
        new = np.zeros(len(batch), np.bool_)
        new[~stays] = self.read.add(readings[~stays])
        wanted = [(batch[place], where[place] >= 0) for place in np.flatnonzero(new).tolist()]
        self._note([item for item, _ in wanted], np.asarray([known for _, known in wanted], np.bool_))
        yield from (item for item, _ in wanted)

    def _note(self, items: Sequence[Item], known: Flags) -> None:
        """Note which sources pages that must be read stand at."""
        sources = digests([digest_of(item.raw.source) for item in items])
        places = positions(sources, self.known.sources)
        there = places >= 0
        self._found[places[there]] = True
        self._changed[places[there]] = True
        self._new_sources.add(sources[~there])
        unread = np.asarray([item.raw.problem in _NOT_READ for item in items], np.bool_)
        self._unreadable[places[there & unread & ~known]] = True

    @property
    def has_changed(self) -> bool:
        """Return whether any page must be read or is gone."""
        return bool(len(self.read)) or not self._found.all()

    def kept_rows(self) -> Rows:
        """Return the rows of the ledger that are kept."""
        return self.known.rows[self._kept]

    def check_loss(self) -> None:
        """Raise an error if an INPUT would lose many of its pages without being asked to.

        Raises:
            Refused: more than LOSS_LIMIT of them are gone, or could be read before and cannot now.
        """
        unreadable = int(self._unreadable.sum())
        lost = int((~self._found).sum()) + unreadable
        known = len(self.known.readings)
        if lost > LOSS_LIMIT * known:
            gone = "are gone" if not unreadable else "are gone or cannot be read"
            raise Refused(
                f"{lost} of {known} pages of {self.name} {gone}: is it mounted, is it complete? "
                "Nothing was changed; --prune drops them"
            )

    def counts(self) -> dict[str, int]:
        """Count the new, changed, unchanged and vanished pages."""
        return {
            "new": len(self._new_sources),
            "changed": int(self._changed.sum()),
            "unchanged": int(self._kept.sum()),
            "vanished": int((~self._found).sum()),
        }


def known_pages(ledger: Ledger, names: Collection[str]) -> tuple[dict[str, KnownPages], Flags]:
    """Index the pages of some INPUTs in the last commit.

    Returns:
        The pages of each, and which rows of the ledger belong to none of them.
    """
    found: dict[str, list[tuple[Digests, Digests, Rows]]] = {name: [] for name in names}
    others = [np.empty(0, np.bool_)]
    for table in _small(ledger.tables("input", "source", "content", ROW)):
        inputs = table["input"]
        others.append(~pc.is_in(inputs, value_set=pa.array(sorted(names), pa.string())).to_numpy())
        for name in set(pc.unique(inputs).to_pylist()) & set(names):
            mine = table.filter(pc.equal(inputs, name))
            sources = mine["source"].to_pylist()
            pairs = zip(sources, mine["content"].to_pylist(), strict=True)
            readings = digests([digest_of(name, source, content) for source, content in pairs])
            found[name].append((readings, digests(list(map(digest_of, sources))), mine[ROW].to_numpy()))
    none = (digests([]), digests([]), np.empty(0, np.int64))
    return {
        name: KnownPages(*map(np.concatenate, zip(none, *parts, strict=True))) for name, parts in found.items()
    }, np.concatenate(others)


def _small(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Cut tables, as their rows become Python's strings."""
    for table in tables:
        for start in range(0, table.num_rows, _INDEXED_ROWS):
            yield table.slice(start, _INDEXED_ROWS)


def batches_of(items: Iterable[Item], pages: int, size: int) -> Iterator[tuple[Item, ...]]:
    """Group pages into batches of at most `pages`, or of about `size` characters or bytes."""
    batch: list[Item] = []
    held = 0
    for item in items:
        batch.append(item)
        held += len(item.raw.content)
        if len(batch) >= pages or held >= size:
            yield tuple(batch)
            batch, held = [], 0
    if batch:
        yield tuple(batch)

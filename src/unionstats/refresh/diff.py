"""What changed since the last commit: which pages must be read, which stayed, which are gone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from unionstats.errors import Refused
from unionstats.refresh.work import Item
from unionstats.types import RawPage

# An INPUT that lost more than this since the last run is more likely unmounted or half copied than edited.
LOSS_LIMIT = 0.20
# Pages of which nothing could be read; where they could be before, a disk is failing or went away during the run.
_NOT_READ = frozenset({"unreadable_file", "bad_archive"})


def content_of(raw: RawPage) -> str:
    """Hash a page as found, with everything known of it: what tells whether it must be read again."""
    content = raw.content if isinstance(raw.content, bytes) else raw.content.encode("utf-8", "surrogatepass")
    about = (raw.format, raw.url, raw.title, raw.published, raw.declared, raw.problem, isinstance(raw.content, bytes))
    sums = hashlib.blake2b(repr(about).encode("utf-8", "surrogatepass"), digest_size=16)
    sums.update(content)
    return sums.hexdigest()


@dataclass(eq=False)
class InputDiff:
    """One INPUT against the ledger. Filled while its pages stream by.

    Args:
        name: the INPUT.
        known: its pages of the last commit: (source, content) → row of the entries.
        reread: whether pages that did not change are to be read all the same.

    Attributes:
        unreadable: sources that could not be read, and were not so at the last commit.
    """

    name: str
    known: dict[tuple[str, str], int]
    reread: bool = False
    kept: set[int] = field(default_factory=set)
    pages: int = 0
    read_sources: set[str] = field(default_factory=set)
    seen: set[tuple[str, str]] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)

    def changed(self, pages: Iterable[RawPage]) -> Iterator[Item]:
        """Yield the pages that must be read."""
        for raw in pages:
            content = content_of(raw)
            key = (raw.source, content)
            if key in self.seen:
                continue
            self.seen.add(key)
            self.pages += 1
            if raw.problem in _NOT_READ and key not in self.known:
                self.unreadable.add(raw.source)
            row = self.known.get(key)
            if row is None or self.reread:
                self.read_sources.add(raw.source)
                yield Item(self.name, content, raw)
            else:
                self.kept.add(row)

    def vanished(self) -> set[str]:
        """List the sources that the last commit has and that are no longer there."""
        found = {source for source, _ in self.seen}
        return {source for source, _ in self.known} - found

    def check_loss(self) -> None:
        """Refuse to let an INPUT lose many of its pages unasked.

        Raises:
            Refused: more than LOSS_LIMIT of them are gone, or could be read before and cannot now.
        """
        unreadable = {source for source, _ in self.known} & self.unreadable
        lost = len(self.vanished()) + len(unreadable)
        if lost > LOSS_LIMIT * len(self.known):
            gone = "are gone" if not unreadable else "are gone or cannot be read"
            raise Refused(
                f"{lost} of {len(self.known)} pages of {self.name} {gone}: is it mounted, is it complete? "
                "Nothing was changed; --prune drops them"
            )

    def counts(self) -> dict[str, int]:
        """Count what was new, changed, unchanged and vanished."""
        known = {source for source, _ in self.known}
        return {
            "new": len(self.read_sources - known),
            "changed": len(self.read_sources & known),
            "unchanged": len(self.kept),
            "vanished": len(self.vanished()),
        }


def known_pages(entries: pa.Table, name: str) -> dict[tuple[str, str], int]:
    """Index the pages of one INPUT in the last commit: (source, content) → row."""
    rows = pc.indices_nonzero(pc.equal(entries["input"], name)).to_pylist()
    mine = entries.select(["source", "content"]).take(pa.array(rows, pa.int64()))
    keys = zip(mine["source"].to_pylist(), mine["content"].to_pylist(), strict=True)
    return dict(zip(keys, rows, strict=True))


def other_rows(entries: pa.Table, names: Collection[str]) -> list[int]:
    """List the rows of INPUTs that are not named this time: they stay."""
    named = pc.is_in(entries["input"], value_set=pa.array(sorted(names), pa.string()))
    rows: list[int] = pc.indices_nonzero(pc.invert(named)).to_pylist()
    return rows


def batches_of(items: Iterable[Item], pages: int, size: int) -> Iterator[tuple[Item, ...]]:
    """Group pages into batches of at most `pages`, cut as soon as they hold `size` characters or bytes."""
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

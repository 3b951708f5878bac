"""Checks the rows of a snapshot: unique ids, known pages, consistent lengths. Reads one row group at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.errors import CheckFailed
from unionstats.tables.commits import Commit
from unionstats.tables.digests import NO_DIGESTS, Digests, id_column, positions
from unionstats.tables.schema import PROVINCES, SCHEMAS

# What of each table is needed to see whether they fit each other.
_COLUMNS = {
    "facts": ("fact_id", "page_id", "province", "quote", "char_start", "char_end"),
    "pages": ("page_id", "source", "facts"),
    "ledger": ("page_id", "source"),
    "removed": (),
}


@dataclass
class RowCheck:
    """Checks the rows of a snapshot, file by file; facts must come last."""

    commit: Commit
    found: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    facts: list[Digests] = field(default_factory=list)
    pages: list[Digests] = field(default_factory=list)
    counted: int = 0
    unknown: int = 0
    too_long: int = 0
    half_spans: int = 0
    sums: dict[tuple[str, str], Any] = field(default_factory=dict)

    def take(self, name: str, file: BinaryIO) -> None:
        """Check a file by itself, and remember what must agree with other files."""
        kind = "facts" if name.startswith("facts/") else name.split(".", maxsplit=1)[0]
        with pq.ParquetFile(file) as rows:
            if rows.schema_arrow != SCHEMAS[kind]:
                self.found.append(f"{name} has other columns than this release writes")
            if rows.metadata.num_rows != self.commit.files[name].rows:
                self.found.append(f"{name} has {rows.metadata.num_rows} rows, not {self.commit.files[name].rows}")
            if kind == "facts" and self.pages:
                self.pages = [np.unique(np.concatenate(self.pages))]
            try:
                provinces = {
                    province for number in range(rows.num_row_groups) for province in self._rows(kind, rows, number)
                }
            except CheckFailed as error:
                self.found.append(f"{name}: {error}")
                return
        self.taken.add(kind)
        if provinces - {Path(name).name.split(".", maxsplit=1)[0]}:
            self.found.append(f"{name} has facts of another province")

    def _rows(self, kind: str, rows: pq.ParquetFile, number: int) -> Iterable[str]:
        """Take a row group; return the provinces of its facts."""
        table = rows.read_row_group(number, columns=list(_COLUMNS[kind]))
        if kind == "facts":
            self._take_facts(table)
            return set(pc.unique(table["province"]).to_pylist())
        if kind in {"pages", "ledger"}:
            self._take_pages(kind, table)
        return ()

    def _take_pages(self, kind: str, table: pa.Table) -> None:
        """Keep what pages there are; that both tables name the same ones is told by a hash of each column."""
        for column in _COLUMNS["ledger"]:
            sums = self.sums.setdefault((kind, column), hashlib.sha256())
            sums.update("".join(f"{value}\0" for value in table[column].to_pylist()).encode())
        if kind == "pages":
            self.pages.append(id_column(table["page_id"]))
            self.counted += pc.sum(table["facts"]).as_py() or 0

    def _take_facts(self, table: pa.Table) -> None:
        self.facts.append(id_column(table["fact_id"]))
        self.unknown += int((positions(id_column(table["page_id"]), self.pages[0]) < 0).sum()) if self.pages else 0
        placed = table.filter(pc.is_valid(table["char_start"]))
        length = pc.subtract(placed["char_end"], placed["char_start"])
        self.too_long += pc.sum(pc.not_equal(length, pc.utf8_length(placed["quote"]))).as_py() or 0
        half = pc.not_equal(pc.is_valid(table["char_start"]), pc.is_valid(table["char_end"]))
        self.half_spans += pc.sum(half).as_py() or 0

    def issues(self) -> list[str]:
        """Return what is wrong, after every file has been taken."""
        missing = [slug for slug in PROVINCES if f"facts/{slug}.parquet" not in self.commit.files]
        if missing:
            self.found.append(f"no table for {', '.join(missing)}")
        return [*self.found, *self._misfits()] if self.taken >= {"facts", "pages", "ledger"} else self.found

    def _misfits(self) -> Iterator[str]:
        facts = np.sort(np.concatenate([NO_DIGESTS, *self.facts]))
        if (facts[1:] == facts[:-1]).any():
            yield "fact_id is not unique"
        if self.too_long:
            yield f"{self.too_long} facts have a quote that is not as long as its span"
        if self.half_spans:
            yield "facts have half a span"
        if self.unknown:
            yield f"{self.unknown} facts are of pages that are not in pages"
        pages, ledger = (
            [self.sums[kind, column].digest() for column in _COLUMNS["ledger"] if (kind, column) in self.sums]
            for kind in ("pages", "ledger")
        )
        if pages != ledger:
            yield "pages and ledger do not have the same rows"
        if self.counted != len(facts):
            yield "pages count other facts than there are"

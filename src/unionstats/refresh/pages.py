"""Writes the pages and the ledger of the next snapshot, including what each row says about the other pages."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from unionstats.refresh.entries import Entries
from unionstats.refresh.plan import Plan
from unionstats.refresh.summary import Census
from unionstats.tables.digests import id_of
from unionstats.tables.draft import Draft
from unionstats.tables.schema import SCHEMAS

IDENTICAL = "identical"


def write_pages(draft: Draft, entries: Entries, plan: Plan) -> Census:
    """Write both tables.

    Returns:
        What the pages hold.
    """
    census = Census()
    draft.write("pages", "pages", _pages(entries, plan, census))
    draft.write("ledger", "ledger", entries.tables(*SCHEMAS["ledger"].names))
    return census


def _pages(entries: Entries, plan: Plan, census: Census) -> Iterator[pa.Table]:
    start = 0
    for table in entries.tables(*SCHEMAS["pages"].names):
        filled = _filled(table, plan, start)
        census.take(filled)
        yield filled
        start += table.num_rows


def _filled(table: pa.Table, plan: Plan, start: int) -> pa.Table:
    """Fill in what depends on the other pages: cluster, facts, and the flag of identical pages."""
    places = np.arange(start, start + table.num_rows)
    pages = plan.numbers[places]
    mine = plan.owners[pages] == places
    # Of pages that were set aside nothing is known: two that could not be read need not be the same.
    set_aside = [status == "quarantined" for status in table["status"].to_pylist()]
    columns = {
        "cluster": [id_of(plan.ids[page]) if page >= 0 else None for page in plan.clusters[pages].tolist()],
        "facts": np.where(mine, plan.facts[pages], 0),
        "flags": [
            _flags(flags, own=own or aside)
            for flags, own, aside in zip(table["flags"].to_pylist(), mine.tolist(), set_aside, strict=True)
        ],
    }
    for name, values in columns.items():
        position = table.schema.get_field_index(name)
        field = table.schema.field(position)
        table = table.set_column(position, field, pa.array(values, field.type))
    return table


def _flags(flags: str, *, own: bool) -> str:
    named = {flag for flag in flags.split(",") if flag} - {IDENTICAL}
    return ",".join(sorted(named if own else named | {IDENTICAL}))

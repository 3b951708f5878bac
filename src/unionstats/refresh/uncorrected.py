"""Corrections whose page is not in the tables: it is gone, has another name, or the name was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.corrections import corrected_pages
from unionstats.rules.folder import RuleFolder


def without_page(folder: RuleFolder, tables: Iterable[Path]) -> list[str]:
    """Return the corrections whose page is neither the source nor the url of any page.

    Args:
        folder: the rules that the tables were made with.
        tables: files of the pages table.
    """
    page_of = corrected_pages(folder)
    missing = set(page_of.values())
    names = pa.array(sorted(missing), pa.string())
    for path in tables if missing else ():
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=["source", "url"]):
                for column in batch.columns:
                    missing.difference_update(column.filter(pc.is_in(column, value_set=names)).to_pylist())
    return sorted(name for name, page in page_of.items() if page in missing)

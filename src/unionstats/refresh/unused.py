"""What of the rules a whole corpus did not need: rules that never fired, corrections whose page is not there.

Each is a question for its author. Reads the finished tables, a column at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from unionstats.corrections import corrected_pages
from unionstats.rules.folder import RuleFolder

# Where rules stand whose ids are a column of the tables; other rules leave no trace there.
_KINDS = {"indicators/*.toml": "rule", "noise/*.toml": "noise"}


def idle_rules(folder: RuleFolder, tables: Iterable[Path]) -> list[str]:
    """Return the rules for indicators and noise that no row of the tables names.

    Args:
        folder: the rules that the tables were made with.
        tables: files of the facts and removed tables.
    """
    known = {
        rule["id"]
        for pattern, section in _KINDS.items()
        for _, content in folder.tables(pattern)
        for rule in content.get(section, ())
        if "id" in rule
    }
    for column in _columns(tables, "rule"):
        known.difference_update(pc.unique(column).to_pylist())
    return sorted(known)


def corrections_without_page(folder: RuleFolder, tables: Iterable[Path]) -> list[str]:
    """Return the corrections whose page is neither the source nor the url of any page: it is gone, or misnamed.

    Args:
        folder: the rules that the tables were made with.
        tables: files of the pages table.
    """
    page_of = corrected_pages(folder)
    missing = set(page_of.values())
    names = pa.array(sorted(missing), pa.string())
    for column in _columns(tables if missing else (), "source", "url"):
        missing.difference_update(column.filter(pc.is_in(column, value_set=names)).to_pylist())
    return sorted(name for name, page in page_of.items() if page in missing)


def _columns(tables: Iterable[Path], *names: str) -> Iterator[pa.Array]:
    for path in tables:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=list(names)):
                yield from batch.columns

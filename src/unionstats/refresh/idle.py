"""Rules that never fired. A rule that no page of a whole corpus needs is a question for its author."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

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
    fired: set[str] = set()
    for path in tables:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=["rule"]):
                fired.update(pc.unique(batch["rule"]).to_pylist())
    return sorted(known - fired)

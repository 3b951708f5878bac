"""Write the facts of data/raw as a CSV that reads well in a diff: tests/golden/facts.csv.

Not a measure of accuracy (labels are that): it shows what a change of rules does to the output, fact by fact.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import sys
from pathlib import Path

from unionstats.intake.sources import find_sources, read_source
from unionstats.pipeline import Pipeline
from unionstats.types import FactRow

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden" / "facts.csv"

# What an analyst reads; hashes and sentences would only blur the diff.
COLUMNS = (
    "source", "article", "char_start", "quote", "value", "low", "high", "bound", "unit", "per", "kind", "indicator",
    "measure", "province", "place", "place_basis", "scope", "organisation", "status", "change", "period_start",
    "period_end", "period_type", "rule", "flags",
)  # fmt: skip


def build() -> str:
    """Return the CSV of the facts of data/raw, one row per fact, sorted as the tables are."""
    pipeline = Pipeline()
    rows: list[FactRow] = []
    for source in find_sources([str(ROOT / "data" / "raw")], pipeline.settings):
        for raw in read_source(source, pipeline.settings):
            rows.extend(pipeline.read(raw).facts)
    rows.sort(key=lambda row: (row.source, row.char_start or 0))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def main() -> int:
    """Write the CSV, or show how the facts differ from it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; show what differs and fail where it does")
    options = parser.parse_args()
    new = build()
    old = GOLDEN.read_text(encoding="utf-8") if GOLDEN.is_file() else ""
    if not options.check:
        GOLDEN.write_text(new, encoding="utf-8")
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), "before", "after", n=0))
    return int(options.check and old != new)


if __name__ == "__main__":
    sys.exit(main())

"""Compare the two readings of the labelled pages, as both stood before they were reconciled.

Prints the table that docs/how-to/label-a-page.md shows; `--disputes` lists what was read differently.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from build_gold import GOLD, read_notes
from readers_agreement import Agreement, agreement_table, compare_readings

from unionstats.evaluate.gold import Gold, Label, read_label
from unionstats.places.gazetteer import load_provinces
from unionstats.rules.folder import RuleFolder


def read_folder(folder: Path) -> Gold:
    """Return the labels of a folder of notes by page."""
    slugs = {province.name: province.slug for province in load_provinces(RuleFolder.open())}
    found: dict[str, list[Label]] = {}
    for path in sorted(folder.glob("*.txt")):
        for row in read_notes(path):
            labels = found.setdefault(row["source"], [])
            if "quote" in row:
                labels.append(read_label(row, slugs))
    return {source: tuple(sorted(labels, key=lambda label: label.start)) for source, labels in found.items()}


def dispute_lines(agreement: Agreement, field: str) -> Iterator[str]:
    """Yield each dispute as a line: page, figure, field, and what either reader noted."""
    for dispute in agreement.disputes:
        if field in {"all", dispute.field}:
            yield (
                f"{dispute.source}:{dispute.where} {dispute.quote} {dispute.field}: {dispute.first} | {dispute.second}"
            )


def main() -> int:
    """Print the table, or the disputes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", default=GOLD / "first", type=Path, help="folder with the first reader's notes")
    parser.add_argument("--second", default=GOLD / "second", type=Path, help="folder with the second reader's notes")
    parser.add_argument("--disputes", metavar="FIELD", help="list what was read differently; FIELD or all")
    options = parser.parse_args()
    agreement = compare_readings(read_folder(options.first), read_folder(options.second))
    lines = dispute_lines(agreement, options.disputes) if options.disputes else agreement_table(agreement)
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())

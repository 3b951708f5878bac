"""Build rules/places/pinyin.csv: how the names of the gazetteer's units are spelled in the addresses of their sites.

Run it after build_gazetteer.py (docs/how-to/refresh-gazetteer.md). Source, not needed at run time: `pypinyin` (PyPI,
MIT). What it reads otherwise than the place is called (长治, 漯河, 六安) stands in additions.toml under [pinyin].
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

RULES = Path(__file__).resolve().parents[1] / "rules" / "places"


def spelled(name: str, readings: dict[str, str]) -> str:
    """Return a name in pinyin without tones and gaps; ü as v, as keyboards and addresses have it."""
    try:
        from pypinyin import lazy_pinyin  # noqa: PLC0415 - only this script needs it
    except ImportError:
        sys.exit("pypinyin is not installed: docs/how-to/refresh-gazetteer.md says how")
    return "".join(readings.get(character) or lazy_pinyin(character)[0] for character in name)


def rows() -> Iterator[tuple[str, str]]:
    """Yield (spelling, code) for the bare stem of each unit that exists today and has a code of the standard."""
    known = tomllib.loads((RULES / "additions.toml").read_text(encoding="utf-8"))["pinyin"]
    with (RULES / "gazetteer.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["valid_to"] or not row["code"].isdigit() or row["level"] == "province":
                continue
            stem = row["short"].split("|")[-1] or row["name"]
            yield known["names"].get(stem) or spelled(stem, known["characters"]), row["code"]


def main() -> None:
    """Write the table."""
    with (RULES / "pinyin.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("spelling", "code"))
        table.writerows(sorted(set(rows())))


if __name__ == "__main__":
    main()

"""Turn the readers' notes in tests/gold/labels into tests/gold/facts.jsonl: finds where each quoted figure stands.

A reader notes what a page says in the page's order; this script adds nothing but the offsets, and fails where a quoted
figure is not found. It decodes the pages by what the notes say of them, not by the program under test.
The form of the notes is explained in docs/how-to/label-a-page.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import opencc

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "gold"
PAGES = (ROOT / "data" / "raw", GOLD / "pages")

BOUNDS = {"exact", "about", "more_than", "nearly", "up_to", "range"}
KINDS = {
    "人": "people", "名": "people", "位": "people", "人次": "person_times", "人(次)": "person_times",
    "元": "money", "%": "percent", "个百分点": "percent", "倍": "ratio", "番": "ratio",
    "年": "duration", "个月": "duration", "天": "duration", "小时": "duration", "分钟": "duration",
    "公里": "distance", "吨": "mass", "公斤": "mass", "平方米": "area", "亩": "area",
    "平方公里": "area",
}  # fmt: skip
DEFAULTS = {"province": None, "place": None, "scope": None, "period": None, "status": "actual", "change": None}

_SIMPLIFIED = opencc.OpenCC("t2s")


class NoteError(Exception):
    """A note that cannot be used; names file and line."""


@dataclass
class Notes:
    """One file of notes while it is read: the page, where the reader stands in it, and what holds from there on."""

    path: Path
    source: str = ""
    raw: str = ""
    plain: str = ""
    at: int = 0
    article: int = 0
    held: dict[str, str | None] = field(default_factory=lambda: dict(DEFAULTS))


def read_notes(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the labels of one file of notes."""
    notes = Notes(path)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            label = _read_line(notes, line)
        except (NoteError, ValueError, KeyError, IndexError) as error:
            raise NoteError(f"{path}:{number}: {error}: {line}") from error
        if label:
            yield label


def _read_line(notes: Notes, line: str) -> dict[str, Any] | None:
    word, _, rest = line.partition(" ")
    if word == "page":
        _open_page(notes, *rest.split())
        return {"source": notes.source}
    if word == "set":
        notes.held.update(_fields(rest))
    elif word == "article":
        notes.article = int(rest)
        notes.held = dict(DEFAULTS)
    elif word == "after":
        notes.at = _find(notes, rest, notes.at) + len(rest)
    else:
        return _label(notes, [part.strip() for part in line.split("|")])
    return None


def _open_page(notes: Notes, source: str, encoding: str = "utf-8") -> None:
    name, _, record = source.partition("#")
    path = next((folder / name for folder in PAGES if (folder / name).is_file()), None)
    if path is None:
        raise NoteError("no such page")
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = content.decode(encoding).removeprefix("\ufeff")
    if record:
        row = next(row for row in map(json.loads, text.splitlines()) if row["id"] == record)
        text = row.get("text") or row["html"]
    notes.source, notes.raw, notes.plain, notes.at, notes.article = source, text, _SIMPLIFIED.convert(text), 0, 0
    notes.held = dict(DEFAULTS)


def _find(notes: Notes, quote: str, start: int) -> int:
    """Find a quote at or after `start`; it may be noted in simplified script, and never begins inside a number."""
    for text in (notes.raw, notes.plain):
        at = text.find(quote, start)
        while at > 0 and quote[0].isdigit() and (text[at - 1].isdigit() or text[at - 1] in ".．"):
            at = text.find(quote, at + 1)
        if at >= 0:
            return at
    raise NoteError("not found from here on")


def _label(notes: Notes, parts: list[str]) -> dict[str, Any]:
    quote, amount, measure, indicator, *more = parts
    start = _find(notes, quote, notes.at)
    notes.at = start + len(quote)
    held = notes.held | (_fields(more[0]) if more else {})
    periods = _readings(held["period"])
    indicators = _readings(None if indicator == "-" else indicator)
    label = {
        "doc": notes.path.stem,
        "source": notes.source,
        "article": notes.article,
        "start": start,
        "end": notes.at,
        "quote": notes.raw[start : notes.at],
        **_amount(amount),
        "measure": measure,
        "indicator": indicators[0],
        "indicator_also": indicators[1:],
        "province": held["province"],
        "period": periods[0],
        "period_also": periods[1:],
    }
    return label | {name: held[name] for name in ("place", "scope", "status", "change") if held[name] != "?"}


def _fields(text: str) -> dict[str, str | None]:
    found = dict(pair.split("=", 1) for pair in text.split())
    unknown = found.keys() - DEFAULTS.keys()
    if unknown:
        raise NoteError(f"unknown field {', '.join(unknown)}")
    return {name: None if value == "-" else value for name, value in found.items()}


def _readings(text: str | None) -> list[str | None]:
    """Read `first,second`: every reading that counts as right; `-` is none."""
    return [None if part == "-" else part for part in text.split(",")] if text else [None]


def _amount(text: str) -> dict[str, Any]:
    """Read `[bound] value unit[/per] [kind]`; a range is `low..high`."""
    words = text.split()
    bound = words.pop(0) if words[0] in BOUNDS else "exact"
    value, unit, *kind = words
    unit, _, per = unit.partition("/")
    low, dots, high = value.partition("..")
    amount: dict[str, Any] = {
        "value": None if dots else _number(value),
        "low": _number(low) if dots else None,
        "high": _number(high) if dots else None,
        "bound": "range" if dots and bound == "exact" else bound,
        "unit": unit,
        "kind": kind[0] if kind else KINDS.get(unit, "count"),
    }
    return amount if per == "?" else amount | {"per": per or None}


def _number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def build() -> str:
    """Return the content of facts.jsonl."""
    rows = [row for path in sorted((GOLD / "labels").glob("*.txt")) for row in read_notes(path)]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def show(name: str) -> Iterator[str]:
    """Yield the labels of one file of notes in their context, to be read once more."""
    for path in sorted((GOLD / "labels").glob(name + "*.txt")):
        notes = Notes(path)
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            label = _read_line(notes, line)
            if label and "quote" in label:
                start, end = label["start"], label["end"]
                yield f"{notes.raw[max(0, start - 24) : start]}【{label['quote']}】{notes.raw[end : end + 14]}".replace(
                    "\n", "⏎"
                )


def main() -> int:
    """Write facts.jsonl, or check that it is up to date, or show labels in context."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where facts.jsonl is stale")
    parser.add_argument("--show", metavar="NAME", help="print the labels of the notes whose names begin so, in context")
    options = parser.parse_args()
    target = GOLD / "facts.jsonl"
    try:
        if options.show is not None:
            print("\n".join(show(options.show)))
            return 0
        content = build()
    except NoteError as error:
        print(error, file=sys.stderr)
        return 1
    if options.check:
        return int(not target.is_file() or target.read_text(encoding="utf-8") != content)
    target.write_text(content, encoding="utf-8")
    print(f"{content.count(chr(10))} lines in {target.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

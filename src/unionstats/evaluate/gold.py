"""Labelled pages: the facts that a reader found, as the annotation guide has them (JSON Lines, one label per line).

Reads labels and defines their fields. score.py compares them.
"""

from __future__ import annotations

import calendar
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import regex

from unionstats.errors import UsageError
from unionstats.places.gazetteer import load_provinces
from unionstats.rules.folder import RuleFolder

# Judged only where a label has them, for a reader may leave open what a page does not decide; the last three go
# beyond the guide.
EXTRA_FIELDS = ("status", "place", "scope", "per", "change")

_REQUIRED = ("source", "start", "end", "quote", "bound", "unit", "kind")
_DAY = regex.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class LabelledPeriod(NamedTuple):
    """The labelled period of a fact: inclusive days; `upto` for totals that only state an end (`/2023-02`)."""

    start: date | None
    end: date | None
    upto: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """One quantity that a reader found in a page; `start:end` selects `quote` in the page as read.

    `indicators` and `periods` hold every reading that counts as right, the first annotator's first; `province` is a
    slug; `extra` holds those of EXTRA_FIELDS that the label has.
    """

    source: str
    start: int
    end: int
    quote: str
    value: float | None
    low: float | None
    high: float | None
    bound: str
    unit: str
    kind: str
    measure: str
    indicators: tuple[str | None, ...]
    province: str
    periods: tuple[LabelledPeriod | None, ...]
    extra: Mapping[str, str | None] = field(default_factory=dict)


Gold = Mapping[str, tuple[Label, ...]]


def load_gold(path: Path, folder: RuleFolder) -> Gold:
    """Read a file of labels.

    Args:
        path: JSON Lines; a line with nothing but `source` names a page that was read and holds no fact.
        folder: the rules, which know the provinces.

    Returns:
        Page (its `source`) -> its labels by start; pages in the order of their first line.

    Raises:
        UsageError: the file cannot be read, or a line is no label; names file and line.
    """
    slugs = {province.name: province.slug for province in load_provinces(folder)}
    found: dict[str, list[Label]] = defaultdict(list)
    for number, line in _lines(path):
        try:
            row = json.loads(line)
            labels = found[row["source"]]
            if len(row) > 1:
                labels.append(read_label(row, slugs))
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}:{number}: no label: {type(error).__name__} {error}") from error
    if not found:
        raise UsageError(f"{path}: holds no labels")
    return {source: tuple(sorted(labels, key=lambda label: label.start)) for source, labels in found.items()}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as labels: {error}") from error
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def read_label(row: Mapping[str, Any], slugs: Mapping[str, str]) -> Label:
    """Read one label from its JSON object.

    Raises:
        KeyError: a required field or the province is unknown.
        ValueError: a period is no ISO date or range.
    """
    required = {name: row[name] for name in _REQUIRED}
    periods = (row.get("period"), *row.get("period_also", ()))
    return Label(
        **required,
        value=row.get("value"),
        low=row.get("low"),
        high=row.get("high"),
        measure=row.get("measure", ""),
        indicators=(row.get("indicator"), *row.get("indicator_also", ())),
        province=province_slug(row.get("province"), slugs),
        periods=tuple(read_period(period) for period in periods),
        extra={name: row[name] for name in EXTRA_FIELDS if name in row},
    )


def province_slug(name: str | None, slugs: Mapping[str, str]) -> str:
    """Return the slug of a labelled province: 山西 → shanxi, 全国 → national, none → unknown."""
    return "unknown" if name is None else slugs[name]


def read_period(text: str | None) -> LabelledPeriod | None:
    """Read a period in the annotation guide's ISO form.

    >>> read_period("2022-07")
    LabelledPeriod(start=datetime.date(2022, 7, 1), end=datetime.date(2022, 7, 31), upto=False)
    >>> read_period("/2023-02-07")
    LabelledPeriod(start=None, end=datetime.date(2023, 2, 7), upto=True)
    >>> read_period("/")
    LabelledPeriod(start=None, end=None, upto=True)

    Raises:
        ValueError: it is none.
    """
    if text is None:
        return None
    first, slash, last = text.partition("/")
    if not slash:
        last = first
    return LabelledPeriod(
        _first_day(first) if first else None, _last_day(last) if last else None, upto=bool(slash) and not first
    )


def _parts(text: str) -> tuple[int, int | None, int | None]:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"no ISO date: {text}")
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _first_day(text: str) -> date:
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def _last_day(text: str) -> date:
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])

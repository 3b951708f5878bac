"""Corrections as data: for a single wrong page that no rule should be bent for.

Reads corrections.toml of the rule folders and applies it to the facts of a page. If the page no longer says what a
correction was made for, that is an error, never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.types import Document, FactRow

FILE = "corrections.toml"
_KEYS = {"id", "page", "expect", "quote", "column", "old", "new", "reason"}
# What may be corrected: what was understood, never what the page says or how facts are numbered.
COLUMNS = frozenset(
    {
        "province", "province_name", "place", "adcode", "scope", "organisation", "indicator", "measure", "value", "low",
        "high", "bound", "unit", "per", "kind", "status", "change", "period_start", "period_end", "period_type",
    }
)  # fmt: skip
FLAG = "corrected"


@dataclass(frozen=True, slots=True)
class Correction:
    """One value of one fact, set right by hand.

    Args:
        id: its name, unique among all corrections.
        page: source or url of the page, as the tables have them.
        expect: text that stands in the cleaned page; where it does not, the page has changed.
        quote: of the fact, as it stands in the page.
        column: one of COLUMNS, or "fact" to drop the whole row.
        old: the value that was wrong; where the program no longer gives it, the correction is out of date.
        new: the value that is right; ignored where the fact is dropped.
        reason: why, for the next reader.
    """

    id: str
    page: str
    expect: str
    quote: str
    column: str
    old: Any
    new: Any
    reason: str
    path: Path


class Corrector:
    """Applies the corrections of the rules folders to the facts of their pages.

    Args:
        folder: the rules; a later folder's correction replaces an earlier one of the same id.

    Raises:
        RuleError: a correction that lacks something, or names no column; names file and correction.
    """

    def __init__(self, folder: RuleFolder) -> None:
        corrections = {item.id: item for item in _load(folder)}
        self._of_page: dict[str, list[Correction]] = {}
        for item in corrections.values():
            self._of_page.setdefault(item.page, []).append(item)

    def apply(self, document: Document, facts: tuple[FactRow, ...]) -> tuple[FactRow, ...]:
        """Return the facts of a page with its corrections applied; corrected ones carry the flag `corrected`.

        Raises:
            RuleError: the page has changed, or the fact is not what the correction expects.
        """
        page = document.page
        corrections = [item for key in (page.source, page.url) if key for item in self._of_page.get(key, ())]
        if not corrections:
            return facts
        rows = list(facts)
        for item in corrections:
            _apply(item, document.text.text, rows)
        return _without_links_to({row.fact_id for row in facts} - {row.fact_id for row in rows}, rows)


def _without_links_to(dropped: set[str], rows: list[FactRow]) -> tuple[FactRow, ...]:
    """Take back what rows say of facts that were dropped: to be a part of them, or to say them again."""
    if not dropped:
        return tuple(rows)
    return tuple(
        row._replace(
            repeats=None if row.repeats in dropped else row.repeats,
            part_of=None if row.part_of in dropped else row.part_of,
        )
        for row in rows
    )


def _apply(item: Correction, text: str, rows: list[FactRow]) -> None:
    if item.expect not in text:
        raise _error(item, f"the page no longer says “{item.expect}”; look at it again or drop the correction")
    for index, row in enumerate(rows):
        if row.quote != item.quote or (row.sentence not in item.expect and item.expect not in row.sentence):
            continue
        if item.column == "fact":
            del rows[index]
            return
        found = getattr(row, item.column)
        if found != item.old:
            raise _error(item, f"{item.column} is {found!r}, not {item.old!r}: the correction is out of date")
        flags = ",".join(sorted({*filter(None, row.flags.split(",")), FLAG}))
        changed: dict[str, Any] = {item.column: item.new, "flags": flags}
        rows[index] = row._replace(**changed)
        return
    raise _error(item, f"no fact “{item.quote}” in that sentence of the page")


def corrected_pages(folder: RuleFolder) -> dict[str, str]:
    """Return the page of each correction, by the correction's id.

    Raises:
        RuleError: a correction that lacks something; names file and correction.
    """
    return {item.id: item.page for item in _load(folder)}


def _load(folder: RuleFolder) -> Iterator[Correction]:
    for path, table in folder.tables(FILE):
        for entry in table.get("correction", ()):
            yield _read(entry, path)


def _read(entry: Table, path: Path) -> Correction:
    name = str(entry.get("id", "without id"))
    missing = sorted(_KEYS - {"old", "new"} - entry.keys())
    unknown = sorted(entry.keys() - _KEYS)
    if missing or unknown:
        said = f"lacks {', '.join(missing)}" if missing else f"has unknown keys: {', '.join(unknown)}"
        raise RuleError(said, path=path, rule=name, line=line_of(path, name))
    if entry["column"] not in COLUMNS | {"fact"}:
        message = f"column {entry['column']}: use one of {', '.join(sorted(COLUMNS))}, or fact to drop the row"
        raise RuleError(message, path=path, rule=name, line=line_of(path, name))
    values = {key: _typed(entry.get(key)) for key in ("old", "new")}
    words = {key: str(entry[key]) for key in _KEYS - {"old", "new"}}
    return Correction(**words, **values, path=path)


def _typed(value: Any) -> Any:  # noqa: ANN401 - what TOML has and what the columns hold
    """Return a TOML value as the tables have it: numbers as float, days as date, "" as missing."""
    if isinstance(value, bool | date) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    return value or None


def _error(item: Correction, message: str) -> RuleError:
    return RuleError(message, path=item.path, rule=item.id, line=line_of(item.path, item.id))

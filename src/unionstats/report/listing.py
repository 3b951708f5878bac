"""A list of facts as asked for in a shell. Owns the translation of options to SQL and the terminal table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from unionstats.errors import UsageError, meant
from unionstats.inert import visible
from unionstats.places.gazetteer import load_provinces
from unionstats.report.console import Console
from unionstats.report.export import rows_of
from unionstats.report.query import ask, text_literal
from unionstats.rules.folder import RuleFolder
from unionstats.tables.read import checked_columns

if TYPE_CHECKING:
    import pandas as pd

# Most telling first: what finds no room on a narrow terminal is left out from the right.
DEFAULT_COLUMNS = (
    "province_name",
    "measure",
    "value",
    "unit",
    "indicator",
    "period_end",
    "bound",
    "status",
    "place",
    "source",
)
_WIDEST = 24
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the options of `unionstats facts`."""

    provinces: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    since: date | None = None
    where: str | None = None
    columns: str | None = None
    limit: int | None = None
    sql: str | None = None


def answer(out: Path, question: Question) -> pd.DataFrame:
    """Give the rows asked for, sorted by source and place in the page.

    Raises:
        UsageError: an unknown province or column, or SQL that DuckDB does not take.
    """
    if question.sql:
        return ask(out, question.sql)
    tests = [_any(f"province = {text_literal(_slug(name))}" for name in question.provinces)]
    tests.append(_any(_named(identifier) for identifier in question.indicators))
    if question.since:
        tests.append(f"coalesce(period_end, period_start) >= date '{question.since.isoformat()}'")
    if question.where:
        tests.append(f"({question.where})")
    condition = " and ".join(test for test in tests if test) or "true"
    limit = f" limit {question.limit}" if question.limit is not None else ""
    chosen = ", ".join(_columns(question.columns))
    # The shell's owner asks their own data; names are checked, texts are quoted, --where is meant to be SQL.
    return ask(out, f"select {chosen} from facts where {condition} order by source, char_start, fact_id{limit}")  # noqa: S608


def _any(tests: Iterable[str]) -> str:
    joined = " or ".join(tests)
    return f"({joined})" if joined else ""


def _named(identifier: str) -> str:
    return f"indicator = {text_literal(identifier)} or starts_with(indicator, {text_literal(identifier + '.')})"


def _slug(name: str) -> str:
    provinces = load_provinces(RuleFolder.open())
    for province in provinces:
        if name.lower() in {province.slug, province.name, province.full}:
            return province.slug
    known = [called for province in provinces for called in (province.slug, province.name)]
    raise UsageError(f"no such province: {name}{meant(name, known)}")


def suggestion(question: Question) -> str:
    """Give a question after an indicator that was likely meant, where one asked for is not in the catalogue."""
    known = [file.whole["indicator"]["id"] for file in RuleFolder.open().rule_files("indicators/*.toml")]
    return next((meant(name, known) for name in question.indicators if name.split(".")[0] not in known), "")


def _columns(columns: str | None) -> list[str]:
    if columns is None:
        return list(DEFAULT_COLUMNS)
    if columns.strip() == "all":
        return checked_columns(None)
    return checked_columns([name.strip() for name in columns.split(",") if name.strip()])


def print_table(frame: pd.DataFrame, console: Console | None = None) -> list[str]:
    """Print rows as a table that fits the terminal; Chinese characters take two columns.

    Returns:
        The names of the columns that found no room.
    """
    console = console or Console()
    names = [str(name) for name in frame.columns]
    rows = [tuple(_shown(value) for value in row) for row in rows_of(frame)]
    widths = [_width(index, name, rows) for index, name in enumerate(names)]
    shown = len(widths)
    while shown > 1 and sum(widths[:shown]) + len(_GAP) * (shown - 1) > console.width:
        shown -= 1
    widths = [min(width, console.width) for width in widths[:shown]]
    right = [frame[name].dtype.kind in "if" for name in frame.columns[:shown]]
    console.print(Text(_line(names, widths, right), style="bold"), soft_wrap=True)
    # By hand: Rich's table takes eight times as long, a minute for the facts of a large output.
    console.file.writelines(f"{_line(row, widths, right)}\n" for row in rows)
    return names[shown:]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    """Set the first cells of a row side by side, as many as there are widths."""
    return _GAP.join(map(_fitted, cells, widths, right)).rstrip()


def _fitted(text: str, width: int, right: bool) -> str:  # noqa: FBT001 - one of a row of them
    """Give text in so many terminal columns; what is longer ends with an ellipsis."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - length) + text if right else text + " " * (width - length)


def _width(index: int, name: str, rows: list[tuple[str, ...]]) -> int:
    """Give the terminal columns that a column asks for: its longest text, within reason."""
    longest = max((cell_len(row[index]) for row in rows), default=0)
    return max(cell_len(name), min(longest, _WIDEST))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.15g}"
    if hasattr(value, "to_pydatetime"):
        return str(value)[:10]
    return visible(str(value)).replace("\n", " ").replace("\t", " ")

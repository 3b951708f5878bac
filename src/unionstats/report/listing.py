"""Lists facts in a shell: translates the options to SQL and prints the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from unionstats.inert import visible
from unionstats.report.console import Console
from unionstats.report.export import rows_of
from unionstats.report.query import ask, text_literal
from unionstats.tables.names import check_indicators, checked_columns, province_slugs
from unionstats.tables.read import held_indicators, load

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
_ORDER = ("source", "char_start", "fact_id")
_PERIOD = ("period_end", "period_start")
_WIDEST = 24
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Question:
    """The options of `unionstats facts`."""

    provinces: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    since: date | None = None
    where: str | None = None
    columns: str | None = None
    limit: int | None = None
    sql: str | None = None


def answer(out: Path, question: Question) -> pd.DataFrame:
    """Return the requested rows, sorted by source and position in the page.

    Only SQL needs DuckDB, which is an extra.

    Raises:
        UsageError: an unknown province, indicator or column, or SQL that DuckDB does not take.
    """
    if question.sql:
        return ask(out, question.sql)
    return _by_condition(out, question) if question.where else _by_names(out, question)


def _by_names(out: Path, question: Question) -> pd.DataFrame:
    columns = _columns(question.columns)
    read = list(dict.fromkeys([*columns, *_ORDER, *(_PERIOD if question.since else ())]))
    frame = load(out, question.provinces or None, question.indicators or None, read)
    if question.since:
        end, start = (frame[name] for name in _PERIOD)
        frame = frame[end.fillna(start) >= question.since.isoformat()]
    frame = frame.sort_values(list(_ORDER), kind="stable")[columns]
    return (frame if question.limit is None else frame[: question.limit]).reset_index(drop=True)


def _by_condition(out: Path, question: Question) -> pd.DataFrame:
    if question.indicators:
        check_indicators(question.indicators, held_indicators(out))
    slugs = province_slugs(question.provinces) if question.provinces else []
    tests = [_any(f"province = {text_literal(slug)}" for slug in slugs)]
    tests.append(_any(_named(identifier) for identifier in question.indicators))
    if question.since:
        tests.append(f"coalesce(period_end, period_start) >= date '{question.since.isoformat()}'")
    tests.append(f"({question.where})")
    condition = " and ".join(test for test in tests if test)
    limit = f" limit {question.limit}" if question.limit is not None else ""
    chosen = ", ".join(_columns(question.columns))
    # The shell's owner asks their own data; names are checked, texts are quoted, --where is meant to be SQL.
    return ask(out, f"select {chosen} from facts where {condition} order by {', '.join(_ORDER)}{limit}")  # noqa: S608


def emptied_by(out: Path, question: Question) -> str:
    """Return why a query has no result: which option no fact meets, or all of them if each is met by some fact."""
    if question.sql or question.limit == 0:
        return "no rows"
    alone = {
        "--province": Question(provinces=question.provinces),
        "--indicator": Question(indicators=question.indicators),
        "--since": Question(since=question.since),
        "--where": Question(where=question.where),
    }
    given = {option: part for option, part in alone.items() if part != Question()}
    unmet = [option for option, part in given.items() if answer(out, replace(part, columns="fact_id", limit=1)).empty]
    options = " and ".join(unmet) or " and ".join(given)
    return f"no facts match {options}{' together' if given and not unmet else ''}" if given else "no facts there"


def _any(tests: Iterable[str]) -> str:
    joined = " or ".join(tests)
    return f"({joined})" if joined else ""


def _named(identifier: str) -> str:
    return f"indicator = {text_literal(identifier)} or starts_with(indicator, {text_literal(identifier + '.')})"


def _columns(columns: str | None) -> list[str]:
    if columns is None:
        return list(DEFAULT_COLUMNS)
    if columns.strip() == "all":
        return checked_columns(None)
    return checked_columns([name.strip() for name in columns.split(",") if name.strip()])


def print_table(frame: pd.DataFrame, console: Console | None = None) -> list[str]:
    """Print rows as a table that fits the terminal; a Chinese character is two columns wide.

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
    """Return text in so many terminal columns; what is longer ends with an ellipsis."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - length) + text if right else text + " " * (width - length)


def _width(index: int, name: str, rows: list[tuple[str, ...]]) -> int:
    """Return the terminal columns that a column asks for: its longest text, within reason."""
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

"""Exports facts to files for other programs: CSV, JSON, Markdown, Excel, Stata. Page text stays inert in each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import time
from io import BytesIO
from typing import TYPE_CHECKING, Any

import regex

from unionstats.errors import UsageError
from unionstats.inert import inert_json, visible
from unionstats.tables.schema import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = regex.compile(r"\s*[=+\-@＝＋－＠\t\r]")
# Of a Stata file: bytes that a plain string holds, characters of a name and of a label.
_STATA_TEXT, _STATA_NAME, _STATA_LABEL = 2045, 32, 80


def export(frame: pd.DataFrame, kind: str) -> bytes:
    """Return a table in one of FORMATS.

    Args:
        frame: any columns of the facts table, or the result of a query.
        kind: a key of FORMATS.

    Raises:
        UsageError: a format that needs an extra which is not installed.
    """
    return FORMATS[kind](frame if kind in _ESCAPING else _inert(frame))


def _inert(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with control and bidi characters written out."""
    result = frame.copy()
    for name in _text_columns(frame):
        result[name] = result[name].astype("object").map(lambda cell: visible(str(cell)), na_action="ignore")
    return result


def _text_columns(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns if frame[name].dtype.kind in "OUST" or frame[name].dtype.name in _TEXT]


# Of a sheet: rows it can hold, characters of a cell, and widths for the columns that need more than most.
_SHEET_ROWS, _SHEET_TEXT = 1_048_576, 32_767
_SHEET_WIDTHS = {"sentence": 60, "measure": 28, "indicator": 30, "place": 20, "source": 28, "url": 30, "title": 40}
# Formats that write such characters as escapes and so lose none.
_ESCAPING = {"json", "jsonl"}
_TEXT = {"str", "string", "category", "object"}


def _csv(frame: pd.DataFrame) -> bytes:
    guarded = frame.copy()
    for name in _text_columns(frame):
        guarded[name] = guarded[name].map(lambda text: f"'{text}" if _FORMULA.match(text) else text, na_action="ignore")
    return bytes(guarded.to_csv(index=False, lineterminator="\n").encode("utf-8"))


def _json(frame: pd.DataFrame) -> bytes:
    return f"[{','.join(_objects(frame))}\n]\n".encode()


def _jsonl(frame: pd.DataFrame) -> bytes:
    return "".join(f"{row.strip()}\n" for row in _objects(frame)).encode()


def _objects(frame: pd.DataFrame) -> Iterator[str]:
    """Yield each row as a JSON object; days as 2024-05-01, what acts on a terminal as escapes, nothing lost."""
    plain = frame.copy()
    for name in frame.columns[[dtype.kind == "M" for dtype in frame.dtypes]]:
        plain[name] = _days(frame[name])
    for row in records_of(plain.replace([math.inf, -math.inf], None)):
        yield f"\n {inert_json(row)}"


def _days(column: pd.Series) -> pd.Series:
    """Return times as text: days where all of them are whole days."""
    text: pd.Series = column.astype("object").where(column.notna(), None)
    whole = (column.dropna() == column.dropna().dt.normalize()).all()
    return text.map(lambda time: time.date().isoformat() if whole else time.isoformat(), na_action="ignore")


def rows_of(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table, with None for missing values (NaN, NaT, NA)."""
    return frame.astype("object").where(frame.notna(), None).itertuples(index=False, name=None)


def records_of(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table by column name, with None for missing values."""
    names = [str(name) for name in frame.columns]
    return (dict(zip(names, row, strict=True)) for row in rows_of(frame))


def _markdown(frame: pd.DataFrame) -> bytes:
    head = [f"| {' | '.join(map(str, frame.columns))} |", "|" + "---|" * len(frame.columns)]
    rows = [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows_of(frame)]
    return ("\n".join([*head, *rows]) + "\n").encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    if hasattr(value, "to_pydatetime"):
        text = text.removesuffix(" 00:00:00")
    return str(regex.sub(r"([\\|<>`*_\[\]])", r"\\\1", text.replace("\n", " ")))


def _xlsx(frame: pd.DataFrame) -> bytes:
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - the same
    except ImportError as error:
        raise UsageError("--format xlsx needs the extra: pip install 'unionstats[xlsx]'") from error
    if len(frame) >= _SHEET_ROWS:
        raise UsageError(
            f"a sheet holds {_SHEET_ROWS - 1:,} rows, these are {len(frame):,}: narrow it, or --format csv"
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("facts")
    sheet.freeze_panes = "A2"
    for index, name in enumerate(frame.columns):
        sheet.column_dimensions[get_column_letter(index + 1)].width = _SHEET_WIDTHS.get(str(name), 14)
    sheet.append([_sheet_cell(str(name), sheet) for name in frame.columns])
    for row in rows_of(frame):
        sheet.append([_sheet_cell(value, sheet) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_cell(value: object, sheet: object) -> object:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - an extra

    if isinstance(value, float) and not math.isfinite(value):
        return None
    if hasattr(value, "to_pydatetime"):
        cell = WriteOnlyCell(sheet, value=value.to_pydatetime().replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd" if cell.value.time() == time() else "yyyy-mm-dd hh:mm:ss"
        return cell
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    cell = WriteOnlyCell(sheet, value=str(value)[:_SHEET_TEXT])
    cell.data_type = "s"  # text, whatever it begins with
    return cell


def _dta(frame: pd.DataFrame) -> bytes:
    """Return a Stata 14 file: days as %td, long texts as strL, what Stata cannot hold (infinity) as missing."""
    texts = _text_columns(frame)
    plain = frame.replace([math.inf, -math.inf], None)
    for name in frame.columns:
        if name in texts:
            plain[name] = frame[name].astype("object").map(str, na_action="ignore").fillna("")
        elif frame[name].dtype.kind in "iufb":
            plain[name] = plain[name].astype("float64")
    long = [name for name in texts if max(map(len, map(str.encode, plain[name])), default=0) > _STATA_TEXT]
    named = dict(zip(map(str, frame.columns), _stata_names(frame), strict=True))
    plain.columns = list(named.values())
    meanings = {column.name: column.meaning for column in COLUMNS}
    stream = BytesIO()
    plain.to_stata(
        stream,
        write_index=False,
        version=118,
        data_label="unionstats facts",
        variable_labels={new: _stata_label(meanings.get(old, old)) for old, new in named.items()},
        convert_strl=[named[name] for name in long],
        convert_dates={named[name]: "td" for name in frame.columns if frame[name].dtype.kind == "M"},
    )
    return stream.getvalue()


def _stata_names(frame: pd.DataFrame) -> list[str]:
    """Return names that Stata takes: letters, digits and _, no digit first, at most 32 characters, none twice."""
    names: list[str] = []
    for column in frame.columns:
        name = regex.sub(r"[^A-Za-z0-9_]", "_", str(column))
        name = ("_" + name if name[:1].isdigit() else name or "_")[:_STATA_NAME]
        tail = 1
        while name in names:
            tail += 1
            name = f"{name[: _STATA_NAME - 4]}_{tail}"
        names.append(name)
    return names


def _stata_label(meaning: str) -> str:
    return meaning if len(meaning) <= _STATA_LABEL else meaning[: _STATA_LABEL - 1] + "…"


FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "markdown": _markdown,
    "xlsx": _xlsx,
    "dta": _dta,
}

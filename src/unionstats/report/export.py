"""Facts as files other programs open: CSV, JSON, Markdown, Excel, Stata. Owns that page text stays inert in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import regex

from unionstats.errors import UsageError
from unionstats.inert import visible
from unionstats.tables.schema import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = regex.compile(r"\s*[=+\-@\t\r]")
_STATA_TEXT = 2045


def export(frame: pd.DataFrame, kind: str) -> bytes:
    """Give a table in one of FORMATS.

    Args:
        frame: any columns of the facts table, or the result of a query.
        kind: a key of FORMATS.

    Raises:
        UsageError: a format that needs an extra which is not installed.
    """
    return FORMATS[kind](_inert(frame))


def _inert(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the table with control and bidi characters written out."""
    result = frame.copy()
    for name in _text_columns(frame):
        result[name] = result[name].astype("object").map(visible, na_action="ignore")
    return result


def _text_columns(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns if frame[name].dtype.kind in "OUST" or frame[name].dtype.name in _TEXT]


_TEXT = {"str", "string", "category", "object"}


def _csv(frame: pd.DataFrame) -> bytes:
    guarded = frame.copy()
    for name in _text_columns(frame):
        guarded[name] = guarded[name].map(lambda text: f"'{text}" if _FORMULA.match(text) else text, na_action="ignore")
    return bytes(guarded.to_csv(index=False, lineterminator="\n").encode("utf-8"))


def _json(frame: pd.DataFrame) -> bytes:
    return (
        frame.to_json(orient="records", force_ascii=False, date_format="iso", date_unit="s", indent=1).encode() + b"\n"
    )


def _jsonl(frame: pd.DataFrame) -> bytes:
    text = frame.to_json(orient="records", force_ascii=False, date_format="iso", date_unit="s", lines=True)
    return text.encode()


def rows_of(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table with None for whatever is missing (NaN, NaT, NA)."""
    return frame.astype("object").where(frame.notna(), None).itertuples(index=False, name=None)


def records_of(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table by column name, with None for whatever is missing."""
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
    return str(regex.sub(r"([\\|<>`*_\[\]])", r"\\\1", text.replace("\n", " ")))


def _xlsx(frame: pd.DataFrame) -> bytes:
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("--format xlsx needs the extra: pip install 'unionstats[xlsx]'") from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet("facts")
    sheet.append([str(name) for name in frame.columns])
    for row in rows_of(frame):
        sheet.append([_sheet_cell(value, sheet) for value in row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_cell(value: object, sheet: object) -> object:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - an extra

    if not isinstance(value, str):
        return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    cell = WriteOnlyCell(sheet, value=value[:32_767])
    cell.data_type = "s"  # text, whatever it begins with
    return cell


def _dta(frame: pd.DataFrame) -> bytes:
    labels = {column.name: _stata_label(column.meaning) for column in COLUMNS if column.name in frame.columns}
    texts = _text_columns(frame)
    plain = frame.astype({name: "object" for name in frame.columns if frame[name].dtype.name in _TEXT})
    for name in plain.columns:
        if plain[name].dtype.name in {"Int32", "Int64"}:
            plain[name] = plain[name].astype("float64")
    plain[texts] = plain[texts].fillna("")
    stream = BytesIO()
    long = [name for name in texts if plain[name].astype(str).str.len().max() > _STATA_TEXT // 3]
    plain.to_stata(stream, write_index=False, version=118, variable_labels=labels, convert_strl=long)
    return stream.getvalue()


def _stata_label(meaning: str) -> str:
    return meaning if len(meaning) <= 80 else meaning[:79] + "…"


FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "markdown": _markdown,
    "xlsx": _xlsx,
    "dta": _dta,
}

"""Reads the records of a container (a JSONL line, a table row) as pages. Owns the fields that a record may have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import regex

from unionstats.types import PageFormat, RawPage

FIELDS = ("id", "url", "title", "published", "text", "html")

_DATE = regex.compile(r"\s*(\d{4})(?:\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")


def bad_record(source: str, detail: str) -> RawPage:
    """Return the placeholder page for a record without a page."""
    return RawPage(source, "text", b"", problem="bad_record", detail=detail)


def read_record(source: str, record: Mapping[str, object]) -> RawPage:
    """Read a record as a page.

    Args:
        source: what the tables call it.
        record: its fields; `text` is taken before `html` where both hold something.

    Returns:
        The page, with `problem` where the record holds no text.
    """
    for name in ("text", "html"):
        content = record.get(name)
        if content is not None and not isinstance(content, str | bytes):
            return bad_record(source, f"{name} is no string")
    text, html = record.get("text"), record.get("html")
    form: PageFormat = "text" if _says_something(text) or not html else "html"
    content = text if form == "text" else html
    if not isinstance(content, str | bytes):
        return bad_record(source, "neither text nor html")
    if isinstance(content, str):
        content = without_halves(content)
    return RawPage(
        source,
        form,
        content,
        url=_string(record.get("url")),
        title=_string(record.get("title")),
        published=read_date(record.get("published")),
    )


def without_halves(text: str) -> str:
    r"""Return text with lone surrogates replaced, which no table can store.

    >>> without_halves("新建\ud83d工会")
    '新建\ufffd工会'
    """
    return str(_SURROGATE.sub("\ufffd", text))


def read_date(given: object) -> date | None:
    """Return a publication date in any of the forms used in data sets; None if it is none.

    >>> read_date("2023-05-01T08:00:00+08:00"), read_date("20230501"), read_date("yesterday")
    (datetime.date(2023, 5, 1), datetime.date(2023, 5, 1), None)
    """
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    found = _DATE.match(str(given)) if isinstance(given, str | int) else None
    if found is None:
        return None
    year, month, day, packed_month, packed_day = found.groups()
    try:
        return date(int(year), int(month or packed_month), int(day or packed_day))
    except ValueError:
        return None


def _says_something(content: object) -> bool:
    return isinstance(content, str | bytes) and bool(content.strip())


def _string(value: object) -> str | None:
    """Return a field as a string that any table can hold; None where it is empty or no string."""
    if not isinstance(value, str):
        return None
    return _SURROGATE.sub("\ufffd", value).strip() or None

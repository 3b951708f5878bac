"""`unionstats.read`: reads one page in a notebook. Holds the public classes of the result, no stage."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from unionstats.errors import UsageError
from unionstats.facts import page_result
from unionstats.inert import visible
from unionstats.intake.records import read_date, without_halves
from unionstats.intake.sources import read_source
from unionstats.intake.streams import Source, kind_of
from unionstats.pipeline import PageReading, Pipeline
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.tables.dataframes import facts_frame, removed_frame
from unionstats.text.clean import render
from unionstats.types import Article, PageResult, RawPage

if TYPE_CHECKING:
    import pandas as pd

_HEAD = 2_000
# No path is longer on the systems this runs on.
_LONGEST_PATH = 4_096
# What a notebook shows of a reading; `facts` has all columns.
_SHOWN = ("quote", "value", "bound", "unit", "measure", "indicator", "province_name", "period_end", "status")
_HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"</div>", b"</p>")


@dataclass(frozen=True, repr=False)
class Reading:
    """The result of reading one page.

    Attributes:
        facts: one row per fact, the columns of the facts table, sorted by place in the page.
        removed: one row per stretch that was cut or repaired.
        articles: the articles found, as spans of `clean_text`, with title, dateline and date.
        clean_text: title, then one paragraph a line, a blank line between articles.
    """

    facts: pd.DataFrame
    removed: pd.DataFrame
    articles: tuple[Article, ...]
    clean_text: str
    result: PageResult

    def __repr__(self) -> str:
        """Return how much was read."""
        return f"<Reading: {self._counts()}>"

    def _repr_html_(self) -> str:
        """Show the facts as a notebook shows a table; page text in it is inert."""
        shown = self.facts[list(_SHOWN)].astype("object").where(self.facts[list(_SHOWN)].notna(), "")
        table: str = shown.map(lambda cell: visible(cell) if isinstance(cell, str) else cell).to_html(index=False)
        return f"<p>{self._counts()}</p>{table}"

    def _counts(self) -> str:
        return (
            f"{len(self.articles)} articles, {len(self.facts)} facts, {len(self.removed)} stretches removed or repaired"
        )


def read(  # noqa: PLR0913 - the contract's own keywords
    page: str | bytes | Path,
    *,
    html: bool | None = None,
    url: str | None = None,
    title: str | None = None,
    published: date | str | None = None,
    rules: str | Path | None = None,
) -> Reading:
    """Read one page: its facts, what was removed, its articles and its clean text.

    Args:
        page: text, bytes in any encoding met in Chinese pages, or the Path of a file that holds one page, packed (.gz,
            .zst) or not.
        html: whether it is HTML; told from its first characters where None.
        url: where the page came from; its host and path may tell date and place.
        title: known title, for pages that lack one.
        published: day of publication, as a date, or written as data sets write it: 2024-05-01, 2024/5/1, 20240501.
        rules: an analyst's own rules folder, laid over the shipped rules.

    Returns:
        facts and removed as DataFrames with the columns of the tables, articles, clean text.

    Raises:
        UnreadablePage: no text, or no encoding fits; names the reason.
        UsageError: no such file, one of several pages, a path given as text, or a day that is none.
        TypeError: something else than text, bytes or a Path.
        RuleError: a rule file that cannot be used; names file, rule and line.

    >>> read("全省新建基层工会412家。").facts[["quote", "value", "unit"]].values.tolist()
    [['412家', 412.0, '家']]
    """
    raw = _raw_of_file(page) if isinstance(page, Path) else RawPage("page", "text", _checked(page))
    is_html = raw.format == "html" or _looks_like_html(raw.content) if html is None else html
    raw = replace(
        raw,
        source="page",
        format="html" if is_html else "text",
        url=raw.url if url is None else without_halves(url),
        title=raw.title if title is None else without_halves(title),
        published=raw.published if published is None else _day(published),
    )
    reading = _pipeline(None if rules is None else Path(rules).resolve()).reading(raw)
    return _public(reading)


def _public(reading: PageReading) -> Reading:
    result = page_result(reading)
    return Reading(
        facts=facts_frame(result.facts),
        removed=removed_frame(result.removed),
        articles=reading.document.articles,
        clean_text=render(reading.document),
        result=result,
    )


def _checked(page: object) -> str | bytes:
    """Return text or bytes as they can be read; refuse a file's name, which as a text would be one without facts."""
    if isinstance(page, bytes):
        return page
    if not isinstance(page, str):
        message = f"page must be str, bytes or pathlib.Path, not {type(page).__name__}"
        raise TypeError(message)
    if len(page) <= _LONGEST_PATH and "\n" not in page and os.path.isfile(page):  # noqa: PTH113 - a text may be no path at all, which Path.is_file takes amiss
        raise UsageError(f"{page} is a file: pass pathlib.Path({page!r})")
    return without_halves(page)


def _raw_of_file(path: Path) -> RawPage:
    """Read the file of one page, as `unionstats run` would."""
    if not path.is_file():
        raise UsageError(f"{path} is a folder: name one of its files" if path.is_dir() else f"{path}: no such file")
    container, compression = kind_of(path.name) or ("text", "none")
    source = Source(path.name, str(path), str(path), container, compression, path.stat().st_size)
    pages = list(islice(read_source(source, Settings()), 2))
    if len(pages) != 1:
        many = "holds several pages: use unionstats run, or read(record['text']) for each" if pages else "holds no page"
        raise UsageError(f"{path} {many}")
    return pages[0]


def _day(published: date | str) -> date:
    day = read_date(published)
    if day is None:
        raise UsageError(f"published={published!r} is no day: write 2024-05-01")
    return day


@lru_cache(maxsize=4)
def _pipeline(rules: Path | None) -> Pipeline:
    return Pipeline(RuleFolder.open(rules))


def _looks_like_html(page: str | bytes) -> bool:
    head = page[:_HEAD].encode("utf-8", "replace") if isinstance(page, str) else page[:_HEAD].replace(b"\0", b"")
    return any(mark in head.lower() for mark in _HTML_MARKS)

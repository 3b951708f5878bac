"""One page, read from a notebook: `unionstats.read`. Owns the public face of a reading, no stage of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from unionstats.facts import page_result
from unionstats.inert import visible
from unionstats.pipeline import PageReading, Pipeline
from unionstats.rules.folder import RuleFolder
from unionstats.tables.frames import facts_frame, removed_frame
from unionstats.text.clean import render
from unionstats.types import Article, PageResult, RawPage

if TYPE_CHECKING:
    import pandas as pd

_HEAD = 2_000
# What a notebook shows of a reading; `facts` has all columns.
_SHOWN = ("quote", "value", "bound", "unit", "measure", "indicator", "province_name", "period_end", "status")
_HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"</div>", b"</p>")


@dataclass(frozen=True, repr=False)
class Reading:
    """What was read of one page.

    Attributes:
        facts: one row per fact, the columns of the facts table, sorted by place in the page.
        removed: one row per stretch that was cut or repaired.
        articles: the articles found, as spans of `clean_text` before rendering, with title, dateline and date.
        clean_text: title, then one paragraph a line, a blank line between articles.
    """

    facts: pd.DataFrame
    removed: pd.DataFrame
    articles: tuple[Article, ...]
    clean_text: str
    result: PageResult

    def __repr__(self) -> str:
        """Tell how much was read."""
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
        page: text, bytes in any encoding met in Chinese pages, or the Path of a file of either.
        html: whether it is HTML; told from its first characters where None.
        url: where the page came from; its host and path may tell date and place.
        title: known title, for pages that lack one.
        published: day of publication, as a date or 2024-05-01.
        rules: an analyst's own rules folder, laid over the shipped rules.

    Returns:
        facts and removed as DataFrames with the columns of the tables, articles, clean text.

    Raises:
        UnreadablePage: no text, or no encoding fits; names the reason.
        RuleError: a rule file that cannot be used; names file, rule and line.

    >>> read("全省新建基层工会412家。").facts[["quote", "value", "unit"]].values.tolist()
    [['412家', 412.0, '家']]
    """
    content = page.read_bytes() if isinstance(page, Path) else page
    raw = RawPage(
        source="page",
        format="html" if (_looks_like_html(content) if html is None else html) else "text",
        content=content,
        url=url,
        title=title,
        published=date.fromisoformat(published) if isinstance(published, str) else published,
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


@lru_cache(maxsize=4)
def _pipeline(rules: Path | None) -> Pipeline:
    return Pipeline(RuleFolder.open(rules))


def _looks_like_html(page: str | bytes) -> bool:
    head = page[:_HEAD].encode("utf-8", "replace") if isinstance(page, str) else page[:_HEAD].replace(b"\0", b"")
    return any(mark in head.lower() for mark in _HTML_MARKS)

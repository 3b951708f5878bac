"""Builds the rows of one page: ids, quotes, repeats, parts and flags of its facts.

Fills the columns of FactRow, PageRow and RemovedRow. All decisions about meaning were made by earlier stages.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import regex

from unionstats.errors import UnreadablePage
from unionstats.indicators.model import load_indicators
from unionstats.intake.decode import host_of
from unionstats.places.gazetteer import load_provinces
from unionstats.rules.folder import RuleFolder
from unionstats.types import (
    Article,
    ArticleView,
    Document,
    FactRow,
    Naming,
    Page,
    PageResult,
    PageRow,
    Period,
    PlaceReading,
    RawPage,
    RemovedRow,
    Span,
    Status,
)

if TYPE_CHECKING:
    from unionstats.pipeline import PageReading

FLAGS: Final[Mapping[str, str]] = {
    "spun_page": "of a page rewritten by a program: the figure stands, the words that name it may not",
    "sum_mismatch": "a total that is less than its parts",
    "out_of_range": "a level outside what its indicator can plausibly be; kept as printed",
    "corrected": "changed by `corrections.toml`",
}

# Neither letters nor numbers, and which of the first plane's characters are.
_NOT_STORY = re.compile(r"[\W_]+")
_FIRST_PLANE = 0x10000
_IS_STORY = np.fromiter(map(str.isalnum, map(chr, range(_FIRST_PLANE))), dtype=bool, count=_FIRST_PLANE)
_DIGITS = regex.compile(r"[\p{Nd}.,，]*\p{Nd}|[〇零一二三四五六七八九十百千万亿两几数]+")

# Two sums differ when they are further apart than rounding of the printed figures allows.
_ROUNDING = Decimal("0.005")


class Readings(NamedTuple):
    """What the resolving stages found in an article: in each, one entry per quantity."""

    places: tuple[PlaceReading, ...]
    periods: tuple[Period, ...]
    status: tuple[Status, ...]
    names: tuple[Naming, ...]


class _OfArticle(NamedTuple):
    """The columns that all facts of an article share; they stand behind the first one, `fact_id`."""

    page_id: str
    source: str
    url: str | None
    host: str | None
    title: str | None
    publisher: str | None
    published: date | None
    article: int


def _of_article(page: Page, text: str, article: Article) -> _OfArticle:
    title = _title(text, article.title) or page.title
    return _OfArticle(
        page.page_id, page.source, page.url, page.host, title, article.publisher, article.published, article.index
    )


class FactBuilder:
    """Builds the rows of the facts table.

    Args:
        folder: the rules, for the names of provinces and the plausible ranges of indicators.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._province_names = {province.slug: province.name for province in load_provinces(folder)}
        indicators = load_indicators(folder).values()
        # As decimals: comparing a decimal with a float converts the float each time.
        self._plausible = {
            indicator.id: (indicator.kinds, Decimal(indicator.range[0]), Decimal(indicator.range[1]))
            for indicator in indicators
            if indicator.range is not None
        }

    def build(
        self, document: Document, views: tuple[ArticleView, ...], readings: tuple[Readings, ...]
    ) -> tuple[FactRow, ...]:
        """Return the facts of a page, in the order of the text.

        Args:
            document: the cleaned page.
            views: its articles.
            readings: one for each view.
        """
        rows: list[FactRow] = []
        for view, reading in zip(views, readings, strict=True):
            of_article = _of_article(document.page, view.text, view.article)
            article_rows = [self._row(document, view, reading, of_article, i) for i in range(len(view.quantities))]
            rows.extend(_linked(article_rows, view))
        return tuple(rows)

    def _row(
        self, document: Document, view: ArticleView, reading: Readings, of_article: _OfArticle, index: int
    ) -> FactRow:
        page, quantity = document.page, view.quantities[index]
        place, period, name = reading.places[index], reading.periods[index], reading.names[index]
        sentence = view.sentences[view.sentence_of[index]]
        raw = document.text.raw_span(quantity.start, quantity.end)
        quote = page.raw[raw.start : raw.end]
        flags = self._implausible(view, name, index)
        broken = page.format == "html" and any(mark in quote for mark in "<>&")
        return FactRow(
            _hash(page.page_id, str(quantity.start), str(quantity.end)),
            *of_article,
            province=place.province,
            province_name=self._province_names[place.province],
            place=place.place,
            adcode=place.adcode,
            place_basis=place.basis,
            place_distance=place.distance,
            scope=place.scope,
            organisation=place.organisation,
            indicator=name.indicator,
            measure=name.measure,
            quote=view.text[quantity.start : quantity.end] if broken else quote,
            value=_number(quantity.value),
            low=_number(quantity.low),
            high=_number(quantity.high),
            bound=quantity.bound,
            unit=quantity.unit or "",
            per=quantity.per,
            kind=quantity.kind,
            status=reading.status[index],
            change=view.relations[index].change,
            period_start=period.start,
            period_end=period.end,
            period_type=period.type,
            period_text=period.text,
            period_basis=period.basis,
            sentence=view.text[sentence.start : sentence.end],
            char_start=None if broken else raw.start,
            char_end=None if broken else raw.end,
            rule=name.rule,
            repeats=None,
            part_of=None,
            flags=",".join(sorted((_INHERITED & document.flags) | flags)) if document.flags or flags else "",
        )

    def _implausible(self, view: ArticleView, name: Naming, index: int) -> frozenset[str]:
        """Flag a level that lies outside what its indicator can plausibly be; it is kept as printed."""
        if name.indicator is None or (plausible := self._plausible.get(name.indicator.partition(".")[0])) is None:
            return frozenset()
        quantity, (kinds, low, high) = view.quantities[index], plausible
        if quantity.kind not in kinds or quantity.value is None:
            return frozenset()
        if quantity.per is not None or view.relations[index].change is not None or low <= quantity.value <= high:
            return frozenset()
        return frozenset({"out_of_range"})


# Flags of a page that every fact of it carries.
_INHERITED = frozenset({"spun_page"})


def _linked(rows: list[FactRow], view: ArticleView) -> Iterator[FactRow]:
    """Link parts to their totals and repeated statements to the first one within the article."""
    first: dict[tuple[object, ...], str] = {}
    wrong_sums = _wrong_sums(rows, view)
    for index, row in enumerate(rows):
        total = view.relations[index].part_of
        earlier = first.setdefault(statement_of(row), row.fact_id)
        linked: dict[str, Any] = {}
        if total is not None:
            linked["part_of"] = rows[total].fact_id
        if earlier != row.fact_id:
            linked["repeats"] = earlier
        if index in wrong_sums:
            linked["flags"] = ",".join(sorted({"sum_mismatch", *filter(None, row.flags.split(","))}))
        # Most rows stay as they are: a new one costs more than finding that out.
        yield row._replace(**linked) if linked else row


def statement_of(row: FactRow) -> tuple[object, ...]:
    """Return what identifies a statement: indicator or measure, figures, place, period and status."""
    return (
        row.indicator or row.measure,
        row.value,
        row.low,
        row.high,
        row.bound,
        row.unit,
        row.per,
        row.change,
        row.place or row.province,
        row.period_start,
        row.period_end,
        row.status,
    )


def _wrong_sums(rows: list[FactRow], view: ArticleView) -> set[int]:
    """Find totals whose parts, in the same unit, add up to more than the total itself."""
    parts: dict[int, Decimal] = {}
    for relation, quantity in zip(view.relations, view.quantities, strict=True):
        total = relation.part_of
        if total is None or quantity.value is None or quantity.unit != view.quantities[total].unit:
            continue
        parts[total] = parts.get(total, Decimal(0)) + quantity.value
    wrong = set()
    for total, added in parts.items():
        value = view.quantities[total].value
        if value is not None and rows[total].bound == "exact" and added > value * (1 + _ROUNDING):
            wrong.add(total)
    return wrong


def page_result(reading: PageReading) -> PageResult:
    """Return everything that the tables store about a page."""
    document = reading.document
    page, text = document.page, document.text.text
    first = document.articles[0] if document.articles else None
    row = PageRow(
        page_id=page.page_id,
        source=page.source,
        url=page.url,
        host=page.host,
        title=(_title(text, first.title) if first else None) or page.title,
        publisher=first.publisher if first else None,
        published=first.published if first else page.published,
        format=page.format,
        encoding=page.encoding,
        script=document.script,
        status="flagged" if document.flags or document.reason else "ok",
        reason=document.reason,
        flags=",".join(sorted(document.flags)),
        cluster=None,
        articles=len(document.articles),
        facts=len(reading.facts),
        unclaimed=len(reading.scan.unclaimed),
        chars=len(page.raw),
        chars_removed=max(0, len(page.raw) - len(text)),
    )
    removed = tuple(RemovedRow(page.page_id, page.source, *edit) for edit in document.text.edits)
    shapes = tuple(_shape(text, span.start, span.end) for span in reading.scan.unclaimed)
    return PageResult(row, reading.facts, removed, shapes, _story_of(text), seconds=reading.seconds)


def failed_page(raw: RawPage, error: UnreadablePage) -> PageResult:
    """Return the row of a page that is set aside."""
    content = raw.content if isinstance(raw.content, bytes) else raw.content.encode("utf-8", "surrogatepass")
    row = PageRow(
        page_id=_hash(hashlib.sha256(content).hexdigest(), raw.url or "", raw.title or "", str(raw.published or "")),
        source=raw.source,
        url=raw.url,
        host=host_of(raw.url),
        title=raw.title,
        publisher=None,
        published=raw.published,
        format=raw.format,
        encoding=None,
        script="none",
        status="quarantined",
        reason=error.reason,
        flags="",
        cluster=None,
        articles=0,
        facts=0,
        unclaimed=0,
        chars=0,
        chars_removed=0,
    )
    return PageResult(row, detail=error.detail)


def _title(text: str, span: Span | None) -> str | None:
    """Return a title on one line; newspapers set it in several."""
    return text[span.start : span.end].replace("\n", " ") if span else None


def _shape(text: str, start: int, end: int) -> str:
    """Return the shape of a numeral for the summary: its digits as #, and the two characters that go with it.

    They stand behind it, at the end of its line before it. Behind a blank they are a few more, as it is read apart.

    >>> _shape("到场9名模范", 2, 3), _shape("共读 2031", 3, 7), _shape("4 工资集体协商", 0, 1)
    ('#名模', '共读 #', '# 工资集体')
    """
    numeral = "#" if _DIGITS.fullmatch(text[start:end]) else text[start:end]
    behind = text[end : end + 5].partition("\n")[0]
    if not behind.strip():
        return f"{text[max(0, start - 3) : start].rpartition(chr(10))[2]}{numeral}"
    return f"{numeral}{behind if behind[0].isspace() else behind[:2]}"


def _story_of(text: str) -> str:
    """Return the letters and numbers of a text: all at once, which takes a quarter of the time of a pattern.

    >>> _story_of("新建工会12家,(覆盖86%)")
    '新建工会12家覆盖86'
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if codes.size and codes.max() >= _FIRST_PLANE:
        return _NOT_STORY.sub("", text)
    kept: bytes = codes[_IS_STORY[codes]].tobytes()
    return kept.decode("utf-32-le", "surrogatepass")


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

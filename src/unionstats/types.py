"""The frozen values that the stages hand to each other.

This module owns their names and meaning; it computes nothing. All spans are half-open, in code points.
Two coordinate systems exist: the *page as read* (`Page.raw`, what `char_start` refers to) and the *cleaned text*
(`Document.text.text`); `TrackedText.raw_span` leads from the second to the first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from unionstats.text.edits import TrackedText

_START = itemgetter(0)

Bound = Literal["exact", "about", "more_than", "nearly", "up_to", "range"]
Kind = Literal[
    "count", "people", "person_times", "money", "percent", "ratio", "duration", "distance", "mass", "area", "physical"
]
Status = Literal["actual", "target", "standard"]
Change = Literal["increase", "decrease"]
PlaceBasis = Literal["name", "organisation", "deixis", "dateline", "subhead", "headline", "medium", "none"]
Distance = Literal["clause", "sentence", "paragraph", "article", "page"]
Scope = Literal["national", "province", "prefecture", "county", "township", "organisation", "event", "unknown"]
PeriodType = Literal["span", "cumulative", "point", "none"]
PeriodBasis = Literal["explicit", "relative", "published", "inherited", "none"]
PageFormat = Literal["text", "html"]

QUARANTINE_REASONS: dict[str, str] = {
    "unreadable_file": "the file could not be opened or read to its end",
    "bad_archive": "a .gz, .zst, .warc.gz or .parquet that is damaged",
    "bad_record": "a JSONL line or table row that holds no page",
    "too_large": "over the limit of decoded bytes a page (32 MiB unless raised)",
    "empty": "nothing but white space",
    "binary": "not text: images, archives, office files",
    "undecodable": "no encoding gives plausible text",
    "rule_timeout": "a rule took for ever on this page: reading went far over its limit of processor time",
    "crashed_worker": "the page ended its worker process twice, or hung it",
    "internal_error": "a fault of the program; the log names it",
}


class Span(NamedTuple):
    """A half-open stretch of text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as found: bytes still to be decoded, or the string value of a JSONL line or table row.

    `problem` is a key of QUARANTINE_REASONS where the page could not even be fetched; `content` is then empty.
    `declared` is the charset told from outside (HTTP header in a WARC).
    """

    source: str
    format: PageFormat
    content: bytes | str
    url: str | None = None
    title: str | None = None
    published: date | None = None
    declared: str | None = None
    problem: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One decoded page: `raw` is the page as read, which every offset of the tables refers to."""

    page_id: str
    source: str
    raw: str
    format: PageFormat
    encoding: str
    url: str | None = None
    host: str | None = None
    title: str | None = None
    published: date | None = None


class Edit(NamedTuple):
    """One change made to a page, in coordinates of the page as read: a row of the `removed` table."""

    start: int
    end: int
    action: Literal["removed", "repaired"]
    kind: str
    rule: str
    text: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of an article under its own sub-heading (round-ups): place and topic start afresh here."""

    start: int
    end: int
    heading: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page, as spans of the cleaned text.

    `span` covers title and body. `dateline` is what an opening such as 本报济南2月9日讯 says, as it
    stood before it was stripped, and `dateline_date` the day read from it. `published_basis` tells where `published`
    came from.
    """

    index: int
    span: Span
    title: Span | None
    body: Span
    kind: Literal["article", "caption"] = "article"
    publisher: str | None = None
    published: date | None = None
    published_basis: Literal["dateline", "url", "stamp", "given", "none"] = "none"
    dateline: str | None = None
    dateline_date: date | None = None
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned page: simplified text with one paragraph per line, and its articles.

    `text.text` is what every later stage reads. `damage` are spans near which no number may be believed. `title` is
    the page's title, simplified, where its text does not show it.
    """

    page: Page
    text: TrackedText
    articles: tuple[Article, ...]
    script: Literal["simplified", "traditional", "mixed", "none"]
    flags: frozenset[str] = frozenset()
    reason: str | None = None
    damage: tuple[Span, ...] = ()
    title: str | None = None


class Sentence:
    """A sentence of an article (or a title or sub-heading) with its clauses, split at ，、；： and the like.

    Most sentences are never asked for their clauses, so they are split when they first are.

    Args:
        start: where it begins in the page's text.
        end: where it ends.
        paragraph: counts the lines of the article from 0 (its title, where it has one).
        is_title: whether it stands in the title.
        split: gives the clauses of a stretch of the text.
    """

    __slots__ = ("_clauses", "_split", "end", "is_title", "paragraph", "start")

    def __init__(
        self, start: int, end: int, paragraph: int, *, is_title: bool, split: Callable[[int, int], tuple[Span, ...]]
    ) -> None:
        self.start, self.end, self.paragraph, self.is_title = start, end, paragraph, is_title
        self._split = split
        self._clauses: tuple[Span, ...] | None = None

    @property
    def clauses(self) -> tuple[Span, ...]:
        """The clauses, in order; they cover the sentence."""
        if self._clauses is None:
            self._clauses = self._split(self.start, self.end)
        return self._clauses


class Quantity(NamedTuple):
    """A number with its measure word, at its position in the text: 近350余场.

    `start:end` is the whole mention, `number_start:number_end` the numeral. `value` is multiplied out and exact
    (percent as percent); None only for pure ranges, which carry `low` and `high`. `unit` is the measure word in
    simplified script without multiplier; None for a bare numeral. `per` is 人, 户 … for amounts per unit.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: Bound
    unit: str | None
    kind: Kind
    number_start: int
    number_end: int
    per: str | None = None


class Relation(NamedTuple):
    """What a sentence says about a quantity apart from its own words.

    part_of: index (in the article's quantities) of the total of which it is a part (其中, brackets).
    change: it is an amount of change (同比增长14.3%), not a level.
    subject: where 分别 or silent pairing gives it a noun of its own, that noun's span.
    earlier: it is the A of 由A增加到B: a level of the period before.
    """

    part_of: int | None = None
    change: Change | None = None
    subject: Span | None = None
    earlier: bool = False


NO_RELATION = Relation()


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything that the resolving stages (place, time, indicator, status) see of one article.

    `text` is the whole cleaned page, spans refer to it; `quantities` are those of this article, sorted, with one
    `Relation` each. `edits` are the page's edits: its furniture tells whose page it is. `title` is what the page is
    called where its text does not show it (for the page's first article).
    """

    text: str
    article: Article
    sentences: tuple[Sentence, ...]
    quantities: tuple[Quantity, ...]
    relations: tuple[Relation, ...]
    sentence_of: tuple[int, ...]
    host: str | None = None
    url: str | None = None
    edits: tuple[Edit, ...] = ()
    title: str | None = None

    def clause_of(self, index: int) -> Span:
        """Return the clause in which quantity `index` begins.

        Returns:
            A span of `text`; the whole sentence where no clause holds the quantity.
        """
        sentence = self.sentences[self.sentence_of[index]]
        start = self.quantities[index].start
        last = bisect_right(sentence.clauses, start, key=_START) - 1
        if last >= 0 and start < sentence.clauses[last].end:
            return sentence.clauses[last]
        return Span(sentence.start, sentence.end)


class PlaceReading(NamedTuple):
    """Where a fact belongs: the columns from province to organisation of the facts table."""

    province: str = "unknown"
    place: str | None = None
    adcode: str | None = None
    basis: PlaceBasis = "none"
    distance: Distance = "page"
    scope: Scope = "unknown"
    organisation: str | None = None


class Period(NamedTuple):
    """When a fact holds: the columns period_* of the facts table; start and end are inclusive, None if open."""

    start: date | None = None
    end: date | None = None
    type: PeriodType = "none"
    text: str | None = None
    basis: PeriodBasis = "none"


class Naming(NamedTuple):
    """What is counted: the indicator, the rule that named it, and the words that say it."""

    indicator: str | None
    rule: str | None
    measure: str


class FactRow(NamedTuple):
    """One row of the facts table, in the order of its columns (tables/schema.py holds their types and meaning)."""

    fact_id: str
    page_id: str
    source: str
    url: str | None
    host: str | None
    title: str | None
    publisher: str | None
    published: date | None
    article: int
    province: str
    province_name: str
    place: str | None
    adcode: str | None
    place_basis: str
    place_distance: str
    scope: str
    organisation: str | None
    indicator: str | None
    measure: str
    quote: str
    value: float | None
    low: float | None
    high: float | None
    bound: str
    unit: str
    per: str | None
    kind: str
    status: str
    change: str | None
    period_start: date | None
    period_end: date | None
    period_type: str
    period_text: str | None
    period_basis: str
    sentence: str
    char_start: int | None
    char_end: int | None
    rule: str | None
    repeats: str | None
    part_of: str | None
    flags: str


class PageRow(NamedTuple):
    """One row of the pages table."""

    page_id: str
    source: str
    url: str | None
    host: str | None
    title: str | None
    publisher: str | None
    published: date | None
    format: str
    encoding: str | None
    script: str
    status: str
    reason: str | None
    flags: str
    cluster: str | None
    articles: int
    facts: int
    unclaimed: int
    chars: int
    chars_removed: int


class RemovedRow(NamedTuple):
    """One row of the removed table: a stretch that was removed from a page or repaired."""

    page_id: str
    source: str
    char_start: int
    char_end: int
    action: str
    kind: str
    rule: str
    text: str
    replacement: str


@dataclass(frozen=True, slots=True)
class PageResult:
    """Everything the tables store about one page; picklable, and the same wherever it was made.

    `unclaimed` are the shapes of numerals that were neither a fact nor ignored by a rule ("12×" → '#×'), for the
    summary; `story` is simplified text without punctuation, from which near-duplicates are found; `seconds` by stage.
    """

    page: PageRow
    facts: tuple[FactRow, ...] = ()
    removed: tuple[RemovedRow, ...] = ()
    unclaimed: tuple[str, ...] = ()
    story: str = ""
    detail: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

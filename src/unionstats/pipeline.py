"""The order of the stages, on one screen: one raw page in, one `PageResult` out.

Owns which stage follows which. Pure: no disk, no clock in the result, nothing shared between pages, so that it runs
anywhere and gives the same everywhere. Rules are compiled once, when a Pipeline is made.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import NamedTuple

from unionstats.corrections import Corrector
from unionstats.errors import RuleError, UnreadablePage
from unionstats.facts import FactBuilder, Readings, failed_page, page_result
from unionstats.indicators.naming import Namer
from unionstats.intake.decode import read_page
from unionstats.intake.markup import Markup, read_markup
from unionstats.numbers.relations import RelationReader
from unionstats.numbers.scan import Scan, Scanner
from unionstats.patience import patience
from unionstats.places.resolve import PlaceResolver
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.text.clean import Cleaner, PageHints
from unionstats.text.edits import TrackedText
from unionstats.text.sentences import find_sentences
from unionstats.times.plans import without_passed
from unionstats.times.resolve import PeriodReader
from unionstats.times.status import StatusReader
from unionstats.types import Article, ArticleView, Document, FactRow, Page, PageResult, Quantity, RawPage, Span

# Closer to damage than this, a number may have lost a digit or its noun.
_NEAR_DAMAGE = 12
_WITHIN_SENTENCE = re.compile("[，,。；;]")


@dataclass(frozen=True, slots=True)
class PageReading:
    """Everything that was understood of one page: the cleaned document, its views and readings, and the facts."""

    document: Document
    scan: Scan
    views: tuple[ArticleView, ...]
    readings: tuple[Readings, ...]
    facts: tuple[FactRow, ...]
    seconds: dict[str, float] = field(default_factory=dict, compare=False)


class DecidingWords(NamedTuple):
    """What decided a fact's place, scope and status: words of the text, "" where none do; for a status its rule."""

    place: str
    scope: str
    rule: str
    status: str


class Pipeline:
    """The stages with their rules compiled: make one per process, read any number of pages.

    Args:
        folder: the rules.
        settings: limits of size and time.
    """

    def __init__(self, folder: RuleFolder | None = None, settings: Settings | None = None) -> None:
        self.folder = folder or RuleFolder.open()
        self.settings = settings or Settings()
        self._cleaner = Cleaner(self.folder)
        self._scanner = Scanner(self.folder)
        self._relations = RelationReader(self.folder)
        self._places = PlaceResolver(self.folder)
        self._periods = PeriodReader(self.folder)
        self._status = StatusReader(self.folder)
        self._namer = Namer(self.folder)
        self._facts = FactBuilder(self.folder)
        self._corrector = Corrector(self.folder)

    def prepare(self) -> None:
        """Make at once what would be made when first needed: dictionaries, the readers of HTML."""
        self._namer.prepare()
        self.read(RawPage(source="", format="html", content="<html><body><p>1</p></body></html>"))

    def read(self, raw: RawPage) -> PageResult:
        """Read one page; whatever is wrong with it ends in its own row, never in an exception.

        Raises:
            RuleError: a correction of this page is out of date.
        """
        try:
            with patience(self.settings.page_seconds(len(raw.content))):
                return page_result(self.reading(raw))
        except UnreadablePage as error:
            return failed_page(raw, error)
        except RuleError:
            raise
        except Exception as error:  # noqa: BLE001 - a bad page never stops a run; its row names the fault
            return failed_page(raw, UnreadablePage("internal_error", f"{type(error).__name__}: {error}"))

    def reading(self, raw: RawPage) -> PageReading:
        """Read one page and keep what each stage understood.

        Raises:
            UnreadablePage: it has to be set aside; names the reason.
        """
        clock = _Clock()
        with clock("decode"):
            page = read_page(raw, self.settings)
        document = self._clean(page, clock)
        return self._understand(document, clock)

    def words(self, reading: PageReading) -> tuple[DecidingWords, ...]:
        """Give the words that decided place, scope and status of each quantity of a page, in the order of its facts."""
        found: list[DecidingWords] = []
        for view in reading.views:
            for carrying, cue in zip(self._places.words(view), self._status.cues(view), strict=True):
                status = "" if cue is None else view.text[cue.start : cue.end]
                found.append(DecidingWords(*carrying, "" if cue is None else cue.cue.id, status))
        return tuple(found)

    def document(self, raw: RawPage) -> Document:
        """Read one page as far as its cleaned text and articles.

        Raises:
            UnreadablePage: it has to be set aside; names the reason.
        """
        return self._clean(read_page(raw, self.settings), _Clock())

    def _clean(self, page: Page, clock: _Clock) -> Document:
        with clock("markup"):
            markup = read_markup(page) if page.format == "html" else Markup(TrackedText.of(page.raw))
        hints = PageHints(
            title=page.title or markup.title,
            published=page.published or markup.published,
            publisher=markup.publisher,
        )
        page = replace(page, title=hints.title)
        with clock("text"):
            return self._cleaner.clean(page, markup.text, hints)

    def _understand(self, document: Document, clock: _Clock) -> PageReading:
        text = document.text.text
        with clock("numbers"):
            scan = self._scanner.scan(text)
            trusted = _not_cut(text, _away_from(document.damage, scan.quantities))
            views = tuple(
                self._view(text, article, _within(article.span, trusted), document.page)
                for article in (document.articles if document.reason is None else ())
            )
        readings = tuple(self._resolve(view, clock) for view in views)
        with clock("facts"):
            facts = self._corrector.apply(document, self._facts.build(document, views, readings))
        return PageReading(document, scan, views, readings, facts, clock.seconds)

    def _view(self, text: str, article: Article, quantities: tuple[Quantity, ...], page: Page) -> ArticleView:
        sentences = find_sentences(text, article)
        starts = [sentence.start for sentence in sentences]
        return ArticleView(
            text=text,
            article=article,
            sentences=sentences,
            quantities=quantities,
            relations=self._relations.read(text, sentences, quantities),
            sentence_of=tuple(max(0, bisect_right(starts, quantity.start) - 1) for quantity in quantities),
            host=page.host,
            url=page.url,
        )

    def _resolve(self, view: ArticleView, clock: _Clock) -> Readings:
        if not view.quantities:
            return Readings((), (), (), ())
        with clock("places"):
            places = self._places.read(view)
        with clock("times"):
            status = self._status.read(view)
            day = view.article.dateline_date or view.article.published
            periods = without_passed(self._periods.read(view), status, day)
        with clock("indicators"):
            names = self._namer.read(view)
        return Readings(places, periods, status, names)


def _within(span: Span, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    return tuple(quantity for quantity in quantities if span.start <= quantity.start and quantity.end <= span.end)


def _away_from(damage: tuple[Span, ...], quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    if not damage:
        return quantities
    return tuple(
        quantity
        for quantity in quantities
        if not any(
            quantity.start < spot.end + _NEAR_DAMAGE and spot.start - _NEAR_DAMAGE < quantity.end for spot in damage
        )
    )


def _not_cut(text: str, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Leave out a last number that ends the page in the middle of a sentence: digits and measure word may be lost."""
    if not quantities or quantities[-1].number_end < len(text):
        return quantities
    # The last cell of a table and a headline end with their number; a sentence does not.
    paragraph = text[text.rfind("\n") + 1 :]
    return quantities[:-1] if _WITHIN_SENTENCE.search(paragraph) and "|" not in paragraph else quantities


class _Clock:
    """Seconds spent in each stage; they go to the summary, never into a table."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start

"""The order of the stages: one raw page in, one `PageResult` out.

Pure: no disk access, no time of day in the result, nothing shared between pages, so the result is the same wherever it
runs. Rules are compiled once, when a Pipeline is made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter, process_time
from typing import NamedTuple

from unionstats.collecting import rarely_collecting
from unionstats.corrections import Corrector
from unionstats.errors import RuleError, UnreadablePage
from unionstats.facts import FactBuilder, Readings, failed_page, page_result
from unionstats.indicators.naming import Namer
from unionstats.intake.decode import read_page
from unionstats.intake.markup import Markup, read_markup
from unionstats.numbers.relations import RelationReader
from unionstats.numbers.scan import Scan, Scanner
from unionstats.patience import watch
from unionstats.places.resolve import PlaceResolver
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.steps import Steps, finished
from unionstats.text.clean import Cleaner, PageHints
from unionstats.text.edits import TrackedText
from unionstats.text.marks import PAUSE
from unionstats.text.sentences import find_sentences
from unionstats.times.plans import without_passed
from unionstats.times.resolve import PeriodReader
from unionstats.times.status import StatusReader
from unionstats.types import Article, ArticleView, Document, FactRow, Page, PageResult, Quantity, RawPage, Span

# Closer to damage than this, a number may have lost a digit or its noun.
_NEAR_DAMAGE = 12
# 0 would stop the watch.
_LEAST_SECONDS = 0.001


@dataclass(frozen=True, slots=True)
class PageReading:
    """Everything found in one page: the cleaned document, its views and readings, and the facts.

    `found` is the fact_id of each quantity of the views, in order; a correction may have dropped its fact.
    """

    document: Document
    scan: Scan
    views: tuple[ArticleView, ...]
    readings: tuple[Readings, ...]
    found: tuple[str, ...]
    facts: tuple[FactRow, ...]
    seconds: dict[str, float] = field(default_factory=dict, compare=False)


class DecidingWords(NamedTuple):
    """The words that decided a fact's place, scope and status; "" if none did. For a status also its rule."""

    place: str
    scope: str
    rule: str
    status: str


class Pipeline:
    """The stages with their rules compiled. Make one per process and read any number of pages with it.

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
        self.folder.keep()

    def prepare(self) -> None:
        """Build now what would otherwise be built on first use: dictionaries, the readers of HTML."""
        self._namer.prepare()
        self.read(RawPage(source="", format="html", content="<html><body><p>1</p></body></html>"))

    def read(self, raw: RawPage) -> PageResult:
        """Read one page. Whatever is wrong with it ends up in its row, never in an exception.

        Raises:
            RuleError: a correction of this page is out of date.
        """
        return self.read_all([raw])[0]

    def read_all(self, pages: Sequence[RawPage]) -> list[PageResult]:
        """Read several pages side by side, each with the same result as from `read`.

        Returns:
            One result for each, in their order.

        Raises:
            RuleError: a correction of one of them is out of date.
        """
        works = [_Work(raw, self._result(raw), self.settings.page_seconds(len(raw.content))) for raw in pages]
        waiting = works
        with rarely_collecting(), watch() as allow:
            while waiting:
                waiting = [work for work in waiting if not work.go_on(allow)]
        return [work.result for work in works if work.result is not None]

    def reading(self, raw: RawPage) -> PageReading:
        """Read one page and keep the results of each stage.

        Raises:
            UnreadablePage: it has to be set aside; names the reason.
        """
        return finished(self._reading(raw))

    def _result(self, raw: RawPage) -> Steps[PageResult]:
        return page_result((yield from self._reading(raw)))

    def _reading(self, raw: RawPage) -> Steps[PageReading]:
        clock = _Clock()
        with clock("decode"):
            page = read_page(raw, self.settings)
        document = yield from self._clean(page, clock)
        yield
        return (yield from self._understand(document, clock))

    def words(self, reading: PageReading) -> tuple[DecidingWords, ...]:
        """Return the words that decided place, scope and status of each quantity of a page, in the order of `found`."""
        found: list[DecidingWords] = []
        for view in reading.views:
            for carrying, cue in zip(self._places.words(view), self._status.cues(view), strict=True):
                status = "" if cue is None else view.text[cue.start : cue.end]
                found.append(DecidingWords(*carrying, "" if cue is None else cue.cue.id, status))
        return tuple(found)

    def document(self, raw: RawPage) -> Document:
        """Read one page up to its cleaned text and articles.

        Raises:
            UnreadablePage: it has to be set aside; names the reason.
        """
        return finished(self._clean(read_page(raw, self.settings), _Clock()))

    def _clean(self, page: Page, clock: _Clock) -> Steps[Document]:
        with clock("markup"):
            markup = read_markup(page) if page.format == "html" else Markup(TrackedText.of(page.raw))
        hints = PageHints(
            title=page.title or markup.title,
            published=page.published or markup.published,
            publisher=markup.publisher,
        )
        yield
        page = replace(page, title=hints.title)
        return (yield from _timed(self._cleaner.steps(page, markup.text, hints), clock, "text"))

    def _understand(self, document: Document, clock: _Clock) -> Steps[PageReading]:
        text = document.text.text
        with clock("numbers"):
            scan = self._scanner.scan(text)
        yield
        with clock("numbers"):
            trusted = _not_cut(text, _away_from(document.damage, scan.quantities))
            views = tuple(
                self._view(document, article, _within(article.span, trusted))
                for article in (document.articles if document.reason is None else ())
            )
        yield
        readings = yield from self._resolve(views, clock)
        with clock("facts"):
            built = self._facts.build(document, views, readings)
            facts = self._corrector.apply(document, built)
        return PageReading(document, scan, views, readings, tuple(row.fact_id for row in built), facts, clock.seconds)

    def _view(self, document: Document, article: Article, quantities: tuple[Quantity, ...]) -> ArticleView:
        text, page = document.text.text, document.page
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
            edits=document.text.edits,
            title=None if article.index else document.title,
        )

    def _resolve(self, views: tuple[ArticleView, ...], clock: _Clock) -> Steps[tuple[Readings, ...]]:
        with clock("places"):
            places = [self._places.read(view) for view in views]
        yield
        with clock("times"):
            periods = [self._periods.read(view) for view in views]
        yield
        with clock("times"):
            status = [self._status.read(view) for view in views]
            days = [view.article.dateline_date or view.article.published for view in views]
            periods = list(map(without_passed, periods, status, days))
        yield
        with clock("indicators"):
            names = [self._namer.read(view) for view in views]
        yield
        return tuple(map(Readings, places, periods, status, names))


class _Work:
    """A page that is being read.

    Attributes:
        result: what was read of it, once it is done.
    """

    __slots__ = ("_raw", "_seconds", "_steps", "result")

    def __init__(self, raw: RawPage, steps: Steps[PageResult], seconds: float) -> None:
        self._raw, self._steps, self._seconds = raw, steps, seconds
        self.result: PageResult | None = None

    def go_on(self, allow: Callable[[float], None]) -> bool:
        """Take the next step within what is left of the page's time; return whether the page is done.

        Raises:
            RuleError: a correction of this page is out of date.
        """
        begun = process_time()
        try:
            self._step(allow)
        except StopIteration as done:
            self.result = done.value
        except UnreadablePage as error:
            self.result = failed_page(self._raw, error)
        except RuleError:
            raise
        except Exception as error:  # noqa: BLE001 - a bad page never stops a run; its row names the fault
            fault = UnreadablePage("internal_error", f"{type(error).__name__}: {error}")
            self.result = failed_page(self._raw, fault)
        self._seconds = max(_LEAST_SECONDS, self._seconds - (process_time() - begun))
        return self.result is not None

    def _step(self, allow: Callable[[float], None]) -> None:
        allow(self._seconds)
        try:
            next(self._steps)
        finally:
            allow(0)  # however it ended: the time of the next page must not run yet


def _timed(steps: Steps[Document], clock: _Clock, stage: str) -> Steps[Document]:
    """Take steps that belong to one stage."""
    while True:
        try:
            with clock(stage):
                next(steps)
        except StopIteration as done:
            document: Document = done.value
            return document
        yield


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
    return quantities[:-1] if PAUSE.search(paragraph) and "|" not in paragraph else quantities


class _Clock:
    """Seconds spent in each stage; they go to the summary, never into a table."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage, self._start = "", 0.0

    def __call__(self, stage: str) -> _Clock:
        """Name the stage that is about to be entered; no stage lies within another."""
        self._stage = stage
        return self

    def __enter__(self) -> None:
        self._start = perf_counter()

    def __exit__(self, *_fault: object) -> None:
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + perf_counter() - self._start

"""From a page's text to a cleaned document: the order of the text stages.

Repair comes before conversion to simplified characters (its signatures need the traditional ones), noise removal before
segmentation (lists of related pages would be taken for articles), and segmentation before anything that reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.steps import Steps, finished
from unionstats.text.articles import Segmenter
from unionstats.text.bylines import Stamps, read_byline
from unionstats.text.edits import TrackedText
from unionstats.text.flags import PageFlagger, reason_of
from unionstats.text.layout import MarkMap, build_article, build_segments, lay_out, place_paragraphs, title_and_body
from unionstats.text.lines import split_lines
from unionstats.text.noise.marks import Mark
from unionstats.text.noise.remover import NoiseRemover
from unionstats.text.repair import Repairer
from unionstats.text.script import Simplifier
from unionstats.text.stamps import StampReader, find_edges
from unionstats.types import Document, Page, Span

_DAMAGE = regex.compile(r"⟦\?⟧")


@dataclass(frozen=True, slots=True)
class PageHints:
    """What markup or metadata say about a page. All of it is optional."""

    title: str | None = None
    published: date | None = None
    publisher: str | None = None


class Cleaner:
    """The text stages with their rules compiled.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._repairer = Repairer(folder)
        self._simplifier = Simplifier(folder)
        self._noise = NoiseRemover(folder)
        self._segmenter = Segmenter(folder)
        self._flagger = PageFlagger(folder)
        self._stamps = StampReader(folder)

    def clean(self, page: Page, text: TrackedText, hints: PageHints) -> Document:
        """Clean a page's text and find its articles, as `steps` does one by one."""
        return finished(self.steps(page, text, hints))

    def steps(self, page: Page, text: TrackedText, hints: PageHints) -> Steps[Document]:
        """Clean a page's text and find its articles, step by step.

        Args:
            page: as read.
            text: the page itself, or the main text that its markup gave.
            hints: title, date and publisher where they are known.

        Returns:
            Simplified text, one paragraph a line, a blank line between articles; every change is an edit.
        """
        text = self._repairer.repair(text)
        text, script = self._simplifier.simplify(text)
        title = self._simple(hints.title)
        yield
        whole = text.text
        text, marks = self._noise.clean(text, title, page.host)
        yield
        opened = MarkMap(text, split_lines(text.text), marks).marked.opened if marks else ()
        paragraphs = self._segmenter.paragraphs(text.text, title, opened)
        marked = MarkMap(text, paragraphs, marks)
        outlines = self._segmenter.outline(paragraphs, marked.marked, title if page.format == "html" else None)
        laid = lay_out(text, paragraphs, outlines)
        spans = place_paragraphs(paragraphs, outlines)
        stamps = self._read_stamps(page, whole, hints, marks)
        articles = []
        for index, outline in enumerate(outlines):
            _, body = title_and_body(outline, spans)
            byline = read_byline(marked.of(outline), stamps, laid.text[body.start : body.end])
            article = build_article(index, outline, spans, byline)
            segments = build_segments(self._segmenter, paragraphs, outline, spans)
            articles.append(replace(article, segments=segments, publisher=byline.publisher or hints.publisher))
        damage = tuple(Span(*found.span()) for found in _DAMAGE.finditer(laid.text))
        headline = laid.text[slice(*articles[0].title)] if articles and articles[0].title else None
        flags = self._flagger.find(laid.text, headline, laid.edits, html=page.format == "html")
        unseen = None if title is None or title.strip() in laid.text else title
        return Document(page, laid, tuple(articles), script, flags, reason_of(flags), damage, unseen)

    def _read_stamps(self, page: Page, whole: str, hints: PageHints, marks: Sequence[Mark]) -> Stamps:
        """Read the days of publication that come with a page.

        Args:
            page: as read.
            whole: its text with all its noise.
            hints: what came with it.
            marks: what removed bylines said.
        """
        edges = find_edges(whole)
        # What markup says of its day goes before lines that only look like a stamp.
        is_marked = any(mark.field == "published" for mark in marks)
        is_told = hints.published is not None and page.format == "html"
        return Stamps(
            url=page.url or self._stamps.address(whole),
            given=hints.published,
            seen=None if is_marked or is_told else self._stamps.read(edges),
            signed=self._stamps.signed(edges),
            trusted=not self._stamps.is_library(whole),
        )

    def _simple(self, title: str | None) -> str | None:
        return self._simplifier.simplify(TrackedText.of(title))[0].text if title else None


def render(document: Document) -> str:
    """Return a document's clean text: title, then one paragraph a line, a blank line between articles."""
    text = document.text.text
    return f"{text}\n" if text else ""

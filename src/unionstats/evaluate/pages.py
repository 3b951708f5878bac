"""Reads the labelled pages with the current rules and scores them against their labels (score.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from unionstats.errors import UsageError
from unionstats.evaluate.gold import Gold, Label
from unionstats.evaluate.score import Score, score_pages
from unionstats.intake.decode import read_page
from unionstats.intake.sources import find_sources, read_source
from unionstats.pipeline import Pipeline
from unionstats.types import FactRow, RawPage

# Of labelled pages that are not there, so many are named.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """A labelled page as read, with its facts."""

    source: str
    text: str
    labels: tuple[Label, ...]
    facts: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The score of a corpus, its pages by source, and a hash of its pages and labels."""

    score: Score
    pages: dict[str, ScoredPage]
    corpus: str


def evaluate(gold: Gold, pages: Sequence[Path], pipeline: Pipeline) -> Evaluation:
    """Read every labelled page and score it.

    Args:
        gold: labels by page.
        pages: folders or files in which the pages are found under the names the labels use.
        pipeline: with the rules to be judged.

    Raises:
        UsageError: a labelled page is not there, cannot be read, or is not the text its labels were made for.
    """
    read = {page.source: page for page in _read_pages(gold, pages, pipeline)}
    absent = [source for source in gold if source not in read]
    if absent:
        some = ", ".join([*absent[:_NAMED], *(["…"] if len(absent) > _NAMED else [])])
        where = ", ".join(map(str, pages))
        raise UsageError(f"{len(absent)} of {len(gold)} labelled pages are not in {where}: {some}")
    ordered = {source: read[source] for source in gold}
    score = score_pages((page.source, page.labels, page.facts) for page in ordered.values())
    return Evaluation(score, ordered, _corpus_hash(ordered.values()))


def _read_pages(gold: Gold, pages: Sequence[Path], pipeline: Pipeline) -> Iterator[ScoredPage]:
    for raw in _raw_pages(pages, pipeline):
        if raw.source not in gold:
            continue
        result = pipeline.read(raw)
        if result.page.status == "quarantined":
            raise UsageError(f"{raw.source}: a labelled page was set aside: {result.page.reason} {result.detail}")
        text = read_page(raw, pipeline.settings).raw
        for label in gold[raw.source]:
            if text[label.start : label.end] != label.quote:
                raise UsageError(f"{raw.source}: the page has no {label.quote!r} at {label.start}:{label.end}")
        yield ScoredPage(raw.source, text, gold[raw.source], result.facts)


def _raw_pages(pages: Sequence[Path], pipeline: Pipeline) -> Iterator[RawPage]:
    for source in find_sources([str(path) for path in pages], pipeline.settings):
        yield from read_source(source, pipeline.settings)


def _corpus_hash(pages: Iterable[ScoredPage]) -> str:
    """Hash texts and labels: floors hold only for the corpus they were measured on."""
    sums = hashlib.sha256()
    for page in sorted(pages, key=lambda page: page.source):
        sums.update(f"{page.source}\0{page.text}\0{page.labels!r}\0".encode())
    return sums.hexdigest()

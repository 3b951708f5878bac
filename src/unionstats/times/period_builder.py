"""Builds periods as the table has them: first and last day, type, words of the text, basis.

resolve.py decides which time expression dates a figure.
"""

from __future__ import annotations

from unionstats.times.mentions import BESIDE, Mention
from unionstats.times.readings import Anchor
from unionstats.types import ArticleView, Period, PeriodBasis

NO_PERIOD = Period()


class PeriodBuilder:
    """Builds the periods of one article.

    Args:
        view: the article.
        anchor: what is known of the day it was written on.
    """

    def __init__(self, view: ArticleView, anchor: Anchor) -> None:
        self._view, self._anchor = view, anchor

    def of(self, mention: Mention) -> Period:
        """Return the period of a mention."""
        reading = mention.reading
        source = self._view.title if mention.sentence == BESIDE else None
        words = (source or self._view.text)[mention.start : mention.end]
        if mention.kind == "since":
            words = self._words_of_since(mention)
        if not reading.dated:
            return Period(None, None, "none", words, "relative")
        basis = "relative" if reading.basis == "published" and self._anchor.now is None else reading.basis
        return Period(reading.start, reading.end, reading.type, words, basis)

    def _words_of_since(self, mention: Mention) -> str:
        """Return the whole of 自成立以来, from the start of its clause."""
        sentence = self._view.sentences[mention.sentence]
        start = max(clause.start for clause in sentence.clauses if clause.start <= mention.start)
        return self._view.text[start : mention.end].strip()

    def up_to(self, period: Period, total: Mention, *, apart: bool) -> Period:
        """Return the period of a running total (累计): up to the end of the given time, or to the day of writing.

        Args:
            period: the time told.
            total: the word that says so.
            apart: the time was told of other figures, before this total.
        """
        if period.type == "none":
            words = period.text or self._view.text[total.start : total.end]
            basis: PeriodBasis = "published" if self._anchor.now else "relative"
            return Period(None, self._anchor.now, "cumulative", words, basis)
        if apart and "stock" in total.said.marks and period.type == "span":
            return period._replace(start=None, type="cumulative")
        return period

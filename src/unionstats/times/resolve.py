"""The period of every quantity. The entry point of this package for periods.

Tries in this order: a table column or an edition, what is compared with, the sentence's own words (own_words.py),
earlier sentences (earlier.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from unionstats.rules.folder import RuleFolder
from unionstats.times.bearing import OF_FRAME, PARTS, adjoins, leans_on_frame, run_up_to
from unionstats.times.columns import read_columns
from unionstats.times.days import months_later
from unionstats.times.earlier import EarlierSentences
from unionstats.times.expressions import Expression, TimeFinder
from unionstats.times.growth import growth_of
from unionstats.times.mentions import Mention, Timeline
from unionstats.times.own_words import OwnWords
from unionstats.times.period_builder import NO_PERIOD, PeriodBuilder
from unionstats.times.sums import read_editions, year_told
from unionstats.times.timeline import read_timeline
from unionstats.times.titles import with_titles
from unionstats.times.vocabulary import TimePhrases
from unionstats.types import ArticleView, Period, PeriodType, Quantity

_NEAR = 32  # mentions


class PeriodReader:
    """Reads when each quantity of an article holds.

    Args:
        folder: the rules; rules/times/ is read.

    Raises:
        RuleError: a rule that cannot be used; names file, rule and line.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._finder = TimeFinder(folder)
        # The articles of a page share its text: it is searched once, for the first of them.
        self._page: tuple[str, list[Expression]] = ("", [])

    def read(self, view: ArticleView) -> tuple[Period, ...]:
        """Return the period of each of `view.quantities`, in order; `Period()` if the text gives none."""
        if not view.quantities:
            return ()
        if self._page[0] is not view.text:
            self._page = (view.text, self._finder.find(view.text))
        timeline = read_timeline(view, self._finder, self._page[1])
        article = _ArticlePeriods(view, timeline, self._finder.phrases)
        return with_titles(view, [article.period_of(index) for index in range(len(view.quantities))])


class _ArticlePeriods:
    """The periods of one article's quantities."""

    def __init__(self, view: ArticleView, timeline: Timeline, phrases: TimePhrases) -> None:
        self._view, self._phrases = view, phrases
        self._anchor = timeline.anchor
        self._mentions: dict[int, list[Mention]] = {}
        for mention in timeline.mentions:
            self._mentions.setdefault(mention.sentence, []).append(mention)
        self._build = PeriodBuilder(view, timeline.anchor)
        self._own_words = OwnWords(view, phrases)
        self._earlier = EarlierSentences(view, timeline, self._mentions, phrases)
        self._fixed = {**read_editions(view, timeline.mentions), **read_columns(view, timeline.mentions)}

    def period_of(self, index: int) -> Period:
        """Return the period of quantity `index`."""
        quantity, earlier = self._view.quantities[index], self._view.relations[index].earlier
        if index in self._fixed:
            return self._build.of(self._fixed[index])
        mentions = self._mentions.get(self._view.sentence_of[index])
        if mentions is None:
            return NO_PERIOD if earlier else self._of_total(index)
        # However long the sentence, only what stands near can date the figure: long pages are read in linear time.
        at = bisect_left(mentions, quantity.start, key=attrgetter("start"))
        mentions = mentions[max(0, at - _NEAR) : at + _NEAR]
        before = [mention for mention in mentions if mention.end <= quantity.start]
        if earlier:
            return self._compared_with(before, quantity)
        grown = growth_of(self._view, before, index)
        if grown is not None:
            return grown
        chosen = year_told(self._view, self._mentions, self._own_words.told(before, mentions, index))
        if chosen is not None and not leans_on_frame(chosen):
            return self._told(chosen, before, mentions, index)
        return self._leaning(chosen, before, index)

    def _compared_with(self, before: Sequence[Mention], quantity: Quantity) -> Period:
        """Return the period of a figure that another is compared with: 由2021年的30家增长到90家."""
        left = [m for m in before if adjoins(self._view.text, m, quantity.start) or m.role == "left"]
        # 2012年至2021年,由26万人增至29万人: the years that lie between.
        left = left or [m for m in before if m.role == "free" and m.said.first != m.said.last]
        return self._build.of(left[-1]) if left else NO_PERIOD

    def _told(self, chosen: Mention, before: Sequence[Mention], mentions: Sequence[Mention], index: int) -> Period:
        """Return the period that a sentence tells of a figure by itself."""
        period = self._same_stretch(chosen, before, self._view.sentence_of[index])
        period = period or self._of_run(chosen, mentions, index) or self._since_launched(chosen, index)
        period = period or self._build.of(chosen)
        total = self._own_words.total(before, index)
        # 7月以来 of an unknown year tells none, whatever is summed up.
        settled = period.type == "none" and chosen.kind == "moment"
        if settled or total is None:
            return period
        return self._build.up_to(period, total, apart=self._has_figure(chosen.end, total.start))

    def _leaning(self, chosen: Mention | None, before: Sequence[Mention], index: int) -> Period:
        """Return the period of a figure whose sentence tells none, or leans on the time told before: 五年间."""
        sentence, total = self._view.sentence_of[index], self._own_words.total(before, index)
        reported = any(mention.kind == "report" or mention.role == "reported" for mention in before)
        window = chosen if chosen is not None and chosen.said.marks & OF_FRAME else None
        if window is not None and not self._earlier.fills(sentence, window.said.number):
            period = self._build.of(window)
        else:
            chained = self._earlier.chain(sentence, reported=reported) is not None
            soft = total is not None and "soft" in total.said.marks and not chained and self._anchor.now is not None
            period = NO_PERIOD if soft else self._from_before(index, reported=reported, counted=total is not None)
            if chosen is not None and chosen.kind == "window" and period.type == "cumulative":
                period = self._build.of(chosen)  # 目前,会员3000人。近一年来,开展活动30场
        return period if total is None else self._build.up_to(period, total, apart=True)

    def _same_stretch(self, chosen: Mention, before: Sequence[Mention], sentence: int) -> Period | None:
        """Return the days of 去年同期 or 今年同期: those that are told of the year beside it."""
        if "compare" not in chosen.said.marks:
            return None
        frames = self._earlier.frames[sentence]
        others = (m for m in reversed(before) if m.role == "free" and m is not chosen and m.kind == "moment")
        told = next((m for m in others if m.reading.dated), None)
        told = told or frames.chain or frames.carried
        year = chosen.said.first.year
        if told is None or year is None or year.told != "anchor":
            return None
        start, end, own = told.reading.start, told.reading.end, chosen.reading.start
        if end is None or (start or end).year != end.year:
            return None
        # Without a day of writing, 上年 is the year before the one told.
        years = year.value if own is None else own.year - end.year
        if abs(years) != 1:
            return None
        last = months_later(end, 12 * years)
        first = None if start is None or told.reading.type != "span" else months_later(start, 12 * years)
        kind: PeriodType = "cumulative" if first is None else "span"
        return self._build.of(chosen)._replace(start=first, end=last, type=kind)

    def _since_launched(self, chosen: Mention, index: int) -> Period | None:
        """Return the time since the year in which something began, for what it has done: 2031年设立的调解室,调解90件.

        What began in the year of writing is told of that year.
        """
        reading, said, written = chosen.reading, chosen.said, self._anchor.year
        bare = chosen.kind == "moment" and said.first == said.last and not said.marks and not said.edge
        if not bare or reading.start is None or (written is not None and reading.start.year >= written):
            return None
        if (said.first.year is not None and said.first.year.told == "context") or self._goes_on_by_years(chosen):
            return None
        start = self._view.quantities[index].start
        if self._phrases.launched.match(self._view.text, chosen.end, start) is None:
            return None
        return self._build.of(chosen)._replace(end=self._anchor.reached)

    def _goes_on_by_years(self, chosen: Mention) -> bool:
        """Return whether a later year follows in the sentence or begins the next: 2021年,…120家;2022年,…260家."""
        behind = [m for m in self._mentions.get(chosen.sentence, ()) if m.start > chosen.end]
        for mention in (*behind, *self._mentions.get(chosen.sentence + 1, ())[:1]):
            told, start = mention.said.first.year, mention.reading.start
            later = start is not None and chosen.reading.end is not None and start > chosen.reading.end
            if mention.kind == "moment" and told is not None and later:
                return True
        return False

    def _of_run(self, chosen: Mention, mentions: Sequence[Mention], index: int) -> Period | None:
        """Return one time of several told in a row (2022年、2023年), or all they cover.

        Returns:
            After 分别, the time whose turn it is, and None for figures beyond the last; else the whole stretch. None
            also where `chosen` stands alone.
        """
        run = run_up_to(chosen, mentions)
        first, last = run[0].reading, run[-1].reading
        if len(run) == 1 or first.start is None or last.end is None or first.start > last.end:
            return None
        quantities = self._view.quantities
        turn = index - bisect_left(quantities, chosen.end, key=attrgetter("start"))
        each = any(m.kind == "each" and chosen.end <= m.start < quantities[index].start for m in mentions)
        if each or len(run) == self._row_from(index - turn):
            if turn < len(run):
                return self._build.of(run[turn])
            if not self._phrases.together.search(self._view.text, run[-1].end, quantities[index].start):
                return None
        words = self._view.text[run[0].start : chosen.end]
        return Period(first.start, last.end, "span", words, first.basis)

    def _row_from(self, index: int) -> int:
        """Return how many quantities of one unit stand in a row (30座和40座, a letter between) from one on."""
        quantities = self._view.quantities
        last = index
        while last + 1 < len(quantities) and last - index < PARTS:
            one, other = quantities[last : last + 2]
            if other.start - one.end != 1 or one.unit != other.unit:
                break
            last += 1
        return last - index + 1

    def _has_figure(self, start: int, end: int) -> bool:
        """Return whether a quantity begins between two places."""
        return bisect_left(self._view.quantities, start, key=attrgetter("start")) < bisect_left(
            self._view.quantities, end, key=attrgetter("start")
        )

    def _of_total(self, index: int) -> Period:
        """Return a figure without a time in its sentence the time of the total before it: …3000人。其中,女职工900人."""
        sentence_of, total = self._view.sentence_of, self._view.relations[index].part_of
        if total is not None and total < index and sentence_of[total] == sentence_of[index] - 1:
            period = self.period_of(total)
            if period.type != "none" and self._same_paragraph(total, index):
                return period._replace(basis="inherited")
        return self._from_before(index)

    def _same_paragraph(self, one: int, other: int) -> bool:
        sentences, sentence_of = self._view.sentences, self._view.sentence_of
        return sentences[sentence_of[one]].paragraph == sentences[sentence_of[other]].paragraph

    def _from_before(self, index: int, *, reported: bool = False, counted: bool = False) -> Period:
        """Return the period that a figure has from earlier sentences; how long something takes has none.

        Args:
            index: of the figure.
            reported: it is told in a report, which leaves the day of an event.
            counted: it is a running total (累计), and older than the event that is told.
        """
        sentence = self._view.sentences[self._view.sentence_of[index]]
        if self._own_words.kind_of(index) == "duration" or sentence.is_title:
            return NO_PERIOD
        return self._earlier.period_of(index, reported=reported, counted=counted)

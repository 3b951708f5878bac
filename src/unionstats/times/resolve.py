"""The period of every quantity: which time expression it belongs to.

Owns the choice among the mentions of an article's timeline. Words are found in expressions.py and dated in dates.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import PAUSE
from unionstats.times.bearing import (
    OF_FRAME,
    PARTS,
    adjoins,
    clause_around,
    leans_on_frame,
    opens_clause,
    run_up_to,
    sets_time,
    unless_name,
)
from unionstats.times.columns import read_columns
from unionstats.times.days import months_later
from unionstats.times.events import read_events
from unionstats.times.expressions import Expression, TimeFinder
from unionstats.times.frames import names_event, reaches_anchor, read_frames
from unionstats.times.growth import growth_of
from unionstats.times.sums import read_editions, read_sums, year_told
from unionstats.times.timeline import BESIDE, Mention, Timeline, read_timeline
from unionstats.times.titles import end_of_title, tells_year, time_of_title, with_titles, within
from unionstats.times.vocabulary import TimePhrases
from unionstats.types import ArticleView, Kind, Period, PeriodBasis

NO_PERIOD = Period()

_NEAR = 32  # mentions
_NO_TIME = frozenset({"report", "each", "scene", "vague"})


class PeriodReader:
    """Tells when each quantity of an article holds.

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
        """Return the period of each of `view.quantities`, in their order; `Period()` where the text gives none."""
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
        self._view = view
        self._anchor = timeline.anchor
        self._mentions: dict[int, list[Mention]] = {}
        for mention in timeline.mentions:
            self._mentions.setdefault(mention.sentence, []).append(mention)
        self._frames = read_frames(view, self._mentions, phrases)
        self._events = read_events(view, self._mentions, phrases)
        self._phrases = phrases
        self._summed = read_sums(view, self._mentions, phrases.sums_up)
        self._fixed = {**read_editions(view, timeline.mentions), **read_columns(view, timeline.mentions)}
        # Of sentences that tell no time themselves, as _inherited() gives it.
        self._told: dict[tuple[int, bool, bool], tuple[Period, bool]] = {}
        self._title = time_of_title(view, timeline, phrases)
        self._title_end = end_of_title(view, timeline.mentions, self._title)

    def period_of(self, index: int) -> Period:
        """Return the period of quantity `index`."""
        quantity, sentence = self._view.quantities[index], self._view.sentence_of[index]
        if index in self._fixed:
            return self._own(self._fixed[index])
        mentions = self._mentions.get(sentence)
        if mentions is None:
            return NO_PERIOD if self._view.relations[index].earlier else self._of_total(index)
        # However long the sentence, only what stands near can date the figure: long pages are read in linear time.
        at = bisect_left(mentions, quantity.start, key=attrgetter("start"))
        mentions = mentions[max(0, at - _NEAR) : at + _NEAR]
        before = [mention for mention in mentions if mention.end <= quantity.start]
        if self._view.relations[index].earlier:
            left = [
                mention
                for mention in before
                if adjoins(self._view.text, mention, quantity.start) or mention.role == "left"
            ]
            # 2012年至2021年,由26万人增至29万人: the years that lie between.
            left = left or [m for m in before if m.role == "free" and m.said.first != m.said.last]
            return self._own(left[-1]) if left else NO_PERIOD
        grown = growth_of(self._view, before, index)
        if grown is not None:
            return grown
        chosen = year_told(self._view, self._mentions, self._in_sentence(before, mentions, index))
        total = self._total(before, index)
        if chosen is not None and not leans_on_frame(chosen):
            period = self._same_stretch(chosen, before, sentence) or self._of_run(chosen, mentions, index)
            period = period or self._own(chosen)
            # 7月以来 of an unknown year tells none, whatever is summed up.
            settled = period.type == "none" and chosen.kind == "moment"
            apart = total is not None and self._has_figure(chosen.end, total.start)
            return period if settled or total is None else self._up_to(period, total, apart=apart)
        reported = any(mention.kind == "report" or mention.role == "reported" for mention in before)
        if chosen is not None and chosen.said.marks & OF_FRAME and not self._fills(sentence, chosen.said.number):
            period = self._own(chosen)
        else:
            chained = self._chain(sentence, reported=reported) is not None
            soft = total is not None and "soft" in total.said.marks and not chained and self._anchor.now is not None
            period = NO_PERIOD if soft else self._from_before(index, reported=reported, counted=total is not None)
            if chosen is not None and chosen.kind == "window" and period.type == "cumulative":
                period = self._own(chosen)  # 目前,会员3000人。近一年来,开展活动30场
        return period if total is None else self._up_to(period, total, apart=True)

    # ── the sentence's own words ──

    def _in_sentence(self, before: Sequence[Mention], mentions: Sequence[Mention], index: int) -> Mention | None:
        view = self._view
        start = view.quantities[index].start
        usable = [m for m in before if self._sets_time(m, start, view.quantities[index].kind)]
        # A season without a year (暑期爱心托管班) gives way to any date of the sentence.
        usable = [m for m in usable if m.kind != "season" or m.reading.dated] or usable
        lasts = usable and (not usable[-1].frames or "begun" in usable[-1].said.marks)
        lasts = lasts and "ahead" not in usable[-1].said.marks  # 今后三年每年
        if lasts and before[-1].kind == "recurring" and self._recurs(before[-1], index):
            return before[-1]
        if usable and usable[-1].kind == "now" and self._kind_of(index) == "duration":
            usable = usable[:-1]  # 现在两天就办好: how long it takes
        if usable:
            later = [] if view.quantities[index].kind == "duration" else [m for m in mentions if m.start >= start]
            return self._unless_vague(unless_name(view.text, usable, start, self._phrases), usable[:-1], later)
        clause = clause_around(view, index)
        next_start = view.quantities[index + 1].start if index + 1 < len(view.quantities) else clause.end
        stop = min(clause.end, next_start)
        after = (m for m in mentions if start < m.start < stop and m.kind == "moment" and self._sets_time(m, start))
        found = next((mention for mention in after if mention.reading.dated), None)
        found = found or next((m for m in reversed(before) if self._recurs(m, index)), None)
        return found or next((m for m in mentions if m.start > start and self._is_held(m)), None)

    def _is_held(self, mention: Mention) -> bool:
        """Return whether a mention is the day of an event that its sentence names before: 比赛于8月25日开幕."""
        day = mention.frames and mention.kind == "moment" and mention.reading.grain == "day"
        return day and self._phrases.named_on.search(self._view.text, 0, mention.start) is not None

    def _recurs(self, mention: Mention, index: int) -> bool:
        """Return whether a mention says of quantity `index` that it comes every year."""
        sentence = self._view.sentences[self._view.sentence_of[index]]
        opens = mention.start == sentence.start or opens_clause(self._view.text, mention)
        in_clause = mention.start >= clause_around(self._view, index).start
        opens = opens and self._view.quantities[index].kind != "percent"  # 每天工作10小时的占61%,签约的占43%
        return mention.kind == "recurring" and (opens or in_clause)

    def _sets_time(self, mention: Mention, start: int, kind: Kind = "count") -> bool:
        """Return whether a mention can date what begins at `start`, be it what was compared with: 超过2031年的30座."""
        # 是去年同期的6倍 is of this year.
        if (
            mention.role == "compared"
            and kind != "ratio"
            and self._phrases.owned.match(self._view.text, mention.end, start)
        ):
            return True
        return sets_time(self._view.text, mention, start, self._phrases.closed)

    def _total(self, before: Sequence[Mention], index: int) -> Mention | None:
        """Return the 累计 of the sentence before a quantity, or the 已建成 of its clause; a time behind it ends it."""
        last = next((m for m in reversed(before) if m.kind not in _NO_TIME and m.role == "free"), None)
        if last is None or last.kind != "total":
            return None
        in_clause = last.start >= clause_around(self._view, index).start
        return last if in_clause or "soft" not in last.said.marks else None

    def _unless_vague(self, mention: Mention, earlier: Sequence[Mention], later: Sequence[Mention]) -> Mention:
        """Prefer to 近日 a year that the sentence tells later or began with, and to 目前 the 今年 that it follows."""
        if mention.kind == "window" and mention.said.number == 1 and not mention.reading.dated:
            # 一年来,建制率达98%,其中2031年新建30家: no day of writing is known.
            return next((other for other in later if tells_year(other) and other.role == "free"), mention)
        if mention.kind == "vague":
            later_year = next((other for other in later if tells_year(other) and other.role == "free"), None)
            # 2023年金秋助学日前启动: the year it is of.
            began = None if mention.frames else next((o for o in reversed(earlier) if tells_year(o)), None)
            return later_year or began or mention
        if mention.kind == "scene":
            # 今年“春风行动”活动期间: no comma parts the two.
            near = (other for other in reversed(earlier) if other.reading.dated and other.kind == "moment")
            found = next((o for o in near if not PAUSE.search(self._view.text, o.end, mention.start)), mention)
            day = any(o.reading == mention.reading for o in earlier)
            return mention if day and names_event(self._view.text, mention, found) else found
        if mention.kind == "now" and "until" not in mention.said.marks:
            return next(
                (o for o in reversed(earlier) if reaches_anchor(o) and o.frames and "planned" not in o.said.marks),
                mention,
            )
        if "within" in mention.said.marks and earlier:
            # 从2021年至2023年的三年间: the years are told.
            return earlier[-1] if adjoins(self._view.text, earlier[-1], mention.start) else mention
        return mention

    def _same_stretch(self, chosen: Mention, before: Sequence[Mention], sentence: int) -> Period | None:
        """Return the days of 去年同期: those of the year before that are told of this year."""
        if "compare" not in chosen.said.marks:
            return None
        frames = self._frames[sentence]
        others = (m for m in reversed(before) if m.role == "free" and m is not chosen and m.kind == "moment")
        told = next((m for m in others if m.reading.dated), None)
        told = told or frames.chain or frames.carried
        year = chosen.said.first.year
        if told is None or year is None or year.told != "anchor" or year.value >= 0:
            return None
        start, end = told.reading.start, told.reading.end
        own = chosen.reading.start
        if start is None or end is None or own is None or told.reading.type != "span":
            return None
        if not start.year == end.year == own.year - year.value:
            return None
        first, last = (months_later(day, 12 * year.value) for day in (start, end))
        return self._own(chosen)._replace(start=first, end=last)

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
                return self._own(run[turn])
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

    # ── what was said before ──

    def _chain(self, sentence: int, *, reported: bool) -> Mention | None:
        """Return the frame of the paragraph; 据统计 leaves the day of the event that was told."""
        chain = self._frames[sentence].chain
        start = self._view.sentences[sentence].start
        if chain is None:
            return None
        if chain.reading.grain == "day" and reported and not self._phrases.same_event.match(self._view.text, start):
            return None
        # 今年以来,…。截至10月底,培训900人。开展竞赛7场: told of the year so far.
        report = self._frames[sentence].carried
        if report is not None and report.reading.start is not None and _is_reached(chain, report):
            return None
        # 截至目前,会员3万人。此外,县总投入16万元: a stock says nothing of what is told beside it.
        return None if chain.kind == "now" and self._phrases.new_topic.match(self._view.text, start) else chain

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

    def _kind_of(self, index: int) -> Kind:
        """Return the kind of a quantity; a duration that is a result counts like any other figure."""
        quantity = self._view.quantities[index]
        if quantity.kind == "duration":
            opening = clause_around(self._view, index).start
            return "count" if self._phrases.averaged.search(self._view.text, opening, quantity.start) else "duration"
        return quantity.kind

    def _from_before(self, index: int, *, reported: bool = False, counted: bool = False) -> Period:
        """Return the period that a figure has from earlier sentences; how long something takes has none.

        Args:
            index: of the figure.
            reported: it is told in a report, which leaves the day of an event.
            counted: it is a running total (累计), and older than the event that is told.
        """
        number = self._view.sentence_of[index]
        sentence = self._view.sentences[number]
        if self._kind_of(index) == "duration" or sentence.is_title:
            return NO_PERIOD
        key = number, reported, counted
        if key not in self._told:
            self._told[key] = self._inherited(number, reported=reported, counted=counted)
        told, passing = self._told[key]
        stands = passing and self._phrases.stands.search(
            self._view.text, sentence.start, self._view.quantities[index].start
        )
        return NO_PERIOD if stands else told

    def _fills(self, sentence: int, years: int) -> bool:
        """Return whether so many years pass in the time told before: 十三五以来, …。五年间."""
        told, _ = self._inherited(sentence)
        if told.start is None or told.end is None:
            return False
        return years <= told.end.year - told.start.year + 1 <= years + 1

    def _inherited(self, sentence: int, *, reported: bool = False, counted: bool = False) -> tuple[Period, bool]:
        """Return the time told before, and whether it is that of an event or of news; what is lasting has none."""
        chain = self._chain(sentence, reported=reported)
        chain = None if chain is not None and leans_on_frame(chain) else chain
        mention = chain or self._summed.get(sentence) or self._frames[sentence].carried
        event = self._events[sentence].year if reported or counted else self._events[sentence].time
        if chain is None and self._events[sentence].resumed:
            mention = event
        lasts = mention is not None and mention.reading.grain != "day"
        if mention is None:
            title = self._title if self._view.sentences[sentence].start < self._title_end else None
            # 2031年职工技能大赛举办, and its day in the lead: what follows was on that day.
            mention = title if event is None or (title and not within(event.reading, title.reading)) else event
            lasts = mention is not None and mention is title and tells_year(title)
        if mention is None or not mention.reading.dated:
            return NO_PERIOD, False
        return self._own(mention)._replace(basis="inherited"), not lasts

    # ── the period itself ──

    def _own(self, mention: Mention) -> Period:
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

    def _up_to(self, period: Period, total: Mention, *, apart: bool) -> Period:
        """Return the period of a running total (累计): up to the end of the time told, or to the day of writing.

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


def _is_reached(chain: Mention, report: Mention) -> bool:
    """Return whether a day up to which is reported lies in the time of the report."""
    return chain.kind == "moment" and "until" in chain.said.marks and within(chain.reading, report.reading)

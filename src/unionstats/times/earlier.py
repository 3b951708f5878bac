"""The time of a figure whose own sentence gives none, taken from earlier sentences.

Owns the order in which they are asked: the time that holds for the paragraph, sums, events, the title.
"""

from __future__ import annotations

from collections.abc import Mapping

from unionstats.times.bearing import leans_on_frame
from unionstats.times.events import read_events
from unionstats.times.frames import read_frames
from unionstats.times.mentions import Mention, Timeline
from unionstats.times.period_builder import NO_PERIOD, PeriodBuilder
from unionstats.times.sums import read_sums
from unionstats.times.titles import end_of_title, tells_year, time_of_title, within
from unionstats.times.vocabulary import TimePhrases
from unionstats.times.year_of_writing import LEAD_PARAGRAPHS
from unionstats.types import ArticleView, Period

# A time of these kinds may lie within a campaign.
_WITHIN = frozenset({"moment", "season", "scene", "report", "total", "each", "recurring"})


class EarlierSentences:
    """Gives sentences without a time of their own the time of earlier ones.

    Args:
        view: the article.
        timeline: its mentions.
        mentions: the same, by sentence.
        phrases: the words around times.

    Attributes:
        frames: the time that holds at the beginning of each sentence.
    """

    def __init__(
        self, view: ArticleView, timeline: Timeline, mentions: Mapping[int, list[Mention]], phrases: TimePhrases
    ) -> None:
        self._view, self._phrases = view, phrases
        self.frames = read_frames(view, mentions, phrases)
        self._events = read_events(view, mentions, phrases)
        self._summed = read_sums(view, mentions, phrases.sums_up)
        # Of sentences that tell no time themselves, as _inherited() gives it.
        self._told: dict[tuple[int, bool, bool], tuple[Period, bool]] = {}
        self._title = time_of_title(view, timeline, phrases)
        self._title_end = end_of_title(view, timeline.mentions, self._title)
        self._build = PeriodBuilder(view, timeline.anchor)
        self._campaign = _campaign_of(view, timeline, phrases)
        self._campaign_end = _end_of_campaign(view, timeline, self._campaign)

    def period_of(self, index: int, *, reported: bool, counted: bool) -> Period:
        """Return the period of quantity `index` according to earlier sentences.

        Args:
            index: of the quantity.
            reported: it is told in a report, which leaves the day of an event.
            counted: it is a running total (累计), and older than the event that is told.
        """
        number = self._view.sentence_of[index]
        key = number, reported, counted
        if key not in self._told:
            self._told[key] = self._inherited(number, reported=reported, counted=counted)
        told, passing = self._told[key]
        if not passing:
            return told
        start = self._view.sentences[number].start
        stands = self._phrases.stands.search(self._view.text, start, self._view.quantities[index].start)
        return NO_PERIOD if stands else told

    def chain(self, sentence: int, *, reported: bool) -> Mention | None:
        """Return the time that holds for the paragraph; 据统计 ends the day of an event."""
        chain = self.frames[sentence].chain
        start = self._view.sentences[sentence].start
        if chain is None:
            return None
        if chain.reading.grain == "day" and reported and not self._phrases.same_event.match(self._view.text, start):
            return None
        # 今年以来,…。截至10月底,培训900人。开展竞赛7场: told of the year so far.
        report = self.frames[sentence].carried
        if report is not None and report.reading.start is not None and _is_reached(chain, report):
            return None
        # 截至目前,会员3万人。此外,县总投入16万元: a stock says nothing of what is told beside it.
        return None if chain.kind == "now" and self._phrases.new_topic.match(self._view.text, start) else chain

    def _of_campaign(self, sentence: int) -> Mention | None:
        """Return the year of the campaign that an article is about, for sentences that tell of nothing besides."""
        start, end = self._view.sentences[sentence].start, self._view.sentences[sentence].end
        if self._campaign is None or sentence <= self._campaign.sentence or start >= self._campaign_end:
            return None
        return None if self._phrases.besides.search(self._view.text, start, end) else self._campaign

    def fills(self, sentence: int, years: int) -> bool:
        """Return whether a number of years matches the time given before: 十三五以来, …。五年间."""
        told, _ = self._inherited(sentence)
        if told.start is None or told.end is None:
            return False
        return years <= told.end.year - told.start.year + 1 <= years + 1

    def _inherited(self, sentence: int, *, reported: bool = False, counted: bool = False) -> tuple[Period, bool]:
        """Return the time told before, and whether it is that of an event or of news; what is lasting has none."""
        chain = self.chain(sentence, reported=reported)
        chain = None if chain is not None and leans_on_frame(chain) else chain
        mention = chain or self._summed.get(sentence) or self.frames[sentence].carried
        event = self._events[sentence].year if reported or counted else self._events[sentence].time
        if chain is None and self._events[sentence].resumed:
            mention = event
        lasts = mention is not None and mention.reading.grain != "day"
        if mention is None:
            title = self._title if self._view.sentences[sentence].start < self._title_end else None
            # 2031年职工技能大赛举办, and its day in the lead: what follows was on that day.
            mention = title if event is None or (title and not within(event.reading, title.reading)) else event
            lasts = mention is not None and mention is title and tells_year(title)
            mention = mention or self._of_campaign(sentence)
        if mention is None or not mention.reading.dated:
            return NO_PERIOD, False
        return self._build.of(mention)._replace(basis="inherited"), not lasts


def _campaign_of(view: ArticleView, timeline: Timeline, phrases: TimePhrases) -> Mention | None:
    """Return the year of the one campaign that an article is about: 我市将启动2031年“两癌”筛查."""
    years: dict[int, Mention] = {}
    for mention in timeline.mentions:
        if view.sentences[mention.sentence].paragraph >= LEAD_PARAGRAPHS:
            break
        year = mention.said.first.year
        if year is not None and year.told == "number" and mention.role == "free":
            named = mention.kind == "season" or "campaign" in mention.said.marks
            named = named or phrases.edition.match(view.text, mention.end) is not None
            if not named:
                return None
            years.setdefault(year.value, mention)
    year_told, found = next(iter(years.items())) if len(years) == 1 else (0, None)
    return found if timeline.anchor.year in {None, year_told} else None


def _end_of_campaign(view: ArticleView, timeline: Timeline, campaign: Mention | None) -> int:
    """Return where the text turns from a campaign to another time: 近年来,…; 今年以来,…."""
    if campaign is None:
        return view.article.span.start
    later = (m for m in timeline.mentions if m.start > campaign.start and m.role == "free" and m.frames)
    turns = (m for m in later if m.kind not in _WITHIN or "since" in m.said.marks or _is_apart(m, campaign))
    return next((m.start for m in turns), view.article.span.end)


def _is_apart(mention: Mention, campaign: Mention) -> bool:
    return mention.reading.grain != "day" and not within(mention.reading, campaign.reading)


def _is_reached(chain: Mention, report: Mention) -> bool:
    """Return whether a day up to which is reported lies in the time of the report."""
    return chain.kind == "moment" and "until" in chain.said.marks and within(chain.reading, report.reading)

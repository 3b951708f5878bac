"""The event that an article opens with: its day, or the year in its name, and how far into the text that time holds.

What outlasts an event (a stock, a norm) is separated from it in resolve.py and plans.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from unionstats.times.mentions import Mention
from unionstats.times.titles import within
from unionstats.times.vocabulary import TimePhrases
from unionstats.types import ArticleView, Sentence, Span

_HEAD = 200  # characters
_LISTED = 3  # paragraphs of an article that lists news open with a day
_LEAD = 1  # the last paragraph of the body in which the news may be told
# What tells no time of its own, or only leads back to the event.
_PASSING = frozenset({"scene", "total", "each", "recurring", "report"})
_NO_DAY = frozenset({"by", "before", "until", "planned", "since", "compare"})
_NAMES = frozenset({"campaign", "listed"})


class Event(NamedTuple):
    """What is known of the event when a sentence begins.

    Attributes:
        day: the day of the event; None where the article tells no event of a day, or has left it.
        year: the year in its name, which what is reported of it (据悉) is of, too.
        resumed: the paragraph goes back to it from another time.
    """

    day: Mention | None = None
    year: Mention | None = None
    resumed: bool = False

    @property
    def time(self) -> Mention | None:
        """The time of the event."""
        return self.day or self.year


NO_EVENT = Event()


def read_events(view: ArticleView, mentions: Mapping[int, Sequence[Mention]], phrases: TimePhrases) -> list[Event]:
    """Return the event that applies to each sentence.

    Args:
        view: the article.
        mentions: of its sentences.
        phrases: how an event is named, and how another subject is taken up.
    """
    found: list[Event] = []
    day, year = _Told(), _Told()
    listed = _lists_news(view, mentions)
    paragraph = number = -1
    resumed = False
    for index, sentence in enumerate(view.sentences):
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            number += not sentence.is_title
            day = _Told() if listed else day
            resumed = day.over and _resumes(view, day.mention, sentence.start, phrases)
            day = day._replace(over=day.over and not resumed)
        goes_back, resumed = resumed and not day.over, False
        found.append(_told_in(view, sentence, Event(day.holds, year.holds, goes_back), phrases))
        for mention in mentions.get(index, ()):
            day = day.behind(mention, tells=_is_day(mention), leads=number <= _LEAD, left=mention.kind == "report")
            year = year.behind(mention, tells=_is_named(view, mention, phrases), leads=number <= 0)
    return found


def _told_in(view: ArticleView, sentence: Sentence, event: Event, phrases: TimePhrases) -> Event:
    """Return the event that a sentence tells of: its words must speak of one, and of nothing that was done besides."""
    if event.time is None:
        return NO_EVENT
    text, start, end = view.text, sentence.start, sentence.end
    news = _news_of(view, event.time)
    kinds = {found[0] for found in phrases.event_noun.finditer(text, news.start, news.end)}
    tells = event.resumed or phrases.resumes.match(text, start) or phrases.still.search(text, start, end)
    tells = tells or any(text.find(kind, start, end) >= 0 for kind in kinds)
    tells = tells or (phrases.contest.search(text, news.start, news.end) and phrases.won.search(text, start, end))
    if not tells or phrases.besides.search(text, start, end) is not None:
        return NO_EVENT
    return event._replace(day=None) if phrases.beyond_day.match(text, start) else event


def _resumes(view: ArticleView, day: Mention | None, start: int, phrases: TimePhrases) -> bool:
    """Return whether a paragraph goes back to the event: 仪式结束后,…; 在赵家庄超市,… where the news names it."""
    place = phrases.at_place.match(view.text, start)
    if place is None or day is None:
        return phrases.resumes.match(view.text, start) is not None
    news = _news_of(view, day)
    return place["place"] in view.text[news.start : news.end]


def _news_of(view: ArticleView, event: Mention) -> Span:
    """Return the sentence that tells the event, of whatever length no more than its head."""
    news = view.sentences[event.sentence]
    return Span(news.start, min(news.end, news.start + _HEAD))


def _lists_news(view: ArticleView, mentions: Mapping[int, Sequence[Mention]]) -> bool:
    """Return whether an article lists news of several days, one a paragraph: none of them holds for the next."""
    told = (m for index, here in mentions.items() for m in here[:1] if m.start == view.sentences[index].start)
    return len({view.sentences[m.sentence].paragraph for m in told if _is_day(m)}) >= _LISTED


class _Told(NamedTuple):
    """The time of an event, and whether the text has left it."""

    mention: Mention | None = None
    over: bool = False

    @property
    def holds(self) -> Mention | None:
        return None if self.over else self.mention

    def behind(self, mention: Mention, *, tells: bool, leads: bool, left: bool = False) -> _Told:
        """Return what is told behind a mention.

        Args:
            mention: any time.
            tells: it is that of an event.
            leads: it stands where the news is told.
            left: it leaves the event.
        """
        if self.mention is None:
            return _Told(mention) if tells and leads else self
        if tells and mention.reading == self.mention.reading:
            return _Told(self.mention)  # the same event once more
        sets = mention.frames and mention.role == "free" and mention.kind not in _PASSING
        return self._replace(over=True) if left or (sets and not self._holds_beside(mention)) else self

    def _holds_beside(self, mention: Mention) -> bool:
        """Return whether a time is a day within the year that was told."""
        year = (self.mention or mention).reading
        return year.grain == "year" and mention.reading.grain == "day" and within(mention.reading, year)


def _is_day(mention: Mention) -> bool:
    reading = mention.reading
    day = mention.kind == "moment" and reading.grain in {"day", "month"} and reading.type == "span"
    return day and mention.frames and mention.role == "free" and not mention.said.marks & _NO_DAY


def _is_named(view: ArticleView, mention: Mention, phrases: TimePhrases) -> bool:
    """Return whether a mention is the year in the name of an event: 2031年北岭职工技能大赛."""
    year, month, _ = mention.said.first
    told = mention.role == "free" and year is not None and year.told == "number" and month is None
    if not told or mention.reading.grain != "year":
        return False
    if mention.kind == "season" or mention.said.marks & _NAMES:
        return True
    return mention.kind == "moment" and not mention.said.marks and bool(phrases.edition.match(view.text, mention.end))

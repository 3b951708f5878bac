"""Time frames: times that hold beyond the sentence that gives them.

2023年, at the head of a paragraph also dates the figures of its later sentences. Decides how far such a time holds and
what ends it; earlier.py decides which figures take it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from unionstats.rules.standard import quick_match
from unionstats.text.marks import COMMAS, SEMICOLONS
from unionstats.times.headings import Opening, read_openings
from unionstats.times.mentions import Mention
from unionstats.times.timeline import TITLE_OPENS
from unionstats.times.titles import within
from unionstats.times.topics import read_topics
from unionstats.times.vocabulary import TimePhrases
from unionstats.types import ArticleView, Sentence

# A frame set below the lead reaches so many paragraphs: beyond them the story has moved on.
_REACH = 3
# A frame in the first paragraphs of the body, up to this one, holds for the whole article.
_LEAD = 1
_BAR = "|"
_TABLE_HEAD, _BEHIND = 20, 2  # characters of such a heading, and of it behind the time
_SECTIONS = frozenset({1, 2})  # ranks of the sections of a report: 一、 and （一）
# What tells no time of its own: it leaves what holds.
_NO_REPORT = frozenset({"by", "before", "until", "planned", "campaign"})
_NAMES = frozenset({"campaign", "listed"})
_TIMELESS = frozenset({"report", "total", "each", "recurring", "scene"})


class Frames(NamedTuple):
    """The times that hold when a sentence begins.

    Attributes:
        chain: the last frame of its paragraph.
        carried: the last frame of earlier paragraphs that still holds.
    """

    chain: Mention | None = None
    carried: Mention | None = None


def read_frames(view: ArticleView, mentions: Mapping[int, Sequence[Mention]], phrases: TimePhrases) -> list[Frames]:
    """Return the frames that hold at the beginning of each sentence.

    Args:
        view: the article.
        mentions: of its sentences.
        phrases: how a paragraph begins that goes on with the one before it.
    """
    walk = _Walk(view, mentions, phrases)
    return [walk.step(index, sentence) for index, sentence in enumerate(view.sentences)]


class _Walk:
    """A walk through an article, sentence by sentence: which times hold so far, and in what it stands.

    Args:
        view: as for `read_frames`, like the others.
    """

    def __init__(self, view: ArticleView, mentions: Mapping[int, Sequence[Mention]], phrases: TimePhrases) -> None:
        self._view, self._mentions, self._phrases = view, mentions, phrases
        self._goes_on = quick_match(phrases.goes_on)
        self._openings = read_openings(view)
        self._topics = read_topics(view, phrases.topic)
        self._counted = set(view.sentence_of)
        self._lead = _first_counted(view)
        # What holds: in the paragraph, and beyond it; told as `Frames`, one for as long as it is the same.
        self._chain: Mention | None = None
        self._carried: _Carried | None = None
        self._frames = Frames()
        # Where it stands: the paragraph of the page and of the body; the last sentence was a heading; the paragraph
        # goes on with an event, is an entry (【组建】…) or stands under a heading; sections or events came before.
        self._paragraph = self._number = -1
        self._heading = self._same = self._entry = self._titled = self._sectioned = self._eventful = False

    def step(self, index: int, sentence: Sentence) -> Frames:
        """Return what holds before a sentence, and hear what it tells."""
        if sentence.paragraph != self._paragraph:
            self._enter_paragraph(index, sentence)
        # A title of several lines ends in the first heading.
        opening = self._openings[index] if index > 0 or not sentence.is_title else None
        is_counted = index in self._counted
        self._heading = opening is not None and (opening.alone or (opening.short and not is_counted))
        self._sectioned = self._sectioned or (opening is not None and opening.rank in _SECTIONS)
        topical = sentence.paragraph in self._topics
        frames = self._holding(topical=topical)
        if opening is not None and self._carried is not None and not is_counted and self._carried.ends_at(opening):
            self._carried = None
        if self._heading or not sentence.is_title:
            # What a ； joins is one statement: any time in it holds on, wherever it stands.
            joins = self._view.text[sentence.end - 1] in SEMICOLONS
            for mention in _telling(self._mentions.get(index, ()), same=self._same):
                self._hear(mention, joins=joins, topical=topical)
                if self._heading and _dates_section(self._view.text, mention, sentence):
                    alone = mention.end - mention.start == sentence.end - sentence.start
                    self._carried = _Carried(mention, self._number, heading=opening, alone=alone)
        return frames

    def _enter_paragraph(self, index: int, sentence: Sentence) -> None:
        view, chain = self._view, self._chain
        listed = index > 0 and self._goes_on(view.text, sentence.start, sentence.end)
        kept = chain if chain and chain.reading.dated and chain.reading.grain in {"year", "open"} else None
        kept = kept or _last_year(view, self._mentions, index - 1) if listed else None
        self._same = _goes_on(view.text, sentence, chain, self._phrases)
        self._paragraph, self._chain = sentence.paragraph, chain if self._same else kept
        self._number += not sentence.is_title
        self._entry = view.text.startswith(TITLE_OPENS, sentence.start)
        self._titled = self._heading or self._entry
        if self._carried is not None and not self._carried.holds_in(self._number):
            self._carried = None

    def _holding(self, *, topical: bool) -> Frames:
        """Return what holds here; what is latent does only in sections and under topics."""
        carried = self._carried
        holds = carried is not None and (self._sectioned or topical or not carried.latent)
        kept = carried.mention if carried is not None and holds else None
        if self._frames.chain is not self._chain or self._frames.carried is not kept:
            self._frames = Frames(self._chain, kept)
        return self._frames

    def _hear(self, mention: Mention, *, joins: bool, topical: bool) -> None:
        """Let a mention set the time that holds, in its paragraph and beyond, or end it."""
        view, number, before = self._view, self._number, self._carried
        in_lead = number <= self._lead
        self._chain = _next_chain(view, self._chain, mention, joins=joins)
        carried = _next_carried(view, before, mention, 0 if in_lead else number, titled=self._titled)
        shared = topical or (bool(self._topics) and in_lead)
        if _reports(mention) and (self._entry or (shared and (carried is None or carried.latent))):
            carried = _Carried(mention, number, review=True, latent=not self._entry)
        carried = _reported_to(carried, mention)
        leads = in_lead and not self._eventful
        self._carried = _set_for_all(view, before, mention, number, leads=leads) or carried
        self._eventful = self._eventful or (mention.role == "free" and mention.reading.grain == "day")


def _goes_on(text: str, sentence: Sentence, chain: Mention | None, phrases: TimePhrases) -> bool:
    """Return whether a paragraph goes on with the event of the day that the one before it told of."""
    of_day = chain is not None and chain.reading.grain == "day"
    return of_day and phrases.same_event.match(text, sentence.start) is not None


def _telling(mentions: Sequence[Mention], *, same: bool) -> Iterator[Mention]:
    """Yield the mentions that may set a time; 据了解 leaves no event that its paragraph goes on with."""
    return (mention for mention in mentions if not same or mention.kind != "report")


def _dates_section(text: str, mention: Mention, sentence: Sentence) -> bool:
    """Return whether a heading says when its section was: 2031年总结, 指标(到2035年); over a table 月份:2031年4月."""
    if mention.kind == "moment" and mention.role == "aside":
        return mention.reading.grain == "year" and mention.reading.dated and sentence.end - mention.end <= _BEHIND
    if mention.kind == "window" and mention.said.number == 1:  # 过去一年, alone in a line
        return mention.frames and mention.reading.dated and sentence.end == mention.end
    if mention.kind != "moment" or mention.role != "free":
        return False
    if mention.frames and mention.reading.grain == "year":
        return True
    short = sentence.end - sentence.start <= _TABLE_HEAD and sentence.end - mention.end <= _BEHIND
    short = short and text.find(_BAR, sentence.start, sentence.end) < 0  # columns.py reads such rows
    return short and mention.reading.grain in {"month", "year"}


def _reports(mention: Mention) -> bool:
    """Return whether a mention is the year that a report is of, comma or not: 去年全市新建工会300家."""
    year = mention.kind == "moment" and mention.reading.grain in {"year", "open"} and not mention.said.edge
    return year and mention.frames and mention.reading.dated and not mention.said.marks & _NO_REPORT


def _last_year(view: ArticleView, mentions: Mapping[int, Sequence[Mention]], sentence: int) -> Mention | None:
    """Return the last year or part of one that a paragraph tells up to a sentence, wherever it stands.

    该市今年将办好十件实事; 县总2031年竞赛总结会举行.
    """
    paragraph, told = view.sentences[sentence].paragraph, list[Mention]()
    while sentence >= 0 and not told and view.sentences[sentence].paragraph == paragraph:
        here = reversed(mentions.get(sentence, ()))
        told = [m for m in here if m.kind == "moment" and m.role == "free" and m.reading.dated]
        told = [m for m in told if m.reading.grain == "year"]
        sentence -= 1
    return told[0] if told else None


class _Carried(NamedTuple):
    """A frame that reaches beyond its paragraph, the `paragraph`-th of the body.

    spent: figures of its own paragraph have it already, so that any other time of a later paragraph ends it.
    heading: it stands in this heading of a section (一、2022年工作总结), and holds until the next of its kind.
    alone: it is a heading by itself (2021年), and holds until the next year that is one.
    review: it opens a section of a review (【组建】2010年,…), and holds for the sections after it.
    latent: it opens a report (今年以来,…) and holds for the numbered sections and topics after it, if there are any.
    """

    mention: Mention
    paragraph: int
    spent: bool = False
    heading: Opening | None = None
    alone: bool = False
    review: bool = False
    latent: bool = False

    @property
    def leads(self) -> bool:
        return self.paragraph <= _LEAD

    def holds_in(self, paragraph: int) -> bool:
        return self.leads or self.heading is not None or self.review or paragraph - self.paragraph <= _REACH

    def ends_at(self, opening: Opening) -> bool:
        return self.heading is not None and not self.alone and opening.ends(self.heading)


def _first_counted(view: ArticleView) -> int:
    """Return which paragraph of the body has the first figures: a year told there opens the review of that year."""
    first = next((s for s in view.sentence_of if not view.sentences[s].is_title), None)
    if first is None:
        return 0
    paragraphs = {sentence.paragraph for sentence in view.sentences[: first + 1] if not sentence.is_title}
    return len(paragraphs) - 1


def _next_chain(view: ArticleView, chain: Mention | None, mention: Mention, *, joins: bool) -> Mention | None:
    if mention.kind == "report":
        return None if chain is not None and chain.reading.grain == "day" else chain
    # 从2020年起,每年…: says since when it is done, and nothing of the next sentence.
    if mention.kind == "recurring" and chain is not None and chain.sentence == mention.sentence:
        return None if "begun" in chain.said.marks else chain
    if _names_campaign(chain, mention):
        return mention
    sets = mention.frames or (joins and mention.role == "free" and mention.reading.dated and mention.kind != "window")
    timeless = mention.kind in {"recurring", "total", "each"} or (mention.kind == "scene" and not mention.reading.dated)
    passing = mention.said.edge == "start" and mention.said.first.month is None  # 今年初: what was done then
    if not sets or timeless or passing:
        return chain
    return mention if chain is None or not _leaves(view, chain, mention) else chain


def _names_campaign(chain: Mention | None, mention: Mention) -> bool:
    """Return whether a mention is the year of a campaign of which no day is told: 日前,2031年送温暖启动."""
    if mention.role != "free" or (chain and (chain.kind != "vague" or chain.sentence != mention.sentence)):
        return False
    named = mention.kind == "season" or mention.said.marks & _NAMES
    return bool(named) and mention.reading.grain == "year" and mention.reading.dated


def _leaves(view: ArticleView, chain: Mention, mention: Mention) -> bool:
    """Return whether a mention at the head of a sentence or clause leaves the time that holds."""
    # 十三五以来, …。五年间, …: the years are those told before.
    if mention.kind == "window" and not mention.reading.dated:
        return True
    # 去年,…;两节期间,…: in that year.
    if mention.kind == "season" and not mention.reading.dated and chain.reading.grain in {"year", "open"}:
        return True
    # 今年…; 此次评选…: the day told last may be that of another story, the year of the paragraph is not.
    if mention.kind == "scene" and chain.reading.grain != "day":
        return True
    # “十三五”期间,…。到2020年底,会员达…: a stock on the last day, and the story goes on.
    if _ends_on(chain, mention) or _is_day_of_review(chain, mention):
        return True
    if chain.sentence != mention.sentence:
        return False
    # 今年以来, …; 截至目前, …: the topic of the sentence is this year, and so is what follows.
    return names_event(view.text, chain, mention) or (mention.kind == "now" and reaches_anchor(chain))


def _ends_on(chain: Mention, mention: Mention) -> bool:
    """Return whether a mention is the last day of the stretch that holds."""
    told, last = chain.reading, mention.reading
    return last.type == "point" and told.type == "span" and told.start != told.end == last.end


def _is_day_of_review(chain: Mention, mention: Mention) -> bool:
    """Return whether a day lies in a year in digits that its paragraph reviews: 2030年,…。2月4日,…。办班9期."""
    day, year = mention.said.first, chain.said.first.year
    bare = mention.kind == "moment" and day.day is not None and day.day.told == "number" and day.year is None
    if not bare or not _is_explicit_year(chain) or year is None or year.told != "number":
        return False
    return (
        chain.said.first.month is None and chain.sentence != mention.sentence and within(mention.reading, chain.reading)
    )


def names_event(text: str, day: Mention, mention: Mention) -> bool:
    """Return whether a year only names the event of the day before it: 3月5日,2024年表彰会举行."""
    start, end, on = mention.reading.start, mention.reading.end, day.reading.end
    if (
        mention.kind not in {"moment", "season"}
        or day.reading.grain != "day"
        or start is None
        or end is None
        or on is None
    ):
        return False
    return start <= on <= end and text[mention.end : mention.end + 1] not in COMMAS


def _next_carried(
    view: ArticleView, carried: _Carried | None, mention: Mention, paragraph: int, *, titled: bool
) -> _Carried | None:
    if mention.carries:
        spent = _dates_a_figure(view, mention)
        review = titled and mention.kind == "moment" and mention.reading.grain == "year"
        if not spent or review or (paragraph == 0 and _is_explicit_year(mention)):
            return _Carried(mention, paragraph, spent, review=review)
        if carried is not None and (carried.heading or carried.latent):
            return carried
        return _Carried(mention, paragraph, spent, review=True, latent=True) if paragraph == 0 else None
    if carried is None or carried.heading or carried.review:
        return carried
    passing = mention.kind in _TIMELESS or mention.role in {"left", "compared"}
    ended = carried.spent and carried.paragraph < paragraph and not passing
    if mention.frames:
        ended = ended or mention.kind == "vague" or (mention.kind == "now" and not carried.leads)
    return None if ended else carried


def _set_for_all(
    view: ArticleView, before: _Carried | None, mention: Mention, paragraph: int, *, leads: bool
) -> _Carried | None:
    """Return the frame that 五年来, or the year of a list, sets for what follows: in the lead of no event.

    五年来 also does after another such time that holds.
    """
    if leads and "listed" in mention.said.marks and _names_campaign(None, mention):
        return _Carried(mention, paragraph)
    if not mention.carries or not _spans_years(mention):
        return None
    goes_on = before is not None and not before.latent and not before.heading and _spans_years(before.mention)
    return _Carried(mention, paragraph, _dates_a_figure(view, mention)) if leads or goes_on else None


def _spans_years(mention: Mention) -> bool:
    """Return whether a mention opens a review of several years: “十五五”以来, 五年来, 党的十八大以来."""
    return mention.kind in {"plan", "event"} or (mention.kind == "window" and mention.said.number > 1)


def _reported_to(carried: _Carried | None, mention: Mention) -> _Carried | None:
    """Let what goes on end with the day that is reported up to: 今年以来,…。截至11月底,…."""
    if carried is None or "since" not in carried.mention.said.marks or "until" not in mention.said.marks:
        return carried
    going, day = carried.mention.reading, mention.reading.end
    if going.start is None or going.end is None or day is None or not going.start < day < going.end:
        return carried
    return carried._replace(mention=carried.mention._replace(reading=going._replace(end=day)))


def _is_explicit_year(mention: Mention) -> bool:
    reading = mention.reading
    return mention.kind == "moment" and reading.grain == "year" and reading.basis == "explicit"


def _dates_a_figure(view: ArticleView, mention: Mention) -> bool:
    """Return whether a figure follows a frame in its own paragraph: then it has done its work."""
    index = bisect_left(view.quantities, mention.end, key=attrgetter("start"))
    if index == len(view.quantities):
        return False
    paragraphs = (view.sentences[sentence].paragraph for sentence in (view.sentence_of[index], mention.sentence))
    return len(set(paragraphs)) == 1


def reaches_anchor(mention: Mention) -> bool:
    """Return whether a mention names the current year, or something that began earlier and continues."""
    year = mention.said.first.year
    this_year = year is not None and year.told == "anchor" and year.value == 0
    whole = mention.kind == "moment" and mention.reading.grain == "year" and this_year
    return whole or "since" in mention.said.marks

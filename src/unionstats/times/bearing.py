"""How a time expression bears on the figures near it.

Decides whether it can date a figure, only belongs to the name of an event, or refers back to an earlier time. The
choice between several is made in own_words.py.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

import regex

from unionstats.text.marks import COMMAS, LIST_COMMA, PAUSE
from unionstats.times.frames import names_event
from unionstats.times.mentions import Mention
from unionstats.times.vocabulary import TimePhrases
from unionstats.types import ArticleView, Span

OF_FRAME = frozenset({"within", "summed"})  # marks of windows that fill the time told before
PARTS = 64  # clauses of an enumeration
_NEAR = 32  # characters


def run_up_to(chosen: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the moments listed in a row that ends with `chosen`, with a single mark between each two."""
    run = [chosen]
    for mention in reversed([mention for mention in mentions if mention.end <= chosen.start]):
        moments = mention.kind == chosen.kind == "moment" and mention.reading.grain == chosen.reading.grain
        if not moments or run[0].start - mention.end != 1:
            break
        run.insert(0, mention)
    return run


def sets_time(text: str, mention: Mention, start: int, closed: regex.Pattern[str]) -> bool:
    """Return whether a mention can date what begins at `start`; one in brackets only up to their end (`closed`)."""
    if mention.kind in {"report", "total", "recurring", "each"} or (
        mention.kind == "scene" and not mention.reading.dated
    ):
        return False
    if mention.role == "aside":
        return not closed.search(text, mention.end, start)
    if mention.role == "compared":  # 比去年多30座: a letter says by how much
        return mention.end == start
    return mention.role == "free" or adjoins(text, mention, start)


def adjoins(text: str, mention: Mention, start: int) -> bool:
    """Return whether at most one character (去年的12.1万人) separates a mention from what begins at `start`."""
    if mention.end > start:
        return False
    between = text[mention.end : start]
    return not between or (len(between) == 1 and between.isalpha())


def leans_on_frame(mention: Mention) -> bool:
    """Return whether a time lies within that of the frame: 春节期间, 五年间, 一年来 without a reference date."""
    if mention.reading.dated:
        return False
    window = mention.kind == "window" and (mention.said.number == 1 or bool(mention.said.marks & OF_FRAME))
    return window or mention.kind == "season"


def unless_name(text: str, usable: Sequence[Mention], start: int, phrases: TimePhrases) -> Mention:
    """Return the last mention, or the day before it if that year only names the event: 3月5日,2031年表彰会举行."""
    last = usable[-1]
    point = last.said.first
    if point.year is None or point.year.told != "number" or point != last.said.last or point.month:
        return last
    # 2031年助学启动 tells of all the year, 2031年助学启动仪式 and 启动2031年助学 of the day.
    if last.kind == "season" or "campaign" in last.said.marks:
        begins = phrases.launches.search(text, max(0, last.start - _NEAR), last.start)
        named = bool(begins)
    else:
        # 最终达成2031年最低工资1900元: no comma parts the year from its figure.
        named = PAUSE.search(text, last.end, start) is not None
    if not named and not phrases.gathering.match(text, last.end):
        return last
    day = next((m for m in reversed(usable[:-1]) if m.reading.grain == "day" and m.frames), None)
    return day if day is not None and names_event(text, day, last) else last


def opens_clause(text: str, mention: Mention) -> bool:
    """Return whether a mention follows a comma directly."""
    return text[mention.start - 1 : mention.start] in COMMAS


def clause_around(view: ArticleView, index: int) -> Span:
    """Return the clause in which quantity `index` begins; an enumeration with 、 counts as one clause."""
    sentence = view.sentences[view.sentence_of[index]]
    start = view.quantities[index].start
    clauses = sentence.clauses
    first = last = bisect_right(clauses, start, key=attrgetter("start")) - 1
    if first < 0:
        return Span(sentence.start, sentence.end)
    while first > 0 and last - first < PARTS and view.text[clauses[first - 1].end - 1] == LIST_COMMA:
        first -= 1
    while last + 1 < len(clauses) and last - first < PARTS and view.text[clauses[last].end - 1] == LIST_COMMA:
        last += 1
    return Span(clauses[first].start, clauses[last].end)

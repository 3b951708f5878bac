"""Times given together with figures or after them: 已连续开展14年; 建站30座。这组数字,是2031年的成绩单."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter

import regex

from unionstats.times.mentions import Mention
from unionstats.times.titles import tells_year
from unionstats.types import ArticleView


def read_sums(
    view: ArticleView, mentions: Mapping[int, Sequence[Mention]], sums_up: regex.Pattern[str]
) -> dict[int, Mention]:
    """Return the time that a later sentence gives to the sentences before it: 这组数字,是2031年的成绩单."""
    summed: dict[int, Mention] = {}
    for index, told in mentions.items():
        sentence = view.sentences[index]
        year = next((m for m in told if tells_year(m)), None)
        found = sums_up.search(view.text, sentence.start, year.start) if year else None
        if year is None or found is None or bisect_left(view.quantities, found.start(), key=attrgetter("start")) == 0:
            continue
        before = index
        while before >= 0 and view.sentences[before].paragraph == sentence.paragraph:
            summed[before] = year
            before -= 1
    return summed


def read_editions(view: ArticleView, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Return the time of each figure that is a time itself: the 14年 of 已连续开展14年,累计助学60名."""
    told: dict[int, Mention] = {}
    for mention in (m for m in mentions if "editions" in m.said.marks):
        index = bisect_left(view.quantities, mention.start, key=attrgetter("start"))
        if index < len(view.quantities) and view.quantities[index].start < mention.end:
            told[index] = mention
    return told


def year_told(view: ArticleView, mentions: Mapping[int, Sequence[Mention]], chosen: Mention | None) -> Mention | None:
    """Return the year that a paragraph named, for 一年来 without a reference date: 2031年度表彰会召开。一年来,…."""
    if chosen is None or chosen.kind != "window" or chosen.said.number != 1 or chosen.reading.dated:
        return chosen
    sentence = chosen.sentence - 1
    while sentence >= 0 and view.sentences[sentence].paragraph == view.sentences[chosen.sentence].paragraph:
        year = next((m for m in reversed(mentions.get(sentence, ())) if tells_year(m) and m.role == "free"), None)
        if year is not None:
            return year
        sentence -= 1
    return chosen

"""Times of headlines and sub-headings: which time they give the text, and which figures of the text they repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import regex

from unionstats.times.context import THIS_YEAR
from unionstats.times.expressions import Moment, Part
from unionstats.times.headings import read_openings
from unionstats.times.mentions import Mention, Timeline
from unionstats.times.readings import Reading
from unionstats.times.vocabulary import TimePhrases
from unionstats.types import ArticleView, Bound, Period, Quantity

_BESIDE_THE_POINT = frozenset({"planned", "campaign", "volume", "listed"})  # marks that tell nothing of the days
_HEAD_PARAGRAPHS = 4  # a title, a greeting, and what introduces a report
# How far a headline rounds, by its bound: 超300家 may stand for up to 330.
_ROUNDED: Mapping[Bound, tuple[Decimal, Decimal]] = {
    "more_than": (Decimal(1), Decimal("1.1")),
    "nearly": (Decimal("0.9"), Decimal(1)),
}
_FIRST = 32  # figures of a unit among which a headline's is looked for
_LAST_YEAR = Part(-1, "anchor")


def time_of_title(view: ArticleView, timeline: Timeline, phrases: TimePhrases) -> Mention | None:
    """Return the time that the title, or else the introduction of a report, gives the text.

    Args:
        view: the article, with its title in the text or beside it.
        timeline: its times.
        phrases: what follows 今年 in a title that tells of what was done, and how a report is introduced.

    Returns:
        None where it names several.
    """
    titled = [m for m in timeline.mentions if view.sentences[m.sentence].is_title]
    text = view.text
    if not titled and view.title:
        titled, text = list(timeline.beside), view.title
    named = [
        m for m in titled if tells_year(m) or _reports(m) or (_is_this_year(m) and phrases.done.match(text, m.end))
    ]
    if not named:
        return _introduced(view, timeline.mentions, phrases.introduces)
    return named[0] if len({m.reading for m in named}) == 1 else None


def _introduced(view: ArticleView, mentions: Sequence[Mention], introduces: regex.Pattern[str]) -> Mention | None:
    """Return the time that a report says it is of: 现将2031年上半年工作总结如下."""
    for sentence in (s for s in view.sentences if s.paragraph < _HEAD_PARAGRAPHS):
        found = introduces.search(view.text, sentence.start, sentence.end)
        if found is not None:
            told = (m for m in mentions if found.start() < m.start < found.end())
            return next((m for m in told if tells_year(m) or _reports(m)), None)
    return None


def end_of_title(view: ArticleView, mentions: Sequence[Mention], title: Mention | None) -> int:
    """Return where the title's time ends: nowhere for a year in digits; 去年 where the text turns to another time."""
    if title is None or tells_year(title):
        return view.article.span.end
    told = (m for m in mentions if _is_report(m) and not view.sentences[m.sentence].is_title)
    return next((m.start for m in told if not within(m.reading, title.reading)), view.article.span.end)


def _is_report(mention: Mention) -> bool:
    """Return whether a mention sets a time longer than the day of an event; 目前 says no more than that it goes on."""
    return mention.frames and mention.reading.dated and mention.reading.grain != "day" and mention.kind != "now"


def within(one: Reading, other: Reading) -> bool:
    """Return whether a time ends within another."""
    start, end = other.start, other.end
    return one.end is None or (start is not None and end is not None and start <= one.end <= end)


def tells_year(mention: Mention) -> bool:
    """Return whether a mention is a bare year in digits: 2031年."""
    year = mention.said.first.year
    told = year is not None and year.told == "number"
    marks = mention.said.marks - _BESIDE_THE_POINT
    return told and mention.kind == "moment" and mention.reading.grain == "year" and not marks


def _is_this_year(mention: Mention) -> bool:
    said = mention.said
    whole = said.first == said.last == Moment(THIS_YEAR) and said.part is None and not said.marks and not said.edge
    return whole and mention.role == "free" and mention.reading.dated


def _reports(mention: Mention) -> bool:
    """Return whether a mention is the time of a report: 去年, 上半年, 9月份, 这半年; 今年 may be a plan's, too."""
    said, dated = mention.said, mention.role == "free" and mention.reading.dated
    if mention.kind == "window":
        return dated and "same" in said.marks
    if mention.kind == "plan":
        return dated and "since" not in said.marks and not said.edge
    told = said.first.year == _LAST_YEAR or said.part is not None or said.first.month is not None
    return dated and mention.kind == "moment" and told and said.first.day is None and not said.marks and not said.edge


def with_titles(view: ArticleView, periods: Sequence[Period]) -> tuple[Period, ...]:
    """Return the periods, with figures of the title given the period of the same figure in the text.

    Args:
        view: the article.
        periods: of its quantities.
    """
    repeated = _repeated(view)
    found = list(periods)
    for index, same in repeated.items():
        if periods[index].type == "none" and periods[same].type != "none":
            found[index] = periods[same]._replace(basis="inherited")
    return tuple(found)


def _repeated(view: ArticleView) -> dict[int, int]:
    """Return for figures of title and sub-heads the first one of the text with their value and unit."""
    openings = read_openings(view)
    headed = [s.is_title or ((o := openings[i]) is not None and o.alone) for i, s in enumerate(view.sentences)]
    titled = [headed[sentence] for sentence in view.sentence_of]
    if not any(titled):
        return {}
    told: dict[tuple[Decimal, str | None], int] = {}
    alike: dict[str | None, list[int]] = {}
    for index, quantity in enumerate(view.quantities):
        if not titled[index] and quantity.value is not None:
            told.setdefault((quantity.value, _counted_in(quantity)), index)
            alike.setdefault(_counted_in(quantity), []).append(index)
    found = {}
    for index, quantity in enumerate(view.quantities):
        if titled[index] and quantity.value is not None:
            unit = _counted_in(quantity)
            near = _rounded(view.quantities, quantity, alike.get(unit, ())[:_FIRST])
            found[index] = told.get((quantity.value, unit), near)
    return {index: same for index, same in found.items() if same is not None}


def _counted_in(quantity: Quantity) -> str | None:
    """Return what headline and text count in alike: 27人获奖 over 27名职工获奖."""
    return quantity.kind if quantity.kind == "people" else quantity.unit


def _rounded(quantities: Sequence[Quantity], headed: Quantity, alike: Sequence[int]) -> int | None:
    """Return the first figure of the text that a headline rounds: 突破300家 is 312家."""
    if headed.value is None or headed.bound not in _ROUNDED:
        return None
    low, high = (factor * headed.value for factor in _ROUNDED[headed.bound])
    return next((index for index in alike if low <= (quantities[index].value or 0) <= high), None)

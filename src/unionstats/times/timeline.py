"""The time expressions of an article in order, each resolved with the help of those before it.

Decides what depends on context: the year of a bare month, names that only look like times, and which expressions set
the time for what follows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter

import regex

from unionstats.text.marks import COMMAS, PAUSE, PAUSES
from unionstats.text.sentences import find_asides
from unionstats.times.context import HEAD_PARAGRAPHS, Context
from unionstats.times.dates import read_dates
from unionstats.times.expressions import Expression, Said, TimeFinder
from unionstats.times.framing import holds_on, role_of, sets_frame
from unionstats.times.mentions import BESIDE, Mention, Timeline
from unionstats.times.readings import Anchor, Reading, Told
from unionstats.times.reference_date import read_anchor
from unionstats.times.windows import Stretches
from unionstats.types import ArticleView

# A title in brackets, or a short name in quotation marks: a year in it dates the name.
_NAME = regex.compile(rf"《[^《》\n]{{1,80}}》|[“「][^“”「」\n{PAUSES}]{{1,30}}[”」]")
TITLE_OPENS = "【"  # opens a heading that stands in the paragraph itself
_SPEECH = 200  # characters
_BACK = 16  # mentions; further back nobody looks for the year of foundation
_HISTORY = 5  # years
_SINCE = 24  # no more characters stand between 自5月 and 以来
_STAMP = regex.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}")
_EDGES = frozenset({"", "\n", "。"})  # what stands at the head of a line or sentence, and at the end of a line


def read_timeline(view: ArticleView, finder: TimeFinder, page: Sequence[Expression]) -> Timeline:
    """Resolve the time expressions of an article.

    Args:
        view: the article.
        finder: knows what stands beside an expression.
        page: the expressions of the whole page, in order.
    """
    start, end = view.article.span
    first, last = (bisect_left(page, at, key=attrgetter("start")) for at in (start, end))
    own = tuple(_outside_names(view, finder, page[first:last]))
    titled = [s for s in view.sentences if s.is_title and finder.phrases.collected.search(view.text, s.start, s.end)]
    dating = [e for e in own if not any(s.start <= e.start < s.end for s in titled)] if titled else own
    title = _expressions_beside(view, finder)
    # They stand before all of the text.
    over = [e._replace(start=e.start - len(view.title or "") - 1, end=-1) for e in title]
    anchor = read_anchor(view, [*over, *dating], page, finder.phrases)
    beside = tuple(_mention_beside(expression, anchor) for expression in title)
    timed = [e for e in own if e.said.kind != "anniversary"]
    dated = _dated(view, finder, timed, anchor, Stretches(anchor, beside))
    planned = _years_planned(view, page[first:last])
    mentions = tuple(dated if planned is None else (_within_plan(m, planned) for m in dated))
    return Timeline(anchor, mentions, beside)


def _expressions_beside(view: ArticleView, finder: TimeFinder) -> list[Expression]:
    """Find the times of a title that stands beside the text, but for those in names (《…规划(2031—2035年)》)."""
    if not view.title:
        return []
    names = [match.span() for match in _NAME.finditer(view.title)]
    found = finder.find(view.title)
    return [e for e in found if "volume" in e.said.marks or not any(a < e.start and e.end < b for a, b in names)]


def _mention_beside(expression: Expression, anchor: Anchor) -> Mention:
    start, end, said = expression
    return Mention(start, end, said.kind, said, read_dates(said, anchor, Told()), "free", BESIDE, True, False)


def _years_planned(view: ArticleView, expressions: Iterable[Expression]) -> Reading | None:
    """Return the years of the plan that the head of an article names; None where it names none, or several."""
    end = max((s.end for s in view.sentences if s.paragraph < HEAD_PARAGRAPHS), default=0)
    named = {(m.first.year, m.last.year) for m in (e.said for e in expressions if e.start < end) if _is_stretch(m)}
    first, last = named.pop() if len(named) == 1 else (None, None)
    if first is None or last is None or first.value >= last.value:
        return None
    return Reading(date(first.value, 1, 1), date(last.value, 12, 31), "span", "explicit", "year")


def _is_stretch(said: Said) -> bool:
    """Return whether an expression says years from one to another, both in digits: 2031—2033年."""
    first, last = said.first, said.last
    if first.year is None or last.year is None or first.month or last.month or said.marks or said.part:
        return False
    return first.year != last.year and first.year.told == last.year.told == "number"


def _within_plan(mention: Mention, planned: Reading) -> Mention:
    """Date 三年内 by a plan of three years."""
    start, end = planned.start, planned.end
    fits = start is not None and end is not None and mention.said.number == end.year - start.year + 1
    return mention._replace(reading=planned, frames=True) if fits and "within" in mention.said.marks else mention


def _outside_names(view: ArticleView, finder: TimeFinder, expressions: Iterable[Expression]) -> Iterator[Expression]:
    """Leave out what only names a document, but for the years of a plan that says what shall be done in them."""
    names = [match.span() for match in _NAME.finditer(view.text, *view.article.span)]
    starts = [name[0] for name in names]
    for expression in expressions:
        index = bisect_right(starts, expression.start) - 1
        inside = index >= 0 and names[index][0] < expression.start and expression.end < names[index][1]
        if not inside or "volume" in expression.said.marks or _is_promised(view, finder, expression, names[index]):
            yield expression


def _is_promised(view: ArticleView, finder: TimeFinder, expression: Expression, name: tuple[int, int]) -> bool:
    """Return whether a name is that of a plan which says what shall be done in the time it names."""
    phrases = finder.phrases
    years = expression.said.first != expression.said.last or phrases.year_plan.search(view.text, *name) is not None
    return years and phrases.promised.match(view.text, name[1]) is not None


def _dated(
    view: ArticleView, finder: TimeFinder, expressions: Iterable[Expression], anchor: Anchor, stretches: Stretches
) -> Iterator[Mention]:
    starts = [sentence.start for sentence in view.sentences]
    # Brackets at the end of a title (《…规划(2023—2027年)》) are part of it.
    asides = [
        aside for aside in find_asides(view.text, *view.article.span) if not view.text.startswith("》", aside.end)
    ]
    context = Context(day_known=anchor.day is not None)
    told: list[Mention] = []
    counted = set(view.sentence_of)
    pending = list(expressions)
    for position, expression in enumerate(pending):
        index = bisect_right(starts, expression.start) - 1
        if index < 0:
            continue
        sentence = view.sentences[index]
        context.move_to(sentence, index, titled=view.text.startswith(TITLE_OPENS, sentence.start))
        start, end, said = expression
        reading = stretches.fitting(said, sentence.paragraph) or read_dates(said, anchor, context.told)
        if anchor.day in {None, reading.end} and _is_stamp(view.text, expression) and index not in counted:
            continue
        if anchor.year is None and not reading.dated and said.first.day is not None:
            year = _year_behind(view, finder, pending[position + 1 : position + _BACK], sentence.end)
            reading = read_dates(said, anchor, context.told._replace(year=year))
        if _is_quoted_day(view.text, expression):
            reading = context.told.day or reading
        elif said.kind == "since":
            reading = _since(view, expression, told, anchor) or reading
        role = role_of(view, finder, sentence, expression, asides)
        frames = role == "free" and sets_frame(view.text, finder, sentence, expression)
        carries = frames and holds_on(view.text, expression, reading) and not _is_elsewhere(reading, anchor)
        mention = Mention(start, end, said.kind, said, reading, role, index, frames, carries)
        context.hear(mention)
        if role == "free":
            begins = said.kind == "moment" and finder.phrases.begun.match(view.text, end) is not None
            stretches.hear(mention, sentence.paragraph, begins=begins)
        told.append(mention)
        yield mention


def _is_stamp(text: str, expression: Expression) -> bool:
    """Return whether a day in digits stands at the head or the end of a line, as stamps do: …召开。2031-09-17."""
    ends = {text[max(0, expression.start - 1) : expression.start], text[expression.end : expression.end + 1]}
    return bool(ends & _EDGES) and _STAMP.fullmatch(text, expression.start, expression.end) is not None


def _year_behind(view: ArticleView, finder: TimeFinder, expressions: Sequence[Expression], end: int) -> int | None:
    """Return the year of an event that its sentence tells behind the day: 2月7日,县总2031年送福活动走进社区."""
    for _, at, said in (e for e in expressions if e.start < end):
        year = said.first.year
        bare = said.first == said.last and said.first.month is None and not said.marks and not said.edge
        if year is not None and year.told == "number" and bare:
            named = view.text[at : at + 1] not in COMMAS and not finder.phrases.looked_back.match(view.text, at)
            return year.value if named else None
    return None


def _is_quoted_day(text: str, expression: Expression) -> bool:
    """Return whether somebody says 今天 in quotation marks: it is the day of the event, not that of writing."""
    day = expression.said.first.day
    if day is None or day.told != "anchor" or expression.said.last.day != day:
        return False
    opened = text.rfind("“", max(0, expression.start - _SPEECH), expression.start)
    return opened >= 0 and text.find("”", opened, expression.start) < 0


def _since(view: ArticleView, expression: Expression, told: Sequence[Mention], anchor: Anchor) -> Reading | None:
    """Date 自5月启动以来 by the month within it, and 成立以来 by the year of foundation that the paragraph told."""
    for mention in reversed(told[-_BACK:]):
        between = view.text[mention.end : expression.start]
        if "\n" in between:
            return None
        # 2014年,座谈会召开以来: a comma right behind the year parts nothing.
        within = len(between) <= _SINCE and not PAUSE.search(between, 1 if mention.frames else 0)
        if mention.reading.start is not None and (within or mention.role == "background"):
            begun, reached = mention.reading.start, anchor.reached
            if (
                anchor.now is None
                and reached is not None
                and (reached.year, reached.month) == (begun.year, begun.month)
            ):
                reached = None  # no later month is told
            ends = reached if reached is not None and reached >= begun else None
            return Reading(begun, ends, "span", mention.reading.basis, "open")
    return None


def _is_elsewhere(reading: Reading, anchor: Anchor) -> bool:
    """Return whether a time lies far back told as history, or ahead: it dates no paragraph after it."""
    if anchor.day is None or reading.end is None:
        return False
    return not 0 <= anchor.day.year - reading.end.year <= _HISTORY

"""The part that a time expression plays in its sentence: its role, and whether it sets the time for what follows.

Judges by where the expression stands: before a comma, at the head of a clause, in brackets, behind a subject.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

import regex

from unionstats.text.marks import COMMAS
from unionstats.times.expressions import Expression, TimeFinder
from unionstats.times.readings import Reading
from unionstats.times.vocabulary import Role
from unionstats.types import ArticleView, Sentence, Span

# What may stand between the start of a clause and an expression that sets its time.
_OPENING = regex.compile(r"(?:【[^】\n]{1,20}】)?[“‘\"（(\[【\s\p{Nd}.、一二三四五六七八九十]*")
_PASSING = frozenset({"loose", "compare"})  # marks of what says nothing of the sentences after it
_OPEN, _CLOSE = frozenset("(（"), frozenset(")）")


def role_of(
    view: ArticleView, finder: TimeFinder, sentence: Sentence, expression: Expression, asides: Sequence[Span]
) -> Role:
    """Return the role of an expression in its sentence.

    Args:
        view: the article.
        finder: knows the words that give roles.
        sentence: in which the expression stands.
        expression: the expression.
        asides: the remarks in brackets of the article.
    """
    said = expression.said
    if "compare" in said.marks and _is_subject(view.text, sentence, finder, expression):
        return "free"  # 去年同期,举办招聘会30场; 而全县去年同期举办30场: told for itself
    role = finder.role_of(view.text, expression)
    opens = "since" in said.marks or said.first != said.last
    role = "free" if role == "left" and opens else role
    heads = view.text[sentence.start : expression.start] in _OPEN and said.first.day is not None
    if role != "free" or heads:
        return role
    return "aside" if _in_brackets(view.text, expression) or (asides and _in_aside(asides, expression)) else role


def sets_frame(text: str, finder: TimeFinder, sentence: Sentence, expression: Expression) -> bool:
    """Return whether an expression stands where it sets the time for what follows it."""
    if expression.said.marks & _PASSING:
        return False
    opens = _opens(text, sentence, expression) or _is_held(text, finder, expression)
    return opens or _has_subject(text, sentence, finder, expression)


def _in_aside(asides: Sequence[Span], expression: Expression) -> bool:
    """Return whether an expression stands in a remark in brackets: it dates what stands there, or right before."""
    index = bisect_right(asides, expression.start, key=attrgetter("start")) - 1
    return index >= 0 and expression.end <= asides[index].end


def _in_brackets(text: str, expression: Expression) -> bool:
    """Return whether a stretch of time is all that stands in round brackets: 上一期(6至8月)."""
    closed = text[expression.end : expression.end + 1] in _CLOSE and not text.startswith("》", expression.end + 1)
    stretch = expression.said.first != expression.said.last
    return stretch and closed and text[expression.start - 1 : expression.start] in _OPEN


def _before_comma(text: str, expression: Expression) -> bool:
    return text[expression.end : expression.end + 1] in COMMAS


def _opens_clause(text: str, sentence: Sentence, expression: Expression) -> bool:
    clause = bisect_right(sentence.clauses, expression.start, key=attrgetter("start")) - 1
    return clause >= 0 and _OPENING.fullmatch(text, sentence.clauses[clause].start, expression.start) is not None


def _is_subject(text: str, sentence: Sentence, finder: TimeFinder, expression: Expression) -> bool:
    """Return whether a clause begins with an expression, or only who did it stands before."""
    if _opens_clause(text, sentence, expression):
        return True
    clause = bisect_right(sentence.clauses, expression.start, key=attrgetter("start")) - 1
    start = sentence.clauses[clause].start if clause >= 0 else expression.start
    return clause >= 0 and finder.phrases.turns.fullmatch(text, start, expression.start) is not None


def _opens(text: str, sentence: Sentence, expression: Expression) -> bool:
    if _before_comma(text, expression):
        return True
    # 全年建会108家,三年累计2008家: a word on the side.
    if expression.said.kind == "window" and expression.start > sentence.start:
        return False
    return _opens_clause(text, sentence, expression)


def _has_subject(text: str, sentence: Sentence, finder: TimeFinder, expression: Expression) -> bool:
    """Return whether only who did it stands before a year at the head of a sentence: 北岭市总工会去年新建工会30家."""
    first = expression.said.first
    marks = expression.said.marks
    if first.year is None or (first.day is not None and "since" not in marks) or "by" in marks:
        return False
    return finder.phrases.subject.fullmatch(text, sentence.start, expression.start) is not None


def _is_held(text: str, finder: TimeFinder, expression: Expression) -> bool:
    """Return whether an expression is the day of an event (启动仪式31日举行), which later sentences share."""
    first = expression.said.first
    if first.day is None:
        month = first.year is not None and first.month is not None
        return month and finder.phrases.surveyed.match(text, expression.end) is not None
    return finder.phrases.held.match(text, expression.end) is not None


def holds_on(text: str, expression: Expression, reading: Reading) -> bool:
    """Return whether a time that sets a frame also holds for the sentences after its own."""
    said = expression.said
    if not reading.dated or reading.grain not in {"year", "open"} or said.marks & {"by", "before", "until"}:
        return False
    if said.edge and said.first.month is None:  # 年初: a moment of the year, not what is told
        return False
    if said.kind == "moment":
        return "since" in said.marks or _before_comma(text, expression)
    return said.kind in {"window", "plan", "event"}

"""The day of writing that 今年 and 昨日 are reckoned from. Owns only the choice among what is known of it."""

from __future__ import annotations

from collections.abc import Iterable

from unionstats.times.dates import Anchor
from unionstats.times.expressions import Expression
from unionstats.types import ArticleView

# The lead is where an article says when its news happened: its title and first two paragraphs.
_LEAD_PARAGRAPHS = 3


def read_anchor(view: ArticleView, expressions: Iterable[Expression]) -> Anchor:
    """Tell when an article was written: by its dateline, else its date of publication, else a date in its lead.

    Why not any year of the article: a writer who says both 2022年 and 今年 means two years by them.

    Returns:
        The day; only the year where the title, or a full date in the lead, tells it; else nothing.
    """
    day = view.article.dateline_date or view.article.published
    if day is not None:
        return Anchor(day.year, day)
    lead_end = max((sentence.end for sentence in view.sentences if sentence.paragraph < _LEAD_PARAGRAPHS), default=0)
    title_end = max((sentence.end for sentence in view.sentences if sentence.is_title), default=0)
    for expression in expressions:
        if expression.start >= lead_end:
            break
        year, _, day_told = expression.first
        told_by_title = expression.start < title_end and "by" not in expression.marks
        if year is not None and year.told == "number" and (told_by_title or day_told):
            return Anchor(year.value, None)
    return Anchor()

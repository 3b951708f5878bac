"""Periods of growth: what grew from one year to another covers the years between.

Owns only this: which two years a rate of growth lies between.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.times.timeline import Mention
from unionstats.types import ArticleView, Period

_RATES = frozenset({"percent", "ratio"})


def growth_of(view: ArticleView, before: Sequence[Mention], index: int) -> Period | None:
    """Give the years between which quantity `index` grew: 由2021年的30家增长到2031年的90家,增长2倍.

    Args:
        view: the article.
        before: the mentions of its sentence that stand before it.
        index: of the quantity.

    Returns:
        Its period; None where it is no rate of growth, or no two years are told.
    """
    if view.quantities[index].kind not in _RATES:
        return None
    years = [mention for mention in before if _names_year(mention)]
    if len(years) < 2 or "by" not in years[-1].said.marks:
        return None
    first, last = years[-2], years[-1]
    yearly = before[-1].kind == "recurring" and before[-1].start > last.end
    changed = view.relations[index].change is not None and first.role == "left"
    if not (yearly or changed) or first.reading.start is None or last.reading.end is None:
        return None
    words = view.text[first.start : last.end]
    if first.reading.start >= last.reading.end:
        return None
    return Period(first.reading.start, last.reading.end, "span", words, "explicit")


def _names_year(mention: Mention) -> bool:
    year = mention.said.first.year
    return mention.kind == "moment" and year is not None and year.told == "number" and mention.said.first.month is None

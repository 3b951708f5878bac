"""Periods of growth rates: a rate of growth from one year to another covers the years between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter

from unionstats.text.marks import LIST_COMMA, PAUSES
from unionstats.times.mentions import Mention
from unionstats.types import ArticleView, Period

_PAUSE = re.compile(f"[{PAUSES}{LIST_COMMA}]")
_RATES = frozenset({"percent", "ratio"})


def growth_of(view: ArticleView, before: Sequence[Mention], index: int) -> Period | None:
    """Return the years over which quantity `index` grew: 由2021年的30家增长到2031年的90家,增长2倍.

    Args:
        view: the article.
        before: the mentions of its sentence that stand before it.
        index: of the quantity.

    Returns:
        Its period; None where it is no rate of growth, or no two years are told.
    """
    years = [mention for mention in before if _is_year_in_digits(mention)]
    if len(years) < 2:
        return None
    first, last = sorted(years[-2:], key=attrgetter("reading.start"))
    joined = first.start < last.start and not _PAUSE.search(view.text, first.end, last.start)
    yearly = "yearly" in before[-1].said.marks and before[-1].start > max(first.end, last.end)
    yearly = yearly and ("by" in last.said.marks or first.role == "compared")
    rate = view.quantities[index].kind in _RATES and view.relations[index].change is not None
    changed = rate and (("by" in last.said.marks and first.role == "left") or joined)
    if not (yearly or changed) or first.reading.start is None or last.reading.end is None:
        return None
    words = view.text[min(first.start, last.start) : max(first.end, last.end)]
    if first.reading.start >= last.reading.end:
        return None
    return Period(first.reading.start, last.reading.end, "span", words, "explicit")


def _is_year_in_digits(mention: Mention) -> bool:
    year = mention.said.first.year
    told = mention.kind == "moment" and year is not None and year.told == "number" and mention.reading.start is not None
    return told and mention.said.first == mention.said.last and mention.said.first.month is None

"""Periods of headlines and sub-heads: a figure in them is that of the text.

Owns only this: which figure of the text a figure of the title repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from unionstats.times.headings import read_openings
from unionstats.types import ArticleView, Period


def with_titles(view: ArticleView, periods: Sequence[Period]) -> tuple[Period, ...]:
    """Give figures of the title without a period that of the first figure of the text with their value and unit.

    Args:
        view: the article.
        periods: of its quantities.
    """
    openings = read_openings(view)
    headed = [s.is_title or ((o := openings[i]) is not None and o.alone) for i, s in enumerate(view.sentences)]
    titled = [headed[sentence] for sentence in view.sentence_of]
    if not any(titled):
        return tuple(periods)
    told: dict[tuple[Decimal | None, str | None], Period] = {}
    for index, period in enumerate(periods):
        quantity = view.quantities[index]
        if not titled[index] and quantity.value is not None:
            told.setdefault((quantity.value, quantity.unit), period)
    found = []
    for index, period in enumerate(periods):
        quantity = view.quantities[index]
        same = told.get((quantity.value, quantity.unit)) if titled[index] and period.type == "none" else None
        found.append(period if same is None or same.type == "none" else same._replace(basis="inherited"))
    return tuple(found)

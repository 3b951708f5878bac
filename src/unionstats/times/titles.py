"""Periods of headlines: a figure of the title is that of the text.

Owns only this: which figure of the text a figure of the title repeats.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from unionstats.types import ArticleView, Period


def with_titles(view: ArticleView, periods: Sequence[Period]) -> tuple[Period, ...]:
    """Give figures of the title without a period that of the first figure of the text with their value and unit.

    Args:
        view: the article.
        periods: of its quantities.
    """
    titled = [view.sentences[sentence].is_title for sentence in view.sentence_of]
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

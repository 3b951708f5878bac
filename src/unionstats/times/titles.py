"""Periods of headlines and sub-heads: a figure in them is that of the text.

Owns only this: which figure of the text a figure of the title repeats.
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.times.headings import read_openings
from unionstats.types import ArticleView, Period


def with_titles(view: ArticleView, periods: Sequence[Period]) -> tuple[Period, ...]:
    """Give figures of the title without a period that of the first figure of the text with their value and unit.

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
    """Give for figures of title and sub-heads the first one of the text with their value and unit."""
    openings = read_openings(view)
    headed = [s.is_title or ((o := openings[i]) is not None and o.alone) for i, s in enumerate(view.sentences)]
    titled = [headed[sentence] for sentence in view.sentence_of]
    if not any(titled):
        return {}
    told = {
        (quantity.value, quantity.unit): index
        for index, quantity in reversed(list(enumerate(view.quantities)))
        if not titled[index] and quantity.value is not None
    }
    keys = {
        index: (view.quantities[index].value, view.quantities[index].unit)
        for index, is_title in enumerate(titled)
        if is_title
    }
    return {index: told[key] for index, key in keys.items() if key in told}

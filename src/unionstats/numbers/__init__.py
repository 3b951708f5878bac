"""Numbers: what a text counts, how exactly it says so, and in what measure word."""

from __future__ import annotations

from functools import cache

from unionstats.numbers.scan import Scanner
from unionstats.rules.folder import RuleFolder
from unionstats.types import Quantity


@cache
def _scanner() -> Scanner:
    return Scanner(RuleFolder.open())


def quantities(text: str, bare: bool = False) -> list[Quantity]:  # noqa: FBT001, FBT002 - the public contract
    """Find the quantities of a text, by the shipped rules.

    Args:
        text: raw or cleaned, simplified or traditional.
        bare: also numerals without a measure word.

    Returns:
        One record per quantity, in order, spans in the text given.

    >>> [(q.value, q.bound, q.unit) for q in quantities("培训近300场、2万余人次")]
    [(Decimal('300'), 'nearly', '场'), (Decimal('20000'), 'more_than', '人次')]
    """
    return list(_scanner().scan(text, bare=bare).quantities)

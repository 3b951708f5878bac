"""Numbers: what a text counts, how exactly it says so, and in what measure word. Begin with `scan`.

The words: `grammar`. A number: `plain` (the fast path) and `parts`, with `numeral`, `hedges`, `units`, `implied`;
several: `joining`, `comparing`. What is no statistic: `ignore`. Tables: `table_headers`, `table_labels`. Between
numbers: `relations`.
"""

from __future__ import annotations

from functools import cache

from unionstats.numbers.scan import Scanner
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.repair import Repairer
from unionstats.types import Quantity


@cache
def _scanner() -> Scanner:
    return Scanner(RuleFolder.open())


@cache
def _repairer() -> Repairer:
    return Repairer(RuleFolder.open())


def quantities(text: str, bare: bool = False) -> list[Quantity]:  # noqa: FBT001, FBT002 - the public contract
    """Find the quantities of a text, by the shipped rules.

    Args:
        text: raw or cleaned, simplified or traditional; damage such as pinyin in brackets is seen through.
        bare: also numerals without a measure word.

    Returns:
        One record per quantity, in order, spans in the text given.

    >>> [(q.value, q.bound, q.unit) for q in quantities("培训近300场、2万余人次")]
    [(Decimal('300'), 'nearly', '场'), (Decimal('20000'), 'more_than', '人次')]
    >>> raw = "舉辦7.79萬(wàn)項(xiàng)競賽"
    >>> [(raw[q.start : q.end], q.value) for q in quantities(raw)]
    [('7.79萬(wàn)項', Decimal('77900'))]
    """
    repaired = _repairer().repair(TrackedText.of(text))
    found = _scanner().scan(repaired.text, bare=bare).quantities
    return [_in_raw(quantity, repaired) for quantity in found] if repaired.edits else list(found)


def _in_raw(quantity: Quantity, text: TrackedText) -> Quantity:
    """Return a quantity of a repaired text with the spans of the text as given."""
    start, end = text.raw_span(quantity.start, quantity.end)
    number_start, number_end = text.raw_span(quantity.number_start, quantity.number_end)
    return quantity._replace(start=start, end=end, number_start=number_start, number_end=number_end)

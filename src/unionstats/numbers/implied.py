"""Units of numbers without a measure word, inferred from the words next to them: 会员总数达4.2亿, 追回欠薪46.8万.

Decides which word gives the unit. The words are `[[implied]]` in `rules/numerals.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import regex

from unionstats.numbers.numeral import any_of
from unionstats.rules.folder import Table
from unionstats.text.marks import CLAUSE_ENDS, LIST_COMMA

_CLAUSE_END = f"{CLAUSE_ENDS}{LIST_COMMA}（(\n"
# A year, or the A of 从A下降到B, may stand between the noun and its number.
_EARLIER = r"[0-9]{4}年的?|[0-9.]++[万亿]"
_REACH = 30  # characters before a number that may tell its unit
_BESIDE = 1  # so near, nothing but 达 or 近 stands between


class _Implied(NamedTuple):
    """What tells one unit; `before` is read from the number to the left, so that its group is the nearest word.

    `large`: only for 万 and 亿.
    """

    before: regex.Pattern[str]
    after: regex.Pattern[str] | None
    unit: str
    large: bool


class ImpliedUnits:
    """The words that imply units.

    Args:
        entries: the tables `[[implied]]`.
    """

    def __init__(self, entries: Iterable[Table]) -> None:
        self._entries = tuple(map(_implied, entries))

    def unit_of(self, text: str, start: int, end: int, *, large: bool) -> str | None:
        """Return the unit implied by the nearest word before a number; a word right after it beats farther ones.

        In 为47名农民工追回工资46.8万 the wages tell, in 资金帮助39万失业人员 the people.
        """
        nearest, gap, behind = None, _REACH, None
        for implied in self._entries:
            found = implied.before.search(text, max(0, start - _REACH), start)
            if found is not None and (large or not implied.large) and start - found.end(1) < gap:
                nearest, gap = implied.unit, start - found.end(1)
            if behind is None and large and implied.after is not None and implied.after.match(text, end):
                behind = implied.unit
        return nearest if behind is None or gap <= _BESIDE else behind


def _implied(entry: Table) -> _Implied:
    inside = f"[^{_CLAUSE_END}{entry.get('never', '')}\\d]"
    return _Implied(
        regex.compile(f"({any_of(entry['before'])})(?:{inside}|{_EARLIER}){{0,10}}?\\Z", regex.REVERSE),
        regex.compile(rf"[ ]?\p{{Han}}{{0,8}}?{any_of(entry['after'])}") if "after" in entry else None,
        str(entry["unit"]),
        bool(entry.get("large")),
    )

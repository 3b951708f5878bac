"""Where a cut within a line begins and ends: whether neighbouring marks go with what a rule matched.

Handles paired marks around a cut, and damage next to one at the edge of a line. Proposes no cuts itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from unionstats.text.lines import Line

_CLOSING: Final[Mapping[str, str]] = dict(zip("(（《【[「『〖", ")）》】]」』〗", strict=True))
_OPENING: Final[Mapping[str, str]] = {closing: opening for opening, closing in _CLOSING.items()}


def with_damage(text: str, line: Line, start: int, end: int) -> tuple[int, int]:
    """Return a cut at a line's edge extended by a question mark that once was a blank: no sentence begins with one."""
    if start == line.start and text[end : end + 1] == "?" and text[end + 1 : end + 2].isalpha():
        return start, end + 1
    if end == line.end and text[max(0, start - 2) : start] in {"。?", "！?", "”?"}:
        return start - 1, end
    return start, end


def with_pair(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a cut with both marks of a surrounding pair or with neither: a single one would be left over.

    >>> with_pair("依《开云细则》", 1, 4), with_pair("会员(开云),", 3, 5), with_pair("会员(开云),", 3, 6)
    ((2, 4), (2, 6), (2, 6))
    """
    while start + 1 < end and _CLOSING.get(text[start], "") not in text[start:end]:
        start += 1
    while start + 1 < end and _OPENING.get(text[end - 1], "") not in text[start:end]:
        end -= 1
    if start and end < len(text) and _CLOSING.get(text[start - 1]) == text[end]:
        return start - 1, end + 1
    return start, end

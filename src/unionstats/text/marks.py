"""Punctuation marks that end sentences and clauses. Every stage takes them from here.

A stage that needs another set adds to one of these or leaves something out, and says why. A mark with two widths is a
tuple, for `in`, `startswith` and `endswith`. A set of marks is a string, for character classes (`[^{CLAUSE_ENDS}]`).
"""

from __future__ import annotations

import re
from typing import Final

COMMAS: Final = ("，", ",")
COLONS: Final = ("：", ":")
SEMICOLONS: Final = ("；", ";")
LIST_COMMA: Final = "、"  # between the parts of an enumeration

# What follows a stop is a new sentence however the text is read.
STOPS: Final = "。！？!?"
# A semicolon separates statements that stand on their own: most stages read them as sentences.
SENTENCE_ENDS: Final = f"{STOPS}{''.join(SEMICOLONS)}"
PAUSES: Final = f"{''.join(COMMAS)}{SENTENCE_ENDS}"
CLAUSE_ENDS: Final = f"{PAUSES}{''.join(COLONS)}"

SENTENCE_END: Final = re.compile(f"[{SENTENCE_ENDS}\n]")
PAUSE: Final = re.compile(f"[{PAUSES}]")


def begin_of_sentence(text: str, at: int, least: int = 0, ends: str = SENTENCE_ENDS) -> int:
    r"""Return where the sentence around `at` begins, at least `least`; it never extends beyond its line.

    >>> begin_of_sentence("先建会。再入会,共9人", 8), begin_of_sentence("先建会\n再入会", 5)
    (4, 4)
    """
    line = max(least, text.rfind("\n", least, at) + 1)
    return max(line, *(text.rfind(mark, line, at) + 1 for mark in ends))


def end_of_sentence(text: str, at: int, most: int | None = None, ends: str = SENTENCE_ENDS) -> int:
    """Return where the sentence around `at` ends, without its final mark, at most `most`.

    >>> end_of_sentence("先建会。再入会", 1), end_of_sentence("先建会。再入会", 5)
    (3, 7)
    """
    most = len(text) if most is None else most
    line = text.find("\n", at, most)
    line = most if line < 0 else line
    return min((found for mark in ends if (found := text.find(mark, at, line)) >= 0), default=line)

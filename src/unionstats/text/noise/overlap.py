"""Overlap between a line and a text: an article's own lines share words with it, the lines around it do not.

The measure is the share of the line's pairs of adjacent Chinese characters that occur in the text. Owns it and the
levels that tests compare it with.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

import regex

_HAN = regex.compile(r"\p{Han}+")
# So much of the text tells what it is about.
TEXT_SEEN: Final = 2_000
# What the first paragraphs say tells what the page is about.
PARAGRAPHS_SEEN = 6
# Levels of the measure: the share of a line's pairs of characters that come again in the text.
# A paragraph of the article's own, or a headline however free, has at least a word of it; a notice, a menu or a line of
# another page has less.
HAS_A_WORD: Final = 0.1
# Below it a line is of elsewhere, where its shape or place says so, too.
IS_FOREIGN: Final = 0.25
# From here on it is a headline of the text, or what the text goes on with.
IS_TAKEN_UP: Final = 0.33
# From here on the line tells of the text's own matter: the value behind a label, a body that signs.
IS_OF_TEXT: Final = 0.5
_KNOWN_LINES: Final = 1024
_LONG_LINE: Final = 200


def pairs_of(text: str) -> AbstractSet[str]:
    """Return the pairs of adjacent Chinese characters in a text."""
    return _pairs_again(text) if len(text) <= _LONG_LINE else _pairs(text)


def _pairs(text: str) -> AbstractSet[str]:
    return {run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1)}


# Several tests compare a line with its page, in each pass over it.
_pairs_again = lru_cache(maxsize=_KNOWN_LINES)(_pairs)


def taken_up(line: str, text: str) -> float:
    """Return the share of a line's pairs of adjacent Chinese characters that occur in a text.

    >>> taken_up("县总工会送清凉", "昨天,县总工会到工地送清凉。"), taken_up("网站地图", "昨天,县总工会到工地送清凉。")
    (0.8333333333333334, 0.0)
    """
    pairs = pairs_of(line)
    return len([pair for pair in pairs if pair in text]) / len(pairs) if pairs else 0.0

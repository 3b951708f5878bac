"""Tests of a line's form alone: running text, heading, list entry, end of a sentence.

Shared by the noise rules and segmentation. They use punctuation and length, no vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from unionstats.text.marks import COLONS, SENTENCE_ENDS

# Everything str.strip would cut; zero-width marks are gone by now.
_EDGE = " \t\r\f\v\u00a0\u3000\u2002\u2003\u2009\ufeff"
_LINE_ENDS = frozenset((*SENTENCE_ENDS, *COLONS, *"…—"))
_CLOSERS = "”’」』）)\"'】》"
_NUMBERED = regex.compile(
    r"""[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?[ ]?[、.．](?!\d)|[(（][一二三四五六七八九十\d]{1,3}[)）]"""
    r"""|\d{1,2}[ 　]?(?=[“《【]|[ 　]\p{Han})|[①-⑳]""",
    regex.VERBOSE,
)
_BULLETS = frozenset("•·・▪■◆◇●○▶►»-–—*")
_BEHIND_BULLET = regex.compile(r".[ \t\u3000]*(?=\S)")

_REMARK_BEHIND = regex.compile(r"[。！？][”’」』]?\s?[(（][^()（）]{1,60}[)）]$")

PROSE_LENGTH = 25
HEADING_LENGTH = 60


class Line(NamedTuple):
    """A line that is not blank, without white space at its edges; `start:end` is its position in the text."""

    start: int
    end: int
    text: str
    blank_before: bool


def split_lines(text: str) -> list[Line]:
    r"""Return the lines of a text that are not blank, in order.

    >>> [(line.start, line.text) for line in split_lines("　　a b \n\n c")]
    [(2, 'a b'), (9, 'c')]
    """
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    at = 0
    blank = False
    for piece in text.split("\n"):
        cut = piece.lstrip(_EDGE)
        stripped = cut.rstrip(_EDGE)
        if stripped:
            start = at + len(piece) - len(cut)
            yield Line(start, start + len(stripped), stripped, blank)
        blank = not stripped
        at += len(piece) + 1


def is_prose(text: str) -> bool:
    """Return whether a line looks like running text: long enough, and with sentence punctuation.

    >>> is_prose("市总工会举办了一场面向新就业形态劳动者的专场招聘会。"), is_prose("首页 > 新闻 > 正文")
    (True, False)
    """
    if len(text) < PROSE_LENGTH:
        return False
    if "。" in text or "；" in text or "！" in text or "？" in text:
        return True
    has_clauses = "," in text or "，" in text
    return has_clauses and (len(text) > 80 or (len(text) > 40 and text[-1] in ":：")) and not _is_latin(text)


def _is_latin(text: str) -> bool:
    """Return whether most characters take one byte: letters, digits, spaces."""
    return len(text.encode()) < 2 * len(text)


def ends_sentence(text: str) -> bool:
    """Return whether a sentence may end where a line ends, ignoring closing quotes and brackets.

    >>> ends_sentence("大家都来了。”"), ends_sentence("请来老"), ends_sentence("下面三点:")
    (True, False, True)
    >>> ends_sentence("大家都来了。(小王供图)"), ends_sentence("大家(含小王)")
    (True, False)
    """
    bare = text.rstrip(_CLOSERS)
    if not bare:
        return True
    if text[-1] in ")）" and _REMARK_BEHIND.search(text):
        return True
    return bare[-1] in _LINE_ENDS or bare.endswith("..")


def is_heading(text: str) -> bool:
    """Return whether a line could be a headline or sub-heading: short, and without the end of a sentence.

    >>> is_heading("送课下乡,干部多走路"), is_heading("会议在京召开。")
    (True, False)
    """
    return len(text) <= HEADING_LENGTH and not any(stop in text for stop in "。；;") and text[-1] not in ",，、"


def is_numbered(text: str) -> bool:
    """Return whether a line begins with a number of an enumeration: 一、 （二） 3. ④.

    >>> is_numbered("（三）强化服务"), is_numbered("3.5万人参赛")
    (True, False)
    """
    return _NUMBERED.match(text) is not None


def bullet_length(text: str) -> int:
    """Return the length of a line's bullet; 0 if it has none."""
    found = _BEHIND_BULLET.match(text) if text[:1] in _BULLETS else None
    return found.end() if found else 0

"""Where the sections of an article begin: headings on lines of their own, and numbered paragraphs.

Knows the form of a heading and the ranks of numbering (一、 （一） 1.). status.py and frames.py read what a heading
says.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from unionstats.text.lines import bullet_length
from unionstats.text.marks import CLAUSE_ENDS
from unionstats.types import ArticleView

# No longer is a heading: a line of its own without a full stop, or the first sentence of a numbered paragraph.
_HEADING = 30
# A heading is neither a sentence nor a clause of one, nor words of somebody.
_NO_HEADING_ENDS = frozenset(f"{CLAUSE_ENDS}”")
_BULLET = 4  # characters: a bullet and what is behind it
_UNNUMBERED = 0
# 一、 stands over （一）, that over 1. and that over （1）.
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}\s?[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}\s?[、.．](?!\d)|[（(]\d{1,2}[）)])"
)
_RANKS = (re.compile(r"第?[一二三四五六七八九十]"), re.compile(r"[（(]\D"), re.compile(r"\d"), re.compile(r"[（(]\d"))


class Opening(NamedTuple):
    """The first sentence of a section.

    Attributes:
        rank: 1 for 一、 to 4 for （1）; 0 where no number stands before it.
        alone: it is a line of its own; else a numbered paragraph begins with it (（二）目标任务。到2025年…).
        short: it is a heading, and not the first sentence of a long text.
    """

    rank: int
    alone: bool
    short: bool

    def ends(self, earlier: Opening) -> bool:
        """Return whether a section opened by `earlier` ends where this one begins."""
        if earlier.rank == _UNNUMBERED:
            return self.alone and self.rank == _UNNUMBERED
        return self.rank != _UNNUMBERED and self.rank <= earlier.rank


def read_openings(view: ArticleView) -> list[Opening | None]:
    """Return the section that each sentence opens; None for sentences inside a section."""
    return [_opening(view, index) for index in range(len(view.sentences))]


def _opening(view: ArticleView, index: int) -> Opening | None:
    start, end = view.sentences[index].start, view.sentences[index].end
    if view.text[start - 1 : start] not in {"", "\n"} or bullet_length(view.text[start : start + _BULLET]):
        return None
    rank = _rank(view.text, start, end)
    short = end - start <= _HEADING
    alone = short and view.text[end - 1] not in _NO_HEADING_ENDS and view.text[end : end + 1] in {"", "\n"}
    return Opening(rank, alone, short) if alone or rank != _UNNUMBERED else None


def _rank(text: str, start: int, end: int) -> int:
    if _NUMBERED.match(text, start, end) is None:
        return _UNNUMBERED
    return next(rank for rank, shape in enumerate(_RANKS, 1) if shape.match(text, start))

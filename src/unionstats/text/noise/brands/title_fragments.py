"""Fragments of a page's own title that scramblers set before its clauses, cut without regard to words.

Distinguishes such a fragment from a clause about the title's subject: a fragment begins or ends inside a word. Which
sites do this is data: rules of the scope `titled`. Only their pages are searched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import regex

from unionstats.text.edits import Change
from unionstats.text.noise.definitions import NoiseRule

_CLAUSE = regex.compile(r"(?:^|(?<=[,，。;；:：!！?？“”、\n]))(?=\p{Han})")
_CLAUSES = regex.compile("[,，。;；]")
_SIGNS = regex.compile(r"[^\p{Han}A-Za-z0-9]+")
_TITLES_WITHIN: Final = 6
_TITLE_LONGEST: Final = 60
_SHORTEST: Final = 3
_LONGEST: Final = 9
# Where a sign stands beside another so often in the page, the two are parts of a word.
_BOUND: Final = 0.7
_SEEN: Final = 2
# One clause may open with half a name by chance.
_LEAST_PIECES: Final = 2


class _Piece(NamedTuple):
    start: int
    words: str
    is_torn: bool
    is_last: bool


class TitlePieces:
    """The rules that identify scrambled pages.

    Args:
        rules: of the scope `titled`.
    """

    def __init__(self, rules: Sequence[NoiseRule]) -> None:
        self._rules = rules

    def find(self, text: str, title: str | None) -> Iterator[Change]:
        """Propose to cut the fragments of the title that precede clauses.

        Args:
            text: the page, as it is now.
            title: where markup or metadata told it; else a short line of the head is one.
        """
        rule = next((rule for rule in self._rules if any(word in text for word in rule.trigger)), None)
        if rule is None or not rule.pattern.search(text):
            return
        lines = [line for line in text.split("\n") if line.strip()][:_TITLES_WITHIN]
        titles = [_SIGNS.sub("", line) for line in (*lines, title or "") if _may_be_title(line)]
        pieces = list(_pieces(text, titles))
        torn = {piece.words for piece in pieces if piece.is_torn}
        if len(torn) < _LEAST_PIECES:
            return
        seen = Counter(piece.words for piece in pieces)
        heads = {line for line in lines if _may_be_title(line)}
        for piece in pieces:
            if _line_at(text, piece.start) in heads:
                # The headline itself opens with its own words.
                continue
            if piece.is_torn or (piece.is_last and seen[piece.words] >= _SEEN):
                yield Change(piece.start, piece.start + len(piece.words), "", rule.kind, rule.id)


def _may_be_title(line: str) -> bool:
    return len(line) <= _TITLE_LONGEST and not _CLAUSES.search(line)


def _line_at(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]


def _pieces(text: str, titles: Sequence[str]) -> Iterator[_Piece]:
    for found in _CLAUSE.finditer(text):
        at = found.start()
        held = ((title, _shared(text, at, title)) for title in titles)
        title, words = max(held, key=lambda pair: len(pair[1]), default=("", ""))
        if _SHORTEST <= len(words) <= _LONGEST:
            place = title.find(words)
            before, behind = title[place - 1 : place], title[place + len(words) : place + len(words) + 1]
            is_torn = _is_bound(text, words[-1], behind) or _is_bound(text, before, words[0], backward=True)
            yield _Piece(at, words, is_torn, is_last=not behind)


def _shared(text: str, at: int, title: str) -> str:
    """Return the longest run that opens a clause and stands in a title."""
    length = 0
    while length <= _LONGEST and at + length < len(text) and text[at : at + length + 1] in title:
        length += 1
    return text[at : at + length]


def _is_bound(text: str, left: str, right: str, *, backward: bool = False) -> bool:
    """Return whether one sign of a pair is hardly ever without the other: they are of one word."""
    if not left or not right:
        return False
    together, alone = text.count(left + right), text.count(right if backward else left)
    return together >= _SEEN and together >= _BOUND * alone

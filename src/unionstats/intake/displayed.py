"""What an HTML source displays: its elements and lines, and the stretches of the source that they are made of.

Values and what their text is. `html.py` makes them, the other modules of this room judge them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

# A stretch of text is copied as it stands; an entity or a run of white space is replaced.
_TEXT = re.compile(
    r"&(?:\#\d{1,7}|\#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});?|\s+|[^&\s]+(?:[ \u3000][^&\s]+)*|&+(?![#a-z])|&",
    re.IGNORECASE,
)
_PLAIN_TEXT = re.compile(r"[^&\s]+(?:[ \u3000][^&\s]+)*")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—]")


class Piece(NamedTuple):
    """A displayed stretch of the source: as it stands, or as `replacement` (an entity, white space)."""

    start: int
    end: int
    replacement: str | None = None


@dataclass(slots=True)
class Element:
    """A block element: its parent's number, its tag, its class and id words, whether its style hides it."""

    parent: int
    tag: str
    label: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Line:
    """A displayed line of text: a paragraph, a heading, a table cell, the text between two <br>.

    `element` is the innermost block element; `row` and `cell` number the table row and cell it stands in, -1 outside.
    """

    element: int
    pieces: list[Piece]
    text: str
    link_chars: int
    row: int = -1
    cell: int = -1

    @property
    def start(self) -> int:
        """Where the line begins in the source."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where the line ends in the source."""
        return self.pieces[-1].end


@dataclass(slots=True)
class Outline:
    """What an HTML source displays, and what it states about itself.

    Args:
        elements: all block elements; number 0 is the root.
        lines: in the order of the source, none empty.
        meta: name or property of <meta> tags, lower case, to their content; the first of each name.
        title: the pieces of <title>.
        stated: what <title> shows, without white space.
        times: datetime attributes of <time>.
    """

    elements: list[Element] = field(default_factory=lambda: [Element(-1, "")])
    lines: list[Line] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: list[Piece] = field(default_factory=list)
    stated: str = ""
    times: list[str] = field(default_factory=list)

    def kind(self, element: int) -> tuple[str, str]:
        """Return the tag and the class and id words of an element: what entries of one list have in common."""
        return self.elements[element].tag, self.elements[element].label

    def ancestors(self, element: int) -> Iterator[int]:
        """Yield an element and those around it, the root last."""
        while element >= 0:
            yield element
            element = self.elements[element].parent


def shown(source: str, pieces: list[Piece]) -> str:
    """Return the text that pieces of a source display."""
    return "".join(source[start:end] if text is None else text for start, end, text in pieces)


def pieces_of(source: str, start: int, end: int) -> Iterator[Piece]:
    """Split a text node: stretches as they stand, entities and white space as what they show."""
    if _PLAIN_TEXT.fullmatch(source, start, end):
        yield Piece(start, end)
        return
    for found in _TEXT.finditer(source, start, end):
        first = found[0][0]
        if first == "&" and len(found[0]) > 1:
            text = unescape(found[0]).replace("\xa0", " ")
            yield Piece(found.start(), found.end(), None if text == found[0] else text)
        elif first.isspace():
            yield Piece(found.start(), found.end(), _white_space(source, found.start(), found.end()))
        else:
            yield Piece(found.start(), found.end())


def _white_space(source: str, start: int, end: int) -> str | None:
    """Return what white space shows: a line break in the source between two Chinese characters shows nothing."""
    if "\n" not in source[start:end]:
        return None if end - start == 1 and source[start] in " \u3000" else " "
    before, after = source[start - 1 : start], source[end : end + 1]
    return "" if _WIDE.match(before) and _WIDE.match(after) else " "


def trimmed(source: str, pieces: list[Piece]) -> list[Piece]:
    """Return pieces without white space at either end and without repeated spaces."""
    kept: list[Piece] = []
    for piece in pieces:
        start, end, text = piece
        blank = (source[start:end] if text is None else text).strip() == ""
        if blank and (not kept or _is_blank(source, kept[-1])):
            continue
        kept.append(piece)
    while kept and _is_blank(source, kept[-1]):
        kept.pop()
    return kept


def _is_blank(source: str, piece: Piece) -> bool:
    start, end, text = piece
    return not (source[start:end] if text is None else text).strip()

"""What stands round a page's headline, told from it: rows that name it among others, the account that posts it.

Owns the tests that go by the place of a line beside the headline, and by script. No words live here; it changes
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.noise.edges import IS_FOREIGN, IS_TAKEN_UP, PICTURE, EdgeLine, may_be_title, pairs_of, taken_up

_HAN = regex.compile(r"\p{Han}")
_LATIN = regex.compile(r"[A-Za-z]{2}")
_LABEL = regex.compile(r"^[\[【(（]?\p{Han}{2,10}[:：\]】)）]\s{0,3}")
_GAPS = regex.compile(r"[\s|｜\u4e28>»_/]+")
_ACCOUNT = regex.compile(r"[\p{Han}A-Za-z]{2,6}")
_MENU_NAME = regex.compile(r"\p{Han}{2,5}")
# A row of headlines; a shorter headline is one where the row has a page's number.
_NAMED_LEAST: Final = 8
_NAMED_SHORT: Final = 4
# So long a headline stands in a line of other headlines however these are parted.
_TITLE_SURE: Final = 10
_PIECE_LEAST: Final = 6
_MENU_LEAST: Final = 3
_MENU_SHORT: Final = 4
_IS_OF_PLACE: Final = 0.5
_TITLE_LONG: Final = 7


def latin(lines: Sequence[EdgeLine]) -> list[int]:
    """Give the numbers of lines without a Chinese character and with words of letters: no news is told in them."""
    return [
        number
        for number, line in enumerate(lines)
        if line.stays and _LATIN.search(line.text) and not _HAN.search(line.text) and not PICTURE.search(line.text)
    ]


def rows_with_title(head: Sequence[EdgeLine]) -> tuple[list[int], frozenset[str]]:
    """Give the numbers of lines that name the headline below them among other words; and these: sister headlines."""
    titles = [(number, line.text) for number, line in enumerate(head) if may_be_title(line)]
    found: list[int] = []
    sisters: set[str] = set()
    for number, line in enumerate(head):
        below = [title for at, title in titles if at > number and title != line.text and _names(line.text, title)]
        if line.text and below:
            found += [number] if line.stays else []
            rest = line.text
            for title in below:
                rest = rest.replace(title, " ")
            sisters |= {piece for piece in _GAPS.split(rest) if len(piece) >= _PIECE_LEAST}
    return found, frozenset(sisters)


def _names(line: str, title: str) -> bool:
    """Tell whether a headline stands in a line, parted from the rest of it."""
    at = line.find(title)
    if at < 0 or "。" in line:
        return False
    if len(title) >= _TITLE_SURE and len(line) >= len(title) + _TITLE_SURE:
        return True
    beside = (line[:at][-1:], line[at + len(title) :][:1])
    is_apart = all(not sign or _GAPS.fullmatch(sign) for sign in beside)
    is_long = len(title) >= _NAMED_LEAST or (len(title) >= _NAMED_SHORT and any(map(str.isdecimal, line[:at])))
    return is_apart and is_long


def labelled_title(head: Sequence[EdgeLine], text: str) -> int | None:
    """Give the number of the line that went with the page's headline behind a label or mark, where none stays.

    What two lines of the head say behind different labels is the headline.
    """
    if any(may_be_title(line) and taken_up(line.text, text) >= IS_TAKEN_UP for line in head):
        return None
    said = [(number, str(_LABEL.sub("", line.text))) for number, line in enumerate(head) if not line.stays]
    for number, title in reversed(said):
        is_long = len(title) >= _TITLE_SURE and title != head[number].text
        if is_long and any(title in head[other].text for other, _ in said if other != number):
            return number
    return None


def account(head: Sequence[EdgeLine], text: str) -> list[int]:
    """Give the number of the line that is the name of the account which posts the text: between headline and byline."""
    for number in range(1, len(head) - 1):
        line, below = head[number], head[number + 1]
        if not line.stays or below.stays:
            continue
        is_name = _ACCOUNT.fullmatch(line.text) and taken_up(line.text, text) <= _IS_OF_PLACE
        above = [other for other in head[:number] if other.stays]
        if is_name and above and may_be_title(above[-1]):
            return [number] if taken_up(above[-1].text, text) >= IS_FOREIGN else []
    return []


def menu(head: Sequence[EdgeLine]) -> list[int]:
    """Give the numbers of the lines that open a page without a headline and are of a menu's length, three and more."""
    run = 0
    while run < len(head) and (not head[run].stays or _MENU_NAME.fullmatch(head[run].text)):
        run += 1
    left = [number for number in range(run) if head[number].stays]
    if run < len(head) or len(left) < _MENU_LEAST:
        return []
    alike = max(len(left) - len({head[number].text[side] for number in left}) for side in (slice(2), slice(-2, None)))
    is_short = all(len(head[number].text) <= _MENU_SHORT for number in left)
    return left if is_short or alike == len(left) - 1 else []


def heads_next(lines: Sequence[EdgeLine], text: str, least: int = _TITLE_LONG) -> bool:
    """Tell whether one of the lines is a headline of the text below; one of `least` pairs of characters always is."""
    titles = [line.text for line in lines if may_be_title(line) and not line.text.endswith("。")]
    return any(len(pairs_of(title)) >= least or taken_up(title, text) >= IS_TAKEN_UP for title in titles)

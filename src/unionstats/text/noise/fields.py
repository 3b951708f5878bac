"""Lines that say a label and its value, on the edges of a page: what a store, an office or a paper knows of a text.

Their labels are without number, so that none are listed: they are told from their make and from the company they keep.
Owns that make. No words live here; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.noise.edges import EdgeLine, taken_up

_FIELD = regex.compile(r"(?P<label>(?:\p{Han}[ \u3000]{0,4}){2,8})[:：][ \u3000]{0,3}(?P<value>[^。！？；!?;“”]{0,48})")
_CELLS = regex.compile(r"[\s|｜\u4e28]{1,6}(?=\p{Han}{2,6}[ \u3000]?[:：])")
_CELL = regex.compile(r"\p{Han}{2,6}\s?[:：]\s{0,3}[^。！？；!?;:：|]{0,24}[\s|]{0,4}")
_COUNTER = regex.compile(r"[\p{Han}A-Za-z]{2,6}[ \u3000:：]{1,3}\d[\d.,]{0,11}[wWkK万+]{0,2}")
# Who did what for a page: label, sign and one name or several.
_ROLE = r"(?:\p{Han}[ \u3000]{0,2}){1,5}"
_PERSON = r"(?:\p{Han}{2,4}|\p{Han}[ \u3000]{1,4}\p{Han})"
_SIGN_OFF = regex.compile(
    rf"[(（\[【]?\s?(?P<label>{_ROLE}(?:[ 、,，/·&]{{1,3}}{_ROLE}){{0,3}})[:：/／|｜\u4e28_][ \u3000]{{0,3}}"
    rf"{_PERSON}(?:[ \u3000、,，/]{{1,3}}{_PERSON}){{0,3}}\s?[)）\]】]?"
)
# What is counted or dated is the text's own.
MEASURED: Final = regex.compile(r"\d\s?\p{Han}")
# Three on a line are a record; two may be a place and a day.
_CELLS_LEAST: Final = 3
# What the text takes up tells of it, not of the page.
_IS_OF_TEXT: Final = 0.5


def records(head: Sequence[EdgeLine], text: str) -> list[int]:
    """Give the numbers of lines between headline and text that are fields of a record.

    A field stands beside others that rules know; a line of three is one alone.

    Args:
        head: the lines before the text, in order.
        text: its first paragraphs.
    """
    is_field = [line.stays and _is_field(line.text, text) for line in head]
    found = [number for number, line in enumerate(head) if line.stays and _is_row(line.text)]
    found += [number for number, line in enumerate(head) if line.stays and _is_counter(head, number)]
    return found + [
        number
        for number in range(len(head))
        if is_field[number] and (_is_known(head, is_field, number, -1) or _is_known(head, is_field, number, 1))
    ]


def _is_field(line: str, text: str) -> bool:
    field = _FIELD.fullmatch(line)
    if field is None or MEASURED.search(field["value"]):
        return False
    return not taken_up(field["label"].replace(" ", ""), text) and taken_up(field["value"], text) < _IS_OF_TEXT


def _is_counter(head: Sequence[EdgeLine], number: int) -> bool:
    """Tell whether a line is a word and a number, beside chrome and beside no other such line."""
    if not _COUNTER.fullmatch(head[number].text):
        return False
    beside = [*head[max(0, number - 1) : number], *head[number + 1 : number + 2]]
    return not all(line.stays for line in beside) and not any(
        line.stays and _COUNTER.fullmatch(line.text) for line in beside
    )


def _is_row(line: str) -> bool:
    cells = _CELLS.split(line)
    return len(cells) >= _CELLS_LEAST and all(_CELL.fullmatch(cell) for cell in cells)


def _is_known(head: Sequence[EdgeLine], is_field: Sequence[bool], number: int, step: int) -> bool:
    """Tell whether the next line that is no field of this make, up or down, went as a field with a label."""
    number += step
    while 0 <= number < len(head) and is_field[number]:
        number += step
    return 0 <= number < len(head) and not head[number].stays and _FIELD.match(head[number].text) is not None


def sign_offs(foot: Sequence[EdgeLine], text: str) -> list[int]:
    """Give the numbers of lines that name who did what for the page: under others that went, or fewer than these.

    Args:
        foot: the lines behind the text, in order.
        text: the text.
    """
    found: list[int] = []
    for run in _runs(foot):
        known = [number for number in run if foot[number].signs]
        left = [number for number in run if foot[number].stays]
        is_of_page = not any(_is_of_text(foot[at].text, text) for at in left)
        if known and is_of_page and (len(left) < len(known) or (left and min(left) > min(known))):
            found += left
    return found


def _runs(foot: Sequence[EdgeLine]) -> list[list[int]]:
    """Give the runs of sign-offs among the lines: those that went as such, and those that have their make."""
    runs: list[list[int]] = [[]]
    for number, line in enumerate(foot):
        if line.signs or (line.stays and _SIGN_OFF.fullmatch(line.text)):
            runs[-1].append(number)
        elif runs[-1]:
            runs.append([])
    return runs


def _is_of_text(line: str, text: str) -> bool:
    found = _SIGN_OFF.fullmatch(line)
    return found is not None and taken_up(found["label"], text) > 0

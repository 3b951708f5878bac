"""Menus and buttons above the text: runs of very short lines.

These tests need only the lines themselves and the position of the headline. Contains no vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.lines import bullet_length, is_heading, is_numbered
from unionstats.text.noise.overlap import HAS_A_WORD, IS_FOREIGN, IS_TAKEN_UP, taken_up
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.structure.headline import STATEMENT, may_be_title
from unionstats.text.noise.verdict import Verdict

# Names of channels: a headline is longer, and three lines of this length in a row are a menu.
_MENU_NAME = regex.compile(r"\p{Han}{2,6}[:：]?")
_SHORT_MENU_NAME = regex.compile(r"\p{Han}{2,5}")
CHANNEL = regex.compile(r"\p{Han}{3,6}")
# A label and what it counts.
_FIGURE = regex.compile(r"[:：]\s?\d[\d.]*\s?\p{Han}")
_MENU_NAME_MOST: Final = 7
MENU_LEAST: Final = 3
_MENU_SHORT: Final = 4
_HEADLINE_LEAST: Final = 10
# Names of buttons and accounts; a sub-head or caption is longer, and stands alone.
BUTTON_LONGEST: Final = 8
_BUTTONS_LEAST: Final = 3
_BULLETS_LEAST = 3
_ENTRY_LONGEST = 12


def menus(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return runs of very short lines above the text's headline; a poem's lines have no headline below them."""
    titles = [
        number
        for number, line in enumerate(head)
        if line.stays and len(line.text) >= _HEADLINE_LEAST and taken_up(line.text, around.text) >= HAS_A_WORD
    ]
    found: list[int] = []
    run: list[int] = []
    for number, line in enumerate(head[: titles[-1] + 1] if titles else ()):
        if len(line.text) <= _MENU_NAME_MOST and _MENU_NAME.fullmatch(line.text):
            run.append(number)
            continue
        found += run if len(run) >= MENU_LEAST else []
        run = []
    return found


def short_menu(head: Sequence[Verdict], _: Around) -> list[int]:
    """Return the lines that open a page without a headline, if they are three or more of the length of menu entries."""
    run = 0
    while run < len(head) and (not head[run].stays or _SHORT_MENU_NAME.fullmatch(head[run].text)):
        run += 1
    left = [number for number in range(run) if head[number].stays]
    if run < len(head) or len(left) < MENU_LEAST:
        return []
    alike = max(len(left) - len({head[number].text[side] for number in left}) for side in (slice(2), slice(-2, None)))
    is_short = all(len(head[number].text) <= _MENU_SHORT for number in left)
    return left if is_short or alike == len(left) - 1 else []


def buttons(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return very short lines between the byline and the text: at least three, or fewer next to chrome.

    Only where a headline stands above the byline; the text's own sub-head stands alone, captions are taken up.
    """
    bylines = [number for number, line in enumerate(head) if line.is_byline]
    if not bylines or not any(may_be_title(line) for line in head[: bylines[-1]]):
        return []
    below = range(bylines[-1] + 1, len(head))
    short = [number for number in below if head[number].stays and len(head[number].text) <= BUTTON_LONGEST]
    least = _BUTTONS_LEAST if all(head[number].stays for number in below) else _BUTTONS_LEAST - 1
    if len(short) == 1 and CHANNEL.fullmatch(head[short[0]].text):
        beside = (head[short[0] - 1], *head[short[0] + 1 : short[0] + 2])
        is_kicker = any(beside[-1].text == line.text for line in head[: short[0]])
        least = 1 if len(beside) > 1 and not is_kicker and not any(line.stays for line in beside) else least
    is_mark = [
        STATEMENT.search(head[number].text) or is_numbered(head[number].text) or _FIGURE.search(head[number].text)
        for number in short
    ]
    known = sum(taken_up(head[number].text, around.text) >= IS_TAKEN_UP for number in short)
    return short if len(short) >= least and not any(is_mark) and known * 2 < len(short) else []


def bullets(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return three or more short menu entries with bullets above the text; longer ones if unrelated to it."""
    lengths = [bullet_length(line.text) for line in head]
    entries = [number for number, length in enumerate(lengths) if length and is_heading(head[number].text)]
    short = [number for number in entries if len(head[number].text) - lengths[number] <= _ENTRY_LONGEST]
    is_list = len(entries) > _BULLETS_LEAST and around.text != ""
    if is_list and not any(taken_up(head[number].text, around.text) >= IS_FOREIGN for number in entries):
        return entries
    return short if len(short) >= _BULLETS_LEAST else []

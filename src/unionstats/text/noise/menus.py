"""Menus and lists over the headline: runs of very short lines, and what stands between a headline and its like.

Owns the tests of lines before the text that need no more than these lines. No words live here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.noise.edges import taken_up
from unionstats.text.noise.lists import tailed
from unionstats.text.noise.shapes import BEFORE_TITLE, MENU, TITLE_AGAIN
from unionstats.text.noise.zone import Verdict

# Names of channels: a headline is longer, and three lines of this length in a row are a menu.
_MENU_NAME = regex.compile(r"\p{Han}{2,6}[:：]?")
_MENU_NAME_MOST: Final = 7
_MENU_LEAST: Final = 3
# A headline, however free, shares a word with the text.
_IS_KNOWN: Final = 0.1
# A second headline shares more with the text than one of another page.
_IS_STRANGE: Final = 0.15
_KICKER: Final = 10
_TITLE_LEAST: Final = 6


def drop_menus(head: Sequence[Verdict], text: str) -> None:
    """Drop runs of very short lines where the text's headline stands below them: below a poem's no headline does."""
    titles = [
        number
        for number, verdict in enumerate(head)
        if verdict.stays and len(verdict.line.text) >= _KICKER and taken_up(verdict.line.text, text) >= _IS_KNOWN
    ]
    run: list[Verdict] = []
    for verdict in head[: titles[-1] + 1] if titles else ():
        if len(verdict.line.text) <= _MENU_NAME_MOST and _MENU_NAME.fullmatch(verdict.line.text):
            run.append(verdict)
            continue
        _drop_run(run)
        run = []


def _drop_run(run: Sequence[Verdict]) -> None:
    if len(run) >= _MENU_LEAST:
        for verdict in run:
            verdict.rule = verdict.rule or MENU


def drop_doubles(head: Sequence[Verdict], text: str) -> None:
    """Drop a headline that stands once more before the text, and what stands between: lists of the site.

    Among chrome two lines that the text does not take up are a list, too: other headlines of a paper's page.
    """
    seen: dict[str, int] = {}
    for number, verdict in enumerate(head):
        if verdict.stays:
            words = bare(verdict.line.text)
            if words in seen and len(words) >= _TITLE_LEAST:
                _drop_between(head[seen[words] + 1 : number], text)
                verdict.rule = TITLE_AGAIN
            seen[words] = number
    left = [verdict for verdict in head if verdict.stays]
    for verdict in left[: tailed([verdict.line.text for verdict in left])]:
        verdict.rule = BEFORE_TITLE


def _drop_between(lines: Sequence[Verdict], text: str) -> None:
    """Drop what stands between a headline and its like: a menu's length of lines, or two among chrome.

    Two go only where both are strange to the text: a sub-head, a kicker and what tells a figure are the article's.
    """
    left = [line for line in lines if line.stays]
    if len(left) < _MENU_LEAST and not (1 < len(left) < len(lines) and all(_is_strange(line, text) for line in left)):
        return
    for line in left:
        line.rule = BEFORE_TITLE


def _is_strange(verdict: Verdict, text: str) -> bool:
    line = verdict.line.text
    is_plain = not any(char.isdigit() for char in line) and line[0].isalpha() and not any(map(str.isspace, line))
    return is_plain and taken_up(line, text) < _IS_STRANGE


def bare(text: str) -> str:
    """Give the letters and digits of a line: copies of a headline differ in signs and blanks.

    >>> bare("送岗到家门 – 86人")
    '送岗到家门86人'
    """
    return "".join(char for char in text if char.isalnum())

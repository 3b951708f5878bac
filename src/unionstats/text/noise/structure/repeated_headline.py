"""Repetitions of the headline: above, inside and after the text, and in rows of other headlines of the same page.

Compares each line with the page's headline. Contains no vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.lines import bullet_length
from unionstats.text.noise.overlap import taken_up
from unionstats.text.noise.shapes import TITLE_AGAIN
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.structure.headline import TITLE_LEAST, TITLE_SURE, bare, may_be_title
from unionstats.text.noise.structure.menus import MENU_LEAST
from unionstats.text.noise.structure.signatures import signed_by
from unionstats.text.noise.verdict import Verdict

_STROKE = regex.compile(r"\s?(?:\.{2,3}|…)?\s?[-_|丨—]")
_GAPS = regex.compile(r"[\s|｜\u4e28>»_/]+")
_HEADLINE_LEAST: Final = 7
# More than HAS_A_WORD: the headline of another page on the same matter may share a word with the text.
_IS_STRANGE: Final = 0.15
# A line of the foot that names the headline among paper, page, day and label says no more than they do.
_NAMED_LEAST = 10
_ROUND_TITLE = 48
# A row of headlines; a shorter headline is one where the row has a page's number.
_ROW_NAMED_LEAST: Final = 8
_ROW_NAMED_SHORT: Final = 4
_PIECE_LEAST: Final = 6


def doubled(head: Sequence[Verdict], _: Around) -> list[int]:
    """Return the lines before the text that repeat a headline."""
    found: list[int] = []
    seen: set[str] = set()
    for number, line in enumerate(head):
        words = bare(line.text) if line.stays else ""
        if len(words) >= TITLE_LEAST:
            found += [number] if words in seen else []
            seen.add(words)
    return found


def between_doubles(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return the lines between a headline and its repetition: as many as a menu has, or two among chrome.

    Two go only where both are strange to the text, as other headlines of a paper's page: a sub-head, a kicker and what
    tells a figure are the article's.
    """
    found: list[int] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(head):
        if not line.stays and line.rule is not TITLE_AGAIN:
            continue
        words = bare(line.text)
        if line.rule is TITLE_AGAIN and words in seen:
            between = range(seen[words] + 1, number)
            left = [at for at in between if head[at].stays and at not in found]
            are_strange = 1 < len(left) < len(between) and all(_is_strange(head[at].text, around.text) for at in left)
            found += left if len(left) >= MENU_LEAST or are_strange else []
        seen[words] = number
    return found


def _is_strange(line: str, text: str) -> bool:
    bullet = bullet_length(line)
    has_gap = not bullet and any(map(str.isspace, line))
    is_plain = not any(char.isdigit() for char in line) and line[bullet].isalpha() and not has_gap
    return is_plain and taken_up(line, text) < _IS_STRANGE


def above_tailed(head: Sequence[Verdict], _: Around) -> list[int]:
    """Return the first line if it is the headline followed by a dash and the site's name, and the headline follows."""
    left = [number for number, line in enumerate(head) if line.stays]
    return left[: tailed([head[number].text for number in left])]


def tailed(lines: Sequence[str]) -> int:
    """Return how many opening lines to remove: the first is the headline followed by a dash and the site's name.

    What stands between the two goes too where it is a menu's length.

    >>> tailed(["全市职工技能比武落幕_江北网", "全市职工技能比武落幕"])
    1
    """
    if len(lines) < 2 or not _STROKE.search(lines[0], _HEADLINE_LEAST):
        return 0
    for number, title in enumerate(lines[1:], 1):
        if len(title) >= _HEADLINE_LEAST and lines[0].startswith(title) and _STROKE.match(lines[0], len(title)):
            return number if number > MENU_LEAST else 1
    return 0


def title_below(foot: Sequence[Verdict], head: Sequence[Verdict]) -> list[int]:
    """Return the lines after the text that repeat a headline, alone or among labels and dates."""
    titles = {bare(line.text) for line in head if line.stays}
    named = [title for title in titles if len(title) >= _NAMED_LEAST]
    found: list[int] = []
    for number, line in enumerate(foot):
        if line.stays and "。" not in line.text:
            words = bare(line.text)
            is_named = any(title in words and len(words) <= len(title) + _ROUND_TITLE for title in named)
            found += [number] if is_named or (len(words) >= TITLE_LEAST and words in titles) else []
    return found


def title_within(body: Sequence[Verdict], head: Sequence[Verdict]) -> list[int]:
    """Return the lines between paragraphs that repeat the page's only headline."""
    titles = [line.text for line in head if line.stays]
    if len(titles) != 1 or len(titles[0]) < _NAMED_LEAST:
        return []
    return [number for number, line in enumerate(body) if line.stays and line.text == titles[0]]


def title_rows(head: Sequence[Verdict]) -> tuple[list[int], frozenset[str]]:
    """Return the rows above the headline that contain it among other words, with list entries removed there."""
    rows, sisters = _rows_with_title(head)
    listed = (line for line in head if line.rule and line.rule.kind == "related_list")
    return rows, sisters | {line.text for line in listed if len(line.text) >= TITLE_LEAST}


def _rows_with_title(head: Sequence[Verdict]) -> tuple[list[int], frozenset[str]]:
    """Return the numbers of lines that name the headline below them among other words; and these: sister headlines."""
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
    """Return whether a headline stands in a line, parted from the rest of it."""
    at = line.find(title)
    if at < 0 or "。" in line:
        return False
    if len(title) >= TITLE_SURE and len(line) >= len(title) + TITLE_SURE:
        return True
    beside = (line[:at][-1:], line[at + len(title) :][:1])
    is_apart = all(not sign or _GAPS.fullmatch(sign) for sign in beside)
    is_long = len(title) >= _ROW_NAMED_LEAST or (len(title) >= _ROW_NAMED_SHORT and any(map(str.isdecimal, line[:at])))
    return is_apart and is_long


def sister_headlines(foot: Sequence[Verdict], sisters: frozenset[str]) -> list[int]:
    """Return the headlines of other pages that a row above the text also contains."""
    signed = signed_by(foot) if sisters else ()
    return [
        number
        for number, line in enumerate(foot if sisters else ())
        if line.stays and number not in signed and line.text in sisters
    ]

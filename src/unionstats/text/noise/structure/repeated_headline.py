"""The headline of a page once more: over, within and behind the text, in rows that name it among others.

Owns the tests that compare a line with the page's headline, and the rows of other headlines of the same page. No words
live here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.lines import bullet_length
from unionstats.text.noise.overlap import taken_up
from unionstats.text.noise.shapes import BEFORE_TITLE, SISTER, TITLE_AGAIN, TITLE_IN_ROW
from unionstats.text.noise.structure.headline import TITLE_LEAST, TITLE_SURE, bare, may_be_title
from unionstats.text.noise.structure.menus import MENU_LEAST
from unionstats.text.noise.structure.signatures import signed_by
from unionstats.text.noise.verdict import EdgeLine, Verdict

_STROKE = regex.compile(r"\s?(?:\.{2,3}|…)?\s?[-_|丨—]")
_GAPS = regex.compile(r"[\s|｜\u4e28>»_/]+")
_HEADLINE_LEAST: Final = 7
# A second headline shares more with the text than one of another page.
_IS_STRANGE: Final = 0.15
# A line of the foot that names the headline among paper, page, day and label says no more than they do.
_NAMED_LEAST = 10
_ROUND_TITLE = 48
# A row of headlines; a shorter headline is one where the row has a page's number.
_ROW_NAMED_LEAST: Final = 8
_ROW_NAMED_SHORT: Final = 4
_PIECE_LEAST: Final = 6


def drop_doubles(head: Sequence[Verdict], text: str) -> None:
    """Drop a headline that stands once more before the text, and what stands between: lists of the site.

    Among chrome two lines that the text does not take up are a list, too: other headlines of a paper's page.
    """
    seen: dict[str, int] = {}
    for number, verdict in enumerate(head):
        if verdict.stays:
            words = bare(verdict.line.text)
            if words in seen and len(words) >= TITLE_LEAST:
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
    if len(left) < MENU_LEAST and not (1 < len(left) < len(lines) and all(_is_strange(line, text) for line in left)):
        return
    for line in left:
        line.rule = BEFORE_TITLE


def _is_strange(verdict: Verdict, text: str) -> bool:
    line = verdict.line.text
    bullet = bullet_length(line)
    has_gap = not bullet and any(map(str.isspace, line))
    is_plain = not any(char.isdigit() for char in line) and line[bullet].isalpha() and not has_gap
    return is_plain and taken_up(line, text) < _IS_STRANGE


def tailed(lines: Sequence[str]) -> int:
    """Give how many of the lines that open a page go: the first is the headline with the site's name behind a stroke.

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


def drop_title_below(head: Sequence[Verdict], foot: Sequence[Verdict]) -> None:
    """Drop the headline where it stands once more behind the text, alone or among labels and dates."""
    titles = {bare(verdict.line.text) for verdict in head if verdict.stays}
    named = [title for title in titles if len(title) >= _NAMED_LEAST]
    for verdict in foot:
        if not verdict.stays or "。" in verdict.line.text:
            continue
        words = bare(verdict.line.text)
        is_named = any(title in words and len(words) <= len(title) + _ROUND_TITLE for title in named)
        if (len(words) >= TITLE_LEAST and words in titles) or is_named:
            verdict.rule = TITLE_AGAIN


def drop_title_within(head: Sequence[Verdict], body: Sequence[Verdict]) -> None:
    """Drop the page's only headline where it stands once more between the paragraphs."""
    titles = [verdict.line.text for verdict in head if verdict.stays]
    if len(titles) == 1 and len(titles[0]) >= _NAMED_LEAST:
        for verdict in body:
            if verdict.stays and verdict.line.text == titles[0]:
                verdict.rule = TITLE_AGAIN


def drop_title_rows(head: Sequence[Verdict]) -> frozenset[str]:
    """Drop rows over the headline that hold it among other words; give these, and what else went there from a list."""
    rows, sisters = rows_with_title([verdict.as_edge for verdict in head])
    for number in rows:
        head[number].rule = TITLE_IN_ROW
    listed = (verdict for verdict in head if verdict.rule and verdict.rule.kind == "related_list")
    return sisters | {verdict.line.text for verdict in listed if len(verdict.line.text) >= TITLE_LEAST}


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
    if len(title) >= TITLE_SURE and len(line) >= len(title) + TITLE_SURE:
        return True
    beside = (line[:at][-1:], line[at + len(title) :][:1])
    is_apart = all(not sign or _GAPS.fullmatch(sign) for sign in beside)
    is_long = len(title) >= _ROW_NAMED_LEAST or (len(title) >= _ROW_NAMED_SHORT and any(map(str.isdecimal, line[:at])))
    return is_apart and is_long


def drop_sisters(foot: Sequence[Verdict], sisters: frozenset[str]) -> None:
    """Drop the headlines of other pages that a row over the text holds, too."""
    signed = signed_by([verdict.as_edge for verdict in foot]) if sisters else ()
    for number, verdict in enumerate(foot if sisters else ()):
        if verdict.stays and number not in signed and verdict.line.text in sisters:
            verdict.rule = SISTER

"""Lists of short lines that are not the article's: headlines of other pages behind it, buttons between byline and text.

Told from their number and make, and from what the text takes up. No words live here; it changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.lines import bullet_length, is_heading, is_numbered
from unionstats.text.noise.edges import (
    CHANNEL,
    IS_FOREIGN,
    IS_TAKEN_UP,
    LABELLED,
    STATEMENT,
    TEXT_SEEN,
    EdgeLine,
    may_be_title,
    own_lines,
    taken_up,
)

# Two phrases, speech or a figure: names of firms and of persons have none of them.
_PAUSE = regex.compile(r"[\s，,！!？?:：“”\d]")
_STROKE = regex.compile(r"\s?(?:\.{2,3}|…)?\s?[-_|丨—]")
_NUMBER_BEHIND = regex.compile(r"\s?[(（]\d{1,3}[)）]$")
# A row of a table ends in figures, cell by cell.
_CELLS = regex.compile(r"[\s|]\d[\d.,]*%?[\s|]{1,8}\d[\d.,]*%?[\s|]{0,4}$")
_COLUMN = regex.compile(r"\p{Han}{2,4}\s")
# A caption has its number behind a character.
_NUMBERED_CAPTION = regex.compile(r"\p{Han}\d{1,2}[\s:：、.]")

# A label and what it counts.
_FIGURE = regex.compile(r"[:：]\s?\d[\d.]*\s?\p{Han}")

# Fewer may be captions, shorter ones names.
_HEADLINES_LEAST: Final = 3
_HEADLINE_LEAST: Final = 7
# Of four and more so long that no two end alike none is a name.
_LONG_LEAST: Final = 9
# So short lines in a row may be verse.
_VERSE: Final = 9
# Names of buttons and accounts; a sub-head or caption is longer, and stands alone.
_BUTTON_LONGEST: Final = 8
_BUTTONS_LEAST: Final = 3
_NUMBERED_LEAST: Final = 3
# A single line must be a headline's length, and next to nothing of it known.
_LONE_LEAST: Final = 12
_TELLING: Final = 150
_IS_STRANGE: Final = 0.1
_SET_OFF: Final = '▲△▼↑↓←→(（【[《“"*'


def headlines(foot: Sequence[EdgeLine], last: str, text: str) -> list[int]:
    """Give the numbers of lines at the end of the page that are the headlines of other pages: three and more.

    A list of the article's own is announced, or its entries are names: of one make, mostly without a pause. Over
    entries with bullets their heading goes too, whatever it says.

    Args:
        foot: the lines behind the text, in order.
        last: the paragraph before them.
        text: the text's first paragraphs.
    """
    # A short sentence at the end is the text's.
    begin = max((number for number, line in enumerate(foot, 1) if line.stays and line.text.endswith("。")), default=0)
    begin = max(begin, own_lines(foot))
    left = [number for number in range(begin, len(foot)) if foot[number].stays]
    entries = [foot[number].text for number in left]
    bullets = [bullet_length(entry) for entry in entries]
    if bullets and not bullets[0] and all(bullets[1:]) and len(entries[0]) <= _BUTTON_LONGEST:
        entries, bullets = entries[1:], bullets[1:]
    lines = [entry[length:] for entry, length in zip(entries, bullets, strict=True)]
    labelled = sum(LABELLED.match(line) is not None for line in lines)
    if len(lines) < _HEADLINES_LEAST or last.endswith((":", "：")) or labelled * 2 >= len(lines):
        return []
    if not all(map(_may_be_headline, lines)):
        return []
    shares = [taken_up(line, text[:TEXT_SEEN]) for line in lines]
    if bullets and all(bullets):
        # Pages on the same matter share some words with it; what the text lists is its own.
        return left if sum(shares) < IS_TAKEN_UP * len(shares) else []
    is_foreign = max(shares) < IS_TAKEN_UP and sum(shares) < IS_FOREIGN * len(shares)
    is_foreign = is_foreign and max(map(len, lines)) > _VERSE
    return left if is_foreign and not _are_names(lines) else []


def lone_headlines(foot: Sequence[EdgeLine], last: str, text: str) -> list[int]:
    """Give the numbers of one or two lines at the end of the page that are headlines of other pages.

    A caption shares words with the text, a headline of another page next to none.

    Args:
        foot: the lines behind the text, in order.
        last: the paragraph before them.
        text: all of the text.
    """
    left = [number for number in range(own_lines(foot), len(foot)) if foot[number].stays]
    if not 0 < len(left) < _HEADLINES_LEAST or last.endswith((":", "：")) or len(text) < _TELLING:
        return []
    lines = [foot[number].text[bullet_length(foot[number].text) :] for number in left]
    is_foreign = all(len(line) >= _LONE_LEAST and _may_be_headline(line) for line in lines) and not any(
        line[0] in _SET_OFF or LABELLED.match(line) or taken_up(line, text) >= _IS_STRANGE for line in lines
    )
    return left if is_foreign else []


def _are_names(lines: Sequence[str]) -> bool:
    """Tell whether lines are a list of persons or units: columns, openings or ends alike, few pauses."""
    paused = sum(_PAUSE.search(line) is not None for line in lines)
    columns = sum(_COLUMN.match(line) is not None for line in lines)
    made_alike = max(len(lines) - len({line[side] for line in lines}) for side in (slice(2), slice(-1, None)))
    if not made_alike and len(lines) > _HEADLINES_LEAST and min(map(len, lines)) >= _LONG_LEAST:
        return False
    return paused * 3 < len(lines) or columns * 2 > len(lines) or made_alike * 3 > len(lines)


def _may_be_headline(text: str) -> bool:
    if len(text) < _HEADLINE_LEAST or not is_heading(text) or is_numbered(text) or _NUMBERED_CAPTION.match(text):
        return False
    return not text.endswith((":", "：")) and not _CELLS.search(text)


def buttons(head: Sequence[EdgeLine]) -> list[int]:
    """Give the numbers of very short lines between the byline and the text: three, beside chrome fewer.

    Only where a headline stands above the byline; the text's own sub-head stands alone.
    """
    bylines = [number for number, line in enumerate(head) if line.is_byline]
    if not bylines or not any(may_be_title(line) for line in head[: bylines[-1]]):
        return []
    below = range(bylines[-1] + 1, len(head))
    short = [number for number in below if head[number].stays and len(head[number].text) <= _BUTTON_LONGEST]
    least = _BUTTONS_LEAST if all(head[number].stays for number in below) else _BUTTONS_LEAST - 1
    if len(short) == 1 and CHANNEL.fullmatch(head[short[0]].text):
        beside = (head[short[0] - 1], *head[short[0] + 1 : short[0] + 2])
        is_kicker = any(beside[-1].text == line.text for line in head[: short[0]])
        least = 1 if len(beside) > 1 and not is_kicker and not any(line.stays for line in beside) else least
    is_mark = [
        STATEMENT.search(head[number].text) or is_numbered(head[number].text) or _FIGURE.search(head[number].text)
        for number in short
    ]
    return short if len(short) >= least and not any(is_mark) else []


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
            return number if number > _BUTTONS_LEAST else 1
    return 0


def numbered(lines: Sequence[str]) -> list[int]:
    """Give the numbers of lines that say the same but for a number in brackets: captions that a machine gave pictures.

    >>> numbered(["职工驿站(1)", "全市建成驿站46座。", "职工驿站(2)", "职工驿站(3)"])
    [0, 2, 3]
    """
    if not any(line[-1] in ")）" for line in lines):
        return []
    bases = [_NUMBER_BEHIND.sub("", line) for line in lines]
    often = {base for base, count in Counter(bases).items() if count >= _NUMBERED_LEAST}
    return [number for number, base in enumerate(bases) if base in often and base != lines[number]]

"""Which line is the headline of a page.

Tests which lines may be one, which line heads a text, and which lines of the head must not be removed together with
noise inside them. Contains no vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import regex

from unionstats.text.lines import HEADING_LENGTH, bullet_length, is_heading, is_numbered
from unionstats.text.noise.overlap import IS_TAKEN_UP, pairs_of, taken_up
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.verdict import Verdict

ROW = regex.compile(r"[|>»›\\]|://|www\.|@")
_NAMES_ROW = regex.compile(r"[>|»_]|\s{2}")
# A column's name, a bar and the headline.
_COLUMN_AND_TITLE = regex.compile(r"^[^|]{2,12}\|(?=[^|]{8,}$)")
STATEMENT = regex.compile(r"[〔〕]|[:：]$")
_CRUMB = regex.compile(r"[>»›]\s{0,4}$")
# The second line of a headline.
SECOND_PART: Final = ("—", "——", "--")
# They point from a caption to its picture.
_CAPTION_SIGNS: Final = frozenset("▲▼△▽")
PICTURE = regex.compile(r"\.(?:jpe?g|png|gif|bmp)\b", regex.IGNORECASE)
_LABEL = regex.compile(r"^[\[【(（]?\p{Han}{2,10}[:：\]】)）]\s{0,3}")
TITLE_LEAST = 6
_TITLE_LONGEST: Final = 100
_TITLE_LONG: Final = 7
# So long a headline stands in a line of other headlines however these are parted.
TITLE_SURE: Final = 10
_KICKER = 10
# Several tests look at a line, in each pass over its page.
_KNOWN_LINES: Final = 2048


def may_be_title(line: Verdict) -> bool:
    """Return whether a remaining line has the length and the ending of a headline."""
    return (
        line.rule is None and TITLE_LEAST <= len(line.line.text) <= _TITLE_LONGEST and _reads_as_title(line.line.text)
    )


@lru_cache(maxsize=_KNOWN_LINES)
def _reads_as_title(text: str) -> bool:
    """Return whether a line of a headline's length has its end, and is no row, picture or entry of a list."""
    if not is_heading(text[-HEADING_LENGTH:].rstrip("。")) or text.endswith((":", "：")) or is_numbered(text):
        return False
    if text[0] in _CAPTION_SIGNS:
        return False
    return ROW.search(_COLUMN_AND_TITLE.sub("", text)) is None and PICTURE.search(text) is None


def heads(line: str, text: str) -> bool:
    """Return whether a line is the headline of the text below it rather than of a list."""
    is_line = len(line) >= TITLE_LEAST and is_heading(line) and not bullet_length(line)
    return is_line and taken_up(line, text) >= IS_TAKEN_UP


def heads_next(lines: Sequence[Verdict], text: str, least: int = _TITLE_LONG) -> bool:
    """Return whether one of the lines is a headline of the text below; one of `least` pairs of characters always is."""
    titles = [line.text for line in lines if may_be_title(line) and not line.text.endswith("。")]
    return any(len(pairs_of(title)) >= least or taken_up(title, text) >= IS_TAKEN_UP for title in titles)


def is_title(text: str, title: str | None) -> bool:
    """Return whether a line is the page's title, possibly followed by the site's name."""
    if not title:
        return False
    line, known = bare(text), bare(title)
    if len(line) < TITLE_LEAST or len(known) < TITLE_LEAST:
        return False
    return line == known or (known.startswith(line) and len(line) * 2 >= len(known)) or line.startswith(known)


def above_title(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return the lines above the page's title, except the one directly above if it may belong to the title."""
    title = next((number for number, line in enumerate(head) if line.stays and is_title(line.text, around.title)), 0)
    return list(range(title - (title > 0 and _is_kicker(head[title - 1].text))))


def _is_kicker(text: str) -> bool:
    """Return whether the line above a title may belong to it: a phrase, no name of a channel and no row of names."""
    return len(text) >= _KICKER and is_heading(text) and not _NAMES_ROW.search(text)


def labelled_title(head: Sequence[Verdict], text: str) -> int | None:
    """Return the number of the line that was removed together with the headline after a label, if no headline stays.

    What two lines of the head say behind different labels is the headline.
    """
    if any(may_be_title(line) and taken_up(line.text, text) >= IS_TAKEN_UP for line in head):
        return None
    said = [(number, str(_LABEL.sub("", line.text))) for number, line in enumerate(head) if not line.stays]
    for number, title in reversed(said):
        is_long = len(title) >= TITLE_SURE and title != head[number].text
        if is_long and any(title in head[other].text for other, _ in said if other != number):
            return number
    return None


def title_in_foot(head: Sequence[Verdict], foot: Sequence[Verdict]) -> str | None:
    """Return the line of the head that the foot, written by the content system, names as the title."""
    remains = [verdict.text for verdict in foot if verdict.rule and verdict.rule.kind == "cms_residue"]
    named = (verdict.text for verdict in head if verdict.stays and len(verdict.text) >= TITLE_LEAST)
    return next((text for text in named if any(f" {text} " in line for line in remains)), None)


def title_in_crumb(head: Sequence[Verdict]) -> str | None:
    """Return the headline at the end of a breadcrumb row in the head."""
    for number, verdict in enumerate(head):
        title = verdict.text
        if verdict.stays and len(title) >= TITLE_LEAST:
            above = (other.text for other in head[:number])
            if any(_CRUMB.search(line[: -len(title)]) for line in above if line.endswith(title) and line != title):
                return title
    return None


def save_headlines(head: Sequence[Verdict], text: str) -> None:
    """Keep a headline that contains a brand, or that has a label and is the only one; only that part is removed."""
    has_title = any(verdict.stays and heads(verdict.text, text) for verdict in head)
    for verdict in head:
        is_label = verdict.rule is not None and verdict.rule.kind == "duplicate_title"
        is_told = is_label and has_title and not _says_more(verdict.left, head)
        if verdict.left and not is_told and heads(verdict.left, text):
            verdict.save()


def _says_more(title: str, head: Sequence[Verdict]) -> bool:
    """Return whether a headline holds another one of the page, and a phrase more."""
    shown = (bare(verdict.text) for verdict in head if verdict.stays)
    return any(len(words) >= TITLE_LEAST and words in bare(title) and _adds(title, words) for words in shown)


def _adds(title: str, words: str) -> bool:
    return len(bare(title)) >= len(words) + TITLE_LEAST


def bare(text: str) -> str:
    """Return the letters and digits of a line: copies of a headline differ in punctuation and blanks.

    >>> bare("送岗到家门 – 86人")
    '送岗到家门86人'
    """
    return "".join(filter(str.isalnum, text))

"""Lines above the headline that are not part of it: site names, channels and slogans.

The text below takes up the words of its headline, but not those of the site. Compares short lines above the headline
with the text. Contains no vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.lines import is_heading
from unionstats.text.noise.overlap import IS_FOREIGN, IS_OF_TEXT, IS_TAKEN_UP, TEXT_SEEN, taken_up
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.structure.headline import ROW, STATEMENT, is_title, may_be_title
from unionstats.text.noise.structure.menus import CHANNEL
from unionstats.text.noise.verdict import Verdict

_HAN = regex.compile(r"\p{Han}+")
# A channel's name set off as no headline is: in brackets, behind a mark, beside a page's number, twice or in English.
_CHANNEL_SET_OFF = regex.compile(
    r"[\[【〔(（<《·•\-—|/■□●◆▶▎♦★☆]{0,3}\s?(?:[A-Z]{0,2}\d{1,3}\s?)?(?:\p{Han}{2,6}[\s|/·、]{0,3}){1,3}"
    r"(?:[A-Za-z]{2,12}\s?){0,3}(?:[A-Z]{0,2}\d{1,3})?[\]】〕)）>》·•\-—|/■□●◆:：]{0,3}"
)
_SAID_TWICE = regex.compile(r"[\W_]*(\p{Han}{2,8})[\s|/·>\-—]{0,3}\1[\W_]*")
_ROW_OF_NAMES = regex.compile(r"(?:\p{Han}{2,3}[ \u3000]{1,3}){3,}\p{Han}{2,3}")
# Two phrases of one length: what stands so over the page's headline is the first part of it.
_TWIN_PHRASES = regex.compile(
    r"\p{Han}{4}[ \u3000]{1,2}\p{Han}{4}|\p{Han}{5}[ \u3000]{1,2}\p{Han}{5}|\p{Han}{6,8}[ \u3000]{1,2}\p{Han}{6,8}"
)
_PHRASE = regex.compile(r"^(?=[^?？:：]*$).*[,，“”]")
# More than IS_TAKEN_UP: a site is named after its place and body, and these come again in its news.
_IS_OF_TITLE: Final = 0.4
_NAME_LONGEST: Final = 3
# A name of the site comes again in its news too; the first line of a headline in two is longer.
_FIRST_LINE_LEAST: Final = 8
_CHANNEL_LONGEST: Final = 24
_HALF: Final = 5
_MOTTO: Final = 12


def over_title(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return lines above the headline that have nothing to do with the text.

    Only where other lines went, but for a single name: a page without chrome (spam is none) has no menus either, and a
    cleaned page must be left alone. Where the title is known all above it went before.
    """
    if any(line.stays and is_title(line.text, around.title) for line in head):
        return []
    text = around.text[:TEXT_SEEN]
    if all(line.stays or line.is_spam for line in head):
        return [0] if head and _is_channel(head, text) else []
    shares = [taken_up(line.text, text) if line.stays else 0.0 for line in head]
    title = _title(head, shares)
    if title is None:
        last = max((number for number, line in enumerate(head) if line.is_byline), default=0)
        return [
            number
            for number in range(last)
            if head[number].stays and not shares[number] and _is_over_byline(head, number, last)
        ]
    above = [number for number in range(title) if head[number].stays]
    dropped = [number for number in above if not _is_kicker(head, number, title, shares[number])]
    return [number for number in dropped if not _is_point(head, number, shares)]


def _is_point(head: Sequence[Verdict], number: int, shares: Sequence[float]) -> bool:
    """Return whether a line is one of several points of which the text takes one up."""
    mark = head[number].text[:1]
    points = [at for at, line in enumerate(head) if line.stays and line.text[:1] == mark]
    return not mark.isalnum() and len(points) > 1 and any(shares[at] > 0 for at in points)


def _is_channel(head: Sequence[Verdict], text: str) -> bool:
    """Return whether the page's first line is the name of a channel: unknown to the text, right over its headline."""
    if len(head) == 1 or not _names_channel(head[0].text, text):
        return False
    return may_be_title(head[1]) and taken_up(head[1].text, text) >= IS_TAKEN_UP


def _names_channel(line: str, text: str) -> bool:
    """Return whether a line may be a channel's name: bare or set off as one, or said twice, which no headline is."""
    if len(line) > _CHANNEL_LONGEST:
        return False
    if _SAID_TWICE.fullmatch(line):
        return True
    is_shaped = CHANNEL.fullmatch(line) or (_CHANNEL_SET_OFF.fullmatch(line) and not _HAN.fullmatch(line))
    return bool(is_shaped) and not taken_up(line, text)


def _title(head: Sequence[Verdict], shares: Sequence[float]) -> int | None:
    """Return the number of the line that the text takes up most: above the last byline, or else anywhere.

    Right above a byline a line that is hardly taken up is a headline too.
    """
    bylines = [number for number, line in enumerate(head) if line.is_byline]
    for end in (*bylines[-1:], len(head)):
        known = [number for number in range(end) if may_be_title(head[number]) and shares[number] >= IS_TAKEN_UP]
        if bylines and end == len(head):
            # An abstract under the byline is a sentence.
            known = [number for number in known if not head[number].text.endswith("。")]
        if known:
            return _above_dash(head, max(known, key=lambda number: shares[number] * len(head[number].text)))
        above = [number for number in range(end) if head[number].stays]
        if end < len(head) and above and may_be_title(head[above[-1]]) and shares[above[-1]]:
            return above[-1]
    return None


def _above_dash(head: Sequence[Verdict], number: int) -> int:
    """Return the number of the headline: what opens with a dash is the second part of the line above it."""
    above = [line for line in range(number) if may_be_title(head[line])]
    return above[-1] if above and head[number].text.startswith("—") else number


def _is_over_byline(head: Sequence[Verdict], number: int, last: int) -> bool:
    """Return whether a line over the byline is a name of the site or, where a headline stands below, of a channel."""
    if _is_name(head[number].text):
        return True
    below = [line for line in head[number + 1 : last + 2] if not line.text[0].isdecimal()]
    return CHANNEL.fullmatch(head[number].text) is not None and any(map(may_be_title, below))


def _is_name(text: str) -> bool:
    """Return whether a line is too short for a headline: a name of the site or of a channel."""
    return len(text) <= _NAME_LONGEST and _HAN.fullmatch(text) is not None


def _is_kicker(head: Sequence[Verdict], number: int, title: int, share: float) -> bool:
    """Return whether a line above the headline may be part of it, or of the text."""
    text = head[number].text
    if STATEMENT.search(text) and not (CHANNEL.fullmatch(text[:-1]) and share < IS_FOREIGN):
        return True
    is_next = number == title - 1
    if _SAID_TWICE.fullmatch(text) or _ROW_OF_NAMES.fullmatch(text):
        return False
    if len(text) < _FIRST_LINE_LEAST:
        # The first line of a headline in two; papers set it right below their own name and day.
        is_half = len(text) >= _HALF and share >= IS_OF_TEXT and not head[title].blank_before
        is_first = len(text) > _HALF and share > 0 and number > 0 and head[number - 1].is_byline
        return is_next and (is_half or is_first)
    if ROW.search(text) or not is_heading(text):
        return False
    # Shorter ones under chrome are a site's motto.
    is_twin = (number == 0 or len(text) > _MOTTO) and _TWIN_PHRASES.fullmatch(text) is not None
    is_phrase = is_twin or not head[title].blank_before or _PHRASE.search(text) is not None
    return (is_next and is_phrase) or share >= _IS_OF_TITLE

"""What stands before the headline and behind the last sentence, told from the text between: it takes up neither.

A headline's words come again in the text below it; the names of a site, its menus and slogans do not. Owns the tests
that compare short lines at the edges of a page with its text. No words live here; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import regex

from unionstats.text.lines import HEADING_LENGTH, bullet_length, is_heading, is_numbered

_HAN = regex.compile(r"\p{Han}+")
_ROW = regex.compile(r"[|>»›\\]|://|www\.|@")
# A column's name, a bar and the headline.
_COLUMN_AND_TITLE = regex.compile(r"^[^|]{2,12}\|(?=[^|]{8,}$)")
_LABEL = regex.compile(r"\p{Han}{2,8}\s?[:：]\s{0,4}(?P<value>[^。；！？，,:：]{0,30})")
_CODE = regex.compile(r"[\d\s():：./+-]*\d[\d\s():：./+-]*|\D*")
_NAME = regex.compile(r"\p{Han}{2,4}|[【\[(（][\p{Han}A-Za-z]{2,6}[】\])）]")
CHANNEL = regex.compile(r"\p{Han}{3,6}")
# A channel's name set off as no headline is: in brackets, behind a mark, beside a page's number, twice or in English.
_CHANNEL_SET_OFF = regex.compile(
    r"[\[【〔(（<《·•\-—|/■□●◆▶▎♦★☆]{0,3}\s?(?:[A-Z]{0,2}\d{1,3}\s?)?(?:\p{Han}{2,6}[\s|/·、]{0,3}){1,3}"
    r"(?:[A-Za-z]{2,12}\s?){0,3}(?:[A-Z]{0,2}\d{1,3})?[\]】〕)）>》·•\-—|/■□●◆:：]{0,3}"
)
_SAID_TWICE = regex.compile(r"[\W_]*(\p{Han}{2,8})[\s|/·>\-—]{0,3}\1[\W_]*")
_BRACKETED = regex.compile(r"[(（][^()（）]{2,60}[)）]")
_CALL = regex.compile(r"\d{3,4}[- ]?\d{4}")
_PLAIN = regex.compile(
    r"[\p{Han}A-Za-z\s·.()（）\[\]【】!！?？>_-]{2,24}|[\p{Han}\s“”]{2,16}[:：][\p{Han}\s“”:：]{4,24}"
)
# Two phrases of one length: what stands so over the page's headline is the first part of it.
_TWIN_PHRASES = regex.compile(
    r"\p{Han}{4}[ \u3000]{1,2}\p{Han}{4}|\p{Han}{5}[ \u3000]{1,2}\p{Han}{5}|\p{Han}{6,8}[ \u3000]{1,2}\p{Han}{6,8}"
)
_PHRASE = regex.compile(r"^(?=[^?？:：]*$).*[,，“”]")
_IN_BRACKETS = regex.compile(r"[(（\[【][^()（）\[\]【】。，,；;：:\d]{2,24}[)）\]】]")
_SIGNER = regex.compile(r"\p{Han}{2,24}|\p{Han}{1,8}[ \u3000]\p{Han}{2,4}")
_DAY = regex.compile(
    r"(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[一二][〇○零Oo0九][〇○零Oo0一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)\p{Han}{0,2}"
)
_LATIN = regex.compile(r"[A-Za-z][A-Za-z0-9 ._-]{0,24}")
STATEMENT = regex.compile(r"[〔〕]|[:：]$")
_ANNOUNCES = regex.compile(r"[:：]$")
PICTURE = regex.compile(r"\.(?:jpe?g|png|gif|bmp)\b", regex.IGNORECASE)
LABELLED = regex.compile(r"\p{Han}{2,6}[:：]")

# So much of the text tells what it is about.
TEXT_SEEN: Final = 2_000
# A third and more of a headline's pairs of characters come again in the text; of a menu's, next to none.
IS_TAKEN_UP: Final = 0.33
IS_FOREIGN: Final = 0.25
# A site is named after its place and body, and these come again.
_IS_OF_TITLE: Final = 0.4
_TITLE_LEAST: Final = 6
_TITLE_LONGEST: Final = 100
_NAME_LONGEST: Final = 3
_NAME_MOST: Final = 4
# A name of the site comes again in its news too; a kicker is longer.
_KICKER: Final = 8
_CHANNEL_LONGEST: Final = 24
_HALF: Final = 5
_MOTTO: Final = 12
_IS_HALF: Final = 0.5
# Where more short lines stand at the end, they are a list of the article's own.
_TRAILERS_MOST: Final = 4
_ANNOUNCED_LONGEST: Final = 16


class EdgeLine(NamedTuple):
    """A line before or behind the text.

    `stays`: nothing speaks against it so far, `is_byline`: it went as one, `closes`: it went as what closes a page,
    `is_spam`: it went as what a hacked site set in, `signs`: it went as who wrote or made it.
    """

    text: str
    stays: bool
    is_byline: bool
    blank_before: bool
    closes: bool = False
    is_spam: bool = False
    signs: bool = False


_END: Final = EdgeLine("", stays=True, is_byline=False, blank_before=False)


def pairs_of(text: str) -> set[str]:
    """Give the pairs of Chinese characters that stand beside each other in a text."""
    return {run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1)}


def taken_up(line: str, text: str) -> float:
    """Give the share of a line's pairs of Chinese characters that stand in a text.

    >>> taken_up("县总工会送清凉", "昨天,县总工会到工地送清凉。"), taken_up("网站地图", "昨天,县总工会到工地送清凉。")
    (0.8333333333333334, 0.0)
    """
    pairs = pairs_of(line)
    return len([pair for pair in pairs if pair in text]) / len(pairs) if pairs else 0.0


def over_title(head: Sequence[EdgeLine], text: str) -> list[int]:
    """Give the numbers of lines that stand over the headline and have nothing to do with the text.

    Only where other lines went, but for a single name: a page without chrome (spam is none) has no menus either, and a
    cleaned page must be left alone.

    Args:
        head: the lines before the text, in order.
        text: its first paragraphs.
    """
    text = text[:TEXT_SEEN]
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


def _is_point(head: Sequence[EdgeLine], number: int, shares: Sequence[float]) -> bool:
    """Tell whether a line is one of several points of which the text takes one up."""
    mark = head[number].text[:1]
    points = [at for at, line in enumerate(head) if line.stays and line.text[:1] == mark]
    return not mark.isalnum() and len(points) > 1 and any(shares[at] > 0 for at in points)


def _is_channel(head: Sequence[EdgeLine], text: str) -> bool:
    """Tell whether the page's first line is the name of a channel: unknown to the text, right over its headline."""
    if len(head) == 1 or not _names_channel(head[0].text, text):
        return False
    return may_be_title(head[1]) and taken_up(head[1].text, text) >= IS_TAKEN_UP


def _names_channel(line: str, text: str) -> bool:
    """Tell whether a line may be a channel's name: bare or set off as one, or said twice, which no headline is."""
    if len(line) > _CHANNEL_LONGEST:
        return False
    if _SAID_TWICE.fullmatch(line):
        return True
    is_shaped = CHANNEL.fullmatch(line) or (_CHANNEL_SET_OFF.fullmatch(line) and not _HAN.fullmatch(line))
    return bool(is_shaped) and not taken_up(line, text)


def _title(head: Sequence[EdgeLine], shares: Sequence[float]) -> int | None:
    """Give the number of the line that the text takes up most: above the last byline, or else anywhere.

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


def _above_dash(head: Sequence[EdgeLine], number: int) -> int:
    """Give the number of the headline: what opens with a dash is the second part of the line above it."""
    above = [line for line in range(number) if may_be_title(head[line])]
    return above[-1] if above and head[number].text.startswith("—") else number


def _is_over_byline(head: Sequence[EdgeLine], number: int, last: int) -> bool:
    """Tell whether a line over the byline is a name of the site or, where a headline stands below, of a channel."""
    if _is_name(head[number].text):
        return True
    below = [line for line in head[number + 1 : last + 2] if not line.text[0].isdecimal()]
    return CHANNEL.fullmatch(head[number].text) is not None and any(map(may_be_title, below))


def _is_name(text: str) -> bool:
    """Tell whether a line is too short for a headline: a name of the site or of a channel."""
    return len(text) <= _NAME_LONGEST and _HAN.fullmatch(text) is not None


def may_be_title(line: EdgeLine) -> bool:
    """Tell whether a line that stays has the length and the end of a headline."""
    text = line.text
    is_long = _TITLE_LEAST <= len(text) <= _TITLE_LONGEST and is_heading(text[-HEADING_LENGTH:].rstrip("。"))
    is_row = (_ROW.search(_COLUMN_AND_TITLE.sub("", text)) or PICTURE.search(text)) is not None
    return line.stays and is_long and not (is_row or is_numbered(text) or text.endswith((":", "：")))


def _is_kicker(head: Sequence[EdgeLine], number: int, title: int, share: float) -> bool:
    """Tell whether a line above the headline may be part of it, or of the text."""
    text = head[number].text
    if STATEMENT.search(text) and not (CHANNEL.fullmatch(text[:-1]) and share < IS_FOREIGN):
        return True
    is_next = number == title - 1
    if _SAID_TWICE.fullmatch(text):
        return False
    if len(text) < _KICKER:
        # The first line of a headline in two; papers set it right below their own name and day.
        is_half = len(text) >= _HALF and share >= _IS_HALF and not head[title].blank_before
        is_first = len(text) > _HALF and share > 0 and number > 0 and head[number - 1].is_byline
        return is_next and (is_half or is_first)
    if _ROW.search(text) or not is_heading(text):
        return False
    # Shorter ones under chrome are a site's motto.
    is_twin = (number == 0 or len(text) > _MOTTO) and _TWIN_PHRASES.fullmatch(text) is not None
    is_phrase = is_twin or not head[title].blank_before or _PHRASE.search(text) is not None
    return (is_next and is_phrase) or share >= _IS_OF_TITLE


def labels(head: Sequence[EdgeLine], text: str) -> list[int]:
    """Give the numbers of lines that are a label with a name or code, two or more by a byline; of short names too.

    Args:
        head: the lines before the text, in order.
        text: its first paragraphs.
    """
    found = [number for number in range(1, len(head)) if _is_between([*head, _END], number, text)]
    run: list[int] = []
    near = False
    for number, line in enumerate([*head, _END]):
        is_greeting = number == len(head) - 1 and _ANNOUNCES.search(line.text) is not None
        is_title = may_be_title(line) and taken_up(line.text, text) >= IS_TAKEN_UP
        if line.stays and line.text and _is_label(line.text) and not is_greeting and not is_title:
            run.append(number)
            continue
        near = near or not line.stays or any(_CALL.search(head[at].text) for at in run)
        if len(run) > 1 and near:
            found += run
        run, near = [], line.is_byline
    return found


def _is_between(head: Sequence[EdgeLine], number: int, text: str) -> bool:
    """Tell whether a line of a few characters stands below the headline, beside chrome, and is not taken up.

    The writer's name stands once more in brackets of the text, the paper's behind its label.
    """
    line = head[number]
    if not line.stays or (head[number + 1].stays and head[number - 1].stays) or not _NAME.fullmatch(line.text):
        return False
    is_signed = any(line.text in group for group in _BRACKETED.findall(text))
    is_known = is_signed or any(line.text in other.text for other in head if other.is_byline)
    return any(above.stays for above in head[:number]) and (is_known or not taken_up(line.text, text[:TEXT_SEEN]))


def is_intro(opening: str, text: str) -> bool:
    """Tell whether a page's opening paragraph is about something else than its text: the site speaks of itself.

    >>> is_intro("本公司生产各类润滑油脂。", "昨天,县总工会到工地送清凉。")
    True
    """
    return taken_up(opening, text[:TEXT_SEEN]) < IS_FOREIGN


def _is_label(text: str) -> bool:
    found = _LABEL.fullmatch(text)
    return found is not None and _CODE.fullmatch(found["value"].strip()) is not None


def signature(foot: Sequence[EdgeLine]) -> int | None:
    """Give the number of the line that signs a notice or letter: a body's or person's name, its day below.

    A person's name right behind the text is its reporter's; a letter's greeting stands between.
    """
    for number in range(len(foot) - 1):
        if _SIGNER.fullmatch(foot[number].text) and _DAY.fullmatch(foot[number + 1].text):
            is_body = len(foot[number].text) > _NAME_LONGEST
            if is_body or (number and foot[number - 1].stays):
                return number
    return None


def signed_by(foot: Sequence[EdgeLine]) -> tuple[int, ...]:
    """Give the numbers of the two lines that sign a notice or letter, if it is signed."""
    signed = signature(foot)
    return (signed, signed + 1) if signed is not None else ()


def own_lines(foot: Sequence[EdgeLine]) -> int:
    """Give how many lines behind the text are the letter's own: down to the day under who signs it."""
    return max(signed_by(foot), default=-1) + 1


def trailers(foot: Sequence[EdgeLine], last: str, text: str) -> list[int]:
    """Give the numbers of short lines at the end of the page that have nothing to do with the text.

    Args:
        foot: the lines behind the text, in order.
        last: the paragraph before them.
        text: the text's first paragraphs.
    """
    if len(foot) == 1 and _signs(foot[0].text, text) and not last.endswith((":", "：")):
        return [0]
    credit = [number for number, line in enumerate(foot) if line.stays and _IN_BRACKETS.fullmatch(line.text)]
    own = {*credit, *range(own_lines(foot))}
    left = [number for number, line in enumerate(foot) if line.stays and number not in own]
    if left and _ANNOUNCES.search(foot[left[-1]].text) and len(foot[left[-1]].text) <= _ANNOUNCED_LONGEST:
        # It announces pictures that are not there.
        return left[-1:]
    if not left or all(line.stays for line in foot) or len(left) > _TRAILERS_MOST or last.endswith((":", "：")):
        return credit if len(credit) == 1 else []
    if sum(":" in foot[number].text or "：" in foot[number].text for number in left) > 1:
        # Labels in a row are the article's own: winners by province, prizes and who won them.
        return credit if len(credit) == 1 else []
    if all(_is_trailer(foot, number, text) for number in left):
        return sorted(credit + left)
    return credit if len(credit) == 1 else []


def _signs(line: str, text: str) -> bool:
    """Tell whether the page's last line is a name that the text does not know: its writer's.

    Longer ones may be the article's own motto or a caption.
    """
    return _NAME.fullmatch(line) is not None and not taken_up(line, text)


def _is_trailer(foot: Sequence[EdgeLine], number: int, text: str) -> bool:
    line = foot[number].text
    if _LATIN.fullmatch(line):
        return True
    if not _PLAIN.fullmatch(line) or is_numbered(line) or bullet_length(line):
        return False
    if number + 1 < len(foot) and foot[number + 1].closes and LABELLED.match(line):
        # Who runs the site, over its address.
        return True
    # An issuing body over its date signs the text.
    signs = number + 1 < len(foot) and foot[number + 1].is_byline
    return not signs and taken_up(line, text[:TEXT_SEEN]) < IS_FOREIGN

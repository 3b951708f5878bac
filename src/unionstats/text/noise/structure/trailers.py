"""What follows the last sentence and is not part of the text: names, mottoes, entries of a page's foot.

Compares the short lines at the end of a page with its text. Contains no vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import regex

from unionstats.text.lines import bullet_length, is_numbered
from unionstats.text.noise.overlap import IS_FOREIGN, IS_TAKEN_UP, TEXT_SEEN, taken_up
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.structure.records import ANNOUNCES, LABELLED
from unionstats.text.noise.structure.signatures import NAME, exclaimed, own_lines
from unionstats.text.noise.verdict import TEASER_END, Verdict

_PLAIN = regex.compile(
    r"[\p{Han}A-Za-z\s·.()（）\[\]【】!！?？>_-]{2,24}|[\p{Han}\s“”]{2,16}[:：][\p{Han}\s“”:：]{4,24}"
)
_IN_BRACKETS = regex.compile(r"[(（\[【][^()（）\[\]【】。，,；;：:\d]{2,24}[)）\]】]")
_LATIN = regex.compile(r"[A-Za-z][A-Za-z0-9 ._-]{0,24}")
# Where more short lines stand at the end, they are a list of the article's own.
_TRAILERS_MOST: Final = 4
_ANNOUNCED_LONGEST: Final = 16
# Five characters: shorter lines may be names of persons.
_COLUMN = regex.compile(r"[\p{Han}A-Za-z][\p{Han}A-Za-z ·|>-]{4,20}")
_BEHIND_EDITORS_MOST: Final = 8
# Mail and boards set it before each line that they quote.
_QUOTED: Final = (":", "：")
_ENTRY = regex.compile(r"[^。；]{1,100}")
_TEASER_LONGEST = 200


def trailers(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return short lines at the end of the page that are unrelated to the text."""
    last, text = around.last, around.text
    if len(foot) == 1 and foot[0].stays and _signs(foot[0].text, text) and not last.endswith((":", "：")):
        return [0]
    credit = [number for number, line in enumerate(foot) if line.stays and _IN_BRACKETS.fullmatch(line.text)]
    own = {*credit, *range(own_lines(foot)), *range(exclaimed(foot))}
    left = [number for number, line in enumerate(foot) if line.stays and number not in own]
    if left and ANNOUNCES.search(foot[left[-1]].text) and len(foot[left[-1]].text) <= _ANNOUNCED_LONGEST:
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


def behind_editors(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return short lines after the editors' names: column names, mottoes of the site.

    Where more stand there than a foot has, or one is a sentence or tells a figure, they may be a list of the article's.
    """
    edited = [number for number, line in enumerate(foot) if line.rule and line.rule.kind == "editor"]
    behind = [number for number in range(edited[-1] + 1, len(foot)) if foot[number].stays] if edited else []
    if not 0 < len(behind) <= _BEHIND_EDITORS_MOST:
        return []
    lines = [foot[number].text for number in behind]
    shares = [taken_up(line, around.text[:TEXT_SEEN]) for line in lines]
    is_foot = all(_COLUMN.fullmatch(line) and share < IS_TAKEN_UP for line, share in zip(lines, shares, strict=True))
    return behind if is_foot and sum(shares) < IS_FOREIGN * len(shares) else []


def _signs(line: str, text: str) -> bool:
    """Return whether the page's last line is a name that the text does not know: its writer's.

    Longer ones may be the article's own motto or a caption.
    """
    return NAME.fullmatch(line) is not None and not taken_up(line, text)


def _is_trailer(foot: Sequence[Verdict], number: int, text: str) -> bool:
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


def behind_chrome(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return short lines after a removed line that closes a page, except sentences and signatures."""
    closing = next((number for number, line in enumerate(foot) if line.closes), len(foot))
    return [
        number
        for number in range(closing, len(foot))
        if foot[number].stays and number not in around.signed and _is_entry(foot[number].text)
    ]


def _is_entry(text: str) -> bool:
    """Return whether a line behind the closing mark may be a title or teaser of another page."""
    if text.startswith(_QUOTED):
        return False
    if bullet_length(text) or text.endswith(TEASER_END):
        return len(text) <= _TEASER_LONGEST
    return _ENTRY.fullmatch(text) is not None

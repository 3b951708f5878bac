"""Lines before and after the text, and paragraphs at its ends, that read like page furniture (`furniture`).

Decides how much weight such a line needs, depending on what else it could be and on its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Final

import regex

from unionstats.text.edits import Change
from unionstats.text.lines import is_numbered, is_prose
from unionstats.text.noise.furniture import LONGEST, Furniture
from unionstats.text.noise.overlap import HAS_A_WORD, IS_FOREIGN, TEXT_SEEN, taken_up
from unionstats.text.noise.structure.headline import PICTURE, SECOND_PART, may_be_title
from unionstats.text.noise.structure.link_rows import heads_table
from unionstats.text.noise.structure.records import ANNOUNCES, MEASURED
from unionstats.text.noise.structure.signatures import exclaimed, signed_by
from unionstats.text.noise.verdict import Verdict

_NUMBER_BEHIND = regex.compile(r"[:：]\s?[\d-]{3,}$")
_PAUSE = regex.compile(r"[，,。?？:：]")
_PLAIN = regex.compile(r"[\p{Han}A-Za-z][\p{L}\s·|-]*")
_COUNTER = r"\p{Han}{1,6}[ :：]{0,2}[(（]?\d{1,7}(?:[)）]|\s{1,4}|$)[\s·]{0,4}"
_COUNTERS = regex.compile(rf"(?:{_COUNTER}){{2,8}}(?:\p{{Han}}{{1,6}})?")
# Words without a sentence, set apart by blanks.
_TAIL = regex.compile(
    r"[。！？”」)）](?P<tail>(?:\s{1,8}|(?=\S{2,40}\s))[^。！？“”\s()（）]{2,40}(?:\s{1,8}[^。！？“”\s]{1,40}){0,40})$"
)
# A sub-head or a motto of the article's own may be made of such a word and others.
_ONE_WORD = regex.compile(r"\p{Han}{2,7}")
_STOPS = regex.compile(r"(?<=[。！？!?；])")
# From here on a line at the page's edge goes; a headline or a sentence could be the article's, and must be surer.
_LEAST: Final = 0.2
_SURE: Final = 1.0
_LABEL_LONGEST: Final = 8
# So short a value may be a day, a name or a number.
_VALUE_LEAST: Final = 4
_SUREST: Final = 1.7
# Less is asked of a line with none beside it that stays.
_AMID: Final = -0.3
# And of an exclamation right behind the text.
_EXCLAIMED: Final = 0.5
# A sentence of the article's own weighs less.
_OTHER: Final = -0.5


def drop_worded_paragraphs(verdicts: Sequence[Verdict], furniture: Furniture) -> None:
    """Remove first and last paragraphs that read like furniture and share almost nothing with the others."""
    prose = [verdict for verdict in verdicts if verdict.is_text]
    for end in (-1, 0):
        while len(prose) > 1 and _says(furniture, prose[end].text, _SURE):
            speaker = prose.pop(end)
            rest = "\n".join(verdict.text for verdict in prose)[:TEXT_SEEN]
            if taken_up(speaker.text[:LONGEST], rest) >= HAS_A_WORD:
                break
            speaker.rule = furniture.shape


def drop_worded(verdicts: Sequence[Verdict], first: int, last: int, furniture: Furniture) -> None:
    """Remove lines around the text that read like furniture; the only headline and signatures need more weight.

    Args:
        verdicts: of all lines.
        first: number of the first line of text.
        last: number of the last.
        furniture: the weights of words.
    """
    head, foot = verdicts[:first], verdicts[last + 1 :]
    signed, closing = signed_by(foot), exclaimed(foot)
    text = "\n".join(verdict.text for verdict in verdicts[first : last + 1] if verdict.stays)
    for lines, own, start, at_text in ((head, _headline(head), 0, first - 1), (foot, signed, last + 1, 0)):
        # Spam tells nothing of a page's own furniture.
        is_clean = all(verdict.stays or verdict.is_spam for verdict in lines)
        is_alone = sum(verdict.stays for verdict in lines) == 1
        for number, verdict in enumerate(lines):
            line = verdict.text
            if not verdict.stays or verdict.waiting or verdict.left or (is_clean and (number in own or is_alone)):
                continue
            if furniture.weigh(line) < _AMID or PICTURE.search(line):
                continue
            least = max(_least(lines, number, at_text), _SURE if is_clean or number in own else _AMID)
            if lines is foot and number < closing:
                least = max(least, _EXCLAIMED)
            is_told = _says(furniture, line, least) and taken_up(line, text) < IS_FOREIGN
            is_told = is_told and not _has_own_value(furniture, line)
            if is_told and not heads_table(verdicts, start + number) and not _heads(verdicts, start + number):
                verdict.rule = furniture.shape


def _heads(verdicts: Sequence[Verdict], number: int) -> bool:
    """Return whether a line heads the sentence right below it: a short one, or one that takes up one of its words."""
    below = [verdict.text for verdict in verdicts[number + 1 : number + 2] if verdict.stays]
    sentences = [text for text in below if text.endswith("。")]
    return any(not is_prose(text) or taken_up(verdicts[number].text, text) > 0 for text in sentences)


def worded_tail(verdicts: Sequence[Verdict], furniture: Furniture) -> Iterator[Change]:
    """Yield the cut of furniture that follows the last sentence on its line."""
    last = next((verdict for verdict in reversed(verdicts) if verdict.is_text), None)
    found = _TAIL.search(last.text) if last is not None else None
    if last is None or found is None or furniture.shape is None:
        return
    words = found["tail"]
    text = "\n".join(verdict.text for verdict in verdicts if verdict.stays and verdict is not last)
    if furniture.weigh(words) >= _SURE and taken_up(words, text + last.text[: found.start("tail")]) < IS_FOREIGN:
        start = last.line.start + found.start("tail")
        yield Change(start, last.line.end, "", furniture.shape.kind, furniture.shape.id)


def _says(furniture: Furniture, text: str, least: float) -> bool:
    """Return whether a text speaks so, and none of its sentences otherwise."""
    return furniture.weigh(text) >= least and all(furniture.weigh(part) >= _OTHER for part in _STOPS.split(text)[:-1])


def _has_own_value(furniture: Furniture, line: str) -> bool:
    """Return whether behind a label stands what is no furniture: a name, a day, what the article tells."""
    label, _, value = line.replace("：", ":").partition(":")
    is_own = len(value.strip()) <= _VALUE_LEAST or furniture.weigh(value) < _OTHER
    return bool(value) and len(label) <= _LABEL_LONGEST and is_own


def _least(lines: Sequence[Verdict], number: int, at_text: int) -> float:
    """Return from which weight on a line goes: sooner where none beside it stays, later where it may be a sentence.

    Args:
        lines: before or behind the text.
        number: of the line.
        at_text: number of the line beside the text.
    """
    line = lines[number].text
    is_counted = MEASURED.search(line) is not None and _COUNTERS.fullmatch(line) is None
    if is_numbered(line) or ANNOUNCES.search(line) or _NUMBER_BEHIND.search(line) or is_counted:
        # What counts, dates or announces may be the text's own.
        return inf
    if line.endswith("。"):
        return _SUREST
    if _PAUSE.search(line):
        return _SURE
    beside = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    is_amid = not any(verdict.stays for verdict in beside) and number != at_text
    if _PLAIN.fullmatch(line) and is_amid:
        return _AMID
    return _SURE if _ONE_WORD.fullmatch(line) else _LEAST


def _headline(head: Sequence[Verdict]) -> tuple[int, ...]:
    """Return the number of the line that is the only one which may be the page's headline."""
    titles = [
        number
        for number, verdict in enumerate(head)
        if may_be_title(verdict) and not verdict.text.startswith(SECOND_PART)
    ]
    return tuple(titles) if len(titles) == 1 else ()

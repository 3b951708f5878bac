"""Lines before and behind the text, and paragraphs at its ends, that speak as the furniture of pages does.

Owns how much such a line must weigh, by what it might else be and by what stands beside it. No words live here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Final

import regex

from unionstats.text.edits import Change
from unionstats.text.lines import is_numbered
from unionstats.text.noise.furniture import LONGEST, Furniture
from unionstats.text.noise.overlap import IS_FOREIGN, TEXT_SEEN, taken_up
from unionstats.text.noise.structure.headline import PICTURE, may_be_title
from unionstats.text.noise.structure.link_rows import heads_table
from unionstats.text.noise.structure.records import ANNOUNCES, MEASURED
from unionstats.text.noise.structure.signatures import signed_by
from unionstats.text.noise.verdict import Verdict

_PAUSE = regex.compile(r"[，,。?？:：]")
_PLAIN = regex.compile(r"[\p{Han}A-Za-z][\p{L}\s·|-]*")
_COUNTER = r"\p{Han}{1,6}[ :：]{0,2}[(（]?\d{1,7}(?:[)）]|\s{1,4}|$)[\s·]{0,4}"
_COUNTERS = regex.compile(rf"(?:{_COUNTER}){{2,8}}(?:\p{{Han}}{{1,6}})?")
# Words without a sentence, set apart by blanks.
_TAIL = regex.compile(
    r"[。！？”」)）](?P<tail>(?:\s{1,8}|(?=\S{2,40}\s))[^。！？“”\s()（）]{2,40}(?:\s{1,8}[^。！？“”\s]{1,40}){0,40})$"
)
_STOPS = regex.compile(r"(?<=[。！？!?；])")
# From here on a line at the page's edge goes; a headline or a sentence could be the article's, and must be surer.
_LEAST: Final = 0.2
_SURE: Final = 1.0
# Less is asked of a line with none beside it that stays.
_AMID: Final = -0.3
# A sentence of the article's own weighs less.
_OTHER: Final = -0.5
# A paragraph of the article's own shares more with the others.
_IS_OWN: Final = 0.15


def drop_worded_paragraphs(verdicts: Sequence[Verdict], furniture: Furniture) -> None:
    """Drop first and last paragraphs that speak as furniture and share next to nothing with the others."""
    prose = [verdict for verdict in verdicts if verdict.is_text]
    for end in (-1, 0):
        while len(prose) > 1 and _says(furniture, prose[end].text, _SURE):
            speaker = prose.pop(end)
            rest = "\n".join(verdict.text for verdict in prose)[:TEXT_SEEN]
            if taken_up(speaker.text[:LONGEST], rest) >= _IS_OWN:
                break
            speaker.rule = furniture.shape


def drop_worded(verdicts: Sequence[Verdict], first: int, last: int, furniture: Furniture) -> None:
    """Drop lines before and behind the text that speak so; of the only headline and of who signs more is asked.

    Args:
        verdicts: of all lines.
        first: number of the first line of text.
        last: number of the last.
        furniture: the weights of words.
    """
    head, foot = verdicts[:first], verdicts[last + 1 :]
    signed = signed_by(foot)
    text = "\n".join(verdict.text for verdict in verdicts[first : last + 1] if verdict.stays)
    for lines, own, start in ((head, _headline(head), 0), (foot, signed, last + 1)):
        is_clean = all(verdict.stays for verdict in lines)
        for number, verdict in enumerate(lines):
            line = verdict.text
            if not verdict.stays or verdict.waiting or verdict.left or PICTURE.search(line):
                continue
            if is_clean and (number in own or len(lines) == 1):
                continue
            least = max(_least(lines, number), _SURE if is_clean or number in own else _AMID)
            is_told = _says(furniture, line, least) and taken_up(line, text) < IS_FOREIGN
            if is_told and not heads_table(verdicts, start + number):
                verdict.rule = furniture.shape


def worded_tail(verdicts: Sequence[Verdict], furniture: Furniture) -> Iterator[Change]:
    """Yield the cut of what stands behind the last sentence of the text in its line, and speaks as furniture."""
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
    """Tell whether a text speaks so, and none of its sentences otherwise."""
    return furniture.weigh(text) >= least and all(furniture.weigh(part) >= _OTHER for part in _STOPS.split(text)[:-1])


def _least(lines: Sequence[Verdict], number: int) -> float:
    """Give from which weight on a line goes: sooner where none beside it stays, later where it may be a sentence."""
    line = lines[number].text
    if is_numbered(line) or ANNOUNCES.search(line) or (MEASURED.search(line) and not _COUNTERS.fullmatch(line)):
        # What counts, dates or announces may be the text's own.
        return inf
    if _PAUSE.search(line):
        return _SURE
    beside = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    return _AMID if _PLAIN.fullmatch(line) and not any(verdict.stays for verdict in beside) else _LEAST


def _headline(head: Sequence[Verdict]) -> tuple[int, ...]:
    """Give the number of the line that is the only one which may be the page's headline."""
    titles = [number for number, verdict in enumerate(head) if may_be_title(verdict)]
    return tuple(titles) if len(titles) == 1 else ()

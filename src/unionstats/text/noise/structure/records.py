"""Lines of a label and its value before or after the text: what an archive, office or newspaper records about it.

The labels are too many to list, so such lines are recognised by their form and their neighbours. Also handles bare
values: counters, and the name of the account that posted the text. Contains no vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import regex

from unionstats.text.lines import Line
from unionstats.text.noise.overlap import IS_FOREIGN, IS_OF_TEXT, IS_TAKEN_UP, TEXT_SEEN, taken_up
from unionstats.text.noise.shapes import LABELS
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.structure.headline import may_be_title
from unionstats.text.noise.structure.signatures import NAME
from unionstats.text.noise.verdict import Verdict

_FIELD = regex.compile(r"(?P<label>(?:\p{Han}[ \u3000]{0,4}){2,8})[:：][ \u3000]{0,3}(?P<value>[^。！？；!?;“”]{0,48})")
_CELLS = regex.compile(r"[\s|｜\u4e28]{1,6}(?=\p{Han}{2,6}[ \u3000]?[:：])")
_CELL = regex.compile(r"\p{Han}{2,6}\s?[:：]\s{0,3}[^。！？；!?;:：|]{0,24}[\s|]{0,4}")
_COUNTER = regex.compile(r"[\p{Han}A-Za-z]{2,6}[ \u3000:：]{1,3}\d[\d.,]{0,11}[wWkK万+]{0,2}")
# What is counted or dated is the text's own.
MEASURED: Final = regex.compile(r"\d\s?\p{Han}")
# Three on a line are a record; two may be a place and a day.
_CELLS_LEAST: Final = 3
_TITLE_LEAST: Final = 10
_LABEL = regex.compile(r"\p{Han}{2,8}\s?[:：]\s{0,4}(?P<value>[^。；！？，,:：]{0,30})")
LABELLED = regex.compile(r"\p{Han}{2,6}[:：]")
_CODE = regex.compile(r"[\d\s():：./+-]*\d[\d\s():：./+-]*|\D*")
_BRACKETED = regex.compile(r"[(（][^()（）]{2,60}[)）]")
_CALL = regex.compile(r"\d{3,4}[- ]?\d{4}")
ANNOUNCES = regex.compile(r"[:：]$")
_END: Final = Verdict(Line(0, 0, "", blank_before=False))
_ACCOUNT = regex.compile(r"[\p{Han}A-Za-z]{2,6}")
# A name, and what its bearer says of himself.
_ACCOUNT_MOST: Final = 2
# Views and comments; with a bullet too. Years are left to the rules on stamps.
_BARE_COUNTER = regex.compile(r"(?:[•·\-–—][ \u3000]{0,3})?(?!(?:19[5-9]|20[0-4])\d$)\d{1,7}(?:\.\d)?[wWkK万]?\+?")
_COUNTER_OPENS = frozenset("0123456789•·-–—")
_CELL_LONGEST = 14
# One known label may stand beside when and where something takes place.
_KNOWN_LEAST: Final = 2
_RECORD_KINDS = frozenset({"byline", "cms_residue"})


def records(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return lines between headline and text that are fields of a record.

    A field stands beside others that rules know; a line of three is one alone.
    """
    has_title = any(line.stays and may_be_title(line) and not _FIELD.fullmatch(line.text) for line in head)
    is_field = [line.stays and _is_field(line.text, around.text, has_title=has_title) for line in head]
    found = [number for number, line in enumerate(head) if line.stays and _is_row(line.text)]
    found += [number for number, line in enumerate(head) if line.stays and _is_counter(head, number)]
    return found + [
        number
        for number in range(len(head))
        if is_field[number] and (_is_known(head, is_field, number, -1) or _is_known(head, is_field, number, 1))
    ]


def foot_records(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return lines after the text that are fields, in one run with two fields of a page's record."""
    found: list[int] = []
    run: list[int] = []
    known = 0
    for number, line in enumerate([*foot, _END]):
        if line.rule and line.rule.kind in _RECORD_KINDS and _FIELD.match(line.text):
            known += 1
        elif line.stays and _FIELD.fullmatch(line.text):
            run += [number] if _is_field(line.text, around.text, has_title=True) else []
        else:
            found += run if known >= _KNOWN_LEAST else []
            run, known = [], 0
    return found


def _is_field(line: str, text: str, *, has_title: bool) -> bool:
    """Return whether a line is a field of a record; `has_title`: else the headline may stand behind a label."""
    field = _FIELD.fullmatch(line)
    if field is None or MEASURED.search(field["value"]):
        return False
    if not has_title and len(field["value"]) >= _TITLE_LEAST and taken_up(field["value"], text):
        return False
    return not taken_up(field["label"].replace(" ", ""), text) and taken_up(field["value"], text) < IS_OF_TEXT


def _is_counter(head: Sequence[Verdict], number: int) -> bool:
    """Return whether a line is a word and a number, beside chrome and beside no other such line."""
    if not _COUNTER.fullmatch(head[number].text):
        return False
    beside = [*head[max(0, number - 1) : number], *head[number + 1 : number + 2]]
    return not all(line.stays for line in beside) and not any(
        line.stays and _COUNTER.fullmatch(line.text) for line in beside
    )


def _is_row(line: str) -> bool:
    cells = _CELLS.split(line)
    return len(cells) >= _CELLS_LEAST and all(_CELL.fullmatch(cell) for cell in cells)


def _is_known(head: Sequence[Verdict], is_field: Sequence[bool], number: int, step: int) -> bool:
    """Return whether the next line that is no field of this make, up or down, went as a field with a label."""
    number += step
    while 0 <= number < len(head) and is_field[number]:
        number += step
    return 0 <= number < len(head) and not head[number].stays and _FIELD.match(head[number].text) is not None


def labels(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return two or more lines near a byline that are a label with a name or code; short names as well."""
    found = _between(head, around.text)
    run: list[int] = []
    near = False
    for number, line in enumerate([*head, _END]):
        is_greeting = number == len(head) - 1 and ANNOUNCES.search(line.text) is not None
        is_title = may_be_title(line) and taken_up(line.text, around.text) >= IS_TAKEN_UP
        if line.stays and line.text and _is_label(line.text) and not is_greeting and not is_title:
            run.append(number)
            continue
        near = near or not line.stays or any(_CALL.search(head[at].text) for at in run)
        if len(run) > 1 and near:
            found += run
        run, near = [], line.is_byline
    return found


def _between(head: Sequence[Verdict], text: str) -> list[int]:
    """Return lines of a few characters below the headline: beside chrome, or beside such a line."""
    lines = [*head, _END]
    found: list[int] = []
    for number in range(1, len(head)):
        if _is_between(lines, number, text):
            found.append(number)
            lines[number] = replace(lines[number], rule=LABELS)
    return found


def _is_between(head: Sequence[Verdict], number: int, text: str) -> bool:
    """Return whether a line of a few characters stands below the headline, beside chrome, and is not taken up.

    The writer's name stands once more in brackets of the text, the paper's behind its label.
    """
    line = head[number]
    if not line.stays or (head[number + 1].stays and head[number - 1].stays) or not NAME.fullmatch(line.text):
        return False
    is_signed = any(line.text in group for group in _BRACKETED.findall(text))
    is_known = is_signed or any(line.text in other.text for other in head if other.is_byline)
    return any(above.stays for above in head[:number]) and (is_known or not taken_up(line.text, text[:TEXT_SEEN]))


def _is_label(text: str) -> bool:
    found = _LABEL.fullmatch(text)
    return found is not None and _CODE.fullmatch(found["value"].strip()) is not None


def account(head: Sequence[Verdict], around: Around) -> list[int]:
    """Return at most two lines between headline and byline that name the account that posted the text."""
    text = around.text
    for number in range(1, len(head) - 1):
        if not head[number].stays or head[number + 1].stays:
            continue
        above = [at for at in range(number + 1) if head[at].stays]
        names = [at for at in above[-_ACCOUNT_MOST:] if _ACCOUNT.fullmatch(head[at].text)]
        title = above[-1 - len(names)] if len(above) > len(names) else None
        is_known = any(taken_up(head[at].text, text) > IS_OF_TEXT for at in names)
        if names and not is_known and title is not None and may_be_title(head[title]):
            return names if taken_up(head[title].text, text) >= IS_FOREIGN else []
    return []


def counters(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return bare numbers, unless a short line that stays is next to them: a table cell and its label."""
    left = [number for number, line in enumerate(lines) if line.stays]
    found: list[int] = []
    for at, number in enumerate(left):
        text = lines[number].text
        if text[0] in _COUNTER_OPENS and _BARE_COUNTER.fullmatch(text):
            beside = [*left[max(0, at - 1) : at], *left[at + 1 : at + 2]]
            is_cell = text[0].isdecimal() and any(_may_be_cell(lines[other].text) for other in beside)
            found += [] if is_cell else [number]
    return found


def _may_be_cell(text: str) -> bool:
    return len(text) <= _CELL_LONGEST and _BARE_COUNTER.fullmatch(text) is None

"""Rows of links and lists of dated entries before or after the text.

Recognised by separators, lengths and repetition: lines of many short parts, or the same line again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median
from typing import Final

import regex

from unionstats.text.lines import is_heading
from unionstats.text.noise.overlap import IS_FOREIGN, taken_up
from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.verdict import Verdict

_BAR_SIGNS = "|｜\u4e28"
_BARS = regex.compile(f"[{_BAR_SIGNS}]+")
_GAPS = regex.compile(r"[|｜\u4e28>»·•\s\-_/]+")
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
# Without a year 4.5 is a figure, 04.05 a day.
_DATED = regex.compile(
    rf".{{4,80}}?[\s\[(（]*(?:(?:19|20)\d\d[-/.年]{_MONTH}[-/.月]{_DAY}日?"
    rf"|(?<![\d.])(?<!\d\s)(?:{_MONTH}[-/月]{_DAY}日?|(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])))"
    r"(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[\])）]?"
    r"|.{4,120}?\s\d{1,2}\s[A-Z][a-z]{2,8}\s(?:19|20)\d\d"
)
# A row with such a cell is of a table, whatever its last cell looks like.
_FIGURE_CELL = regex.compile(rf"[{_BAR_SIGNS}]\s*[\d.,%]+\s*(?=[{_BAR_SIGNS}])")
_REPEATED = regex.compile(r"(.{2,16}?)(?:[\s|]*\1){2,}")
_NO_NAME = regex.compile(r"[\d。,，;；！]")
_NUMBER_BEHIND = regex.compile(r"\s?[(（]\d{1,3}[)）]$")
# Six: a sentence never has as many bars, a breadcrumb rarely.
_FARM_SEGMENTS = 6
_FARM_MEDIAN = 24
# With as many bars a full stop is a cut name.
_FARM_SURE = 12
# Names of channels are short; four of them in a row, without a verb's worth of characters, are no sentence.
_CHANNEL_WORDS = 4
_CHANNEL_MEAN = 5.0
# Names of persons are shorter than four characters.
_LONG_CHANNELS = 3
# Names of columns are longer than those of persons.
_SHORT_ROW = regex.compile(r"\p{Han}{4,6}(?:\s?[|｜\u4e28]\s?\p{Han}{4,6}){1,2}")
_ROW_LONGEST: Final = 24
_REPEATED_LEAST = 3
_NUMBERED_LEAST: Final = 3


def repeated_names(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return rows that contain one name three times or more."""
    return _rows(lines, lambda text: text.count(text[:2]) >= _REPEATED_LEAST and _REPEATED.fullmatch(text) is not None)


def link_farms(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return rows of many short segments between separators."""
    return _rows(lines, _is_farm)


def channels(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return rows of a handful of very short words."""
    return _rows(lines, _is_channels)


def short_rows(foot: Sequence[Verdict], around: Around) -> list[int]:
    """Return rows of two or three column names after the text that are unrelated to it and no part of a table."""
    has_table = any(line.stays and len(line.text) > _ROW_LONGEST and "|" in line.text for line in foot)
    return [
        number
        for number, line in enumerate(foot)
        if line.stays
        and _SHORT_ROW.fullmatch(line.text)
        and not (has_table or "|" in around.text or _in_table(foot, number))
        and taken_up(line.text, around.text) < IS_FOREIGN
    ]


def _rows(lines: Sequence[Verdict], is_row: Callable[[str], bool]) -> list[int]:
    return [
        number
        for number, line in enumerate(lines)
        if line.stays
        and is_row(line.text)
        and ("。" not in line.text or line.text.count("|") >= _FARM_SURE)
        and not _in_table(lines, number)
    ]


def _is_farm(text: str) -> bool:
    if sum(map(text.count, _BAR_SIGNS)) < _FARM_SEGMENTS - 1:
        return False
    segments = [segment.strip() for segment in _BARS.split(text) if segment.strip()]
    return len(segments) >= _FARM_SEGMENTS and median(map(len, segments)) <= _FARM_MEDIAN


def _in_table(verdicts: Sequence[Verdict], number: int) -> bool:
    """Return whether the line before or after has as many bars: rows of a table, not of links."""
    bars = verdicts[number].text.count("|")
    beside = [*verdicts[max(0, number - 1) : number], *verdicts[number + 1 : number + 2]]
    return any(bars > 0 and verdict.text.count("|") == bars for verdict in beside)


def heads_table(verdicts: Sequence[Verdict], number: int) -> bool:
    """Return whether a row names the columns of the row of figures below it."""
    bars = verdicts[number].text.count("|")
    below = [verdict.text for verdict in verdicts[number + 1 : number + 2] if verdict.stays]
    return bars > 0 and any(row.count("|") == bars and any(map(str.isdecimal, row)) for row in below)


def _is_channels(text: str) -> bool:
    if "|" not in text:
        return False
    words = [word for word in _GAPS.split(text) if word]
    least = _CHANNEL_WORDS if min(map(len, words), default=0) < _CHANNEL_WORDS else _LONG_CHANNELS
    if len(words) < least or _NO_NAME.search(text):
        return False
    return sum(map(len, words)) / len(words) < _CHANNEL_MEAN


def dated(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return list entries that end in a date, if two different ones stand together: a headline may stand twice."""
    entries = [line.text if line.stays and is_dated(line.text) else "" for line in lines]
    return [
        number
        for number, entry in enumerate(entries)
        if entry and any({*entries[max(0, number - 1) : number], *entries[number + 1 : number + 2]} - {"", entry})
    ]


def is_dated(text: str) -> bool:
    """Return whether a line is an entry that ends in a date. Its last character rules out most lines."""
    may_be = (text[-1].isdecimal() or text[-1] in "日])）") and is_heading(text)
    return may_be and _DATED.fullmatch(text) is not None and _FIGURE_CELL.search(text) is None


def numbered(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return lines that differ only in a number in brackets: captions generated for pictures."""
    may_be = [line.text[-1] in ")）" for line in lines]
    if not any(may_be):
        return []
    bases = [
        _NUMBER_BEHIND.sub("", line.text) if ends_so else line.text for line, ends_so in zip(lines, may_be, strict=True)
    ]
    often = {base for base, count in Counter(bases).items() if count >= _NUMBERED_LEAST}
    return [number for number, base in enumerate(bases) if base in often and base != lines[number].text]

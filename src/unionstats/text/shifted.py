"""Reads a stretch of text one byte on, through GBK, and says how plausible it is.

Owns the byte arithmetic of `realign`, which finds such stretches. What follows the place where a tool split a character
is shifted by a byte until an ASCII character. Decoders drop a pair of bytes that is no character, or show a `?` for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs
import regex

from unionstats.text.dictionary import is_word
from unionstats.text.edits import TrackedText
from unionstats.text.plausible import COMMON, FREQUENT, RARE, level_of
from unionstats.text.script import simplify

LOST = "⟦?⟧"
GAP = "\ufffd"
READING = "[a-zɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{2,7}"
# What a decoder shows for a broken pair, and the bracket that some decoders leave: ?wù) or �(wù).
GLOSS = regex.compile(rf"[?\ufffd]\(?(?P<reading>{READING})\s?\)")
_GAPS = re.compile(f"{GAP}+")
_WHOLE_GLOSS = regex.compile(rf"\((?P<reading>{READING})\s?\)")
# Decoders that drop a broken pair leave of a gloss no sign before it: 覀men) for 我們(men).
_BARE_GLOSS = regex.compile(rf"(?P<reading>{READING})\s?\)")
_DIGITS = re.compile(r"[\d.,]*")
_SIGNS = re.compile(r"[?\ufffd]{1,2}(?=[^\x00-\x7f])")
# Signs of full width: one alone is the rest of a comma and what followed it.
_WIDE_ALONE = re.compile(r"(?<![０-９])[０-９](?![０-９])|[Ａ-Ｚａ-ｚ]")
# Such a sign, narrowed later; a question mark tells of a broken pair, a letter before a gloss is half of its character.
_NARROWED = regex.compile(rf"[[!-~]--[?()]](?!\({READING}|{READING}?\s?\))", regex.V1)
_GLOSSES = regex.compile(rf"(?:\({READING}\s?\))*")
_MAX_RUN = 60
# A stretch is read on through so many broken pairs and narrowed signs: a page of nothing else stays quick.
_MOST_BREAKS = 6
# A stretch is set right when its characters are this plausible, and that much more than as they stand.
PLAUSIBLE, MORE = 1.2, 0.5


class Run(NamedTuple):
    """A shifted stretch read aright: its text, where it ends in the page, how plausible its characters are.

    `gaps` counts the places where bytes are missing, `cut` tells that the end is missing too; `is_plain`: it is all of
    words, and as it stands of none.
    """

    text: str
    end: int
    levels: tuple[int, ...]
    gaps: int
    cut: bool
    is_plain: bool = False

    @property
    def mean(self) -> float:
        """How plausible its characters are on the average."""
        return mean_of(self.levels)

    def is_better(self, as_it_stands: str, *, least: int = 3) -> bool:
        """Return whether a stretch reads so much better one byte on that it was shifted."""
        if len(self.levels) < least or self.gaps * 3 > len(self.levels) * 2 or self.mean < PLAUSIBLE:
            return False
        return self.is_plain or self.mean - mean_of(levels_of(as_it_stands)) >= MORE


class _Read(NamedTuple):
    """Characters read one byte on, and where they end; `after`: a sign behind them that is itself.

    `cut`: the end is missing; `is_told`: a gloss tells the last one.
    """

    characters: str
    end: int
    after: str = ""
    cut: bool = False
    is_told: bool = False


class ShiftReader:
    """Reads shifted stretches.

    Args:
        readings: the characters that a gloss and the first byte of a character may mean.
        halves: words (left, character, right) that tell a character by its first byte and what follows.
        swallowed: words whose last two characters vanish in a shift: what stands before them, their first byte, and
            they themselves.
        words: words of union news, in simplified script. They tell characters that are seldom met.
        surname: finds a surname, in simplified script. After a quotation somebody is named.
    """

    def __init__(
        self,
        readings: Mapping[tuple[str, int], Sequence[str]],
        halves: Sequence[tuple[str, str, str]],
        swallowed: Sequence[tuple[str, bytes, str]],
        words: Sequence[str],
        surname: regex.Pattern[str],
    ) -> None:
        self._readings = readings
        self._halves = halves
        self._swallowed = swallowed
        self._words = words
        self._surname = surname

    @cached_property
    def _familiar(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(self._words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def read(self, text: str, start: int, first: bytes, before: str = "", *, dropped: bool = False) -> Run | None:
        """Read a stretch one byte on, until an ASCII character ends the shift.

        Args:
            text: the page.
            start: where the stretch begins.
            first: the byte before it; empty where it is not known.
            before: the character before it.
            dropped: whether the page shows no sign for a broken pair, so that the shift may end without one.

        Returns:
            None where the stretch cannot have been GBK text so shifted.
        """
        read = self._read(text, start, first, dropped=dropped)
        if read is None:
            return None
        run = self._run(read, before, text)
        return run._replace(is_plain=not run.gaps and not run.cut and not self._told(text[start : run.end]))

    def _read(
        self, text: str, start: int, first: bytes, *, dropped: bool = False, breaks: int = _MOST_BREAKS
    ) -> _Read | None:
        pending, characters = first, "" if first else GAP
        for at in range(start, min(len(text), start + _MAX_RUN)):
            character = text[at]
            if gone := self._gone(characters, pending):
                characters, pending = characters + gone + GAP, b""
            if character.isascii() or character == GAP:
                if pending:
                    run = self._end(text, at, pending, characters, breaks)
                else:
                    run = self._end_gone(text, at, characters)
                through = self._through(text, at, pending, characters, breaks)
                if through and self._reads_better(text, through, run or _Read(characters, at)):
                    run = through
                return self._cut_short(text, start, characters, run) if dropped else run
            pair = gbk(character)
            if pair is None:
                break
            if not pending:
                pending = pair[1:]
                continue
            characters += _character(pending + pair[:1])
            pending = pair[1:]
            if pending[0] < 0x80:
                return _Read(characters, at + 1, pending.decode("ascii"))
        return self._cut_short(text, start, characters, None) if dropped else None

    def _through(self, text: str, at: int, pending: bytes, characters: str, breaks: int) -> _Read | None:
        """Read on through a sign of full width that was narrowed later (常周 became 常V芤)."""
        read = _character(pending + b"\xa3") if pending and breaks and _NARROWED.match(text, at) else GAP
        if read == GAP or not level_of(read):
            return None
        rest = self._read(text, at + 1, bytes((ord(text[at]) + 0x80,)), breaks=breaks - 1)
        return rest and rest._replace(characters=characters + read + rest.characters)

    def _reads_better(self, text: str, through: _Read, ended: _Read) -> bool:
        """Return whether a stretch read on through a sign is more plausible than one that ends there."""
        as_ended = ended.characters + text[ended.end : through.end]
        return sum(self._points(through.characters)) > sum(self._points(as_ended))

    def _cut_short(self, text: str, start: int, characters: str, whole: _Read | None) -> _Read:
        """End a stretch where the text begins to read better as it stands: a broken pair was dropped there."""
        as_it_stands = text[start : start + len(characters)]
        aright, stands = self._points(characters), self._points(as_it_stands)
        totals = [sum(aright[:at]) + sum(stands[at:]) for at in range(len(characters) + 1)]
        best = max(range(len(totals)), key=lambda at: (totals[at], at))
        if whole and best == len(characters):
            return whole
        end = start + best
        digits = _DIGITS.match(text, end)
        return _Read(characters[:best] + GAP, digits.end() if digits else end, cut=True)

    def _points(self, characters: str) -> list[int]:
        """Return how plausible each character is, one more where it is of a familiar word."""
        points = [level_of(character) if character != GAP else 0 for character in characters]
        for at in self._told(characters):
            points[at] += 1
        return points

    def _told(self, characters: str) -> set[int]:
        """Return which characters are frequent ones, or of words."""
        plain = simplify(TrackedText.of(characters))[0].text
        told = {at for _, start, end in self._familiar.find_matches_as_indexes(plain) for at in range(start, end)}
        for at, character in enumerate(plain):
            if FREQUENT in (level_of(character), level_of(characters[at])):
                told.add(at)
            elif at not in told and level_of(character) == COMMON:
                pairs = (plain[max(0, at - 1) : at + 1], plain[at : at + 2])
                is_named = plain[max(0, at - 1) : at] == "”" and self._surname.fullmatch(character)
                told.update({at} if is_named or any(len(pair) > 1 and is_word(pair) for pair in pairs) else ())
        return told

    def _gone(self, characters: str, pending: bytes) -> str:
        """Return the rest of a word that vanished in the shift, where its beginning was read last."""
        for start, lead, rest in self._swallowed:
            if pending == lead and characters.endswith(start):
                return rest
        return ""

    def _end_gone(self, text: str, at: int, characters: str) -> _Read | None:
        """End a stretch whose last word vanished, and of that word's gloss all but its end, or half of the next."""
        gloss, whole = GLOSS.match(text, at), characters.rstrip(GAP)
        if gloss and any(
            gloss["reading"] == reading and whole[-1:] in meant for (reading, _), meant in self._readings.items()
        ):
            return _Read(whole, gloss.end())
        if "@" <= text[at] <= "~":
            return _Read(characters, at + 1)
        return _Read(characters, at, cut=True)

    def _end(self, text: str, at: int, pending: bytes, characters: str, breaks: int) -> _Read | None:
        """End a stretch at an ASCII character: second half of the last character, or a gloss, or a broken pair."""
        sign = text[at]
        bare = _BARE_GLOSS.match(text, at)
        if bare and (meant := self._readings.get((bare["reading"], pending[0]), [])):
            return self._glossed_end(characters, meant, bare.end())
        if "@" <= sign <= "~":
            last, glossed = _character(pending + sign.encode("ascii")), self._glossed(text, at)
            return _Read(characters + (self._halved(pending, glossed) if glossed and glossed != last else last), at + 1)
        gloss = GLOSS.match(text, at)
        if gloss:
            meant = self._readings.get((gloss["reading"], pending[0]), [])
            return self._glossed_end(characters, meant, gloss.end())
        if sign not in "?\ufffd":
            return None
        if goes_on := self._after_broken_pair(text, at, breaks):
            return goes_on._replace(characters=characters + goes_on.characters)
        # The pair that broke had an ASCII character in it: if digits follow, it may have been their first.
        digits = _DIGITS.match(text, at + 1)
        return _Read(characters + GAP, digits.end() if digits else at + 1, cut=True)

    def _glossed_end(self, characters: str, meant: Sequence[str], end: int) -> _Read:
        """End a stretch with the character that a gloss tells, where it can be but one."""
        return _Read(characters + (meant[0] if len(meant) == 1 else GAP), end, is_told=len(meant) == 1)

    def _after_broken_pair(self, text: str, at: int, breaks: int) -> _Read | None:
        """Read on behind the sign of a pair that is no character, where what follows is still shifted."""
        signs = _SIGNS.match(text, at) if breaks else None
        read = self._read(text, signs.end(), b"", breaks=breaks - 1) if signs else None
        if not signs or not read or not self._run(read, "", text).is_better(text[signs.end() : read.end]):
            return None
        return read

    def _halved(self, pending: bytes, after: str) -> str:
        """Return a character of which one byte was read, and the one behind it: the words tell it, or it is lost."""
        known = (whole for left, whole, right in self._halves if not left and right == after)
        return next((whole for whole in known if whole.encode("gbk")[:1] == pending), GAP) + after

    def _glossed(self, text: str, at: int) -> str:
        """Return the character whose second half is the letter at a place, told by the gloss behind it: I(yè) 業."""
        gloss = _WHOLE_GLOSS.match(text, at + 1)
        if not gloss:
            return ""
        whole = [
            character
            for (reading, _), characters in self._readings.items()
            if reading == gloss["reading"]
            for character in characters
            if character.encode("gbk")[1:] == text[at].encode("ascii")
        ]
        return whole[0] if len(whole) == 1 else ""

    def _run(self, read: _Read, before: str, text: str) -> Run:
        """Make a run of the characters read, which stand between others.

        Rare ones come of bytes that are missing. So may those that are seldom met, unless a familiar word has them.
        """
        characters = read.characters
        levels = levels_of(characters)
        glosses = _GLOSSES.match(text, read.end)
        next_one = glosses.end() if glosses else read.end
        first, behind = len(before), read.after or text[next_one : next_one + 1]
        told = {at - first for at in self._told(before + characters + behind)}
        told |= {len(characters) - 1} if read.is_told else set()
        told -= {at for found in _WIDE_ALONE.finditer(characters) for at in range(*found.span())}
        is_good = [level > RARE and at in told for at, level in enumerate(levels)]
        kept = "".join(character if good else GAP for character, good in zip(characters, is_good, strict=True))
        good = tuple(level for level, kept in zip(levels, is_good, strict=True) if kept)
        return Run(_GAPS.sub(LOST, kept) + read.after, read.end, good, len(levels) - len(good) - read.cut, read.cut)


def mean_of(levels: Sequence[int]) -> float:
    """Return the mean of levels, 0 where there are none."""
    return sum(levels) / len(levels) if levels else 0.0


def levels_of(characters: str) -> tuple[int, ...]:
    """Return how plausible each character is."""
    return tuple(map(level_of, characters))


def gbk(character: str) -> bytes | None:
    """Return the two bytes of a character in GBK; None where it has none."""
    try:
        pair = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return pair if len(pair) == 2 else None


def _character(pair: bytes) -> str:
    """Return the character of two bytes, the mark of a gap where there is none."""
    try:
        return pair.decode("gb18030")
    except UnicodeDecodeError:
        return GAP

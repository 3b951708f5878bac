"""Text shifted by a byte: found by its signatures, set right through GBK where that is certain, else marked.

A tool replaced byte strings in GBK pages without regard to where characters begin. Where its string was found across
two characters, it split the second: that one's first byte was lost with the sign put in (both show as `?`), and all
that follows is read one byte off until an ASCII character. Some ASCII character, maybe a digit, is lost at the end.

Owns the byte arithmetic; readings and words are data (rules/glosses.toml, rules/repair/). A stretch that cannot be
set right becomes ⟦?⟧: near that mark no number is believed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import Change, TrackedText
from unionstats.text.plausible import FREQUENT, RARE, level_of

LOST = "⟦?⟧"
KIND = "byte_shift"
_GAP = "\ufffd"
_GAPS = re.compile(f"{_GAP}+")

# What a decoder shows for a broken pair, and the bracket that some decoders leave: ?wù) or �(wù).
_GLOSS = regex.compile(r"[?\ufffd]\(?(?P<reading>[a-zɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{2,7})\s?\)")
# The character looked for may itself have its gloss before the sign: 當(dāng)?shù)
_BEFORE = regex.compile(r"(\P{ASCII})(?:\([a-zɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,7}\s?\))?$")
_SPLIT_BY_GLOSS = regex.compile(rf"(?<=\P{{ASCII}}|\)){_GLOSS.pattern}")
_SPLIT_BY_SIGN = regex.compile(
    r"(?<!⟦)(?:[?\ufffd]{1,2}(?P<sign>[！!？。，、：；”“])?|(?<=\p{Han})(?P<sign>[!！]))(?=\P{ASCII})"
)
_BARE_SIGN = re.compile(r"[!！](?=([^\x00-\x7f]{2,4}))")
_LOST_NUMBER = r"(?<=\P{ASCII})[?\ufffd]{1,2}\d[\d.,]*"
_WHOLE_GLOSS = regex.compile(r"\((?P<reading>[a-zɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{2,7})\s?\)")
# Decoders that drop a broken pair leave of a gloss no sign before it: 覀men) for 我們(men).
_BARE_GLOSS = regex.compile(r"(?P<reading>[a-zɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{2,7})\s?\)")
_EATEN_TAG = r"[?\ufffd？]/(?:p|div|h\d)>"
_QUOTATION_END = re.compile(rf"(?<=[^\x00-\x7f]|\))[?\ufffd](?:！(?=[ \t\r]*(?:\n|$))|[！!](?={_EATEN_TAG}))")
# What is left of 。” before a stretch too short to be told by its characters.
_BROKEN_QUOTE = r"[?\ufffd]！(?:[^\x00-\x7f⟦⟧]{1,4}[?\ufffd][\d.,]*|[?\ufffd](?=[\d月日年]))"
_SHORT_QUOTATION = re.compile(r"“[^“”]{0,3}$")
_LONGEST_WORD = 4
_DIGITS = re.compile(r"[\d.,]*")
_QUESTION_TRAIL = 0xBF
_MAX_RUN = 60
# A few characters in a row that are this seldom may be shifted ones.
_SELDOM = 1.25
# A stretch is set right when its characters are this plausible, and that much more than as they stand.
_PLAUSIBLE, _MORE = 1.2, 0.5
# Marks that come in pairs.
_PAIRED = (("《", "》"), ("“", "”"))


class _Run(NamedTuple):
    """A shifted stretch read aright: its text, where it ends in the page, how plausible its characters are.

    `gaps` counts the places where bytes are missing, `cut` tells that the end is missing too.
    """

    text: str
    end: int
    levels: tuple[int, ...]
    gaps: int
    cut: bool

    @property
    def mean(self) -> float:
        return _mean(self.levels)


class Realigner:
    """Finds and repairs shifted stretches.

    Args:
        folder: whose glosses.toml and repair/ are read.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._readings: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._words: list[tuple[str, str, str]] = []
        self._whole: tuple[str, ...] = ()
        self._closing = ""
        self._swallowed: list[tuple[str, bytes, str]] = []
        for _, table in folder.tables("glosses.toml"):
            for entry in table["glosses"]["readings"].split():
                reading, _, characters = entry.partition("=")
                for character in characters:
                    self._readings[reading, character.encode("gbk")[0]].append(character)
        self._known = frozenset(reading for reading, _ in self._readings)
        for _, table in folder.tables("repair.toml"):
            for word in table.get("realign", {}).get("words", []):
                left, _, rest = word.partition("[")
                character, _, right = rest.partition("]")
                self._words.append((left, character, right))
            for word in table.get("realign", {}).get("swallowed", []):
                self._swallowed.append((word[:-2], word[-2].encode("gbk")[:1], word[-2:]))
            self._whole += tuple(table.get("realign", {}).get("whole", []))
            self._closing = table.get("realign", {}).get("closing", self._closing)

    def realign(self, text: TrackedText) -> TrackedText:
        r"""Repair the shifted stretches of a text.

        Returns:
            The text with each such stretch an edit; the same object where there is none.

        >>> from unionstats.rules.folder import RuleFolder
        >>> shifted = "獎章等選樹".encode("gbk")
        >>> shifted = shifted[:3] + "(wù)".encode("gbk") + shifted[3:]
        >>> page = TrackedText.of(shifted.decode("gbk", "replace").replace("\ufffd(", "?"))
        >>> page.text, Realigner(RuleFolder.open()).realign(page).text
        ('獎?wù)碌冗x樹', '獎章等選樹')
        """
        if "?" not in text.text and "\ufffd" not in text.text and not _has_bare_sign(text.text):
            return text
        before = text
        text = text.apply(self._split_by_gloss(text.text))
        text = text.apply(self._split_by_sign(text.text))
        unsolved = regex.search(f"{_BROKEN_QUOTE}|[?\ufffd][！!]{_EATEN_TAG}", text.text) or any(
            found["reading"] in self._known for found in _SPLIT_BY_GLOSS.finditer(text.text)
        )
        if not unsolved and text is before:
            return text
        text = text.apply(_ends_of_quotation(text.text))
        return text.apply(self._left_over(text.text))

    def _split_by_gloss(self, text: str) -> list[Change]:
        """Find ?wù): the reading tells the character that was looked for, and so the lost byte."""
        changes: list[Change] = []
        done = 0
        for found in _SPLIT_BY_GLOSS.finditer(text):
            if found["reading"] not in self._known or found.start() < done:
                continue
            before = _BEFORE.search(text, max(0, found.start() - 10), found.start())
            run = self._best_run(text, before[1], found["reading"], found.end()) if before else None
            if run:
                done = run.end
                changes.append(Change(found.start(), done, run.text, KIND, "repair.byte_shift.gloss"))
        return changes

    def _best_run(self, text: str, before: str, reading: str, start: int) -> _Run | None:
        """Read a stretch with each byte that the character before it and the reading allow; None where none is sure."""
        half = _gbk(before)
        if half is None:
            return None
        seconds = {character.encode("gbk")[1:] for character in self._readings.get((reading, half[1]), ())}
        runs = [run for run in (self._read_run(text, start, second) for second in sorted(seconds)) if run]
        sure = [run for run in runs if run.levels and run.gaps * 2 <= len(run.levels)]
        sure.sort(key=lambda run: run.mean, reverse=True)
        if sure and (len(sure) == 1 or sure[0].mean - sure[1].mean >= 0.3):
            return sure[0]
        shifted = [run for run in runs if _mean(_levels(text[start : run.end])) < _PLAUSIBLE]
        return shifted[0]._replace(text=LOST) if len(runs) == 1 and shifted else None

    def _split_by_sign(self, text: str) -> list[Change]:
        """Find ? and ?！ before a stretch that makes no sense as it stands but does one byte on."""
        changes: list[Change] = []
        done = 0
        for found in _SPLIT_BY_SIGN.finditer(text):
            if found.start() < done:
                continue
            run, lead = self._run_after_sign(text, found)
            if run is None:
                continue
            done = run.end
            lost = self._lost_character(lead, text[max(0, found.start() - _LONGEST_WORD) : found.start()], run.text)
            changes.append(Change(found.start(), done, lost + run.text, KIND, "repair.byte_shift.sign"))
        return changes

    def _run_after_sign(self, text: str, found: regex.Match[str]) -> tuple[_Run | None, int]:
        """Read what follows a sign; with the byte that ended the character lost before it."""
        sign = _gbk(found["sign"].replace("!", "！")) if found["sign"] else None
        readings = [(found.end(), sign)] if sign else []
        readings.append((found.end() - (1 if sign else 0), bytes((0xA3, _QUESTION_TRAIL))))
        for start, pair in readings:
            run = self._read_run(text, start, pair[1:])
            signed = start == found.end() and sign is not None
            if run and (
                _is_sure(run, _levels(text[start : run.end]), signed=signed) or _pairs_marks(text, found.start(), run)
            ):
                return run, pair[0]
        return None, 0

    def _lost_character(self, second: int, before: str, after: str) -> str:
        """Return the character lost between two stretches where they leave one choice, else the mark."""
        # What ends a whole word is the beginning of none.
        words = () if before.endswith(self._whole) else self._words
        for left, character, right in words:
            half = _gbk(character)
            if half and half[1] == second and before.endswith(left) and after.startswith(right):
                return character
        # A short quotation may be a name, whose last character it was: “听海”读书会.
        is_name = after.startswith("”") and _SHORT_QUOTATION.search(before)
        return "。" if second == 0xA3 and after and after[0] in self._closing and not is_name else LOST

    def _read_run(self, text: str, start: int, first: bytes) -> _Run | None:
        """Read a stretch one byte on, from `first`, until an ASCII character ends the shift.

        Returns:
            None where the stretch cannot have been GBK text so shifted.
        """
        pending, characters = first, ""
        for at in range(start, min(len(text), start + _MAX_RUN)):
            character = text[at]
            if gone := self._gone(characters, pending):
                characters, pending = characters + gone + _GAP, b""
            if character.isascii():
                return (
                    self._end_run(text, at, pending, characters) if pending else self._swallow_end(text, at, characters)
                )
            pair = _gbk(character)
            if pair is None:
                return None
            if not pending:
                pending = pair[1:]
                continue
            characters += _character(pending + pair[:1])
            pending = pair[1:]
            if pending[0] < 0x80:
                return _run(characters, at + 1, pending.decode("ascii"))
        return None

    def _swallow_end(self, text: str, at: int, characters: str) -> _Run | None:
        """End a stretch whose last word vanished, and of that word's gloss all but its end, or half of the next."""
        gloss, whole = _GLOSS.match(text, at), characters.rstrip(_GAP)
        if gloss and any(
            gloss["reading"] == reading and whole[-1] in meant for (reading, _), meant in self._readings.items()
        ):
            return _run(whole, gloss.end())
        return _run(characters, at + 1) if "@" <= text[at] <= "~" else _run(characters, at, cut=True)

    def _gone(self, characters: str, pending: bytes) -> str:
        """Return the rest of a word that vanished in the shift, where its beginning was read last."""
        for start, lead, rest in self._swallowed:
            if pending == lead and characters.endswith(start):
                return rest
        return ""

    def _halved(self, pending: bytes, after: str) -> str:
        """Return a character of which one byte was read, and the one behind it: the words tell it, or it is lost."""
        known = (whole for left, whole, right in self._words if not left and right == after)
        return next((whole for whole in known if whole.encode("gbk")[:1] == pending), _GAP) + after

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

    def _end_run(self, text: str, at: int, pending: bytes, characters: str) -> _Run | None:
        """End a stretch at an ASCII character: second half of the last character, or a gloss, or a broken pair."""
        sign = text[at]
        bare = _BARE_GLOSS.match(text, at)
        if bare and (meant := self._readings.get((bare["reading"], pending[0]), [])):
            return _run(characters + (meant[0] if len(meant) == 1 else _GAP), bare.end())
        if "@" <= sign <= "~":
            last, glossed = _character(pending + sign.encode("ascii")), self._glossed(text, at)
            return _run(characters + (self._halved(pending, glossed) if glossed and glossed != last else last), at + 1)
        gloss = _GLOSS.match(text, at)
        if gloss:
            meant = self._readings.get((gloss["reading"], pending[0]), [])
            return _run(characters + (meant[0] if len(meant) == 1 else _GAP), gloss.end())
        if sign not in "?\ufffd":
            return None
        # The pair that broke had an ASCII character in it: if digits follow, it may have been their first.
        digits = _DIGITS.match(text, at + 1)
        return _run(characters + _GAP, digits.end() if digits else at + 1, cut=True)

    def _left_over(self, text: str) -> list[Change]:
        """Mark, on a page that is damaged, what was not set right: lost numbers, rests of glosses, rare characters."""
        rare = "".join(sorted(c for c in set(text) if not c.isascii() and c not in LOST and level_of(c) == RARE))
        odd = f"[{regex.escape(rare)}]" if rare else r"(?!)"
        damage = regex.compile(
            rf"{_LOST_NUMBER} | {_BROKEN_QUOTE} | (?<=\P{{ASCII}})(?:{_GLOSS.pattern})+(?:[?\ufffd][\d.,]*)?"
            rf"| [?\ufffd]?{odd}(?:[^\x00-\x7f⟦⟧]?{odd}){{2,40}}[?\ufffd]?",
            regex.VERBOSE,
        )
        return [
            Change(found.start(), found.end(), LOST, KIND, "repair.byte_shift.left") for found in damage.finditer(text)
        ]


def _has_bare_sign(text: str) -> bool:
    """Return whether an exclamation mark stands before characters that are seldom met together."""
    if "！" not in text and "!" not in text:
        return False
    return any(_mean(_levels(found[1])) <= _SELDOM for found in _BARE_SIGN.finditer(text))


def _ends_of_quotation(text: str) -> list[Change]:
    """Set right what is left of 。” at the end of a line: the sign was found across the two, and nothing follows."""
    return [
        Change(found.start(), found.end(), "。”", KIND, "repair.byte_shift.quotation")
        for found in _QUOTATION_END.finditer(text)
    ]


def _run(characters: str, end: int, after: str = "", *, cut: bool = False) -> _Run:
    """Make a run of the characters read: rare ones come of bytes that are missing, and what was there is unknown."""
    levels = _levels(characters)
    kept = "".join(character if level else _GAP for character, level in zip(characters, levels, strict=True))
    good = tuple(level for level in levels if level)
    return _Run(_GAPS.sub(LOST, kept) + after, end, good, len(levels) - len(good) - cut, cut)


def _is_sure(run: _Run, as_it_stands: tuple[int, ...], *, signed: bool) -> bool:
    """Return whether a stretch reads so much better one byte on that it was shifted."""
    needed = 2 if signed and run.mean == FREQUENT else 3
    if signed and run.mean == FREQUENT and not any(as_it_stands):
        # 。”[1] became ?！盵1]: the one character between is met nowhere else.
        needed = 1
    if len(run.levels) < needed or run.gaps * 3 > len(run.levels) * 2 or run.mean < _PLAUSIBLE:
        return False
    return run.mean - _mean(as_it_stands) >= _MORE


def _pairs_marks(text: str, start: int, run: _Run) -> bool:
    """Return whether titles and quotations pair up better with the stretch read one byte on (。《补网谣》)."""
    if run.mean < _PLAUSIBLE or not any(mark in run.text for pair in _PAIRED for mark in pair):
        return False
    # One title that ends and another that begins: by chance no characters read so.
    is_both = any(-1 < run.text.find(closing) < run.text.find(opening) for opening, closing in _PAIRED)
    begin, end = text.rfind("\n", 0, start) + 1, text.find("\n", run.end)
    before, after = text[begin:start], text[run.end : end if end >= 0 else len(text)]
    return _unpaired(before + run.text + after) < _unpaired(before + text[start : run.end] + after) + is_both


def _unpaired(line: str) -> int:
    """Return how many marks of titles and quotations in a line have no partner."""
    unpaired = 0
    for opening, closing in _PAIRED:
        is_open = False
        for mark in line:
            if mark == opening:
                unpaired += is_open
                is_open = True
            elif mark == closing:
                unpaired += not is_open
                is_open = False
        unpaired += is_open
    return unpaired


def _mean(levels: tuple[int, ...]) -> float:
    return sum(levels) / len(levels) if levels else 0.0


def _levels(characters: str) -> tuple[int, ...]:
    return tuple(map(level_of, characters))


def _gbk(character: str) -> bytes | None:
    """Return the two bytes of a character in GBK; None where it has none."""
    try:
        pair = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return pair if len(pair) == 2 else None


def _character(pair: bytes) -> str:
    """Return the character of two bytes, the mark of a gap where there is none."""
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        return _GAP

"""Text shifted by a byte: found by its signatures, set right through GBK where that is certain, else marked.

A tool replaced byte strings in GBK pages without regard to where characters begin. Where its string was found across
two characters, it split the second: that one's first byte was lost with the sign put in (both show as `?`), and all
that follows is read one byte off until an ASCII character. Some ASCII character, maybe a digit, is lost at the end.

Owns where such stretches begin; `shifted` reads them. Readings and words are data (rules/glosses.toml, rules/repair/).
A stretch that cannot be set right becomes ⟦?⟧: near that mark no number is believed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import Change, TrackedText
from unionstats.text.plausible import FREQUENT, RARE, level_of
from unionstats.text.shifted import GLOSS, LOST, PLAUSIBLE, READING, Run, ShiftReader, gbk, levels_of, mean_of

KIND = "byte_shift"

_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_NOT_OPEN = rf"(?<![ɡü{_TONES}])(?<![(（][^()（）\n]{{0,20}})"
# A closed bracket that was not opened: ?wù), �(wù), and wù) where the decoder dropped the sign with the bracket.
_SPLIT_BY_GLOSS = regex.compile(
    rf"(?<=\P{{ASCII}}|\)) (?: {GLOSS.pattern} | {_NOT_OPEN}(?=[a-zɡ]*[{_TONES}])(?P<reading>{READING})\s?\) )",
    regex.VERBOSE,
)
_UNOPENED = regex.compile(rf"(?<=\P{{ASCII}}){_NOT_OPEN}[a-zɡ]{{0,6}}[{_TONES}][a-zɡ]{{0,5}}\s?\)")
# The character looked for may itself have its gloss before the sign: 當(dāng)?shù)
_BEFORE = regex.compile(r"(\P{ASCII})(?:\([a-zɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,7}\s?\))?$")
_SPLIT_BY_SIGN = regex.compile(
    r"(?<!⟦)(?:[?\ufffd]{1,2}(?P<sign>[！!？。，、：；:;”“])?|(?<=[\p{Han}“《、])(?P<sign>[!！？]))(?=\P{ASCII})"
)
# The same where the next character has a letter for its second byte: 。縣 became ?？h.
_SPLIT_BEFORE_LETTER = regex.compile(r"(?<=\P{ASCII})(?<!⟦)[?\ufffd](?P<sign>[?？!！])(?P<letter>[@-~])(?=\p{Han}|\()")
_BARE_SIGN = re.compile(r"[!！？](?=([^\x00-\x7f]{2,4}))")
_LOST_NUMBER = r"(?<=\P{ASCII})(?:[?\ufffd]{1,2}\d[\d.,]*|(?<=\p{Han})\.\d[\d.,]*|[!！](?=月\d{1,2}日|年\d{1,2}月))"
_EATEN_TAG = r"[?\ufffd？]/(?:p|div|h\d)>"
_LINE_END = r"[?\ufffd]?[ \t\r]*(?:\n|$)"
_QUOTATION_END = re.compile(
    rf"(?<=[^\x00-\x7f]|\))[?\ufffd](?:！(?={_LINE_END})|[！!](?={_EATEN_TAG}))(?:[?\ufffd](?!/))?"
)
# What is left of 。” before a stretch too short to be told by its characters.
_BROKEN_QUOTE = (
    r"[?\ufffd](?:[！!][^\x00-\x7f⟦⟧]{1,4}[?\ufffd][\d.,]*|！[?\ufffd]|(?<=\P{ASCII}.)![?\ufffd](?=\d|\P{ASCII}))"
)
_SHORT_QUOTATION = re.compile(r"“[^“”]{0,3}$")
_LONGEST_WORD = 4
_QUESTION_TRAIL = 0xBF
_FULL_WIDTH = str.maketrans("!:;", "！：；")
# A few characters in a row that are this seldom may be shifted ones.
_SELDOM = 1.25
# Marks that come in pairs.
_PAIRED = (("《", "》"), ("“", "”"))


class Realigner:
    """Finds and repairs shifted stretches.

    Args:
        folder: whose glosses.toml and repair/ are read, and the words of union news.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._readings: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._words: list[tuple[str, str, str]] = []
        self._whole: tuple[str, ...] = ()
        self._closing = ""
        swallowed: list[tuple[str, bytes, str]] = []
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
            words = table.get("realign", {}).get("swallowed", [])
            swallowed += [(word[:-2], word[-2].encode("gbk")[:1], word[-2:]) for word in words]
            self._whole += tuple(table.get("realign", {}).get("whole", []))
            self._closing = table.get("realign", {}).get("closing", self._closing)
        surname = folder.compile("{noise_surname}", path=Path("lexicon.toml"), rule="noise_surname")
        self._reader = ShiftReader(self._readings, self._words, swallowed, _news_words(folder), surname)

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
        may_be = "?" in text.text or "\ufffd" in text.text or _has_bare_sign(text.text) or _UNOPENED.search(text.text)
        if not may_be:
            return text
        before = text
        text = text.apply(self._split_by_gloss(text.text))
        text = text.apply(self._split_by_sign(text.text))
        text = text.apply(self._split_before_letters(text.text))
        unsolved = regex.search(f"{_BROKEN_QUOTE}|[?\ufffd][！!]{_EATEN_TAG}", text.text) or any(
            found["reading"] in self._known for found in _SPLIT_BY_GLOSS.finditer(text.text)
        )
        if not unsolved and text is before:
            return text
        text = text.apply(self._split_by_unknown(text.text))
        text = text.apply(self._ends_of_quotation(text.text))
        return text.apply(self._left_over(text.text))

    def _split_by_gloss(self, text: str) -> list[Change]:
        """Find ?wù): the reading tells the character that was looked for, and so the lost byte."""
        changes: list[Change] = []
        done = 0
        for found in _SPLIT_BY_GLOSS.finditer(text):
            if found["reading"] not in self._known or found.start() < done:
                continue
            before = _BEFORE.search(text, max(0, found.start() - 10), found.start())
            is_bare = found[0][0] not in "?\ufffd"
            if not before:
                continue
            run = self._best_run(text, before[1], found["reading"], found.end(), dropped=is_bare)
            if run:
                done = run.end
                changes.append(Change(found.start(), done, run.text, KIND, "repair.byte_shift.gloss"))
        return changes

    def _best_run(self, text: str, before: str, reading: str, start: int, *, dropped: bool) -> Run | None:
        """Read a stretch with each byte that the character before it and the reading allow; None where none is sure."""
        half = gbk(before)
        if half is None:
            return None
        seconds = {character.encode("gbk")[1:] for character in self._readings.get((reading, half[1]), ())}
        read = (self._reader.read(text, start, second, before, dropped=dropped) for second in sorted(seconds))
        runs = [run for run in read if run]
        sure = [run for run in runs if run.levels and run.gaps * 2 <= len(run.levels)]
        sure.sort(key=lambda run: run.mean, reverse=True)
        if sure and (len(sure) == 1 or sure[0].mean - sure[1].mean >= 0.3):
            return sure[0]
        shifted = [run for run in runs if mean_of(levels_of(text[start : run.end])) < PLAUSIBLE]
        if len(runs) == 1 and shifted:
            return shifted[0]._replace(text=LOST)
        return None

    def _split_by_unknown(self, text: str) -> list[Change]:
        """Read what follows a gloss that tells no character: its first one is lost, the others are not."""
        changes: list[Change] = []
        done = 0
        for found in _SPLIT_BY_GLOSS.finditer(text):
            dropped = found[0][0] not in "?\ufffd"
            if found.start() < done:
                continue
            run = self._reader.read(text, found.end(), b"", dropped=dropped)
            if run and run.is_better(text[found.end() : run.end]):
                done = run.end
                changes.append(Change(found.start(), done, run.text, KIND, "repair.byte_shift.unknown"))
        return changes

    def _split_by_sign(self, text: str) -> list[Change]:
        """Find ? and ?！ before a stretch that makes no sense as it stands but does one byte on."""
        changes: list[Change] = []
        aright, done = "", 0
        for found in _SPLIT_BY_SIGN.finditer(text):
            if found.start() < done:
                continue
            before = aright + text[done : found.start()]
            run, lead = self._run_after_sign(text, found, before)
            if run is None:
                continue
            lost = self._lost_character(lead, before[-_LONGEST_WORD:], run.text)
            aright, done = before + lost + run.text, run.end
            changes.append(Change(found.start(), done, lost + run.text, KIND, "repair.byte_shift.sign"))
        return changes

    def _run_after_sign(self, text: str, found: regex.Match[str], before: str) -> tuple[Run | None, int]:
        """Read what follows a sign; with the byte that ended the character lost before it.

        Args:
            text: the page.
            found: the sign.
            before: the page before it, set right.
        """
        sign = gbk(found["sign"].translate(_FULL_WIDTH)) if found["sign"] else None
        readings = [(found.end(), sign)] if sign else []
        readings.append((found.end() - (1 if sign else 0), bytes((0xA3, _QUESTION_TRAIL))))
        # One sign alone is the one that was looked for: the decoder shows nothing for a broken pair.
        dropped = len(found[0]) == 1
        for start, pair in readings:
            run = self._reader.read(text, start, pair[1:], dropped=dropped)
            signs = len(found[0]) if start == found.end() and sign else len(found[0]) - 1
            if run is None:
                continue
            stands, after = text[start : run.end], text[run.end :].split("\n", 1)[0]
            if _is_sure(run, stands, signs) or _pairs_marks(run, before, stands, after):
                return run, pair[0]
        return None, 0

    def _lost_character(self, second: int, before: str, after: str) -> str:
        """Return the character lost between two stretches where they leave one choice, else the mark."""
        # What ends a whole word is the beginning of none.
        words = () if before.endswith(self._whole) else self._words
        for left, character, right in words:
            half = gbk(character)
            if half and half[1] == second and before.endswith(left) and after.startswith(right):
                return character
        # A short quotation may be a name, whose last character it was: “听海”读书会.
        is_name = after.startswith("”") and _SHORT_QUOTATION.search(before)
        return "。" if second == 0xA3 and after and after[0] in self._closing and not is_name else LOST

    def _split_before_letters(self, text: str) -> list[Change]:
        """Set right ?？h (。縣): the sign was found across two characters, and a letter ends the second."""
        halves = {"?": b"\xbf", "？": b"\xbf", "!": b"\xa1", "！": b"\xa1"}
        read = (
            (found, (halves[found["sign"]] + found["letter"].encode("ascii")).decode("gbk", "replace"))
            for found in _SPLIT_BEFORE_LETTER.finditer(text)
        )
        return [
            Change(found.start(), found.end(), LOST + character, KIND, "repair.byte_shift.letter")
            for found, character in read
            if level_of(character) == FREQUENT
        ]

    def _ends_of_quotation(self, text: str) -> list[Change]:
        """Set right what is left of 。” or of a full stop at the end of a line: nothing shifted follows."""
        return [
            Change(found.start(), found.end(), self._end_of(text, found.start()), KIND, "repair.byte_shift.quotation")
            for found in _QUOTATION_END.finditer(text)
        ]

    def _end_of(self, text: str, at: int) -> str:
        """Return how a line ends of which nothing but a broken sign is left: with a quotation, or a full stop."""
        line = text[text.rfind("\n", 0, at) + 1 : at]
        if line.rfind("“") > line.rfind("”"):
            return "。”"
        return self._lost_character(0xA3, line[-_LONGEST_WORD:], "") + "。"

    def _left_over(self, text: str) -> list[Change]:
        """Mark, on a page that is damaged, what was not set right: lost numbers, rests of glosses, rare characters."""
        rare = "".join(sorted(c for c in set(text) if not c.isascii() and c not in LOST and level_of(c) == RARE))
        odd = f"[{regex.escape(rare)}]" if rare else r"(?!)"
        damage = regex.compile(
            rf"{_LOST_NUMBER} | {_BROKEN_QUOTE} | (?<=\P{{ASCII}})(?:{GLOSS.pattern})+(?:[?\ufffd][\d.,]*)?"
            rf"| {_UNOPENED.pattern}[\d.,]*"
            rf"| [?\ufffd]?{odd}(?:[^\x00-\x7f⟦⟧]?{odd}){{2,40}}[?\ufffd]?",
            regex.VERBOSE,
        )
        return [
            Change(found.start(), found.end(), LOST, KIND, "repair.byte_shift.left") for found in damage.finditer(text)
        ]


def _news_words(folder: RuleFolder) -> tuple[str, ...]:
    """Return the words of union news, in simplified script."""
    tables = [rule for _, table in folder.tables("noise/*.toml") for rule in table.get("register", ())]
    return tuple(word for line in tables[-1]["words"] for word in line.split()) if tables else ()


def _has_bare_sign(text: str) -> bool:
    """Return whether an exclamation mark stands before characters that are seldom met together."""
    if "！" not in text and "!" not in text and "？" not in text:
        return False
    return any(mean_of(levels_of(found[1])) <= _SELDOM for found in _BARE_SIGN.finditer(text))


def _is_sure(run: Run, as_it_stands: str, signs: int) -> bool:
    """Return whether a stretch reads so much better one byte on that it was shifted; `signs` before it tell it, too."""
    least = 1 if signs > 1 else 2 if signs and run.mean == FREQUENT else 3
    if signs and not any(levels_of(as_it_stands)):
        # 。”[1] became ?！盵1]: the one character between is met nowhere else.
        least = 1 if run.mean == FREQUENT else 2
    return run.is_better(as_it_stands, least=least)


def _pairs_marks(run: Run, before: str, as_it_stands: str, after: str) -> bool:
    """Return whether titles and quotations pair up better with the stretch read one byte on (。《补网谣》)."""
    if run.mean < PLAUSIBLE or not any(mark in run.text for pair in _PAIRED for mark in pair):
        return False
    # One title that ends and another that begins: by chance no characters read so.
    is_both = any(-1 < run.text.find(closing) < run.text.find(opening) for opening, closing in _PAIRED)
    before = before[before.rfind("\n") + 1 :]
    return _unpaired(before + run.text + after) < _unpaired(before + as_it_stands + after) + is_both


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

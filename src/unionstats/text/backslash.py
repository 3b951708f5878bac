"""Repairs Big5 text that lost its backslashes: some characters end in that byte, and the text after it is shifted.

Does the byte arithmetic; the words that reveal such a place are data (rules/repair/). A stretch is repaired only if it
then contains one of these words and reads better as a whole. Anything else is left as it stands.
"""

from __future__ import annotations

import re
from pathlib import Path

import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, line_of
from unionstats.text.edits import Change, TrackedText
from unionstats.text.plausible import FREQUENT, RARE, level_of

_BACKSLASH = b"\\"
_ENCODING = "cp950"
_MAX_RUN = 60
# What is read one byte off shows a letter glued between characters, or characters that are seldom met.
_GLUED = re.compile(r"[A-Za-z~{}^@](?=[\u4e00-\u9fff])(?<=[\u4e00-\u9fff].)")
# A word, the character that lost its second byte in brackets: 也[許].
_WORD = re.compile(r"(?P<left>[^\[\]]*)\[(?P<whole>[^\[\]])\](?P<right>[^\[\]]*)")
# A stretch is set right when its characters are this much more plausible than as they stand.
_MORE = 0.4


class BackslashRepairer:
    """Finds and repairs stretches of Big5 text that lost a backslash.

    Args:
        folder: whose repair/ is read; `[backslash] words` name the character that lost it in brackets.

    Attributes:
        signs: finds characters that show such a stretch by themselves.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._words: dict[str, tuple[bytes, str]] = {}
        patterns: list[str] = []
        signs: list[str] = []
        for path, table in folder.tables("repair.toml"):
            for word in table.get("backslash", {}).get("words", []):
                left, lead, right = _parts(word, path)
                heads = _heads(lead, right)
                name = f"w{len(self._words)}"
                signs += [head for head in heads if right and _is_seldom(head)]
                self._words[name] = (lead, right)
                patterns.append(f"(?P<{name}>(?<={re.escape(left)})[{heads}])")
        self._places = regex.compile("|".join(patterns) or "(?!)")
        self.signs = re.compile(f"[{''.join(signs)}]" if signs else "(?!)")

    def repair(self, text: TrackedText, odd: str | None = None) -> TrackedText:
        r"""Repair the stretches that lost a backslash.

        Args:
            text: a page.
            odd: all characters of it that are among `signs`, perhaps with others; None where nobody has looked.

        Returns:
            The text with each such stretch an edit; the same object where there is none.

        >>> damaged = "工會的功能,許多會員".encode("big5").replace(b"\\", b"").decode("big5", "replace")
        >>> damaged, BackslashRepairer(RuleFolder.open()).repair(TrackedText.of(damaged)).text
        ('工會的弁�,釵h會員', '工會的弁�,許多會員')
        """
        if not (self.signs.search(text.text if odd is None else odd) or _GLUED.search(text.text)):
            return text
        changes: list[Change] = []
        done = 0
        for found in self._places.finditer(text.text):
            if found.start() < done:
                continue
            lead, right = self._words[str(found.lastgroup)]
            run, end = _read(text.text, found.start(), lead)
            if run and run[1:].startswith(right) and _is_better(run, text.text[found.start() : end]):
                done = end
                changes.append(Change(found.start(), end, run, "byte_shift", "repair.backslash.eaten"))
        return text.apply(changes)


def _parts(word: str, path: Path) -> tuple[str, bytes, str]:
    """Return what stands before the character in brackets, its first byte, and what stands behind it."""
    found = _WORD.fullmatch(word)
    lead = _pair(found["whole"])[:1] if found else b""
    if not found or not lead or not all(map(_pair, found["right"])):
        message = f"backslash word {word} needs one character in brackets, and all of Big5"
        raise RuleError(message, path=path, line=line_of(path, word))
    return found["left"], lead, found["right"]


def _is_seldom(character: str) -> bool:
    """Return whether a character is rare in simplified text: beyond the first level of GB 2312."""
    try:
        return character.encode("gb2312") >= b"\xd8"
    except UnicodeEncodeError:
        return level_of(character) < FREQUENT


def _heads(lead: bytes, right: str) -> str:
    """Return the characters that a halved one shows as: its first byte and that of the next, or of any character."""
    nexts = [right[0].encode(_ENCODING)[:1]] if right else [bytes([byte]) for byte in range(0xA1, 0xFA)]
    return "".join(regex.escape(shown) for byte in nexts if (shown := _character(lead + byte)))


def _read(text: str, start: int, lead: bytes) -> tuple[str, int]:
    """Read a stretch with the backslash put back, until a character of one byte ends the shift.

    Returns:
        The text and where the stretch ends; nothing where it cannot have been Big5 text so shifted.
    """
    run, pending = _character(lead + _BACKSLASH), _pair(text[start])[1:]
    for at in range(start + 1, min(len(text), start + _MAX_RUN)):
        pair = text[at].encode("ascii") if "@" <= text[at] <= "~" else _pair(text[at])
        read = _character(pending + pair[:1]) if pair else ""
        if not read:
            break
        run, pending = run + read, pair[1:]
        if not pending or pending < b"\x80":
            return run + pending.decode("ascii"), at + 1
    return "", start


def _is_better(run: str, shown: str) -> bool:
    """Return whether a stretch holds no rare character and reads better than as it stands."""
    levels = [level_of(character) for character in run]
    before = [RARE if character.isascii() else level_of(character) for character in shown]
    return RARE not in levels and sum(levels) / len(levels) - sum(before) / len(before) >= _MORE


def _pair(character: str) -> bytes:
    """Return the two bytes of a character in Big5; none where it has none."""
    try:
        pair = character.encode(_ENCODING)
    except UnicodeEncodeError:
        return b""
    return pair if len(pair) == 2 else b""


def _character(pair: bytes) -> str:
    try:
        return pair.decode(_ENCODING)
    except UnicodeDecodeError:
        return ""

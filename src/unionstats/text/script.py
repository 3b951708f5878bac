"""Traditional to simplified characters, and digits to ASCII: one character for one, so that no offset moves.

The only module that uses opencc.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

import numpy as np
import opencc
import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText

Script = Literal["simplified", "traditional", "mixed", "none"]

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_HAN_BLOCKS = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
# Signs between full-width digits: 1．2 is a number, a ． elsewhere is a full stop or a dot of a name.
_WIDE_NUMBER = regex.compile(r"[０-９]+(?:．[０-９]+|，[０-９]{3}(?![０-９]))*")
# Of the standard library: ten times faster on a plain set.
_WIDE_DIGIT = re.compile(r"[０-９]")
_WIDE_SIGNS = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
# Of all characters that tell the script, one in five of the rarer kind makes a page mixed; less is a quoted name, a
# spam line or a slip of a converter.
_MIXED_SHARE = 0.2


class Simplifier:
    """Converts text to simplified script, character by character.

    Args:
        folder: whose repair/ holds the variants and protected words.
    """

    def __init__(self, folder: RuleFolder) -> None:
        variants: dict[str, str] = {}
        protected: list[str] = []
        aspect: dict[str, str] = {}
        for _, table in folder.tables("repair.toml"):
            script = table.get("script", {})
            variants.update((old, new) for old, new in script.get("variants", "").split())
            protected += script.get("protected", [])
            aspect = script.get("aspect", aspect)
        self._aspect = regex.compile(
            f"(?<![{aspect['not_after']}]){aspect['from']}(?![{aspect['not_before']}])" if aspect else "(?!)"
        )
        self._aspect_to = aspect.get("to", "")
        self._variants = {**_compatibility_forms(), **variants}
        self._odd = re.compile(f"[{re.escape(''.join(self._variants))}]")
        to_traditional = opencc.OpenCC("s2t")
        self._words = {spelt: word for word in protected for spelt in (word, str(to_traditional.convert(word)))}
        self._protected = re.compile("|".join(map(re.escape, self._words)) or r"(?!)")
        self._to_simplified = opencc.OpenCC("t2s")
        self._simplified_only = re.compile(f"[{''.join(_simplified_only())}]")

    def simplify(self, text: TrackedText) -> tuple[TrackedText, Script]:
        """Convert a text to simplified script and half-width digits.

        Returns:
            The converted text, the same object where nothing changed; the script it was in, `none` without Chinese.
        """
        before = text.text
        after = self._convert(before)
        script = self._script_of(before, after)
        if script in {"traditional", "mixed"}:
            after = self._aspect.sub(self._aspect_to, after)
        if _WIDE_DIGIT.search(after):
            after = _WIDE_NUMBER.sub(lambda found: found[0].translate(_WIDE_SIGNS), after)
        after = self._odd.sub(lambda found: self._variants[found[0]], after)
        return (text if after == before else text.converted(after)), script

    def _convert(self, text: str) -> str:
        """Convert by words; a stretch whose length would change is converted by characters."""
        converted = str(self._to_simplified.convert(text))
        if len(converted) != len(text):
            lines = text.split("\n")
            if len(lines) == 1:
                return "".join(self._convert_character(character) for character in text)
            return "\n".join(map(self._convert, lines))
        if converted == text:
            return text
        for found in self._protected.finditer(text):
            converted = converted[: found.start()] + self._words[found[0]] + converted[found.end() :]
        return converted

    def _convert_character(self, character: str) -> str:
        converted = str(self._to_simplified.convert(character))
        return converted if len(converted) == 1 else character

    def _script_of(self, before: str, after: str) -> Script:
        traditional = _count_changed(before, after)
        if not traditional:
            return "simplified" if _HAN.search(before) else "none"
        simplified = len(self._simplified_only.findall(before))
        share = traditional / (traditional + simplified)
        if share < _MIXED_SHARE:
            return "simplified"
        return "traditional" if share > 1 - _MIXED_SHARE else "mixed"


def _writes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def _simplified_only() -> tuple[str, ...]:
    """Return the characters of simplified script alone; 后 and 里 are words of either."""
    # One to a line, so that they are converted by themselves.
    characters = [chr(code) for block in _HAN_BLOCKS for code in block]
    converted = str(opencc.OpenCC("s2t").convert("\n".join(characters))).split("\n")
    changed = (old for old, new in zip(characters, converted, strict=True) if old != new)
    return tuple(character for character in changed if not _writes(character, "big5"))


def _count_changed(before: str, after: str) -> int:
    if before == after:
        return 0
    old, new = (np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) for text in (before, after))
    return int(np.count_nonzero(old != new))


def simplify(text: TrackedText) -> tuple[TrackedText, Script]:
    """Convert a text to simplified script by the shipped rules.

    Returns:
        The converted text, the same object where nothing changed; the script it was in, `none` without Chinese.

    >>> simplify(TrackedText.of("職工人纔１．２万"))[0].text
    '职工人才1.2万'
    """
    return _shipped().simplify(text)


@lru_cache(maxsize=1)
def _shipped() -> Simplifier:
    return Simplifier(RuleFolder.open())


@lru_cache(maxsize=1)
def _compatibility_forms() -> dict[str, str]:
    """Return the radicals and compatibility ideographs that PDF converters leave, and the characters they stand for."""
    ranges = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00))
    forms = ((chr(code), unicodedata.normalize("NFKC", chr(code))) for block in ranges for code in block)
    return {form: plain for form, plain in forms if form != plain and len(plain) == 1}

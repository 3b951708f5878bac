"""Lines and paragraphs in a language other than Chinese, recognised by their script. Contains no vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from unionstats.text.noise.structure.around import Around
from unionstats.text.noise.structure.headline import PICTURE
from unionstats.text.noise.verdict import Verdict

_HAN = regex.compile(r"\p{Han}")
_LATIN_WORD = regex.compile(r"[A-Za-z]{2}")
_LETTER = regex.compile(r"[A-Za-z]")
# Four words: shorter ones may be a name.
_LATIN_WORDS = regex.compile(r"(?:[A-Za-z'’]+[\s,]+){3,}[A-Za-z'’]+[\s.!?…]*")
# A translation is a paragraph; shorter foreign lines may be names, titles or units.
_TRANSLATION = 120
_LATIN_BYTES = 1.4


def latin(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return lines of words in Latin letters without any Chinese character: they hold no news."""
    return [
        number
        for number, line in enumerate(lines)
        if line.stays and _LATIN_WORD.search(line.text) and not _HAN.search(line.text) and not PICTURE.search(line.text)
    ]


def translations(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return paragraphs in another language: Latin letters and hardly any Chinese characters."""
    return [number for number, line in enumerate(lines) if line.stays and _is_translation(line.text)]


def latin_words(lines: Sequence[Verdict], _: Around) -> list[int]:
    """Return lines of four or more words in Latin letters and nothing else."""
    return [number for number, line in enumerate(lines) if line.stays and _LATIN_WORDS.fullmatch(line.text)]


def _is_translation(text: str) -> bool:
    return (
        len(text) > _TRANSLATION
        and len(text.encode()) < _LATIN_BYTES * len(text)
        and (len(_LETTER.findall(text)) > 0.6 * len(text))
    )

"""Buttons glued to the text's own line, before its first word or after its last sentence.

Pages that lost their line breaks look like this. Decides where such a run of words begins and ends; `phrases` knows
what buttons say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import regex

from unionstats.text.edits import Change
from unionstats.text.noise.phrases import PhraseList, Phrases
from unionstats.text.noise.verdict import Verdict

_TAIL = regex.compile(r"(?<=[。！？!?][”’」』）)]{0,2})\s{0,8}(?P<tail>[^。！？!?“”\s][^。！？!?“”]{1,40})$")
_WORD = regex.compile(r"\S{1,12}\s{1,8}")
# One word before a headline may be its own first word.
_WORDS_LEAST: Final = 2
_WORDS_MOST: Final = 8
# What is left must be able to be a headline.
_REST_LEAST: Final = 8


def glued_buttons(verdicts: Sequence[Verdict], phrases: Phrases) -> Iterator[Change]:
    """Yield the cuts of buttons before the first line that stays and after the last sentence of the text."""
    opening = next((verdict for verdict in verdicts if verdict.stays), None)
    if opening is not None and (found := _opening_buttons(opening.text, phrases)):
        known, end = found
        yield Change(opening.line.start, opening.line.start + end, "", known.kind, known.id)
    last = next((verdict for verdict in reversed(verdicts) if verdict.is_text), None)
    tail = _TAIL.search(last.text) if last is not None else None
    if last is not None and tail is not None and (phrase := phrases.find(tail["tail"])) is not None:
        yield Change(last.line.start + tail.start(), last.line.end, "", phrase.kind, phrase.id)


def _opening_buttons(text: str, phrases: Phrases) -> tuple[PhraseList, int] | None:
    """Return what the first words of a line are if all are words of buttons, and where they end."""
    ends: list[int] = []
    at = 0
    while len(ends) < _WORDS_MOST and (word := _WORD.match(text, at)):
        at = word.end()
        # A sign between two words is none.
        ends += [at] if any(map(str.isalnum, word[0])) else []
    for end in reversed(ends[_WORDS_LEAST - 1 :]):
        known = phrases.find(text[:end].strip()) if len(text) - end >= _REST_LEAST else None
        if known is not None:
            return known, end
    return None

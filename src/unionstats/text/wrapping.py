"""Whether a text was wrapped at a fixed width, and at which: so that its lines can be made paragraphs again.

Owns that measure. It joins nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import regex

from unionstats.text.lines import Line, ends_sentence, is_numbered

# Half- and full-width characters make lines of one width differ a little.
RAGGED: Final = 4
_WRAPPED_LINES = 5
_NARROWEST, _WIDEST = 10, 60
# Lines of about one width may be a list of names or titles: text has a sign in every other, unless it has none at all.
_NARROW = 15
_SIGN = regex.compile(r"[，,。、；：]")


def wrap_width(lines: Sequence[Line]) -> int:
    """Return the width at which a text was wrapped; 0 where its lines are paragraphs.

    Wrapped text shows by many lines of about one length that mostly end within a sentence.
    """
    lengths = Counter(len(line.text) for line in lines if _NARROWEST <= len(line.text) <= _WIDEST)
    if sum(lengths.values()) < _WRAPPED_LINES:
        return 0
    width = max(lengths, key=lambda length: (lengths[length], length))
    full = [line.text for line in lines if abs(len(line.text) - width) < RAGGED]
    signs = sum(_SIGN.search(line.text) is not None for line in lines)
    if 2 * signs < len(lines) and (width < _NARROW or lengths[width] * 10 < len(full) * 8):
        return 0
    torn = sum(not ends_sentence(text) for text in full)
    # The short last lines of torn paragraphs speak for wrapping, and sub-heads not against it.
    last = sum(
        len(below.text) + RAGGED <= width and below.text.endswith("。") and not ends_sentence(above.text)
        for above, below in pairwise(lines)
        if abs(len(above.text) - width) < RAGGED
    )
    heads = sum(len(line.text) + RAGGED <= width and is_numbered(line.text) for line in lines)
    counted = len(lines) - last - min(heads, last)
    is_wrapped = len(full) >= _WRAPPED_LINES and len(full) * 2 >= counted and torn * 10 >= len(full) * 6
    return width if is_wrapped else 0

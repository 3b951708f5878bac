"""The context of structural tests, and the signature that all of them have.

A test looks at the lines before or after the text and returns the numbers of those to remove; `judge` removes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from unionstats.text.noise.verdict import Verdict


class Around(NamedTuple):
    """The context of some lines.

    `text`: the text's first paragraphs; `whole`: all of the page that stays down to the text's end; `title`: the
    page's, where markup, metadata or a content system told it; `last`: the paragraph before the lines; `signed`: the
    numbers of lines that sign a notice or letter.
    """

    text: str = ""
    whole: str = ""
    title: str | None = None
    last: str = ""
    signed: tuple[int, ...] = ()


Test = Callable[[Sequence[Verdict], Around], Sequence[int]]

"""Time expressions in the context of their article, as values. `timeline` builds them."""

from __future__ import annotations

from typing import NamedTuple

from unionstats.times.expressions import Said
from unionstats.times.readings import Anchor, Reading
from unionstats.times.vocabulary import ExpressionKind, Role

BESIDE = -1  # the sentence of what a title beside the text says


class Mention(NamedTuple):
    """A time expression in the context of its article.

    Attributes:
        sentence: index of its sentence.
        frames: it stands where it sets the time for the sentences after it in its paragraph.
        carries: it sets the time for the paragraphs after it too.
    """

    start: int
    end: int
    kind: ExpressionKind
    said: Said
    reading: Reading
    role: Role
    sentence: int
    frames: bool
    carries: bool


class Timeline(NamedTuple):
    """The times of an article: its reference date, and its mentions in order.

    Attributes:
        beside: the mentions of a title that stands beside the text, whose places are those in the title.
    """

    anchor: Anchor
    mentions: tuple[Mention, ...]
    beside: tuple[Mention, ...] = ()

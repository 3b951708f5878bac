"""The result of reading an article's places: its anchors, and the default for figures that no anchor carries.

Offers look-ups by position. `article` builds it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from unionstats.places.anchor import Anchor
from unionstats.places.subheads import SubHeads
from unionstats.types import Distance, PlaceBasis

# A body that an article is of stands so near the first name.
_OPENING = 160
# What begins an item of a list of news.
_BULLETS = frozenset("◆◇■□▲△▶▷►★☆●○◎※♦")


class Evidence(NamedTuple):
    """The anchor that carries a figure, its distance from the figure, and the kind of evidence."""

    anchor: Anchor
    distance: Distance
    basis: PlaceBasis


@dataclass(frozen=True)
class ArticlePlaces:
    """The places of one article: anchors in order, sub-headings, and the default for other figures.

    starts: the anchors' beginnings, to search in.
    heads: its sub-heads.
    main: the article's own place; None where it has none or several.
    settled: whether the article has one province; if not, the place named last holds on.
    mixed: whether its anchors and its own place lie in more than one province.
    meets: whether it tells of the nation's union or of a meeting of the nation.
    bounded: whether any anchor ends to reach somewhere (`until`).
    aided: whether its title tells of help, of which `main` is the receiver.
    """

    anchors: tuple[Anchor, ...]
    starts: tuple[int, ...]
    heads: SubHeads
    main: Evidence | None
    settled: bool
    mixed: bool
    aided: bool = False
    meets: bool = False
    bounded: bool = True

    def backwards(self, start: int, end: int) -> Iterator[Anchor]:
        """Yield the anchors that begin within a stretch, the last one first."""
        for index in range(bisect_left(self.starts, end) - 1, -1, -1):
            if self.starts[index] < start:
                return
            yield self.anchors[index]

    def between(self, start: int, end: int) -> Sequence[Anchor]:
        """Return the anchors that begin within a stretch."""
        return self.anchors[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def last_before(self, at: int) -> Anchor | None:
        """Return the last anchor before a position, leaving out events and anchors in brackets."""
        return next((a for a in self.backwards(0, at) if a.kind != "event" and not a.until), None)

    def opening(self) -> Anchor | None:
        """Return the national body that an article of several provinces opens with: 中国海员建设工会先后组织….

        What no place near claims is told of it, not of the last place that was gone to.
        """
        end = self.anchors[0].start + _OPENING if self.anchors else 0
        return next((a for a in self.between(0, end) if a.kind == "national" and a.organisation is not None), None)

    def is_item(self, text: str, at: int) -> bool:
        """Return whether a paragraph is an item of a news list and the article's main place belongs to another item."""
        main = None if self.main is None else self.main.anchor
        if main is None or text[text.rfind("\n", 0, at) + 1] not in _BULLETS:
            return False
        return text[text.rfind("\n", 0, main.start) + 1] in _BULLETS

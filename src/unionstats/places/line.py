"""A sentence with figures, and the places around it.

What lies around is looked for once, when the first figure of the sentence asks. `carrier` says where to look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from unionstats.places.anchor import Anchor
from unionstats.places.events import Told
from unionstats.places.known import Evidence
from unionstats.types import Quantity, Sentence, Span

# A name may follow its figure within so many characters: 35家太原企业.
_RIGHT_BEHIND = 2

Search: TypeAlias = Callable[[], Evidence | None]


def _nothing() -> None:
    return None


class Line:
    """A sentence with its anchors. What surrounds it is looked up on first use.

    helped: who is helped in it, where it tells of help between provinces.
    named: the anchors of the article.
    told: whether figures of it may be an event's, and how.
    quotes: where its paragraph begins, if a quotation may be open in the sentence, else -1; None until it is asked.
    """

    __slots__ = (
        "_behind", "_main", "_over", "_search", "_search_over", "anchors", "bounded", "helped", "named", "number",
        "quotes", "sentence", "starts", "told",
    )  # fmt: skip

    def __init__(
        self, number: int, sentence: Sentence, anchors: Sequence[Anchor], main: Evidence | None, *, bounded: bool
    ) -> None:
        self.number, self.sentence, self.anchors = number, sentence, anchors
        self.starts = [anchor.start for anchor in anchors]
        # Anchors in brackets and parts of a whole carry no figure behind these.
        self.bounded = bounded and any(anchor.until for anchor in anchors)
        self.helped: Anchor | None = None
        self.named: Sequence[Anchor] = ()
        self.told: Told | None = None
        self.quotes: int | None = None
        self._main = main
        self._search: Search = _nothing
        self._search_over: Search = _nothing
        self._behind: list[Evidence | None] = []
        self._over: list[Evidence | None] = []

    def look(self, behind: Search, over: Search) -> None:
        """Set the searches for what stands around the sentence; they run when first asked."""
        self._search, self._search_over = behind, over

    @property
    def behind(self) -> Evidence | None:
        """What its paragraph has for figures that the sentence itself says nothing about."""
        if not self._behind:
            self._behind.append(self._search())
        return self._behind[0]

    @property
    def over(self) -> Evidence | None:
        """What its sub-head or its article has for figures that nothing nearer carries."""
        if not self._over:
            self._over.append(self._search_over())
        return self._over[0]

    def around(self) -> Anchor | None:
        """Return what its paragraph or its article is about."""
        behind = self.behind
        around = self._main if behind is None or behind.basis == "organisation" else behind
        return None if around is None else around.anchor


def right_behind(anchors: Sequence[Anchor], quantity: Quantity, clause: Span) -> Anchor | None:
    """Return the place right after a figure: 35家太原企业."""
    end = min(quantity.end + _RIGHT_BEHIND, clause.end - 1)
    for anchor in anchors:
        if anchor.start > end:
            break
        carries = anchor.counted or (anchor.kind == "place" and not anchor.until)
        if carries and anchor.start > quantity.start:
            return anchor
    return None

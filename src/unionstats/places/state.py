"""The running record while an article's mentions are read as anchors: anchors, units and bodies named so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from unionstats.places.anchor import Anchor
from unionstats.places.gazetteer import Unit
from unionstats.places.home import Home
from unionstats.text.marks import CLAUSE_ENDS, SENTENCE_END

# What a clause begins after: 公司 right behind it is the body named before.
OPENERS = frozenset(("", *CLAUSE_ENDS, "\n", "“"))


@dataclass
class State:
    """The article (text, home) and what it has named so far, overall and in the current paragraph.

    passed: where the pointing word ended that was last taken for one in passing.
    """

    text: str
    home: Home
    anchors: list[Anchor] = field(default_factory=list)
    paragraph: list[Unit] = field(default_factory=list)
    article: list[Unit] = field(default_factory=list)
    bodies: list[Anchor] = field(default_factory=list)
    passed: int = -9

    def add(self, anchor: Anchor) -> None:
        """Record an anchor, its unit, and the body that it may be."""
        self.anchors.append(anchor)
        if anchor.unit is not None:
            self.paragraph.append(anchor.unit)
            self.article.append(anchor.unit)
        if _is_body(anchor):
            self.bodies.append(anchor)

    def tells_of(self, name: str) -> bool:
        """Return whether a body of this name was mentioned before: then 走进 leads to it, not past it."""
        return any(body.organisation is not None and body.organisation in name for body in self.bodies)

    def opens_clause(self, at: int) -> bool:
        """Return whether a clause or a quotation begins at a position."""
        return self.text[at - 1 : at] in OPENERS

    def is_placed(self, at: int) -> bool:
        """Return whether a sentence names a place before a position: 山西省有12家中央企业."""
        last = next((anchor for anchor in reversed(self.anchors) if anchor.unit is not None), None)
        return last is not None and SENTENCE_END.search(self.text, last.end, at) is None

    def take_back(self) -> None:
        """Remove the last anchor: its place turned out to be part of a longer name."""
        anchor = self.anchors.pop()
        if _is_body(anchor):
            self.bodies.pop()
        if anchor.unit is not None:
            self.paragraph.pop()
            self.article.pop()


def _is_body(anchor: Anchor) -> bool:
    return anchor.kind == "body" or (anchor.kind == "national" and anchor.organisation is not None)

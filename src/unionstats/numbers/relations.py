"""What a sentence says of its quantities beyond their own words: parts of a total, changes, pairings."""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.rules.folder import RuleFolder
from unionstats.types import NO_RELATION, Quantity, Relation, Sentence


class RelationReader:
    """Reads relations by the rules of a folder."""

    def __init__(self, folder: RuleFolder) -> None:
        self._folder = folder

    def read(self, text: str, sentences: Sequence[Sentence], quantities: Sequence[Quantity]) -> tuple[Relation, ...]:
        """Give one relation per quantity, in their order."""
        return tuple(NO_RELATION for _ in quantities)

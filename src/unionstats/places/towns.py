"""Towns, streets and townships: no gazetteer holds them, so they are read from their ending (镇, 街道).

Finds a town's name right after its county (环山县柳溪镇), left of its union (柳溪镇总工会), or earlier in the article.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from unionstats.places.anchor import Anchor
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder

# A town's name has at most so many characters, what it is (街道) included.
_LONGEST = 6
_HAN = regex.compile(r"\p{Han}")


class TownReader:
    """Reads towns, by the rules of places/scope/.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        path, scope = only_table(folder, "scope")
        entry = scope["town"][0]
        self._letters = frozenset(entry["letters"])
        self._kinds = tuple(entry["kinds"])
        self._stops = frozenset(entry["stops"])
        self._verbs = tuple(entry["verbs"])
        self._none = frozenset(entry["none"])
        self._pattern = folder.compile(entry["pattern"], path=path, rule=entry["id"])

    def with_town(self, anchor: Anchor, text: str) -> Anchor:
        """Return a place with the town that follows its name (环山县柳溪镇), which is no unit of the gazetteer."""
        unit, end = anchor.unit, anchor.end
        if unit is None or unit.level == "province" or self._letters.isdisjoint(text[end : end + _LONGEST]):
            return anchor
        found = self._pattern.match(text, end)
        if found is None or not self._is_name(found[0]):
            return anchor
        return anchor._replace(end=found.end(), scope="township", town=found[0])

    def pointed(self, text: str, start: int, anchors: Sequence[Anchor]) -> str | None:
        """Return the name of the town that a pointing word at `start` means; None if the article names none.

        Args:
            text: the cleaned page.
            start: where 镇总工会, 镇建成 or 全镇 begins.
            anchors: the article's before it.
        """
        kind = next((kind for kind in self._kinds if text.startswith(kind, start)), None)
        named = None if kind is None else self._left_of(text, start, anchors[-1].end if anchors else 0)
        if named is not None:
            return named + (kind or "")
        same = (anchor.town for anchor in reversed(anchors) if anchor.town is not None)
        kinds = [kind] if kind is not None else [k for k in self._kinds if text.startswith(k, start + 1)]
        return next((town for town in same if town.endswith(tuple(kinds))), None)

    def _left_of(self, text: str, start: int, floor: int) -> str | None:
        """Return the stem that ends at `start`, from a mark, a name or a word that no stem holds."""
        begin = self._begin(text, start, floor)
        stem = "" if begin is None else text[begin:start]
        return stem if stem and stem not in self._none else None

    def _begin(self, text: str, start: int, floor: int) -> int | None:
        """Return where a stem begins, leftwards; None where nothing ends it within the length of a name."""
        begin = start
        while begin > floor and text[begin - 1] not in self._stops and _HAN.match(text, begin - 1):
            if text.endswith(self._verbs, floor, begin):
                break
            begin -= 1
            if start - begin >= _LONGEST - 1:
                return None
        return begin

    def is_told_of(self, text: str, start: int, anchors: Sequence[Anchor]) -> bool:
        """Return whether a town named left of `start` is only a partner or a venue: 联合柳溪镇."""
        floor = anchors[-1].end if anchors else 0
        begin = self._begin(text, start, floor)
        return begin is not None and text.endswith(self._verbs, floor, begin)

    def _is_name(self, town: str) -> bool:
        stem = town.removesuffix(next((kind for kind in self._kinds if town.endswith(kind)), ""))
        return stem not in self._none and not stem.startswith(self._verbs)

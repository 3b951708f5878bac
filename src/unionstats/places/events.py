"""Figures of events: what a contest, a fair or a meeting counts is no total of the place that holds it.

Owns telling whether a figure is an event's: by a word of events before it, or by who is counted (选手, 代表队).
"""

from __future__ import annotations

from collections.abc import Sequence

from unionstats.places.anchors import Anchor
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.types import Quantity, Sentence, Span

# The place in an event's own name stands so near behind its first word: 本届“红河工匠”评选.
_NAMED_AFTER = 3
_COMMAS = "，,；;"
_QUOTES = str.maketrans("", "", "“”")


class EventReader:
    """Reads by the rules of scope.toml whether figures are of an event.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        path, scope = only_table(folder, "scope")
        self._by = scope["event"][0]["by"]
        self._name = folder.compile(scope["event"][0]["named"], path=path, rule="scope.event")
        entrants = scope["entrants"][0]
        rule = entrants["id"]
        self._entrants = folder.compile(entrants["behind"], path=path, rule=rule)
        self._summed = folder.compile(entrants["unless"], path=path, rule=rule)

    def cue(
        self, text: str, sentence: Sentence, anchors: Sequence[Anchor], carrier: Anchor | None, quantity: Quantity
    ) -> Span | None:
        """Find the words that make a figure an event's.

        Args:
            text: the cleaned page.
            sentence: the figure's.
            anchors: of the sentence.
            carrier: what the figure hangs on; None where nothing carries it.
            quantity: the figure.

        Returns:
            The entrants counted (近700名|选手参加决赛), or the word of events between carrier and figure; else None.
        """
        entrants = self._entrants.match(text, quantity.end)
        if entrants is not None and self._summed.search(text, sentence.start, quantity.start) is None:
            return Span(quantity.end, entrants.end())
        if carrier is None:
            return None
        for anchor in anchors:
            if anchor.kind == "event" and anchor.start < quantity.start and self._reaches(text, anchor, carrier):
                return Span(anchor.start, anchor.end)
        return None

    def _reaches(self, text: str, event: Anchor, carrier: Anchor) -> bool:
        """Tell whether an event is still told of behind what carries a figure: 当天的招聘会由市总工会举办."""
        if event.start >= carrier.start - _NAMED_AFTER:
            return True
        holder = text.find(self._by, event.end, carrier.start)
        return holder >= 0 and not any(comma in text[holder : carrier.start] for comma in _COMMAS)

    def name(self, text: str, sentence: Sentence, quantity: Quantity) -> str:
        """Give the name of the event that a sentence tells of before a figure; "" where it has none."""
        named = self._name.search(text, sentence.start, quantity.start)
        return named[0].translate(_QUOTES) if named else ""

"""Finds which rules' trigger words occur in a text, in one pass of an automaton."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import ahocorasick_rs
import regex

_LINE = regex.compile(r"[^\n]+")


class Triggers:
    """Finds rules' trigger words in a text in one pass; rules are identified by their numbers.

    A rule without trigger words is found in every line.
    """

    def __init__(self, triggers: Sequence[tuple[str, ...]]) -> None:
        users: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(triggers):
            for word in words:
                users[word].append(number)
        self._always = [number for number, words in enumerate(triggers) if not words]
        self._users = tuple(tuple(numbers) for numbers in users.values())
        self._finder = ahocorasick_rs.AhoCorasick(list(users)) if users else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (position of its last character, number of the rule) for each trigger in a text."""
        if self._always:
            line_ends = [found.end() - 1 for found in _LINE.finditer(text)]
            yield from ((end, number) for end in line_ends for number in self._always)
        if self._finder is None:
            return
        for word, _, end in self._finder.find_matches_as_indexes(text, overlapping=True):
            for number in self._users[word]:
                yield end - 1, number

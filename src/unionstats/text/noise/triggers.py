"""Finds which rules' trigger words occur in a text, in one pass of an automaton."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

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

    def numbers(self, line: str) -> list[int]:
        """Return the numbers of the rules whose triggers occur in a line, once for each trigger."""
        users = self._users
        found = list(self._always) if line else []
        if self._finder is not None:
            for word, _, _ in self._finder.find_matches_as_indexes(line, overlapping=True):
                found += users[word]
        return found

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return (position of its last character, number of the rule) for each trigger in a text."""
        users = self._users
        found: list[tuple[int, int]] = []
        if self._always:
            line_ends = [line.end() - 1 for line in _LINE.finditer(text)]
            found = [(end, number) for end in line_ends for number in self._always]
        if self._finder is not None:
            matches = self._finder.find_matches_as_indexes(text, overlapping=True)
            found += [(end - 1, number) for word, _, end in matches for number in users[word]]
        return found

r"""How often the pieces of a pattern are tried on a text that leads it astray, counted and not measured.

Owns the counting. A loop with a bound cannot take for ever, but a nest of them all but does: there are millions of ways
to part two hundred characters between the loops of (?:[^,]{0,40}a[^;]{0,80}){1,6}, and an engine that fails at the end
goes through them all. So the ways are counted place by place, as an engine without memory would go them, on texts made
of what the loops themselves take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from unionstats.rules.pattern_tree import Atom, Choice, Joined, Kept, Mark, Node, Repeat, loops_of

# A pattern that tries its pieces more often than this on one text takes a second or more for it.
MOST_TRIES = 1_000_000
# Short enough for a look-ahead that asks for a short line, and longer than what most bounds let a pattern take.
_LENGTHS = (60, 200)
# Loops far into a pattern have texts like those before them; so many texts are tried at most.
_MOST_TEXTS = 8
_LONGEST_SEED = 60
_START = frozenset({"^", "\\A"})
_END = frozenset({"$", "\\Z", "\\z"})

# Which characters of the alphabet an atom takes.
Taker = Callable[[str], frozenset[str]]
_Ways = Mapping[int, int]


class Costly(NamedTuple):
    """The loop in which a pattern spends its time, and the text on whose repetition it does."""

    piece: str
    text: str


class _TooManyError(Exception):
    """The ways counted are more than a pattern may have."""


def find_costly(tree: Node, taker: Taker, *, backward: bool) -> Costly | None:
    """Return a text on which a pattern tries its pieces more than MOST_TRIES times; None if none was found.

    Args:
        tree: the pattern as read.
        taker: gives the characters that an atom takes, of an alphabet that the texts are made of.
        backward: it is matched from right to left.
    """
    loops = list(loops_of(tree))
    if len(loops) < 2:
        return None
    for seed, piece in islice(_seeds(tree, loops, taker).items(), _MOST_TEXTS):
        for length in _LENGTHS:
            text = (seed * (length // len(seed) + 1))[:length]
            try:
                _Walk(text, taker, backward=backward).go(tree, {0: 1})
            except _TooManyError:
                return Costly(piece, seed)
    return None


def _seeds(tree: Node, loops: list[Repeat], taker: Taker) -> dict[str, str]:
    """Return texts that the loops and the whole pattern take, each with the piece that takes it.

    Of the characters that a loop takes, the one that most other loops take as well leads farthest astray.
    """
    liked = Counter(char for loop in loops if isinstance(loop.inside, Atom) for char in taker(loop.inside.source))

    def pick(atom: Atom) -> str:
        return max(taker(atom.source), key=lambda char: (liked[char], char), default="")

    pieces = [(loop.inside, loop.source) for loop in loops]
    longest = max(loops, key=lambda loop: len(loop.source)).source
    seeds: dict[str, str] = {}
    for node, source in (*pieces, (tree, longest)):
        for all_options in (False, True):
            seed = text_taken(node, pick, all_options=all_options)
            if 0 < len(seed) <= _LONGEST_SEED:
                seeds.setdefault(seed, source)
    return seeds


def text_taken(node: Node, pick: Callable[[Atom], str], *, all_options: bool) -> str:
    """Return a short text that a piece matches, using the first option of each choice, or all of them in sequence."""
    if isinstance(node, Atom):
        return pick(node)
    if isinstance(node, Joined):
        return "".join(text_taken(item, pick, all_options=all_options) for item in node.items)
    if isinstance(node, Choice):
        options = node.options if all_options else node.options[:1]
        return "".join(text_taken(option, pick, all_options=all_options) for option in options)
    if isinstance(node, Repeat | Kept):
        return text_taken(node.inside, pick, all_options=all_options)
    return ""


class _Walk:
    """Counts the ways through a pattern on one text: for each place reached, in how many ways.

    What stands behind (a look-behind when matching forward) is taken to hold: it can only spare ways.
    """

    def __init__(self, text: str, taker: Taker, *, backward: bool) -> None:
        self._text = text[::-1] if backward else text
        self._taker = taker
        self._backward = backward
        self._tries = 0
        # Off where only the places are wanted, not the ways to them.
        self._counts = True

    def go(self, node: Node, here: _Ways) -> _Ways:
        """Return where a piece can end that begins at the places `here`, with the ways to each."""
        if isinstance(node, Atom):
            return self._try_character(node, here)
        if isinstance(node, Joined):
            for item in node.items[::-1] if self._backward else node.items:
                here = self.go(item, here)
            return here
        if isinstance(node, Choice):
            return self._sum([self.go(option, here) for option in node.options])
        if isinstance(node, Repeat):
            return self._keep(replace(node, kept=False), here) if node.kept else self._repeat(node, here)
        return self._keep(node.inside, here) if isinstance(node, Kept) else self._look(node, here)

    def _try_character(self, node: Atom, here: _Ways) -> _Ways:
        self._count(here)
        return self._step(node, here)

    def _step(self, node: Atom, here: _Ways) -> _Ways:
        taken, end = self._taker(node.source), len(self._text)
        return {place + 1: ways for place, ways in here.items() if place < end and self._text[place] in taken}

    def _count(self, here: _Ways) -> None:
        if not self._counts:
            return
        self._tries += sum(here.values())
        if self._tries > MOST_TRIES:
            raise _TooManyError

    def _repeat(self, node: Repeat, here: _Ways) -> _Ways:
        """Go round a loop; a loop over single characters is run through at once, and counts as one try."""
        single = node.inside if isinstance(node.inside, Atom) else None
        if single:
            self._count(here)
        ends = [here] if node.least == 0 else []
        most = len(self._text) if node.most is None else node.most
        at = here
        for rounds in range(1, most + 1):
            # A round that takes nothing leads nowhere new: it stands for no way of its own.
            at = self._step(single, at) if single else _onward(at, self.go(node.inside, at), rounds <= node.least)
            if not at:
                break
            if rounds >= node.least:
                ends.append(at)
        return self._sum(ends)

    def _keep(self, node: Node, here: _Ways) -> _Ways:
        """Try what gives nothing back: where it matches, the first way ends it; where it does not, all are gone."""
        ends: Counter[int] = Counter()
        for place, ways in here.items():
            reached = self._places(node, place)
            if reached:
                ends[max(reached)] += ways
            else:
                self.go(node, {place: ways})
        self._count(here)
        return ends

    def _places(self, node: Node, place: int) -> _Ways:
        outer, self._counts = self._counts, False
        try:
            return self.go(node, {place: 1})
        finally:
            self._counts = outer

    def _sum(self, parts: list[_Ways]) -> _Ways:
        whole: Counter[int] = Counter()
        for part in parts:
            whole.update(part)
        return whole if self._counts else dict.fromkeys(whole, 1)

    def _look(self, node: Mark, here: _Ways) -> _Ways:
        if node.inside is None:
            if node.look in _START and not self._backward:
                return {place: ways for place, ways in here.items() if place == 0}
            if node.look in _END and not self._backward:
                return {place: ways for place, ways in here.items() if place == len(self._text)}
            return here
        if ("<" in node.look) != self._backward:
            return here
        wanted = node.look.endswith("=")
        return {place: ways for place, ways in here.items() if bool(self.go(node.inside, {place: 1})) == wanted}


def _onward(before: _Ways, after: _Ways, must: bool) -> _Ways:  # noqa: FBT001 - inside this file
    """Drop from a round's ends those where it took nothing, unless the loop asks for the round."""
    if must:
        return after
    low = min(before, default=0)
    return {place: ways for place, ways in after.items() if place > low}

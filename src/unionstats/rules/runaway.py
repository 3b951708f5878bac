r"""Patterns that run away: their cost grows far faster than the text, on some text.

Owns the check that keeps such a pattern out of an analyst's rules. Three things are looked for. A loop that can match
one text in several ways, such as (a+)+, (a|b|ab)* or ((?:a|b)+)+, doubles its cost with each round as soon as what
follows it fails. Two loops side by side that take the same characters, such as a*a* or \w*\s*\w*, try every place to
part the text between them. Where bounds hide either, the ways through the pattern are counted (rules/ways.py).

The check reads the pattern (rules/pattern_tree.py), not what the engine makes of it: `regex` remembers some dead ends
and so survives (a+)+, but not (a|b|ab)*, and which of the two a pattern is must not depend on its version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import regex

from unionstats.rules.pattern_tree import Atom, Choice, Joined, Kept, Mark, Node, Repeat, loops_of, read_pattern
from unionstats.rules.ways import find_costly, text_taken

# Characters that stand for all others when two classes are compared; those of the pattern itself are added.
_SAMPLES = "aZ5_ \n\t.,-;:/|()\"'%\u00e9\u4e00\u767e\u3001\u3002\uff0c\uff1b\uff1a\u201c\u201d\uff08\uff09\uff11"
# A piece repeated up to so many times at most is told apart copy by copy; more copies say nothing new.
_COPIES = 3
# A piece that may stand so many times is as good as without bound: three ways each make 59,049.
_MANY = 10
# A loop of more positions than this is not looked into: it would take longer than the rule is worth.
_MOST_POSITIONS = 1500


class Runaway(NamedTuple):
    """A fault of a pattern: the piece that runs away, why, and a text on which it does."""

    piece: str
    why: str
    text: str

    def __str__(self) -> str:
        piece = " ".join(self.piece.split())
        shown = piece if len(piece) <= 60 else f"{piece[:40]} … {piece[-16:]}"
        return f"{self.why}: {shown} takes for ever on some text, such as {self.text!r} over and over"


def find_runaway(pattern: str, *, backward: bool = False) -> Runaway | None:
    """Return the first piece of a pattern that runs away; None if there is none.

    The end of the pattern counts as something that can fail: what stands there today may not stand last tomorrow.

    Args:
        pattern: one that compiles, names filled in.
        backward: it is matched from right to left.

    >>> find_runaway("(?:a+)*b").why
    'a loop that can match one text in several ways'
    >>> find_runaway("(?:a+,)*b") is None
    True
    """
    alphabet = frozenset(_SAMPLES) | frozenset(regex.sub(r"\s", "", pattern))
    tree = read_pattern(pattern)
    found = next(_Search(alphabet, backward=backward).walk(tree, can_fail=True), None)
    if found is None and (costly := find_costly(tree, lambda atom: _characters(atom, alphabet), backward=backward)):
        found = Runaway(costly.piece, "loops that share one text in too many ways", costly.text)
    return found


def attack_texts(pattern: str, most: int = 8) -> Iterator[str]:
    """Yield short texts that the loops of a pattern match; repeated, they are likely to make it run away.

    >>> list(attack_texts("(?:ab)+c*"))
    ['ab', 'c']
    """
    alphabet = frozenset(_SAMPLES) | frozenset(regex.sub(r"\s", "", pattern))
    endless = [loop for loop in loops_of(read_pattern(pattern)) if loop.most is None]

    def pick(atom: Atom) -> str:
        return min(_characters(atom.source, alphabet), default="")

    texts = dict.fromkeys(text_taken(loop.inside, pick, all_options=False) for loop in endless)
    yield from islice(filter(None, texts), most)


class _Search:
    """Walks a pattern's tree in the direction of matching."""

    def __init__(self, alphabet: frozenset[str], *, backward: bool) -> None:
        self._alphabet = alphabet
        self._step = -1 if backward else 1

    def walk(self, node: Node, *, can_fail: bool) -> Iterator[Runaway]:
        """Yield what runs away in a piece; `can_fail` tells whether anything behind it can fail."""
        if isinstance(node, Joined):
            yield from self._walk_joined(node.items[:: self._step], can_fail=can_fail)
        elif isinstance(node, Choice):
            for option in node.options:
                yield from self.walk(option, can_fail=can_fail)
        elif isinstance(node, Repeat):
            yield from self._walk_repeat(node, can_fail=can_fail)
        elif isinstance(node, Kept | Mark) and node.inside is not None:
            yield from self.walk(node.inside, can_fail=False)

    def _walk_joined(self, items: tuple[Node, ...], *, can_fail: bool) -> Iterator[Runaway]:
        for number, item in enumerate(items):
            behind = can_fail or any(_can_fail(later) for later in items[number + 1 :])
            yield from self.walk(item, can_fail=behind)
            if behind and (found := self._neighbour(items, number)):
                yield found

    def _walk_repeat(self, node: Repeat, *, can_fail: bool) -> Iterator[Runaway]:
        many = node.most is None or node.most >= _MANY
        if many and not node.kept and can_fail and not isinstance(node.inside, Atom):
            text = _Loop(node.inside, self._alphabet, self._step).ambiguous_text()
            if text is not None:
                yield Runaway(node.source, "a loop that can match one text in several ways", text)
        yield from self.walk(node.inside, can_fail=can_fail and not node.kept)

    def _neighbour(self, items: tuple[Node, ...], number: int) -> Runaway | None:
        """Return a loop behind this one that takes the same characters, if nothing between the two must match."""
        mine = self._looped(items[number])
        for count, later in enumerate(items[number + 1 :], 2):
            both = mine & self._looped(later) if mine else mine
            fails_behind = any(_can_fail(rest) for rest in items[number + count :])
            if both and fails_behind:
                sources = [piece.source for piece in (items[number], later) if isinstance(piece, Repeat)]
                why = "two loops side by side that take the same characters"
                return Runaway(" ".join(sources[:: self._step]), why, min(both))
            if not _nullable(later):
                return None
        return None

    def _looped(self, node: Node) -> frozenset[str]:
        """Return the characters that a loop over single characters takes; none for other pieces."""
        if isinstance(node, Repeat) and node.most is None and not node.kept and isinstance(node.inside, Atom):
            return _characters(node.inside.source, self._alphabet)
        return frozenset()


class _Places(NamedTuple):
    """Where a piece can begin and end, as numbers of its characters, and whether it may take none."""

    first: tuple[int, ...]
    last: tuple[int, ...]
    nullable: bool


_NOWHERE = _Places((), (), nullable=True)


class _Loop:
    """A loop's body as an automaton of its characters (Glushkov), each way from one to the next counted.

    Two ways from a character to the same next one, or two routes that part and meet again over one text, mean that the
    loop can match that text in several ways.
    """

    def __init__(self, body: Node, alphabet: frozenset[str], step: int) -> None:
        self._alphabet = alphabet
        self._step = step
        self._takes: list[frozenset[str]] = []
        self._kept = False
        self._ways: Counter[tuple[int, int]] = Counter()
        whole = self._add(body)
        self._link(whole.last, whole.first)
        self._next: dict[int, list[int]] = {}
        for start, end in self._ways:
            self._next.setdefault(start, []).append(end)

    def ambiguous_text(self) -> str | None:
        """Return a text that the loop can match in several ways; None where there is none."""
        if len(self._takes) > _MOST_POSITIONS:
            return None
        for (start, end), ways in self._ways.items():
            if ways > 1 and self._takes[start] and self._takes[end]:
                return self._written([start, end])
        return self._diamond()

    def _diamond(self) -> str | None:
        """Look for two routes that part at one character and meet at another: pairs of places, breadth first."""
        came: dict[tuple[int, int], tuple[int, int] | None] = {}
        ready: list[tuple[int, int]] = []
        for start, nexts in self._next.items():
            for pair in self._pairs(nexts, nexts):
                if pair[0] < pair[1] and pair not in came:
                    came[pair] = (start, start)
                    ready.append(pair)
        for pair in ready:
            for then in self._pairs(self._next.get(pair[0], []), self._next.get(pair[1], [])):
                if then[0] == then[1]:
                    return self._route(pair, then[0], came)
                if then not in came:
                    came[then] = pair
                    ready.append(then)
        return None

    def _pairs(self, left: list[int], right: list[int]) -> Iterator[tuple[int, int]]:
        for one in left:
            for other in right:
                if self._takes[one] & self._takes[other]:
                    yield one, other

    def _route(self, pair: tuple[int, int], end: int, came: dict[tuple[int, int], tuple[int, int] | None]) -> str:
        steps: list[frozenset[str]] = [self._takes[end]]
        at: tuple[int, int] | None = pair
        while at is not None:
            steps.append(self._takes[at[0]] & self._takes[at[1]])
            at = came.get(at) if at[0] != at[1] else None
        return "".join(min(step) for step in steps[::-1][:: self._step])

    def _written(self, places: list[int]) -> str:
        return "".join(min(self._takes[place]) for place in places[:: self._step])

    def _link(self, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        self._ways.update((start, end) for start in before for end in after)

    def _add(self, node: Node) -> _Places:
        """Number the characters of a piece, and link them."""
        if isinstance(node, Atom):
            self._takes.append(_characters(node.source, self._alphabet))
            place = (len(self._takes) - 1,)
            return _Places(place, place, nullable=False)
        if isinstance(node, Joined):
            return self._add_joined([self._add(item) for item in node.items[:: self._step]])
        if isinstance(node, Choice):
            options = [self._add(option) for option in node.options]
            return _Places(
                tuple(place for option in options for place in option.first),
                tuple(place for option in options for place in option.last),
                any(option.nullable for option in options),
            )
        if isinstance(node, Repeat):
            return self._add_repeat(node)
        return self._add_kept(node) if isinstance(node, Kept) else _NOWHERE

    def _add_kept(self, node: Kept) -> _Places:
        """Add what gives nothing back: its loops take all they can, in one way."""
        outer, self._kept = self._kept, True
        inside = self._add(node.inside)
        self._kept = outer
        return inside

    def _add_joined(self, parts: list[_Places]) -> _Places:
        whole = _NOWHERE
        for part in parts:
            self._link(whole.last, part.first)
            whole = _Places(
                whole.first + part.first if whole.nullable else whole.first,
                part.last + whole.last if part.nullable else part.last,
                whole.nullable and part.nullable,
            )
        return whole

    def _add_repeat(self, node: Repeat) -> _Places:
        """Add so many copies as tell the least and the most apart; a kept loop gives nothing back, so one will do."""
        if node.most is None:
            parts = [self._add(node.inside) for _ in range(max(1, min(node.least, _COPIES)))]
            if not (node.kept or self._kept):
                self._link(parts[-1].last, parts[-1].first)
            whole = self._add_joined(parts)
            return whole._replace(nullable=whole.nullable or node.least == 0)
        whole = _NOWHERE
        least = min(node.least, _COPIES)
        if node.kept or self._kept:
            return self._add(node.inside)._replace(nullable=least == 0)
        for number in reversed(range(min(node.most, least + _COPIES))):
            whole = self._add_joined([self._add(node.inside), whole])
            whole = whole._replace(nullable=whole.nullable or number >= least)
        return whole


def _nullable(node: Node) -> bool:
    """Return whether a piece may match without taking a character."""
    if isinstance(node, Joined):
        return all(map(_nullable, node.items))
    if isinstance(node, Choice):
        return any(map(_nullable, node.options))
    if isinstance(node, Repeat):
        return node.least == 0 or _nullable(node.inside)
    return _nullable(node.inside) if isinstance(node, Kept) else isinstance(node, Mark)


def _can_fail(node: Node) -> bool:
    """Return whether there is a text on which a piece does not match."""
    if isinstance(node, Joined):
        return any(map(_can_fail, node.items))
    if isinstance(node, Choice):
        return all(map(_can_fail, node.options))
    if isinstance(node, Repeat):
        return node.least > 0 and _can_fail(node.inside)
    return _can_fail(node.inside) if isinstance(node, Kept) else True


@lru_cache(maxsize=4096)
def _characters(source: str, alphabet: frozenset[str]) -> frozenset[str]:
    """Return which characters of the alphabet an atom takes."""
    if len(source) == 1 and source != ".":
        return frozenset(source)
    try:
        taker = regex.compile(source, regex.VERSION1)
    except regex.error:
        return alphabet
    return frozenset(filter(taker.fullmatch, alphabet))

"""Parses a regular expression into a tree, with just enough of the grammar to estimate its cost.

Reads patterns as `RuleFolder.compile` takes them (VERBOSE, VERSION1). Anything it does not know (back references,
recursion, conditions) becomes a piece that may match any text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex


@dataclass(frozen=True, slots=True)
class Atom:
    r"""One character of the text: a literal, a class such as [^,] or \p{Han}, or the dot; `source` says which."""

    source: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Takes no character but can fail: an anchor, or a look-around with what stands inside; `look` is its token."""

    inside: Node | None = None
    look: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Pieces in sequence."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternative pieces."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeated piece; `most` is None if unbounded, `kept` if possessive (no backtracking into it)."""

    inside: Node
    least: int
    most: int | None
    kept: bool
    source: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An atomic group: once it has matched, there is no backtracking into it."""

    inside: Node


Node = Atom | Mark | Joined | Choice | Repeat | Kept

TOKEN = regex.compile(
    r"""
    (?P<space> \s+ | \# [^\n]* )
  | (?P<comment> \(\?\# [^)]* \) )
  | (?P<look> \( \? <? [=!] )
  | (?P<kept> \( \? > )
  | (?P<flags> \( \? [a-zA-Z0-9-]+ \) )
  | (?P<open> \( (?: \? (?: : | \| | P?<\w+> | [a-zA-Z0-9-]+: ) )? )
  | (?P<close> \) )
  | (?P<bar> \| )
  | (?P<many> (?: [*+?] | \{ \d*,?\d* \} ) [?+]? )
  | (?P<anchor> [\^$] | \\ [bBAZzGmMK] )
  | (?P<atom> \\ [pP] \{ [^}]* \} | \\ [pP] \w | \\ x[0-9a-fA-F]{2} | \\ u[0-9a-fA-F]{4} | \\ U[0-9a-fA-F]{8}
            | \\ N\{[^}]*\} | \\ . | (?<set> \[ \^? \]? (?: \\. | \[:\w+:\] | (?&set) | [^\[\]\\] )* \] ) | . )
""",
    regex.VERBOSE | regex.VERSION1 | regex.DOTALL,
)
_NOTHING = Joined(())


def read_pattern(pattern: str) -> Node:
    """Read a pattern that compiles.

    >>> read_pattern("a+")
    Repeat(inside=Atom(source='a'), least=1, most=None, kept=False, source='a+')
    """
    return _Reader(pattern).read()


def loops_of(node: Node) -> Iterator[Repeat]:
    """Yield the pieces of a pattern that may repeat, outer ones first."""
    if isinstance(node, Repeat):
        if node.most is None or node.most > 1:
            yield node
        yield from loops_of(node.inside)
    elif isinstance(node, Joined | Choice):
        for piece in node.items if isinstance(node, Joined) else node.options:
            yield from loops_of(piece)
    elif isinstance(node, Kept | Mark) and node.inside is not None:
        yield from loops_of(node.inside)


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._tokens = [found for found in TOKEN.finditer(pattern) if found.lastgroup not in {"space", "comment"}]
        self._at = 0

    def read(self) -> Node:
        """Read up to the end or the bracket that closes the group at hand."""
        options: list[Node] = []
        items: list[Node] = []
        while self._at < len(self._tokens) and not self._tokens[self._at]["close"]:
            if self._tokens[self._at]["bar"]:
                self._at += 1
                options.append(_joined(items))
                items = []
            else:
                items.append(self._repeated())
        options.append(_joined(items))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _repeated(self) -> Node:
        """Read one piece with the quantifiers behind it."""
        start = self._tokens[self._at].start()
        node = self._piece()
        while self._at < len(self._tokens) and self._tokens[self._at]["many"]:
            token = self._tokens[self._at]
            self._at += 1
            least, most = _bounds(token[0])
            source = self._pattern[start : token.end()]
            node = Repeat(node, least, most, kept=len(token[0]) > 1 and token[0].endswith("+"), source=source)
        return node

    def _piece(self) -> Node:
        token = self._tokens[self._at]
        self._at += 1
        if token["flags"]:
            return _NOTHING
        if token["anchor"]:
            return Mark(look=token[0])
        if not (token["open"] or token["look"] or token["kept"]):
            return Atom(token[0])
        inside = self.read()
        self._at += 1
        if token["look"]:
            return Mark(inside, token[0])
        return Kept(inside) if token["kept"] else inside


def _joined(items: list[Node]) -> Node:
    return items[0] if len(items) == 1 else Joined(tuple(items))


def _bounds(many: str) -> tuple[int, int | None]:
    """Return the least and the most times that a quantifier allows; None without bound."""
    simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}
    if many[0] in simple:
        return simple[many[0]]
    least, comma, most = many[1 : many.index("}")].partition(",")
    low = int(least or 0)
    return low, (int(most) if most else None) if comma else low

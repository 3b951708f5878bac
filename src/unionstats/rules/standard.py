r"""Translates patterns to the standard library's `re`, which is two to three times as fast as `regex`.

A rule's pattern (VERBOSE, VERSION1, names expanded) is translated only if the result matches alike. What `re` lacks
(case folding, words at \b, repeated names, look-behind of variable length) stays with `regex`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from itertools import product
from math import prod
from typing import Final, TypeAlias

import regex

from unionstats.rules.pattern_tree import TOKEN, Atom, Choice, Joined, Mark, Node, Repeat, read_pattern

# More look-behinds side by side cost more than the one that they stand for.
_MOST_WIDTHS: Final = 24
_MOST_WAYS: Final = 200
_SPACES: Final = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SIMPLE_CLASS: Final = regex.compile(r"\[(?P<not>\^?)(?P<inside>\]?(?:\\.|[^\\\[\]])*)\]", regex.DOTALL)
_OPERATION: Final = regex.compile(r"\|\||&&|--|~~")
_MEMBER: Final = regex.compile(r"\\[pP]\{\w+\}|\\?.", regex.DOTALL)
# Others change what matches, or which way.
_PLAIN_FLAGS: Final = regex.VERBOSE | regex.VERSION0 | regex.VERSION1 | regex.UNICODE
_SAME: Final = frozenset("ntrfvd")
_ANCHORS: Final = frozenset({"^", "$", r"\A", r"\Z"})
_HAN: Final = regex.compile(r"\p{Han}+")

Matched: TypeAlias = regex.Match[str] | re.Match[str]
QuickMatch = Callable[..., Matched | None]


class _NoLikeError(Exception):
    """The pattern says what `re` cannot."""


def standard_source(pattern: str) -> str | None:
    r"""Return a pattern for `re` that matches exactly what this one matches in `regex`; None if there is none.

    >>> standard_source(r"(?<=第|每一) [一二]+ (?<unit>届)")
    '(?:(?<=第)|(?<=每一))[一二]+(?P<unit>届)'
    """
    try:
        return _Translator(pattern).read()
    except _NoLikeError:
        return None


@lru_cache(maxsize=4096)
def quick(pattern: regex.Pattern[str]) -> regex.Pattern[str] | re.Pattern[str]:
    """Return the equivalent pattern of `re`; the pattern itself if there is none.

    For matching at a place, or searching a line; through whole texts `regex` may be the faster one.
    """
    source = standard_source(pattern.pattern) if pattern.flags & ~_PLAIN_FLAGS == 0 else None
    with suppress(re.error):
        return pattern if source is None else re.compile(source)
    return pattern


def quick_match(pattern: regex.Pattern[str]) -> QuickMatch:
    """Return the fastest `match` for a pattern."""
    match: QuickMatch = quick(pattern).match
    return match


class _Translator:
    """Reads one pattern from left to right, and writes the other."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._tokens = [found for found in TOKEN.finditer(pattern) if found.lastgroup not in {"space", "comment"}]
        self._at = 0
        self._names: set[str] = set()

    def read(self) -> str:
        """Return the other pattern."""
        written: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token["look"] and "<" in token[0]:
                written.append(_look_behind(token[0], self._inside(token.end())))
            elif token["open"]:
                written.append(self._opening(token[0]))
            elif token["flags"] or (token["anchor"] and token[0] not in _ANCHORS):
                raise _NoLikeError
            else:
                written.append(_atom(token[0]) if token["atom"] else token[0])
        return "".join(written)

    def _inside(self, start: int) -> str:
        """Return the source of the group at hand, and go on behind it."""
        depth = 1
        while depth:
            token = self._tokens[self._at]
            self._at += 1
            depth += 1 if token["look"] or token["open"] or token["kept"] else -1 if token["close"] else 0
        return self._pattern[start : token.start()]

    def _opening(self, opening: str) -> str:
        if opening in {"(", "(?:"}:
            return opening
        name = opening.removeprefix("(?").removeprefix("P")
        if not name.startswith("<") or name in self._names:
            raise _NoLikeError
        self._names.add(name)
        return f"(?P{name}"


def _look_behind(opening: str, inside: str) -> str:
    """Return look-behinds of one width each: all must hold where nothing of the kind may stand, else any."""
    if any(token["open"] and token[0] not in {"(", "(?:"} for token in TOKEN.finditer(inside)):
        raise _NoLikeError  # what it finds is read
    ways: dict[int, list[str]] = defaultdict(list)
    for width, source in _ways(read_pattern(inside)):
        ways[width].append(source)
    if len(ways) > _MOST_WIDTHS:
        raise _NoLikeError
    looks = [f"{opening}{'|'.join(dict.fromkeys(sources))})" for sources in ways.values()]
    return "".join(looks) if opening == "(?<!" or len(looks) == 1 else f"(?:{'|'.join(looks)})"


def _ways(node: Node) -> list[tuple[int, str]]:
    """Return all that a piece of a look-behind may be, each with the number of its characters."""
    if isinstance(node, Atom):
        return [(1, _atom(node.source))]
    if isinstance(node, Choice):
        found = [way for option in node.options for way in _ways(option)]
    elif isinstance(node, Joined):
        found = _in_turn([_ways(item) for item in node.items])
    elif isinstance(node, Repeat):
        found = _repeated(node)
    elif isinstance(node, Mark) and node.inside is not None:
        found = [(0, _mark(node.look, node.inside))]
    else:
        raise _NoLikeError
    if len(found) > _MOST_WAYS:
        raise _NoLikeError
    return found


def _mark(look: str, inside: Node) -> str:
    """Return a look-around that stands within a look-behind."""
    ways = _ways(inside)
    if "<" in look and len({width for width, _ in ways}) > 1:
        raise _NoLikeError
    return f"{look}{'|'.join(source for _, source in ways)})"


def _in_turn(pieces: list[list[tuple[int, str]]]) -> list[tuple[int, str]]:
    # Asked before they are built: a look-behind of a few gaps has millions.
    if prod(len(ways) for ways in pieces) > _MOST_WAYS:
        raise _NoLikeError
    return [(sum(width for width, _ in ways), "".join(source for _, source in ways)) for ways in product(*pieces)]


def _repeated(node: Repeat) -> list[tuple[int, str]]:
    if node.most is None or node.most > _MOST_WAYS:
        raise _NoLikeError
    inside = _ways(node.inside)
    counts = range(node.least, node.most + 1)
    if isinstance(node.inside, Atom):
        return [(count, f"{inside[0][1]}{{{count}}}" if count else "") for count in counts]
    return [way for count in counts for way in _in_turn([inside] * count)]


@cache
def _atom(source: str) -> str:
    """Return a literal, an escape, a property or a class."""
    if source == r"\s":
        return f"[{_SPACES}]"
    if source == r"\S":
        return f"[^{_SPACES}]"
    if source[0] == "[":
        return _class(source)
    if source[:2] in {r"\p", r"\P"}:
        return f"[{'^' if source[1] == 'P' else ''}{_property(source)}]"
    return _escape(source)


def _escape(source: str) -> str:
    if len(source) == 2 and source[0] == "\\" and source[1].isalnum() and source[1] not in _SAME:
        raise _NoLikeError
    return source


def _class(source: str) -> str:
    found = _SIMPLE_CLASS.fullmatch(source)
    if found is None or _OPERATION.search(found["inside"]):
        raise _NoLikeError
    members = [_member(member) for member in _MEMBER.findall(found["inside"])]
    return f"[{found['not']}{''.join(members)}]"


def _member(member: str) -> str:
    if member == r"\s":
        return _SPACES
    if member[:2] in {r"\p", r"\P"}:
        if member[1] == "P":
            raise _NoLikeError
        return _property(member)
    if member == "[":
        return r"\["
    return _escape(member)


@cache
def _property(source: str) -> str:
    """Return the characters of a property as ranges, as `regex` knows them."""
    if source[2:] == "{Nd}":
        return r"\d"
    if source[2:] != "{Han}":
        raise _NoLikeError
    return "".join(f"\\U{ord(run[0][0]):08x}-\\U{ord(run[0][-1]):08x}" for run in _HAN.finditer(_all_han_planes()))


@cache
def _all_han_planes() -> str:
    """Return all characters among which the Chinese ones are."""
    return "".join(map(chr, (*range(0xD800), *range(0xE000, 0x40000))))

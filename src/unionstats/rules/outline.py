"""What a pattern cannot match without: cheap necessary conditions, tested before the pattern itself.

Deliberately rough: if a pattern uses anything unusual, no condition is claimed and it is simply tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import regex

from unionstats.rules.pattern_tree import TOKEN, Atom, Choice, Joined, Kept, Mark, Node, Repeat, read_pattern

Characters = frozenset[str] | None  # None: any
Words = frozenset[str] | None  # None: too many to list

# A pattern with more ways to begin is taken to begin with any of their characters, whatever stands before.
_MOST_HEADS: Final = 40
_MOST_WORDS: Final = 64
_LONGEST_RANGE: Final = 300
# Flags within the pattern, conditions, references, recursion, named lists.
_UNUSUAL: Final = regex.compile(r"\(\?(?![:=!>|]|<[=!]|P?<\w+>)|\(\*|\\[1-9gLKX]")
_CLASS: Final = regex.compile(r"\[(?P<inside>(?!\^)\]?(?:\\[^a-zA-Z0-9]|\\[ntrs]|[^\\\[\]])*)\]")
_OPERATION: Final = regex.compile(r"\|\||&&|--|~~")
_MEMBER: Final = regex.compile(r"(\\?.)(?:-(\\?.))?", regex.DOTALL)
_SPACES: Final = frozenset(
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_ESCAPES: Final = {"\\n": "\n", "\\t": "\t", "\\r": "\r"}


class Head(NamedTuple):
    """One way in which a match can begin.

    behind: one of these stands right before the place.
    first: one of these stands at it.
    beyond: one of these is the first character from there on that is none of the `run` asked for.
    """

    behind: Characters
    first: Characters
    beyond: Characters = None


class Outline(NamedTuple):
    """Conditions that every match of a pattern meets.

    empty: it may take no character.
    last: it ends with one of these, where it takes any character.
    words: it holds one of these; None where nothing is known.
    """

    empty: bool
    last: Characters
    words: Words


UNKNOWN: Final = Outline(True, None, None)
UNKNOWN_HEADS: Final = (Head(None, None),)


class _Piece(NamedTuple):
    """What one piece of a pattern adds to the outline.

    `empty`: it may take no character; then `heads` and `last` tell of the matches that take one. `behind`: what must
    stand before a piece that takes none. `whole`: all that it can take, where that is little; `words`: one of these is
    in whatever it takes.
    """

    empty: bool
    heads: tuple[Head, ...]
    last: Characters
    whole: Words
    words: Words
    behind: Characters = None


_NOTHING: Final = _Piece(True, (), frozenset(), frozenset({""}), None)
_ANYTHING: Final = _Piece(False, (Head(None, None),), None, None, None)


def outline_of(pattern: str) -> Outline:
    """Return the outline of a pattern as `RuleFolder.compile` takes it, with names expanded.

    >>> outline_of("[一二]+ (?:届|次会?)").last == frozenset("届次会")
    True
    >>> sorted(outline_of(".+ (?:会员 总数? | 入会 .*)").words)
    ['会员总', '入会']
    """
    if _UNUSUAL.search(pattern):
        return UNKNOWN
    piece = _piece(read_pattern(pattern))
    words = _better(piece.whole, piece.words)
    return Outline(piece.empty, piece.last, None if words is None or piece.empty else _shortest(words))


def options_of(pattern: str) -> tuple[str, ...]:
    """Return the alternatives of a pattern in order; the whole pattern if they may depend on each other.

    >>> options_of("第 (?:一|二) | [三|四]")
    ('第 (?:一|二) ', ' [三|四]')
    """
    if _UNUSUAL.search(pattern):
        return (pattern,)
    depth, begin = 0, 0
    options: list[str] = []
    for token in TOKEN.finditer(pattern):
        if token["bar"] and not depth:
            options.append(pattern[begin : token.start()])
            begin = token.end()
        depth += 1 if token["look"] or token["kept"] or token["open"] else -1 if token["close"] else 0
    return (*options, pattern[begin:])


def heads_of(pattern: str, run: frozenset[str]) -> tuple[Head, ...]:
    """Return the ways in which a match can begin; every match begins in one of them.

    Args:
        pattern: as `RuleFolder.compile` takes it, its names filled in.
        run: characters of which there may be many where it begins (those of numerals).

    >>> heads_of("(?<=第) [一二]+ (?:届|次)", frozenset("一二")) == (Head(*map(frozenset, ("第", "一二", "届次"))),)
    True
    """
    if _UNUSUAL.search(pattern):
        return UNKNOWN_HEADS
    tree = read_pattern(pattern)
    heads: list[Head] = []
    for option in tree.options if isinstance(tree, Choice) else (tree,):
        piece = _piece(option)
        if piece.empty:
            return UNKNOWN_HEADS
        beyond, within = _beyond(option, run)
        heads += (head._replace(beyond=None if within else beyond) for head in piece.heads)
    return tuple(heads)


def _beyond(node: Node, run: frozenset[str]) -> tuple[Characters, bool]:
    """Return what the first character beyond the run may be, and whether the piece may end within the run."""
    if isinstance(node, Atom):
        members = _members(node.source)
        return (None, True) if members is None else (members - run, not run.isdisjoint(members))
    if isinstance(node, Choice):
        options = [_beyond(option, run) for option in node.options]
        return _union(beyond for beyond, _ in options), any(within for _, within in options)
    if isinstance(node, Repeat):
        beyond, within = _beyond(node.inside, run)
        return beyond, within or not node.least
    if isinstance(node, Mark):
        # What a look-ahead asks for stands there as well; other marks tell nothing.
        return _beyond(node.inside, run) if node.look == "(?=" and node.inside is not None else (frozenset(), True)
    return _beyond(node.inside, run) if isinstance(node, Kept) else _beyond_in_turn(node.items, run)


def _beyond_in_turn(items: tuple[Node, ...], run: frozenset[str]) -> tuple[Characters, bool]:
    found: Characters = frozenset()
    for item in items:
        beyond, within = _beyond(item, run)
        found = _union((found, beyond))
        if not within:
            return found, False
    return found, True


def _shortest(words: frozenset[str]) -> frozenset[str]:
    """Leave out words that hold another of them: where they stand, that one does."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(shorter in word for shorter in kept):
            kept.append(word)
    return frozenset(kept)


def with_first(pattern: str) -> str:
    r"""Return a pattern with a look-ahead for its first character, which speeds up searches with many beginnings.

    The pattern itself where nothing is known of what it begins with.

    >>> print(with_first("(?<!1) 月 | [年]"))
    (?=[\U00005e74\U00006708])(?:(?<!1) 月 | [年])
    """
    firsts = [head.first for head in heads_of(pattern, frozenset())]
    known = [first for first in firsts if first is not None]
    if len(known) < len(firsts):
        return pattern
    characters = "".join(f"\\U{ord(character):08x}" for character in sorted(frozenset().union(*known)))
    return f"(?=[{characters}])(?:{pattern})"


def _piece(node: Node) -> _Piece:
    if isinstance(node, Atom):
        members = _members(node.source)
        if members is None:
            return _ANYTHING
        return _Piece(False, (Head(None, members),), members, _listed(members), None)
    if isinstance(node, Joined):
        return _in_turn([_piece(item) for item in node.items])
    if isinstance(node, Choice):
        return _either([_piece(option) for option in node.options])
    if isinstance(node, Repeat):
        return _repeated(_piece(node.inside), node)
    return _piece(node.inside) if isinstance(node, Kept) else _mark(node)


def _mark(mark: Mark) -> _Piece:
    """Return what a look-behind says must stand before the place; other anchors and look-arounds are not used."""
    if mark.look != "(?<=" or mark.inside is None:
        return _NOTHING
    inside = _piece(mark.inside)
    return _NOTHING if inside.empty else _NOTHING._replace(behind=inside.last)


def _repeated(piece: _Piece, node: Repeat) -> _Piece:
    words = _better(piece.whole, piece.words)
    if node.least:
        return piece._replace(whole=piece.whole if node.most == 1 else None, words=words)
    whole = _listed((piece.whole or frozenset()) | {""}) if node.most == 1 and piece.whole is not None else None
    return piece._replace(empty=True, whole=whole, words=None, behind=None)


def _either(pieces: list[_Piece]) -> _Piece:
    return _Piece(
        empty=any(piece.empty for piece in pieces),
        heads=_few([head for piece in pieces for head in piece.heads]),
        last=_union(piece.last for piece in pieces),
        whole=_listed(_union(piece.whole for piece in pieces)),
        words=_union(_better(piece.whole, piece.words) for piece in pieces),
    )


def _in_turn(pieces: list[_Piece]) -> _Piece:
    heads: list[Head] = []
    behind: Characters = None
    for piece in pieces:
        behind = _both(behind, piece.behind)
        heads += [Head(_both(behind, head.behind), head.first) for head in piece.heads]
        if not piece.empty:
            break
    last: Characters = frozenset()
    for piece in reversed(pieces):
        last = _union((last, piece.last))
        if not piece.empty:
            break
    whole, words = _run(pieces)
    return _Piece(
        empty=all(piece.empty for piece in pieces),
        heads=_few(heads),
        last=last,
        whole=whole,
        words=words,
        behind=None if any(piece.heads for piece in pieces) else behind,
    )


def _run(pieces: list[_Piece]) -> tuple[Words, Words]:
    """Return all that pieces one behind the other can take, and the best words of which they take one."""
    run: Words = frozenset({""})
    best: Words = None
    unbroken = True
    for piece in pieces:
        longer = None
        if run is not None and piece.whole is not None and len(run) * len(piece.whole) <= _MOST_WORDS:
            longer = frozenset([before + after for before in run for after in piece.whole])
        if longer is None:
            unbroken = False
            best = _better(_better(best, run), piece.words)
            longer = piece.whole or frozenset({""})
        run = longer
    return (run, best) if unbroken else (None, _better(best, run))


def _better(one: Words, other: Words) -> Words:
    """Return the words that a text will more rarely hold one of: longer ones, fewer ones."""
    usable = [words for words in (one, other) if words and "" not in words]
    return max(usable, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _few(heads: list[Head]) -> tuple[Head, ...]:
    if len(heads) <= _MOST_HEADS:
        return tuple(heads)
    return (Head(_union(head.behind for head in heads), _union(head.first for head in heads)),)


def _listed(words: Words) -> Words:
    return words if words is not None and len(words) <= _MOST_WORDS else None


def _union(sets: Iterable[Characters]) -> Characters:
    union: set[str] = set()
    for characters in sets:
        if characters is None:
            return None
        union |= characters
    return frozenset(union)


def _both(one: Characters, other: Characters) -> Characters:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _members(source: str) -> Characters:
    """Return the characters that an atom takes; any where they are too many to list."""
    if len(source) == 1:
        return None if source == "." else frozenset(source)
    if source == "\\s":
        return _SPACES
    found = _CLASS.fullmatch(source)
    if found is None or _OPERATION.search(found["inside"]):
        return frozenset(_plain(source)) if _is_escape(source) else None
    members: set[str] = set()
    for first, last in _MEMBER.findall(found["inside"]):
        if "\\s" in {first, last}:
            members |= _SPACES
            continue
        start, end = _plain(first), _plain(last or first)
        if ord(end) - ord(start) > _LONGEST_RANGE:
            return None
        members.update(map(chr, range(ord(start), ord(end) + 1)))
    return frozenset(members)


def _is_escape(source: str) -> bool:
    return source in _ESCAPES or (len(source) == 2 and source[0] == "\\" and not source[1].isalnum())


def _plain(sign: str) -> str:
    """Return the character that a literal or escaped one stands for."""
    return _ESCAPES.get(sign, sign[-1])

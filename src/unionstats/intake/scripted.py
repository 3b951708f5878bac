"""An article that no element of its page shows, only a string of a script: what a program would have set into the page.

Owns the reading of such strings: JSON-LD, the data of a page's own program. Escapes, entities and tags within them are
undone, and each character of the text still knows where it stands in the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from typing import Final, NamedTuple

from unionstats.intake.chrome import is_sentence
from unionstats.intake.html import Element, Line, Outline, Piece, shown, trimmed

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
# A string in which enough Chinese stands to be a text; other quotes are parts of programs.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.){60,}+)"|' + r"'((?:[^'\\\n]|\\.){60,}+)'")
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|x(?P<short>[0-9a-fA-F]{2})|(?P<sign>.))", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.IGNORECASE)
_BREAK = re.compile(r"</?(?P<tag>[a-z][a-z0-9]*)\b[^>]*>|\n", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_INLINE: Final = frozenset({"a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})
_SIGNS: Final = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": ""}
_STOP: Final = "。"
_HAN = re.compile(r"[\u4e00-\u9fff]|\\u[4-9][0-9a-fA-F]{3}")
_LEAST_HAN: Final = 60
# A page that shows so much running text of its own needs no script's; one that shows less has a note of its program.
_MOST_SHOWN: Final = 120
_TIMES_SHOWN: Final = 2
# Data of a page's program may be as long as a library; more is not searched.
_MOST_SEARCHED: Final = 2_000_000


class _Decoded(NamedTuple):
    """Text, and for each of its characters where it stands in the source."""

    text: str
    starts: list[int]
    ends: list[int]


def with_scripted_text(outline: Outline, main: Sequence[int], source: str) -> tuple[Outline, list[int]]:
    """Take an article from a script where a page shows none.

    Args:
        outline: of the page.
        main: the lines of the article as far as the page shows one.
        source: the page.

    Returns:
        Outline and lines as they were, or an outline of the string's lines, of which all are the article.
    """
    own = sum(len(outline.lines[number].text) for number in main if is_sentence(outline.lines[number]))
    if own >= _MOST_SHOWN:
        return outline, list(main)
    strings = [span for script in _SCRIPT.finditer(source[:_MOST_SEARCHED]) for span in _strings(source, script)]
    texts = [_decoded(source, *span) for span in strings]
    best = max(texts, key=lambda text: text.text.count(_STOP), default=None)
    if best is None or best.text.count(_STOP) == 0:
        return outline, list(main)
    found = _outline_of(outline, source, best)
    told = sum(len(line.text) for line in found.lines if is_sentence(line))
    if told < max(_LEAST_HAN, own * _TIMES_SHOWN):
        return outline, list(main)
    return found, list(range(len(found.lines)))


def _strings(source: str, script: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where the strings of a script stand that hold enough Chinese."""
    for found in _STRING.finditer(source, *script.span(1)):
        start, end = found.span(1 if found[1] is not None else 2)
        if len(_HAN.findall(source, start, end)) >= _LEAST_HAN:
            yield start, end


def _decoded(source: str, start: int, end: int) -> _Decoded:
    """Undo the escapes of a string and the entities in it; markup may be escaped by entities once more."""
    text = _Decoded(source[start:end], [*range(start, end)], [*range(start + 1, end + 1)])
    text = _replaced(text, _ESCAPE, _sign)
    if "<" not in text.text:
        text = _replaced(text, _ENTITY, lambda found: unescape(found[0]))
    return _replaced(text, _ENTITY, _entity)


def _replaced(text: _Decoded, pattern: re.Pattern[str], value: Callable[[re.Match[str]], str]) -> _Decoded:
    """Replace what a pattern finds; each character of the replacement stands where the whole of it stood."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in pattern.finditer(text.text):
        new = value(found)
        pieces += (text.text[done : found.start()], new)
        starts += (*text.starts[done : found.start()], *[text.starts[found.start()]] * len(new))
        ends += (*text.ends[done : found.start()], *[text.ends[found.end() - 1]] * len(new))
        done = found.end()
    pieces.append(text.text[done:])
    return _Decoded("".join(pieces), starts + text.starts[done:], ends + text.ends[done:])


def _sign(found: re.Match[str]) -> str:
    code = found["code"] or found["short"]
    if code is None:
        return _SIGNS.get(found["sign"], found["sign"])
    sign = chr(int(code, 16))
    # Half of a sign outside the first plane says nothing alone.
    return "" if _SURROGATE.match(sign) else sign


def _entity(found: re.Match[str]) -> str:
    """Return what an entity shows; a sign of markup stays as it is written, it opens no tag."""
    sign = unescape(found[0]).replace("\xa0", " ")
    return sign if len(sign) == 1 and sign not in "<>" else found[0]


def _outline_of(outline: Outline, source: str, text: _Decoded) -> Outline:
    """Return an outline of what a string shows, with the title and the metadata of its page."""
    elements = [*outline.elements, Element(0, "div")]
    holder = len(elements) - 1
    lines: list[Line] = []
    for spans in _lines_of(text.text):
        pieces = trimmed(source, [piece for span in spans for piece in _pieces(source, text, *span)])
        if pieces:
            elements.append(Element(holder, "p"))
            lines.append(Line(len(elements) - 1, pieces, shown(source, pieces), 0))
    return replace(outline, elements=elements, lines=lines)


def _lines_of(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the stretches of text of each line: tags but those within lines, and line breaks, end one."""
    spans: list[tuple[int, int]] = []
    done = 0
    for found in _BREAK.finditer(text):
        spans.append((done, found.start()))
        done = found.end()
        if (found["tag"] or "").lower() not in _INLINE:
            yield spans
            spans = []
    yield [*spans, (done, len(text))]


def _pieces(source: str, text: _Decoded, start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of the source that show a stretch of decoded text, characters as they stand together."""
    first = start
    for at in range(start, end):
        as_it_stands = source[text.starts[at] : text.ends[at]] == text.text[at]
        # Something that shows nothing may stand before it.
        if first < at and not (as_it_stands and text.starts[at] == text.ends[at - 1]):
            yield Piece(text.starts[first], text.ends[at - 1])
            first = at
        if not as_it_stands:
            yield Piece(text.starts[at], text.ends[at], text.text[at])
            first = at + 1
    if first < end:
        yield Piece(text.starts[first], text.ends[end - 1])

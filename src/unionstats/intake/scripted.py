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
from unionstats.intake.displayed import Element, Line, Outline, Piece, shown, trimmed
from unionstats.intake.metadata import first_part, share_of

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
# A string in which enough Chinese stands to be a text; other quotes are parts of programs.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.){60,}+)"|' + r"'((?:[^'\\\n]|\\.){60,}+)'")
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|x(?P<short>[0-9a-fA-F]{2})|(?P<sign>.))", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.IGNORECASE)
_BREAK = re.compile(r"</?(?P<tag>[a-z][a-z0-9]*)\b[^>]*>|\n", re.IGNORECASE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_INLINE: Final = frozenset({"a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})
_SIGNS: Final = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": ""}
_NAME_LONGEST: Final = 40
_HAN = re.compile(r"[\u4e00-\u9fff]|\\u[4-9][0-9a-fA-F]{3}")
_LEAST_HAN: Final = 60
# A page that shows so much text of its own needs no script's.
_MOST_SHOWN: Final = 400
# A note of the page's program shares less with the headline.
_LEAST_KINSHIP: Final = 0.3
_SHORTEST_HEADLINE: Final = 5
_COUNTS = re.compile(r"\d\s?[\u4e00-\u9fff%]")
_SPACE = re.compile(r"\s+")
# What readers say and what a site asks stand under such names.
_NOT_NEWS = re.compile(
    r"(?:comment|repl|privacy|disclaim|notice|tips?|agree|relat|rec|hot)[a-z_]{0,12}[\"']?\s{0,3}[:=]\s{0,3}[\"']$",
    re.IGNORECASE,
)
# Data of a page's program may be as long as a library; more is not searched.
_MOST_SEARCHED: Final = 2_000_000


class _Decoded(NamedTuple):
    """Text, and for each of its characters where it stands in the source."""

    text: str
    starts: list[int]
    ends: list[int]


def with_scripted_text(outline: Outline, main: Sequence[int], source: str) -> tuple[Outline, list[int]]:
    """Take an article from a script where a page shows none, or its beginning alone.

    A string is the page's article only if it says what <title> says: pages hold other articles, tips and comments, too.

    Args:
        outline: of the page.
        main: the lines of the article as far as the page shows one.
        source: the page.

    Returns:
        Outline and lines as they were, or an outline of the string's lines, of which all are the article.
    """
    own = [line.text for number in main if _tells(line := outline.lines[number])]
    headline = first_part(outline.stated)
    if sum(map(len, own)) >= _MOST_SHOWN or len(headline) < _SHORTEST_HEADLINE:
        return outline, list(main)
    # A teaser is cut.
    shown_here = [_SPACE.sub("", text).rstrip("….") for text in own]
    best: tuple[float, int, Outline] | None = None
    for script in _SCRIPT.finditer(source[:_MOST_SEARCHED]):
        for span in _strings(source, script):
            text = _decoded(source, *span)
            letters = _SPACE.sub("", text.text)
            kinship = share_of(headline, letters)
            if kinship < _LEAST_KINSHIP or not all(line in letters for line in shown_here):
                continue
            found = _outline_of(outline, source, text)
            told = sum(len(line.text) for line in found.lines if is_sentence(line))
            if told >= _LEAST_HAN and (best is None or (kinship, told) > best[:2]):
                best = kinship, told, found
    return (outline, list(main)) if best is None else (best[2], list(range(len(best[2].lines))))


def _tells(line: Line) -> bool:
    """Return whether a line is the article's own beyond doubt: a sentence, or a caption or cell with a figure."""
    return is_sentence(line) or _COUNTS.search(line.text) is not None


def _strings(source: str, script: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where the strings of a script stand that hold enough Chinese."""
    for found in _STRING.finditer(source, *script.span(1)):
        start, end = found.span(1 if found[1] is not None else 2)
        named = _NOT_NEWS.search(source, max(script.start(1), start - _NAME_LONGEST), start)
        if named is None and len(_HAN.findall(source, start, end)) >= _LEAST_HAN:
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

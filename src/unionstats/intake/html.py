"""Splits HTML source into lines of text; each character keeps its position in the source.

Reads tags: what makes a line, what is never displayed, where links are. Judges no content. The source is read once, by
one regular expression, so broken markup costs no more than sound markup.
"""

from __future__ import annotations

import re
from html import unescape

from unionstats.intake.displayed import Element, Line, Outline, Piece, pieces_of, shown, trimmed
from unionstats.intake.hidden import is_hidden, is_hidden_inline, unseen_classes

# What is sought in each tag of a page is sought with `re`, which is twice as fast at it as `regex`.
_TOKEN = re.compile(
    r"""
    <(?: !--.*?(?:-->|\Z)
    | (?P<end>/?)(?P<tag>[a-z][a-z0-9:_-]{0,40})(?=[\s/>])
      (?P<attributes>[^>"'=]*+(?:(?:=\s*"[^"]*"|=\s*'[^']*'|["'=])[^>"'=]*+)*+) (?:>|\Z)
    | [!?/][^>]*(?:>|\Z)
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
# What stands in these is no markup, whatever it looks like.
_RAW_END = {tag: re.compile(rf"</{tag}\s*>|\Z", re.IGNORECASE) for tag in ("script", "style")}
_WHITE = re.compile(r"\s+")
# Line ends mean something in <pre>, and before the indent of a paragraph that its author forgot to mark.
_BREAK_IN_PRE = re.compile(r"\n")
_BREAK_BEFORE_INDENT = re.compile(r"\n[ \t\r]*(?=\u3000\u3000)")
_ATTRIBUTE = re.compile(r"""([a-z][\w:-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_LABEL = re.compile(
    r"""(?:(class|id)(?![\w:@.-])|[a-z@:][\w:@.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)

# fmt: off
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "basefont", "frame", "bgsound",
})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "img", "wbr", "o:p",
})
# fmt: on
# An opening tag that ends an open element of these kinds: <p> after an unclosed <p>.
_CLOSES: dict[str, frozenset[str]] = {
    "li": frozenset({"li", "p"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "option": frozenset({"option"}),
}
_STOPS = frozenset({"table", "ul", "ol", "dl", "body", "html"})
_P = frozenset({"p"})
# The software of most digital newspapers says in a comment what no tag says.
_PROPERTIES = "<!--enpproperty"
_PROPERTY = re.compile(r"<(title|date|subtitle|introtitle)>([^<]+)</\1>")
_PROPERTY_NAMES = {"title": "og:title", "date": "pubdate"}
_MAX_DEPTH = 400
# An end tag closes no element that so many others stand in.
_FARTHEST = 60


def read_outline(source: str) -> Outline:
    """Read an HTML source.

    Returns:
        Its lines with the way back to the source. Broken markup is read as far as it goes; nothing is refused.
    """
    return _Reader(source).read()


def attributes_of(text: str) -> dict[str, str]:
    """Read the attributes of a tag, names in lower case, entities resolved."""
    found = ((match[1].lower(), match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(text))
    return {name: unescape(value) if "&" in value else value for name, value in found}


class _Reader:
    """One pass over a source: the open elements, the pieces of the line that is being read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.outline = Outline()
        self.open = [0]
        self.pieces: list[Piece] = []
        self.link_chars = 0
        # How deep in the open elements the open link began, 0 outside links.
        self.link_depth = 0
        self.preformatted = 0
        self.rows: list[tuple[int, int]] = []
        self.row_count = 0
        self.in_title = False
        # The inline tag that hides what stands in it, and how many of its name are open within; "" where none does.
        self.hiding, self.hiding_depth = "", 0
        self.unseen: set[str] = set()

    def read(self) -> Outline:
        source, done = self.source, 0
        while token := _TOKEN.search(source, done):
            start = token.start()
            if start > done:
                self._text(done, start)
            done = token.end()
            end, tag, attributes = token.group("end", "tag", "attributes")
            if tag is None:
                if source.startswith(_PROPERTIES, start):
                    self._read_properties(token[0])
                continue
            # Word's and other namespaces' tags lay nothing out.
            name = "o:p" if ":" in tag else tag.lower()
            if end:
                self._close(name)
            elif name in _RAW_END:
                done = self._skip_raw(name, token)
            else:
                self._open(name, attributes)
        self._text(done, len(source))
        self._end_line()
        self.outline.stated = "".join(shown(self.source, self.outline.title).split())
        return self.outline

    def _skip_raw(self, tag: str, token: re.Match[str]) -> int:
        """Return where a script or style sheet ends that `token` opens."""
        found = _RAW_END[tag].search(self.source, token.end())
        if tag == "style" and found:
            self.unseen.update(unseen_classes(self.source[token.end() : found.start()]))
        return found.end() if found else len(self.source)

    def _text(self, start: int, end: int) -> None:
        if self.in_title:
            self.outline.title.extend(pieces_of(self.source, start, end))
            return
        # White space between tags shows only where it parts two pieces of a line.
        if start >= end or self.hiding or (not self.pieces and _WHITE.fullmatch(self.source, start, end)):
            return
        if self.preformatted or self.source.find("\u3000", start, end) >= 0:
            breaks = _BREAK_IN_PRE if self.preformatted else _BREAK_BEFORE_INDENT
            for found in breaks.finditer(self.source, start, end):
                self._show(start, found.start())
                self._end_line()
                start = found.end()
        self._show(start, end)

    def _show(self, start: int, end: int) -> None:
        for piece in pieces_of(self.source, start, end):
            self.pieces.append(piece)
            if self.link_depth:
                self.link_chars += (piece.end - piece.start) if piece.replacement is None else 1

    def _end_line(self) -> None:
        if not self.pieces:
            self.link_chars = 0
            return
        pieces = trimmed(self.source, self.pieces)
        if pieces:
            row, cell = self.rows[-1] if self.rows else (-1, -1)
            text = shown(self.source, pieces)
            line = Line(self.open[-1], pieces, text, self.link_chars, row, cell)
            self.outline.lines.append(line)
        self.pieces, self.link_chars = [], 0

    def _open(self, tag: str, attributes: str) -> None:
        self.in_title = False
        if tag in _INLINE:
            self._hide(tag, attributes)
        elif tag not in _VOID:
            self.hiding = ""
        if tag == "a":
            self.link_depth = len(self.open) if "href" in attributes.lower() else 0
        elif tag == "meta":
            self._read_meta(attributes)
        elif tag == "time":
            self._read_time(attributes)
        elif tag == "title" and not self.outline.title:
            self._end_line()
            self.in_title = True
        elif tag in {"br", "hr"}:
            self._end_line()
        elif tag not in _INLINE and tag not in _VOID:
            self._end_line()
            self._close_implied(tag)
            self._push(tag, attributes)

    def _hide(self, tag: str, attributes: str) -> None:
        """Begin or go on not to show what an inline element hides; a block element ends it, closed or not."""
        if self.hiding:
            self.hiding_depth += tag == self.hiding
        elif (
            attributes
            and tag not in _VOID
            and not attributes.endswith("/")
            and is_hidden_inline(attributes, self.unseen)
        ):
            self.hiding, self.hiding_depth = tag, 1

    def _push(self, tag: str, attributes: str) -> None:
        parent = self.open[-1]
        if len(self.open) >= _MAX_DEPTH:
            return
        label, hidden = "", False
        if attributes:
            names = {name.lower(): a or b or c for name, a, b, c in _LABEL.findall(attributes) if name}
            label = f"{names.get('class', '')} {names.get('id', '')}".strip().lower() if names else ""
            hidden = is_hidden(attributes)
        self.outline.elements.append(Element(parent, tag, label, hidden))
        self.open.append(len(self.outline.elements) - 1)
        if tag == "pre":
            self.preformatted += 1
        elif tag == "tr":
            self.row_count += 1
            self.rows.append((self.row_count, 0))
        elif tag in {"td", "th"} and self.rows:
            row, cell = self.rows[-1]
            self.rows[-1] = (row, cell + 1)

    def _close_implied(self, tag: str) -> None:
        closes = _CLOSES.get(tag, _P)
        while len(self.open) > 1:
            top = self.outline.elements[self.open[-1]].tag
            if top in _STOPS or top not in closes:
                return
            self._pop()

    def _close(self, tag: str) -> None:
        if self.hiding:
            self.hiding_depth -= tag == self.hiding
            if not self.hiding_depth or tag not in _INLINE:
                self.hiding = ""
        if tag == "a":
            self.link_depth = 0
        elif tag == "title":
            self.in_title = False
        elif tag in {"br", "p"} or (tag not in _INLINE and tag not in _VOID):
            self._end_line()
            self._pop_to(tag)

    def _pop_to(self, tag: str) -> None:
        """Close the innermost element of a tag, with all in it; a stray end tag closes nothing."""
        elements = self.outline.elements
        near = range(len(self.open) - 1, max(0, len(self.open) - _FARTHEST), -1)
        depth = next((depth for depth in near if elements[self.open[depth]].tag == tag), len(self.open))
        while len(self.open) > depth:
            self._pop()

    def _pop(self) -> None:
        tag = self.outline.elements[self.open.pop()].tag
        if tag == "tr" and self.rows:
            self.rows.pop()
        elif tag == "pre":
            self.preformatted -= 1
        # A link that nobody closed ends with the element around it.
        if len(self.open) < self.link_depth:
            self.link_depth = 0

    def _read_meta(self, attributes: str) -> None:
        found = attributes_of(attributes)
        name = found.get("property") or found.get("name") or found.get("itemprop") or ""
        if name and found.get("content"):
            self.outline.meta.setdefault(name.lower().strip(), found["content"].strip())

    def _read_properties(self, comment: str) -> None:
        for name, content in _PROPERTY.findall(comment):
            self.outline.meta.setdefault(_PROPERTY_NAMES.get(name, name), unescape(content).strip())

    def _read_time(self, attributes: str) -> None:
        moment = attributes_of(attributes).get("datetime")
        if moment:
            self.outline.times.append(moment)

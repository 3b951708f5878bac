"""What an HTML page says of its article: title, publication date, publisher, address.

Owns where each is looked for and in which order. Words of any language are data in rules/markup.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

import regex

from unionstats.intake.html import Line, Outline, Piece, shown, trimmed
from unionstats.intake.mainpart import is_sentence
from unionstats.intake.records import read_date
from unionstats.rules.folder import RuleFolder, Table

_SEPARATOR = regex.compile(r"\s*(?:[_|｜丨»>]+|--+|\s-\s|-(?=[^-\d]{2,20}$))\s*")
_STAMP = regex.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.\p{Han}]\s?(\d{1,2})\s?[-/.\p{Han}]\s?(\d{1,2})(?!\d)")
_LINKED_DATA = regex.compile(r'"(?:datePublished|pubDate|publishTime|publish_time)"\s{0,4}:\s{0,4}"([^"]{8,40})"')
_LABEL = regex.compile(r"[:：]\s*\S")
_SPACE = regex.compile(r"\s+")
_HEADINGS = frozenset({"h1", "h2", "h3"})
# A byline stands within so many lines of the headline or of the text's beginning.
_NEAR = 8
# So much more of a headline's pairs of characters the text must hold to be preferred to one that is marked as such.
_TELLING = 0.25
# A site's name is better than nothing only.
_SITE_NAME_SHARE = -0.5
_SHORTEST_TITLE, _LONGEST_TITLE = 5, 120
# Chinese news on the web begins here.
_YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class Headline:
    """A title and where it stands: in a line of the page, or in pieces of its <title>, or nowhere."""

    text: str
    line: int | None = None
    pieces: tuple[Piece, ...] = ()


class MetadataReader:
    """Reads titles, dates and publishers of HTML pages.

    Args:
        folder: whose markup.toml is read.
    """

    def __init__(self, folder: RuleFolder) -> None:
        rules: Table = {}
        for path, table in folder.tables("markup.toml"):
            rules = rules | table
            self._publisher = folder.compile(table["publisher"]["pattern"], path=path, rule="publisher")
            self._site_name = folder.compile(table["site_name"]["pattern"], path=path, rule="site_name")
            self._label = folder.compile(table["published"]["label"], path=path, rule="published")
        self._publisher_names: list[str] = rules["publisher"]["meta"]
        self._date_names: list[str] = rules["published"]["meta"]

    def published(self, outline: Outline, source: str, near: Sequence[Line]) -> date | None:
        """Find the publication date: meta tags, linked data, the byline, <time>."""
        linked = _LINKED_DATA.search(source)
        given = [outline.meta.get(name) for name in self._date_names] + [linked[1] if linked else None]
        moments = (*map(read_date, given), self._stamp(near), *map(read_date, outline.times[:1]))
        # Software without a date writes 0001 or 1970.
        return next((moment for moment in moments if moment and moment.year in _YEARS), None)

    def publisher(self, outline: Outline, near: Sequence[Line]) -> str | None:
        """Find who published the article: the byline before meta tags, which often name the site's software."""
        for line in near:
            found = self._publisher.search(line.text) if len(line.text) < 200 else None
            if found:
                return str(found["name"])
        for name in self._publisher_names:
            given = outline.meta.get(name, "")
            found = self._publisher.search(given)
            if found or 2 <= len(given) <= 24:
                return str(found["name"]) if found else given
        return None

    def is_site_name(self, title: str) -> bool:
        """Tell a title that every page of a site carries."""
        return self._site_name.search(title) is not None

    def _stamp(self, near: Sequence[Line]) -> date | None:
        stamped = [line.text for line in near if len(line.text) < 160 and _STAMP.search(line.text)]
        for text in sorted(stamped, key=lambda text: self._label.search(text) is None):
            found = _STAMP.search(text)
            moment = read_date("-".join(found.groups())) if found else None
            if moment:
                return moment
        return None


@lru_cache(maxsize=1)
def shipped_reader() -> MetadataReader:
    """Give the reader of the shipped rules."""
    return MetadataReader(RuleFolder.open())


def find_headline(outline: Outline, source: str, main: Sequence[int]) -> Headline | None:
    """Find the article's title.

    Args:
        outline: of the page.
        source: the page.
        main: the lines of the article.

    Returns:
        The line before or at the article's beginning that <title> repeats, else the nearest heading, else what
        <title> says without the site's name; None where there is nothing of the kind.
    """
    stated = outline.stated
    social = _SPACE.sub("", outline.meta.get("og:title", ""))
    last = main[0] if main else len(outline.lines) - 1
    best: tuple[int, int] | None = None
    for number in range(min(last + 3, len(outline.lines))):
        line = outline.lines[number]
        text = _SPACE.sub("", line.text)
        if (
            _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE
            and (text in stated or text in social)
            and line.link_chars * 2 <= len(line.text)
        ):
            best = max(best or (0, 0), (len(text), number))
    if best and best[0] * 3 >= len(_first_part(stated)):
        return Headline(outline.lines[best[1]].text, best[1])
    return _most_telling(
        outline, main, (_heading(outline, last), _stated(outline, source), _above_byline(outline, main))
    )


def near_lines(outline: Outline, headline: Headline | None, main: Sequence[int]) -> list[Line]:
    """Give the lines in which a byline may stand: around headline and beginning of the text, none of running text."""
    numbers: set[int] = set()
    anchors = ([headline.line] if headline and headline.line is not None else []) + list(main[:1])
    for anchor in anchors:
        numbers.update(range(max(0, anchor - 3), min(len(outline.lines), anchor + _NEAR)))
    lines = (outline.lines[number] for number in sorted(numbers))
    return [line for line in lines if not is_sentence(line) or len(line.text) < 80]


def is_heading(outline: Outline, line: Line) -> bool:
    """Tell a line that a heading tag holds and that is no link."""
    tags = {outline.elements[element].tag for element in _innermost(outline, line.element)}
    return (
        bool(tags & _HEADINGS)
        and _SHORTEST_TITLE <= len(line.text) <= _LONGEST_TITLE
        and line.link_chars * 2 <= len(line.text)
    )


def _above_byline(outline: Outline, main: Sequence[int]) -> Headline | None:
    """Give the line above the text that only bylines part from it, where neither tag nor <title> shows the headline."""
    for number in range(main[0] - 1, max(-1, main[0] - _NEAR), -1) if main else ():
        line = outline.lines[number]
        if line.link_chars * 2 > len(line.text) or _LABEL.search(line.text) or _STAMP.search(line.text):
            continue
        if is_sentence(line) or not _SHORTEST_TITLE < len(line.text) <= _LONGEST_TITLE // 2:
            return None
        return Headline(line.text, number)
    return None


def _most_telling(outline: Outline, main: Sequence[int], choices: Sequence[Headline | None]) -> Headline | None:
    """Give the first choice that shares words with the text, or a later one that shares many more: no site's name."""
    text = "".join(outline.lines[number].text for number in main)
    best, best_share = None, -1.0
    for choice in choices:
        if choice is None:
            continue
        share = sum(word in text for word in map("".join, pairwise(choice.text))) / max(1, len(choice.text) - 1)
        if shipped_reader().is_site_name(choice.text):
            share = _SITE_NAME_SHARE
        if share > best_share + (_TELLING if best else 0):
            best, best_share = choice, share
    return best


def _heading(outline: Outline, last: int) -> Headline | None:
    for number in range(min(last, len(outline.lines) - 1), -1, -1):
        if is_heading(outline, outline.lines[number]):
            return Headline(outline.lines[number].text, number)
    return None


def _innermost(outline: Outline, element: int) -> Iterator[int]:
    for steps, number in enumerate(outline.ancestors(element)):
        if steps > 1:
            return
        yield number


def _first_part(title: str) -> str:
    return _SEPARATOR.split(title, maxsplit=1)[0] or title


def _stated(outline: Outline, source: str) -> Headline | None:
    """Give the title that <title> states, without the site's name behind it, and its pieces."""
    pieces = trimmed(source, outline.title)
    text = shown(source, pieces)
    part = _first_part(text)
    if len(part) < _SHORTEST_TITLE:
        part = text
    if len(part) < _SHORTEST_TITLE:
        return None
    kept: list[Piece] = []
    left = len(part)
    for piece in pieces:
        size = len(shown(source, [piece]))
        if left > 0:
            kept.append(piece if size <= left or piece.replacement else Piece(piece.start, piece.start + left))
        left -= size
    return Headline(part, None, tuple(kept))

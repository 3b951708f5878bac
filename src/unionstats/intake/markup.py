"""The main text of an HTML page, with the mapping back to its source.

Owns the form of the text: title first, one paragraph per line, a table row on one line. `mainpart` chooses the lines;
`metadata` reads what the page states about itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from unionstats.intake.displayed import Line, Outline, Piece
from unionstats.intake.html import read_outline
from unionstats.intake.mainpart import find_main
from unionstats.intake.metadata import (
    Headline,
    find_headline,
    is_heading,
    lines_below,
    near_lines,
    shipped_reader,
    stated_subtitles,
)
from unionstats.intake.scripted import with_scripted_text
from unionstats.text.edits import Change, TrackedText
from unionstats.types import Page

CELL_BREAK = " | "
_SUBTITLES = 4


@dataclass(frozen=True, slots=True)
class Markup:
    """The content of an HTML page: its main text, mapped to the source, and its metadata."""

    text: TrackedText
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None


def read_markup(page: Page) -> Markup:
    """Read the article of an HTML page.

    Returns:
        Title and main text, one paragraph a line; empty text where the page holds none.

    >>> source = "<title>新闻</title><p>甲县总工会今年走访职工<b>1200</b>人次，发放物资。"
    >>> markup = read_markup(Page("id", "a.html", source, "html", "utf-8"))
    >>> markup.text.text, source[slice(*markup.text.raw_span(11, 15))]
    ('甲县总工会今年走访职工1200人次，发放物资。', '1200')
    """
    outline = read_outline(page.raw)
    outline, main = with_scripted_text(outline, find_main(outline, page.raw), page.raw)
    headline = find_headline(outline, page.raw, main)
    main = _from_headline_on(outline, headline, main)
    near = near_lines(outline, headline, main)
    reader = shipped_reader()
    return Markup(
        text=_build_text(page.raw, _chosen(outline, headline, main)),
        title=headline.text if headline else None,
        published=reader.published(outline, page.raw, near, lines_below(outline, main)),
        publisher=reader.publisher(outline, page.raw, near),
        url=page.url or outline.meta.get("og:url"),
    )


def _from_headline_on(outline: Outline, headline: Headline | None, main: list[int]) -> list[int]:
    """Leave out lines above a headline within the text, if they are few: a column beside it was read with it."""
    if headline is None or headline.line is None or headline.line not in main:
        return main
    at = main.index(headline.line)
    above, all_of_it = (sum(len(outline.lines[number].text) for number in numbers) for numbers in (main[:at], main))
    return main[at:] if above * 3 <= all_of_it else main


def _chosen(outline: Outline, headline: Headline | None, main: Sequence[int]) -> list[list[Piece]]:
    """Return the pieces of each line of the text, in the order of the source."""
    numbers = set(main)
    title: list[Line] = []
    if headline and headline.line is not None:
        end = headline.line + headline.lines
        # Subtitles stand between the headline and the text.
        below = range(end, min(main[0] if main else 0, end - 1 + _SUBTITLES))
        numbers.update(number for number in below if is_heading(outline, outline.lines[number]))
        numbers.update(stated_subtitles(outline, range(max(0, headline.line - _SUBTITLES), below.stop)))
        numbers.difference_update(range(headline.line, end))
        title = [_joined(outline.lines[headline.line : end], "")]
    rest = list(_with_rows_joined(outline.lines[number] for number in sorted(numbers)))
    lines = [line.pieces for line in sorted([*title, *rest], key=lambda line: line.start)]
    # <title> stands first but in pages patched together from several.
    return sorted([list(headline.pieces), *lines]) if headline and headline.pieces else lines


def _with_rows_joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Join the cells of a table row in one line, where each cell holds one line: a table of data, not of layout."""
    for row, group in groupby(lines, key=lambda line: line.row):
        members = list(group)
        cells = [line.cell for line in members]
        if row < 0 or len(members) < 2 or len(set(cells)) < len(cells):
            yield from members
            continue
        yield _joined(members, CELL_BREAK)


def _joined(lines: Sequence[Line], gap: str) -> Line:
    """Make one line of several, with `gap` between them."""
    first = lines[0]
    pieces = list(first.pieces)
    for before, after in pairwise(lines):
        pieces.append(Piece(before.end, after.start, gap))
        pieces.extend(after.pieces)
    return Line(
        first.element, pieces, gap.join(line.text for line in lines), sum(line.link_chars for line in lines), first.row
    )


def _build_text(source: str, lines: Sequence[Sequence[Piece]]) -> TrackedText:
    """Cut everything from a source but the pieces of the lines."""
    changes: list[Change] = []
    done = 0
    for number, pieces in enumerate(lines):
        gap = "\n" if number else ""
        for start, end, replacement in pieces:
            if start > done or gap:
                changes.append(Change(done, start, gap, "markup", "markup.between", silent=True))
            if replacement is not None:
                changes.append(Change(start, end, replacement, "markup", "markup.entity", silent=True))
            done, gap = end, ""
    if done < len(source):
        changes.append(Change(done, len(source), "", "markup", "markup.between", silent=True))
    return TrackedText.of(source).apply(changes)

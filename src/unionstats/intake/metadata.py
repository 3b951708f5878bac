"""What an HTML page states about its article: title, publication date, publisher, address.

Owns where each is looked for, and in which order. The words to look for are data in rules/markup.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import pairwise

import regex

from unionstats.intake.chrome import is_sentence, shipped_pattern
from unionstats.intake.displayed import Line, Outline, Piece, shown, trimmed
from unionstats.intake.records import read_date
from unionstats.rules.folder import RuleFolder, Table

_SEPARATOR = regex.compile(r"\s*(?:[_|｜丨»>]+|--+|\s-\s|-(?=[^-\d]{2,20}$))\s*")
# Of 2022-8-9, or set in three pieces: 2022 above 08/ 19 above the time.
_STAMP = regex.compile(
    r"(?<!\d)((?:19|20)\d\d)(?|\s?[-/.\p{Han}]\s?(\d{1,2})\s?[-/.\p{Han}]\s?(\d{1,2})(?!\d)"
    r"|\s?(\d\d)\s?/\s?(\d\d)(?!\d|\s?/)(?:(?=\D)|$)|\s?(\d\d)\s?/\s?(\d\d)(?=\s?\d\d:\d\d))"
)
_LINKED_DATA = regex.compile(r'"(?:datePublished|pubDate|publishTime|publish_time)"\s{0,4}:\s{0,4}"([^"]{8,40})"')
_WORDS = regex.compile(r"[^\p{Han}A-Za-z]+")
_SECONDS = regex.compile(r"\d{10}")
_CHINA = timezone(timedelta(hours=8))
_SPACE = regex.compile(r"\s+")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LOW_HEADINGS = frozenset({"h4", "h5", "h6"})
# A byline stands within so many lines of the headline or of the text's beginning.
_NEAR = 8
# Buttons to share and to set letters larger stand between an unmarked headline and the text.
_FAR = 16
# So much more of a headline's pairs of characters the text must hold to be preferred to one that is marked as such.
_TELLING = 0.25
# A headline that stands under the name of its site shares so much with the text.
_TELLS = 0.2
# A site's name is better than nothing only.
_SITE_NAME_SHARE = -0.5
_SHORTEST_TITLE, _LONGEST_TITLE = 5, 120
# A salutation is shorter.
_SURELY_TITLE = 8
# Shorter ones are believed where <title> says the same before the site's name.
_SHORTEST_WHOLE = 3
# A headline set in so many lines: who decides, what about, which kind of document.
_TITLE_LINES = 4
# Which pattern of markup.toml is which: its part and key.
_PATTERNS = {
    "publisher": ("publisher", "pattern"),
    "beside": ("publisher", "beside"),
    "name_script": ("publisher", "script"),
    "label": ("published", "label"),
    "date_script": ("published", "script"),
    "site_name": ("site_name", "pattern"),
    "byline": ("byline", "pattern"),
}
_LONGEST_BYLINE, _LONGEST_NAME = 80, 16
# Chinese news on the web begins here.
_YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class Headline:
    """A title and its position: in one or more lines of the page, in pieces of its <title>, or nowhere."""

    text: str
    line: int | None = None
    pieces: tuple[Piece, ...] = ()
    lines: int = 1


class MetadataReader:
    """Reads titles, dates and publishers of HTML pages.

    Args:
        folder: whose markup.toml is read.
    """

    def __init__(self, folder: RuleFolder) -> None:
        rules: Table = {}
        self._patterns: dict[str, regex.Pattern[str]] = {}
        for file in folder.rule_files("markup.toml"):
            rules = rules | file.whole
            for name, (part, key) in _PATTERNS.items():
                self._patterns[name] = folder.compile(file.whole[part][key], path=file.path, rule=part)
        self._publisher_names: list[str] = rules["publisher"]["meta"]
        self._date_names: list[str] = rules["published"]["meta"]

    def published(self, outline: Outline, source: str, near: Sequence[Line], below: Sequence[Line]) -> date | None:
        """Find the publication date.

        Args:
            outline: of the page.
            source: the page.
            near: the lines in which a byline may stand.
            below: lines under the text, where a date counts that is called one.

        Returns:
            The first of: meta tags, linked data, the byline, a labelled date under the text, scripts, <time>.
        """
        # Software without a date writes 0001 or 1970.
        return next((moment for moment in self._moments(outline, source, near, below) if moment.year in _YEARS), None)

    def _moments(self, outline: Outline, source: str, near: Sequence[Line], below: Sequence[Line]) -> Iterator[date]:
        yield from _dates(outline.meta.get(name) for name in self._date_names)
        yield from _dates(found[1] for found in _LINKED_DATA.finditer(source))
        yield from self._stamps(near)
        yield from self._stamps([line for line in below if self._patterns["label"].search(line.text)])
        yield from _dates(found["date"] for found in self._patterns["date_script"].finditer(source))
        yield from _dates(outline.times[:1])

    def publisher(self, outline: Outline, source: str, near: Sequence[Line]) -> str | None:
        """Find who published the article: the byline before meta tags, which often name the site's software."""
        for line in near:
            found = self._patterns["publisher"].search(line.text) if len(line.text) < 200 else None
            if found:
                return str(found["name"])
        beside = self._beside(near)
        if beside:
            return beside
        for name in self._publisher_names:
            given = outline.meta.get(name, "")
            found = self._patterns["publisher"].search(given)
            if found or 2 <= len(given) <= 24:
                return str(found["name"]) if found else given
        written = self._patterns["name_script"].search(source)
        return str(written["name"]) if written else None

    def _beside(self, near: Sequence[Line]) -> str | None:
        """Find a publisher's name beside the date, or alone in the line before or after it."""
        for number, line in enumerate(near):
            if len(line.text) > _LONGEST_BYLINE or not _STAMP.search(line.text):
                continue
            around = [other.text for other in near[max(0, number - 1) : number + 2] if len(other.text) <= _LONGEST_NAME]
            for text in (line.text, *around):
                for word in _WORDS.split(text):
                    if self._patterns["beside"].fullmatch(word):
                        return str(word)
        return None

    def is_site_name(self, title: str) -> bool:
        """Return whether every page of a site carries this title."""
        return self._patterns["site_name"].search(title) is not None

    def is_byline(self, text: str) -> bool:
        """Return whether a line has a date or a label of bylines."""
        return _STAMP.search(text) is not None or self._patterns["byline"].search(text) is not None

    def _stamps(self, lines: Sequence[Line]) -> Iterator[date]:
        stamped = [line.text for line in lines if len(line.text) < 160 and _STAMP.search(line.text)]
        for text in sorted(stamped, key=lambda text: self._patterns["label"].search(text) is None):
            found = _STAMP.search(text)
            yield from _dates(["-".join(found.groups())] if found else ())


def _dates(given: Iterable[str | None]) -> Iterator[date]:
    """Yield those of some texts that are dates, seconds since 1970 among them as days in China."""
    for text in given:
        if text and _SECONDS.fullmatch(text):
            yield datetime.fromtimestamp(int(text), _CHINA).date()
        elif moment := read_date(text):
            yield moment


@lru_cache(maxsize=1)
def shipped_reader() -> MetadataReader:
    """Return the reader of the shipped rules."""
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
    whole = first_part(stated)
    for number in range(min(last + 3, len(outline.lines))):
        line = outline.lines[number]
        text = _SPACE.sub("", line.text)
        if (
            (_SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE or (text == whole and len(text) >= _SHORTEST_WHOLE))
            and (text in stated or text in social)
            and line.link_chars * 2 <= len(line.text)
        ):
            best = max(best or (0, 0), (len(text), number))
    if best and best[0] * 3 >= len(whole):
        headline = _in_lines(outline, best[1], stated)
        return _instead_of_site(outline, headline, main) or headline
    marked = _heading(outline, last), _stated(outline, source), _low_heading(outline, main)
    best_unmarked = _most_telling(outline, main, [*marked, *_above_text(outline, main), *_above_byline(outline, main)])
    if best_unmarked is None or shipped_reader().is_site_name(best_unmarked.text):
        return _first_of_text(outline, main) or best_unmarked
    return best_unmarked


def _instead_of_site(outline: Outline, stated: Headline, main: Sequence[int]) -> Headline | None:
    """Return the line above text or byline that tells of the text, where <title> and heading only name a site.

    Such a name stands above the menu, and shares less with the text.
    """
    if stated.line is None or not main:
        return None
    text = _text_of(outline, main)
    lines = outline.lines
    below = [
        choice
        for choice in _above_text(outline, main)
        if choice.line and any(line.link_chars * 2 > len(line.text) for line in lines[stated.line : choice.line])
    ]
    best = max(below, key=lambda choice: share_of(choice.text, text), default=None)
    own = share_of(stated.text, text)
    return best if best is not None and share_of(best.text, text) >= 2 * own + _TELLS else None


def _in_lines(outline: Outline, number: int, stated: str) -> Headline:
    """Return the headline of which a line is part: lines like it before and after that <title> goes on with are too."""
    first, end = number, number + 1
    text = _SPACE.sub("", outline.lines[number].text)
    kind = outline.kind(outline.lines[number].element)

    def goes_on(at: int, joined: str) -> bool:
        other = outline.lines[at]
        alike = not other.link_chars and outline.kind(other.element) == kind
        return end - first < _TITLE_LINES and alike and joined in stated

    while first > 0 and goes_on(first - 1, before := _SPACE.sub("", outline.lines[first - 1].text) + text):
        first, text = first - 1, before
    while end < len(outline.lines) and goes_on(end, after := text + _SPACE.sub("", outline.lines[end].text)):
        end, text = end + 1, after
    parts = [line.text for line in outline.lines[first:end]]
    return Headline("".join(parts), first, lines=end - first)


def near_lines(outline: Outline, headline: Headline | None, main: Sequence[int]) -> list[Line]:
    """Return the lines in which a byline may stand: around headline and beginning of the text, none of running text."""
    numbers: set[int] = set()
    end = main[-1] + 1 if main else len(outline.lines)
    headed = headline is not None and headline.line is not None
    anchors = ([headline.line] if headline and headline.line is not None else []) + list(main[:1])
    for anchor in anchors:
        numbers.update(range(max(0, anchor - (3 if headed else _FAR)), min(end, anchor + _NEAR)))
    lines = (outline.lines[number] for number in sorted(numbers))
    return [line for line in lines if not is_sentence(line) or len(line.text) < 80]


def lines_below(outline: Outline, main: Sequence[int]) -> list[Line]:
    """Return the lines right under the text."""
    return outline.lines[main[-1] + 1 : main[-1] + 1 + _NEAR] if main else []


def is_heading(outline: Outline, line: Line, tags: frozenset[str] = _HEADINGS) -> bool:
    """Return whether a heading tag holds the line and it is no link."""
    return (
        any(outline.elements[element].tag in tags for element in _innermost(outline, line.element))
        and _SHORTEST_TITLE <= len(line.text) <= _LONGEST_TITLE
        and line.link_chars * 2 <= len(line.text)
    )


def stated_subtitles(outline: Outline, numbers: Iterable[int]) -> Iterator[int]:
    """Yield those of some lines that the software of a digital newspaper calls a second headline."""
    stated = {_SPACE.sub("", outline.meta.get(name, "")) for name in ("subtitle", "introtitle")} - {""}
    if stated:
        yield from (number for number in numbers if _SPACE.sub("", outline.lines[number].text) in stated)


def _above_text(outline: Outline, main: Sequence[int]) -> list[Headline]:
    """Return the lines above the text that may be a headline which neither tag nor <title> shows, nearest first."""
    found = []
    for number in range(main[0] - 1, max(-1, main[0] - _FAR), -1) if main else ():
        line = outline.lines[number]
        if line.link_chars * 2 > len(line.text) or not _may_be_headline(line):
            continue
        if _SHORTEST_TITLE <= len(line.text) <= _LONGEST_TITLE // 2 and "。" not in line.text:
            found.append(Headline(line.text, number))
    return found


def _may_be_headline(line: Line) -> bool:
    """Return whether an unmarked line is no byline, sentence, cut teaser or request to readers."""
    if is_sentence(line) or line.text.endswith(("…", "...", "：", ":")):
        return False
    return not shipped_reader().is_byline(line.text) and not shipped_pattern("edge").search(line.text)


def _above_byline(outline: Outline, main: Sequence[int]) -> list[Headline]:
    """Return the line right above a byline among the first lines of the text: a column beside it was read with it."""
    for number, below in pairwise(main[:_NEAR]):
        line, stamp = outline.lines[number], outline.lines[below]
        if (
            _SHORTEST_TITLE < len(line.text) <= _LONGEST_TITLE // 2
            and len(stamp.text) <= _LONGEST_BYLINE
            and _STAMP.search(stamp.text)
            and not is_sentence(stamp)
            and _may_be_headline(line)
        ):
            return [Headline(line.text, number)]
    return []


def _first_of_text(outline: Outline, main: Sequence[int]) -> Headline | None:
    """Return the first line of the text if it is no sentence: nothing parts the headline from the text."""
    line = outline.lines[main[0]] if main else None
    if line and _SURELY_TITLE <= len(line.text) <= _LONGEST_TITLE // 2 and _may_be_headline(line):
        return Headline(line.text, main[0])
    return None


def _most_telling(outline: Outline, main: Sequence[int], choices: Sequence[Headline | None]) -> Headline | None:
    """Return the first choice that shares words with the text, or a later one that shares many more: no site's name."""
    text = _text_of(outline, main)
    best, best_share = None, -1.0
    for choice in choices:
        if choice is None:
            continue
        share = share_of(choice.text, text)
        if shipped_reader().is_site_name(choice.text):
            share = _SITE_NAME_SHARE
        if share > best_share + (_TELLING if best else 0):
            best, best_share = choice, share
    return best


def _text_of(outline: Outline, main: Sequence[int]) -> str:
    return "".join(outline.lines[number].text for number in main)


def share_of(headline: str, text: str) -> float:
    """Return how much of a headline's pairs of characters the text holds."""
    return sum(word in text for word in map("".join, pairwise(headline))) / max(1, len(headline) - 1)


def _heading(outline: Outline, last: int) -> Headline | None:
    for number in range(min(last, len(outline.lines) - 1), -1, -1):
        if is_heading(outline, outline.lines[number]):
            return Headline(outline.lines[number].text, number)
    return None


def _low_heading(outline: Outline, main: Sequence[int]) -> Headline | None:
    """Return the small heading that stands right above the byline or the text."""
    for number in range(main[0], max(-1, main[0] - _NEAR), -1) if main else ():
        if is_heading(outline, outline.lines[number], _LOW_HEADINGS):
            return Headline(outline.lines[number].text, number)
    return None


def _innermost(outline: Outline, element: int) -> Iterator[int]:
    for steps, number in enumerate(outline.ancestors(element)):
        if steps > 1:
            return
        yield number


def first_part(title: str) -> str:
    """Return what a <title> says before the site's name."""
    return _SEPARATOR.split(title, maxsplit=1)[0] or title


def _stated(outline: Outline, source: str) -> Headline | None:
    """Return the title that <title> states, without the site's name behind it, and its pieces."""
    pieces = trimmed(source, outline.title)
    text = shown(source, pieces)
    part = first_part(text)
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

"""Segmentation: which lines of a cleaned page form a paragraph, which paragraphs an article, and what its title is.

Handles newspaper pages, boxed captions, round-ups, and paragraphs broken by columns. It sees text without noise, and
the marks left by bylines that were removed. It changes nothing but line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.lines import HEADING_LENGTH, ends_sentence, is_heading, is_numbered, is_prose, split_lines
from unionstats.text.marks import PAUSE
from unionstats.text.wrapping import RAGGED, wrap_width
from unionstats.types import Span

# So many lines may stand between a title and the text that it heads.
_LEADS = 2
_TITLE_LINES = 4
# A page may open with title, subtitle and slogan in one line.
_LONGEST_TITLE = 100
# A headline is rarely longer, a column rarely narrower: a longer line that ends in the middle is a broken paragraph.
_BROKEN_LENGTH = 45
# A sub-head is rarely longer than this.
_HEAD_LENGTH = 12
_ITEM_LEAST = 2
# A body's name signs a text over its day; a headline over one is longer.
_DATED_TITLE = 8
_UNIT_LENGTH = 28
_SIGN = regex.compile(r"[，,。、；：]")
# Each pass joins a torn line to what the pass before made of the lines below; real pages need two.
_MOST_PASSES = 8
_STOP = regex.compile(r"[。；;]")
_NUMBER_GOES_ON = regex.compile(r"[万亿]")
# A break after a separator of thousands; the cells of a table end with their number.
_THOUSANDS_END = regex.compile(r"(?<![\d.,，])(?<!\|\s?)\d{1,3}$")
_THOUSANDS_GO_ON = regex.compile(r"\d{3}(?:\.\d+)?[%％\p{Han}]")
_FIGURE_OPENS = regex.compile(r"\d{0,3}(?:\.\d+)?[%％\p{Han}]")
# No headline and no entry of a list ends with the first character of a new clause: 幸福感、安 / 全感.
_ENDS_IN_CLAUSE = regex.compile(r"[、，,]\p{Han}$")
# The last characters of a sentence: no paragraph is as short.
_ENDS_SENTENCE_ABOVE = regex.compile(r"\p{Han}{1,4}[。；]")
# A column breaks Chinese sentences; what ends in Latin letters is an address, a name or a notice.
_LATIN_END = regex.compile(r"[A-Za-z]$")
# The last cell of a table's row: 2031 | 460 | 28.
_ROW_END = regex.compile(r"[|\t]\s*+(?:-?\d[\d,.]*+\D{0,3})?$")
_OPENERS = "【[•·▲△◆■●□"


class Paragraph(NamedTuple):
    """Lines that belong together: `text` as it will stand, `start:end` in the text before joining.

    `opened`: a byline stood before it, so that it is the first of a body and no headline.
    """

    start: int
    end: int
    text: str
    blank_before: bool
    joins: tuple[Span, ...] = ()
    opened: bool = False


class Marked(NamedTuple):
    """What removed bylines tell of paragraphs, each a list of their numbers.

    `opened`: a byline opened a text before them; `dated`: a day of publication stood before them; `credited`: a
    picture's author stood behind them; `signed`: the writer's name closed a text behind them.
    """

    opened: Sequence[int] = ()
    dated: Sequence[int] = ()
    credited: Sequence[int] = ()
    signed: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """An article as a run of paragraphs `first:last`, of which the first `titles` are its title.

    `item`: how many characters of the first paragraph are its 【title】, where title and text share a paragraph.
    """

    first: int
    last: int
    titles: int
    item: int = 0
    kind: Literal["article", "caption"] = "article"


class Segmenter:
    """The words of `articles.toml`, compiled.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        patterns: dict[str, str] = {}
        for path, table in folder.tables("articles.toml"):
            patterns |= table["patterns"]
            where = path
        compiled = {name: folder.compile(pattern, path=where, rule=name) for name, pattern in patterns.items()}
        self._abstract = compiled["abstract_label"]
        self._caption = compiled["caption"]
        self._connective = compiled["connective"]
        self._subhead = compiled["unit_subhead"]
        self._heading = compiled["unit_heading"]

    def paragraphs(self, text: str, title: str | None = None, opened: Sequence[int] = ()) -> list[Paragraph]:
        """Return the paragraphs of a page; lines that a column break or a fixed width tore apart are one.

        A first line that is the page's known title is whole, however it ends.

        Args:
            text: of the page, without noise.
            title: of the page where it is known.
            opened: numbers of the lines before which a byline opened a text.
        """
        lines = split_lines(text)
        width = wrap_width(lines)
        paragraphs = [
            Paragraph(line.start, line.end, line.text, line.blank_before, opened=number in opened)
            for number, line in enumerate(lines)
        ]
        head: list[Paragraph] = []
        if title and paragraphs and "".join(paragraphs[0].text.split()) == "".join(title.split()):
            head, paragraphs = paragraphs[:1], paragraphs[1:]
        for _ in range(_MOST_PASSES):
            joined = self._join(paragraphs, width, untitled=not head)
            if len(joined) == len(paragraphs):
                break
            paragraphs = joined
        return head + paragraphs

    def _join(self, paragraphs: Sequence[Paragraph], width: int, *, untitled: bool) -> list[Paragraph]:
        """Join, once from top to bottom, what was torn apart; what was joined may go on with what stands above it."""
        runs: list[list[Paragraph]] = []
        for paragraph in paragraphs:
            if runs and self._is_torn(runs[-1], paragraph, width, is_first=untitled and len(runs) == 1):
                runs[-1].append(paragraph)
            else:
                runs.append([paragraph])
        return [_joined(run) for run in runs]

    def _is_torn(self, run: Sequence[Paragraph], below: Paragraph, width: int, *, is_first: bool) -> bool:
        """Return whether `below` goes on with the sentence that the paragraph above left unfinished."""
        first, last = run[0].text, run[-1].text
        is_whole = ends_sentence(last) or _LATIN_END.search(last) or _ROW_END.search(last)
        if is_whole or is_numbered(below.text) or below.text[0] in _OPENERS:
            return False
        is_line = len(last) <= width - RAGGED / 2 and not PAUSE.search(last) and self._connective.match(below.text)
        heads_text = is_first and len(run) == 1 and (below.blank_before or is_line)
        if (width and len(last) >= width - RAGGED and not heads_text) or _splits_number(last, below.text):
            return True
        ends_above = not is_first and len(last) > _HEAD_LENGTH and _ENDS_SENTENCE_ABOVE.match(below.text)
        in_clause = _ENDS_IN_CLAUSE.search(last) and below.text.endswith("。") and not below.blank_before
        if ends_above or in_clause or (run[0].opened and _SIGN.search(below.text)):
            return True
        goes_on = is_prose(below.text) or below.text.endswith("。")
        is_long = len(last) > _BROKEN_LENGTH or len(run) > 1
        if any(_STOP.search(part.text) for part in run):
            return goes_on or (is_long and ends_sentence(below.text))
        if is_first or is_numbered(first) or not goes_on:
            return False
        comma = max(last.rfind(","), last.rfind("，"))
        opens = comma >= 0 and self._connective.match(first) is not None
        return is_long or (len(last) > _HEAD_LENGTH and (opens or len(last) - comma - 1 < 3))

    def outline(self, paragraphs: Sequence[Paragraph], marked: Marked, title: str | None = None) -> list[Outline]:
        """Divide paragraphs into articles.

        Args:
            paragraphs: of the page, in order.
            marked: what removed bylines tell of them.
            title: that markup gave the page; a first paragraph that says just this is the whole of it.

        Returns:
            Articles that cover all paragraphs, in order.
        """
        if not paragraphs:
            return []
        is_whole = title is not None and len(paragraphs) > 1 and paragraphs[0].text.split() == title.split()
        starts = {0: 1 if is_whole else self._body_of(paragraphs, marked.opened, 0)}
        for number in marked.opened:
            self._start_before(paragraphs, number, starts)
        for number in marked.signed[:-1]:
            self._start_behind(paragraphs, number, starts)
        for number in marked.dated:
            if number > 0 and is_prose(paragraphs[number].text) and len(paragraphs[number - 1].text) >= _DATED_TITLE:
                self._start_before(paragraphs, number, starts)
        self._start_at_blanks(paragraphs, starts)
        captions = self._start_captions(paragraphs, frozenset(marked.credited), starts) if len(starts) > 1 else set()
        items = self._start_items(paragraphs, starts)
        firsts = sorted(starts)
        lasts = [*firsts[1:], len(paragraphs)]
        return [
            Outline(
                first,
                last,
                titles=starts[first] - first,
                item=items.get(first, 0),
                kind="caption" if first in captions else "article",
            )
            for first, last in zip(firsts, lasts, strict=True)
        ]

    def _body_of(self, paragraphs: Sequence[Paragraph], opens: Sequence[int], first: int) -> int:
        """Return the number of the first paragraph of the body whose title begins at `first`."""
        body = first
        while body < len(paragraphs) and body - first < _TITLE_LINES and self._is_title(paragraphs, body, first):
            if body in opens:
                break
            body += 1
        if body == len(paragraphs):
            return min(first + 1, body)
        return body

    def _is_title(self, paragraphs: Sequence[Paragraph], number: int, first: int) -> bool:
        text = paragraphs[number].text
        is_long = number == 0 and len(text) <= _LONGEST_TITLE and is_heading(text[-HEADING_LENGTH:])
        if not (is_heading(text) or (is_long and not _STOP.search(text))):
            return False
        if self._abstract.fullmatch(text) or self._caption.match(text):
            return False
        if number == first:
            return True
        if is_numbered(text) or self._subhead.fullmatch(text) or text.endswith(("——", ":", "：")):
            return False
        label = self._abstract.match(text)
        return label is None or label[0][-1] not in ":："

    def _start_before(self, paragraphs: Sequence[Paragraph], number: int, starts: dict[int, int]) -> None:
        """Note the article whose text a byline opens before paragraph `number`, if a title stands there."""
        body = number
        if body > 1 and is_prose(paragraphs[body - 1].text) and self._abstract.fullmatch(paragraphs[body - 2].text):
            body -= 2
        first = self._title_above(paragraphs, body)
        if 0 < first < body and _closes(paragraphs[first - 1].text):
            starts[first] = body

    def _start_behind(self, paragraphs: Sequence[Paragraph], number: int, starts: dict[int, int]) -> None:
        """Note the article that begins behind the paragraph which a writer signed, if headline and text follow it.

        Another writer must sign what follows: a lone name in brackets may be a caption's.
        """
        first = number + 1
        if first >= len(paragraphs) or not _closes(paragraphs[number].text):
            return
        body = self._body_of(paragraphs, (), first)
        if first < body < len(paragraphs) and is_prose(paragraphs[body].text):
            starts.setdefault(first, body)

    def _title_above(self, paragraphs: Sequence[Paragraph], body: int) -> int:
        """Return where the title lines directly above a body begin; `body` itself where there are none."""
        first = body
        while first > 0 and body - first < _TITLE_LINES:
            text = paragraphs[first - 1].text
            if not is_heading(text) or is_numbered(text) or self._abstract.fullmatch(text) or self._caption.match(text):
                break
            first -= 1
        return first

    def _start_at_blanks(self, paragraphs: Sequence[Paragraph], starts: dict[int, int]) -> None:
        """Note articles set apart by a blank line where nothing else is: the form of cleaned text."""
        found: dict[int, int] = {}
        for number in range(1, len(paragraphs)):
            if not paragraphs[number].blank_before or number in starts:
                continue
            body = self._body_of(paragraphs, (), number)
            closed = _closes(paragraphs[number - 1].text)
            if closed and number < body < len(paragraphs) and self._heads_text(paragraphs, number, body):
                found[number] = body
            elif not self._caption.match(paragraphs[number].text):
                return
        starts.update(found)

    def _heads_text(self, paragraphs: Sequence[Paragraph], first: int, body: int) -> bool:
        """Return whether running text or an abstract follows a title, perhaps behind a line that leads to it (…——)."""
        if is_numbered(paragraphs[first].text) or paragraphs[first].text.isdigit():
            return False
        for paragraph in paragraphs[first + 1 : body + _LEADS + 1]:
            if paragraph.blank_before:
                return False
            if is_prose(paragraph.text) or self._abstract.fullmatch(paragraph.text):
                return True
        return False

    def _start_captions(
        self, paragraphs: Sequence[Paragraph], credited: frozenset[int], starts: dict[int, int]
    ) -> set[int]:
        """Note captions that stand between two articles; a caption within an article stays its paragraph."""
        captions: set[int] = set()
        for number in range(len(paragraphs) - 1, 0, -1):
            text = paragraphs[number].text
            called = self._caption.match(text) is not None
            if not (called or number in credited) or (number + 1 not in starts and number + 1 < len(paragraphs)):
                continue
            if not is_prose(text):
                continue
            first = self._title_above(paragraphs, number)
            if first > 0 and (first < number or called) and is_prose(paragraphs[first - 1].text):
                starts[first] = number
                captions.add(first)
            elif first in starts:
                captions.add(first)
        return captions

    def _start_items(self, paragraphs: Sequence[Paragraph], starts: dict[int, int]) -> dict[int, int]:
        """Note 【】 items of yearbooks as articles where no title stands over them; return their titles' lengths."""
        lengths = [_item_title(paragraph.text) for paragraph in paragraphs]
        items = {number: length for number, length in enumerate(lengths) if length}
        # Labels come again and again (question, answer), titles don't.
        if (
            len(items) < _ITEM_LEAST
            or 0 not in items
            or len({paragraphs[n].text[: items[n]] for n in items}) < len(items)
        ):
            return {}
        starts.update((number, number) for number in items)
        return {number: length for number, length in items.items() if length < len(paragraphs[number].text)}

    def segments(self, paragraphs: Sequence[Paragraph], outline: Outline) -> list[tuple[int, int, int]]:
        """Return the parts of an article under sub-heads that name a body or place, or are 【】 items.

        Returns:
            (first, last, length of the heading) for each: paragraphs `first:last`; none where there is only one.
        """
        body = range(outline.first + outline.titles, outline.last)
        heads = [(number, self._head_length(paragraphs[number].text)) for number in body]
        heads = [(number, length) for number, length in heads if length]
        if len(heads) < _ITEM_LEAST:
            return []
        ends = [number for number, _ in heads[1:]] + [outline.last]
        return [(number, end, length) for (number, length), end in zip(heads, ends, strict=True)]

    def _head_length(self, text: str) -> int:
        """Return how many characters of a paragraph are a sub-head of its own; 0 where it opens with none."""
        if length := _item_title(text):
            return length
        if text[-1] in ":：" or ":" in text[:_UNIT_LENGTH] or "：" in text[:_UNIT_LENGTH]:
            found = self._subhead.match(text)
            return int(found.end()) if found else 0
        return len(text) if len(text) < _UNIT_LENGTH and self._heading.fullmatch(text) else 0


def _closes(text: str) -> bool:
    """Return whether an article may end with a paragraph: running text, be it a short sentence."""
    return is_prose(text) or text.endswith("。")


def _splits_number(above: str, below: str) -> bool:
    """Return whether a line break stands within a number: 1 / 000万元, 26 / 万人次."""
    if not above[-1].isdigit() or above.isdigit():
        return False
    if _NUMBER_GOES_ON.match(below) or (_THOUSANDS_GO_ON.match(below) and _THOUSANDS_END.search(above)):
        return True
    is_sentence = "，" in above or "," in above
    return is_sentence and _FIGURE_OPENS.match(below) is not None and "。" in below


def _joined(run: Sequence[Paragraph]) -> Paragraph:
    """Return the paragraph that the parts of a run make."""
    if len(run) == 1:
        return run[0]
    gaps = [Span(above.end, below.start) for above, below in pairwise(run)]
    joins = sorted([*gaps, *(join for part in run for join in part.joins)])
    text = "".join(part.text for part in run)
    return Paragraph(run[0].start, run[-1].end, text, run[0].blank_before, tuple(joins), run[0].opened)


def _item_title(text: str) -> int:
    """Return the length of the 【title】 a paragraph opens with; 0 where there is none."""
    end = text.find("】") if text[0] == "【" else -1
    return end + 1 if 5 <= end <= 42 else 0

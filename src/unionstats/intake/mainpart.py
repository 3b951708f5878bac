"""Which lines of an HTML page are the article. Owns that judgement; reads no tags itself.

An article is a stretch of lines that hold sentences; what surrounds it is short, unpunctuated or all links. So the
stretch of the highest sum is sought where sentences count for, and chrome against; then the element that holds it
gives what belongs to it without being sentences: sub-heads, captions, lists, signatures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from unionstats.intake.html import Element, Line, Outline
from unionstats.rules.folder import RuleFolder

# Class and id words by which templates of all countries mark what is not the article. A frame that holds most of a
# page's sentences is none of it whatever its name: the second kind of words is trusted less, and less where the name
# speaks of an article as well.
_CHROME = regex.compile(
    r"(?:^|[\s_-])(?:foot|footers?|copyright|(?:all)?comm|comments?|cmts?|pinglun|liuyan|repl(?:y|ies)|related|relate"
    r"|recommends?|tuijian|share|social|bdsharebuttonbox|breadcrumbs?|crumbs?|navbar|nav|pagination|prevnext"
    r"|friendlinks?|qrcode|ewm|zebian)(?:$|[\s_-]|\d|list|box|area|wrap|item|con)"
)
_LIKELY_CHROME = regex.compile(
    r"(?:^|[\s_-])(?:menu|bottom|sidebar|aside|side|hot|rank|ranking|pager|paging|toolbar|banner|advert|ads?|siteinfo|topbar"
    r"|right|login|links?)(?:$|[\s_-]|\d)"
)
_ARTICLE = regex.compile(r"article|content|zoom|artibody|endtext|trs_editor|neirong|zhengwen|maintext|newstext")
# What holds one paragraph or heading is marked for its looks, not for its place on the page.
_FRAMELESS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_CHROME_TAGS = frozenset({
    "nav", "footer", "aside", "menu", "dialog", "noscript", "textarea", "select", "iframe", "svg", "template", "object",
    "button", "math", "video", "audio", "noframes",
})  # fmt: skip
_COMMAS = regex.compile(r"[，。；！？、,;!?]")
_STOPS = regex.compile(r"[。！？]")
_FULL_STOP = regex.compile(r"[。！？][”’」』）)]?$")
_ALIKE = 3
_SPACE = regex.compile(r"\s+")
# A line above the text with a label or a date is a byline, not a sub-head; but the note on who passed a law and when
# stands all in brackets.
_BYLINE = regex.compile(r"(?:^|[\s|｜/（(\[【])\S{1,7}[:：]\s*\S|(?:19|20)\d\d\s?[-/.\p{Han}]\s?\d")
_NOTE = regex.compile(r"[（(][^（()）]{16,80}[)）]")

_WHOLE = frozenset({"", "html", "body"})

_SHORT_COST = -12
_LINKS_COST = -40
_COMMENT_COST = -150
_LONGEST_EDGE = 90
_LONGEST_RELATED, _MOST_RELATED = 16, 0.3
# How often a page was read; a part's number has fewer digits.
_COUNTER = regex.compile(r"\+?\d{3,9}|\+\d")
# The buttons of a reader's comment, and the heading over comments, are short lines.
_LONGEST_CONTROL = 40
_CROSSING_COST = -10
_LONGEST_GAIN = 400
_CLEAR_SHARE = 0.55
# A teaser on a list of other articles is cut short; the first sentences under the headline are the article's.
_CUT_SHORT = ("…", "...", "]", "】", "»")
_TEASER = 150
_NEAR_TITLE, _TITLE_GAIN = 15, 100
# trafilatura's time grows faster than a page's length.
_LONGEST_FOR_OPINION = 300_000


def find_main(outline: Outline, source: str) -> list[int]:
    """Find the lines of the article.

    Args:
        outline: of the page.
        source: the page, for a second opinion where the choice is not clear.

    Returns:
        Numbers of lines, ascending; all that are neither links nor chrome where the page holds no sentences.
    """
    lines = outline.lines
    chrome = _chrome_elements(outline)
    values = [_value(line, in_chrome=line.element in chrome) for line in lines]
    values = _with_linked_paragraphs(outline, values, chrome)
    values = _from_title_on(outline, _without_teasers(outline, values))
    stretch = _best_stretch(values, _crossings(outline))
    if stretch[0] >= stretch[1]:
        return [number for number, value in enumerate(values) if value > _LINKS_COST and not lines[number].link_chars]
    start, end = _with_kin(outline, values, stretch)
    holder = _around_one_of_many(outline, _holder(outline, values, range(start, end)))
    numbers = range(*_extend(outline, values, (start, end), holder))
    main = [
        number
        for number in numbers
        if lines[number].element not in chrome and (values[number] > 0 or _belongs(lines[number]))
    ]
    main = _without_edges(lines, main)
    if _is_clear(values, main) or len(source) > _LONGEST_FOR_OPINION:
        return main
    return _with_second_opinion(outline, source, main)


def _is_clear(values: Sequence[int], main: Iterable[int]) -> bool:
    """Tell whether the lines chosen hold most of the page's sentences, so that no other choice is near."""
    total = sum(value for value in values if value > 0)
    return sum(max(0, values[number]) for number in main) >= total * _CLEAR_SHARE


def _with_second_opinion(outline: Outline, source: str, main: list[int]) -> list[int]:
    """Give the lines that trafilatura takes for the article where it takes almost none of those chosen here."""
    # Loaded here: it takes longer to import than most pages to read, and most pages are clear.
    from trafilatura import extract  # noqa: PLC0415

    found = _SPACE.sub("", extract(source, favor_precision=True, include_comments=False) or "")
    theirs = [number for number, line in enumerate(outline.lines) if is_sentence(line) and _key(line) in found]
    ours = [number for number in main if is_sentence(outline.lines[number])]
    agreed = sum(len(outline.lines[number].text) for number in set(ours) & set(theirs))
    if agreed * 3 >= sum(len(outline.lines[number].text) for number in ours):
        return main
    return theirs or main


def _without_edges(lines: Sequence[Line], main: list[int]) -> list[int]:
    """Leave out the first and last lines that ask to load, scan or vote, that name editors, or that count readers."""

    def is_edge(number: int) -> bool:
        text = lines[number].text
        if len(text) > _LONGEST_EDGE:
            return False
        return _COUNTER.fullmatch(text) is not None or _shipped("edge").search(text) is not None

    start, end = 0, len(main)
    while start < end - 1 and is_edge(main[start]):
        start += 1
    while end > start + 1 and is_edge(main[end - 1]):
        end -= 1
    return main[start:end]


def _key(line: Line) -> str:
    return str(_SPACE.sub("", line.text))


def is_sentence(line: Line) -> bool:
    """Tell a line of running text from a heading, a label or a list of links."""
    own = len(line.text) - line.link_chars
    if own < 12 or line.link_chars > own:
        return False
    marks = len(_COMMAS.findall(line.text))
    return bool(_STOPS.search(line.text)) or (marks >= 2 and own >= 20) or (own >= 30 and marks >= 1)


def _value(line: Line, *, in_chrome: bool) -> int:
    own = len(line.text) - line.link_chars
    if in_chrome:
        return _LINKS_COST - min(own, 100)
    if len(line.text) <= _LONGEST_CONTROL and _shipped("comments").search(line.text):
        return _COMMENT_COST
    if _shipped("small_print").search(line.text):
        return _LINKS_COST
    if is_sentence(line):
        return _SHORT_COST if line.text.endswith(_CUT_SHORT) and own < _TEASER else min(own, _LONGEST_GAIN)
    if not line.link_chars and _FULL_STOP.search(line.text):
        return own
    return _LINKS_COST if line.link_chars > own else _SHORT_COST


def _without_teasers(outline: Outline, values: list[int]) -> list[int]:
    """Take their value from short sentences that stand each under a link: a list of other articles.

    The entries of a list are built alike; a paragraph under the link to a film or under a row of buttons is no teaser.
    """
    kinds: dict[int, tuple[str, ...]] = {}
    for number, (before, value) in enumerate(pairwise(values), 1):
        above, below = outline.lines[number - 1], outline.lines[number]
        if before <= _LINKS_COST and above.link_chars and 0 < value < _TEASER:
            kinds[number] = (*outline.kind(above.element), *outline.kind(below.element))
    teasers = {n for n, kind in kinds.items() if any(kinds.get(n + step) == kind for step in (-4, -3, -2, 2, 3, 4))}
    return [_LINKS_COST if number in teasers else value for number, value in enumerate(values)]


def _with_linked_paragraphs(outline: Outline, values: list[int], chrome: set[int]) -> list[int]:
    """Give a value to sentences that are links from end to end where more of their siblings are none: a linked lede."""
    weights: Counter[tuple[int, str]] = Counter()
    linked: list[tuple[int, tuple[int, str]]] = []
    for number, line in enumerate(outline.lines):
        element = outline.elements[line.element]
        siblings = (element.parent, element.tag)
        if values[number] > 0:
            weights[siblings] += len(line.text)
        elif line.link_chars * 2 > len(line.text) and _FULL_STOP.search(line.text) and line.element not in chrome:
            weights[siblings] -= len(line.text)
            linked.append((number, siblings))
    text = {number for number, siblings in linked if weights[siblings] > 0}
    return [1 if number in text else value for number, value in enumerate(values)]


def _from_title_on(outline: Outline, values: list[int]) -> list[int]:
    """Raise the value of what follows the line that <title> repeats, and take it from what stands before."""
    number = _title_line(outline)
    if number is None:
        return values
    gains = [max(0, value) for value in values]
    first = next((at for at in range(number + 1, min(number + _NEAR_TITLE, len(values))) if values[at] > 0), None)
    if first is None or sum(gains[number:]) * 3 < sum(gains):
        return values
    after = [*values[number:first], values[first] + _TITLE_GAIN, *values[first + 1 :]]
    return [min(value, _SHORT_COST) for value in values[:number]] + after


def _title_line(outline: Outline) -> int | None:
    for number, line in enumerate(outline.lines):
        text = "".join(line.text.split())
        if (
            len(text) >= 8
            and text in outline.stated
            and len(text) * 3 >= len(outline.stated)
            and line.link_chars * 2 <= len(line.text)
        ):
            return number
    return None


def _belongs(line: Line) -> bool:
    """Tell whether a line within the article's stretch is part of it, not links alone."""
    return line.link_chars * (3 if _STOPS.search(line.text) else 4) <= len(line.text) * 2


@lru_cache(maxsize=8)
def _shipped(rule: str) -> regex.Pattern[str]:
    """Give a pattern of the shipped rules: what tells the small print at a page's foot, or readers' comments."""
    folder = RuleFolder.open()
    ((path, table),) = folder.tables("markup.toml")
    return folder.compile(table[rule]["pattern"], path=path, rule=rule, flags=regex.IGNORECASE)


def _chrome_elements(outline: Outline) -> set[int]:
    """Give the elements that templates mark as no article, with all within them; one that holds most of it is none."""
    weights: Counter[int] = Counter()
    total = 0
    for line in outline.lines:
        if is_sentence(line):
            total += len(line.text)
            for holder in outline.ancestors(line.element):
                weights[holder] += len(line.text)
    related = {_headed_by(outline, number) for number in _related_headings(outline)}
    titled = _title_line(outline)
    around_title = set(outline.ancestors(outline.lines[titled].element)) if titled is not None else set()
    chrome: set[int] = set()
    for number, element in enumerate(outline.elements):
        # What holds headline and sentences is the article, whatever columns or buttons its name speaks of.
        titled_text = number in around_title and weights[number] and not _is_never_shown(element)
        most = _MOST_RELATED if number in related else _most_it_may_hold(element)
        if element.parent in chrome or (weights[number] < total * most and not titled_text):
            chrome.add(number)
    return chrome


def _related_headings(outline: Outline) -> list[int]:
    related = _shipped("related")
    return [
        number
        for number, line in enumerate(outline.lines)
        if number and not line.link_chars and len(line.text) <= _LONGEST_RELATED and related.search(line.text)
    ]


def _headed_by(outline: Outline, number: int) -> int:
    """Give the outermost element that begins with a line, -1 where it holds that line alone."""
    before = set(outline.ancestors(outline.lines[number - 1].element))
    headed = [element for element in outline.ancestors(outline.lines[number].element) if element not in before]
    return headed[-1] if len(headed) > 1 else -1


def _is_never_shown(element: Element) -> bool:
    return element.hidden or element.tag in _CHROME_TAGS


def _most_it_may_hold(element: Element) -> float:
    """Give the share of a page's sentences from which on an element counts as the article for all its marks."""
    if _is_never_shown(element):
        return 0.8
    if not element.label:
        return 0.0
    ambiguous = _ARTICLE.search(element.label) is not None
    if _CHROME.search(element.label):
        return 0.4 if ambiguous else 0.8
    if element.tag in _FRAMELESS or not _LIKELY_CHROME.search(element.label):
        return 0.0
    return 0.2 if ambiguous else 0.4


def _crossings(outline: Outline) -> list[int]:
    """Give for each line how many elements end between the line before it and it, beyond its own and its parent's."""
    crossed = [0] if outline.lines else []
    for before, after in pairwise(outline.lines):
        around = set(outline.ancestors(after.element))
        ended = next(steps for steps, element in enumerate(outline.ancestors(before.element)) if element in around)
        crossed.append(max(0, ended - 2))
    return crossed


def _best_stretch(values: Sequence[int], crossings: Sequence[int]) -> tuple[int, int]:
    """Find the stretch with the highest sum of values, elements that end within it counting against it."""
    best = best_start = best_end = total = start = 0
    for number, (value, crossed) in enumerate(zip(values, crossings, strict=True)):
        total += _CROSSING_COST * crossed
        if total <= 0:
            total, start = 0, number
        total += value
        if total > best:
            best, best_start, best_end = total, start, number + 1
    return best_start, best_end


def _with_kin(outline: Outline, values: Sequence[int], stretch: tuple[int, int]) -> tuple[int, int]:
    """Widen a stretch to the sentences that stand in the same element as many of its own, whatever is between them.

    A box of links in the midst of an article may outweigh the paragraphs before it.
    """
    start, end = stretch

    def family(number: int) -> int:
        return outline.elements[outline.lines[number].element].parent

    weights: Counter[int] = Counter()
    for number in range(start, end):
        weights[family(number)] += max(0, values[number])
    least = sum(weights.values()) / 5
    kin = {
        element
        for element, weight in weights.items()
        if weight >= least and outline.elements[element].tag not in _WHOLE
    }
    numbers = [number for number, value in enumerate(values) if value > 0 and family(number) in kin]
    return min([start, *numbers]), max([end, *(number + 1 for number in numbers)])


def _holder(outline: Outline, values: Sequence[int], stretch: Iterable[int]) -> int:
    """Find the innermost element that holds nine tenths of a stretch."""
    weights: Counter[int] = Counter()
    total = 0
    for number in stretch:
        gain = max(0, values[number])
        total += gain
        for element in outline.ancestors(outline.lines[number].element):
            weights[element] += gain
    # Children stand after their parents, so the last one that is heavy enough is the innermost.
    return max((element for element, weight in weights.items() if weight * 10 >= total * 9), default=0)


def _around_one_of_many(outline: Outline, holder: int) -> int:
    """Give the element around one that holds a single paragraph: the one sentence of a notice above a list of names."""
    element = outline.elements[holder]
    if element.parent <= 0 or outline.elements[element.parent].tag in _WHOLE:
        return holder
    if element.tag in _FRAMELESS:
        return element.parent
    alike = sum(
        other.parent == element.parent and other.tag == element.tag and other.label == element.label
        for other in outline.elements
    )
    return element.parent if element.tag in {"div", "section", "li"} and alike >= _ALIKE else holder


def _extend(outline: Outline, values: Sequence[int], stretch: tuple[int, int], holder: int) -> tuple[int, int]:
    """Take in the lines before and after a stretch that stand in the same element, up to the first lot of links."""
    start, end = stretch
    if outline.elements[holder].tag in _WHOLE:
        return stretch

    def held(number: int) -> bool:
        line = outline.lines[number]
        return values[number] > _LINKS_COST and holder in outline.ancestors(line.element)

    while start > 0 and held(start - 1) and not _is_byline(outline.lines[start - 1].text):
        start -= 1
    while end < len(values) and held(end):
        end += 1
    return start, end


def _is_byline(text: str) -> bool:
    if _NOTE.fullmatch(text):
        return False
    return _BYLINE.search(text) is not None or _shipped("empty_label").search(text) is not None

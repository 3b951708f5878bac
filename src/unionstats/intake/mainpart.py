"""Decides which lines of an HTML page are the article. Reads no tags itself.

An article is a stretch of lines with sentences; what surrounds it is short, unpunctuated or all links. So lines get
points, sentences positive ones and chrome negative ones, and the stretch with the highest sum is taken. The element
that holds it then adds lines without sentences that belong to it: sub-headings, captions, lists, signatures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

import regex

from unionstats.intake.chrome import FULL_STOP, STOPS, chrome_elements, is_sentence, shipped_pattern, title_line
from unionstats.intake.displayed import Line, Outline
from unionstats.intake.stretch import (
    LINKS_COST,
    around_one_of_many,
    best_stretch,
    crossings,
    extend,
    holder_of,
    is_byline,
    parts_beside,
    with_kin,
)

_ALIKE = 3
_SPACE = regex.compile(r"\s+")

# What lists are made of.
_ENTRIES = frozenset({"li", "dd", "dt", "td"})

_SHORT_COST = -12
_COMMENT_COST = -150
# Not so much that what follows in the same element could not be the article's.
_CONTACT_COST = -35
_LONGEST_EDGE = 90
# How often a page was read; a part's number has fewer digits.
_COUNTER = regex.compile(r"\+?\d{3,9}|\+\d")
# So much of a text stands above the comments on it.
_LEAST_ABOVE = 30
_MOST_BARS, _LEAST_BELOW = 2, 60
# Each try reads all that is below.
_MOST_TRIES = 20
# The buttons of a reader's comment, and the heading over comments, are short lines.
_LONGEST_CONTROL = 40
_LONGEST_GAIN = 400
_CLEAR_SHARE = 0.55
# A teaser on a list of other articles is cut short; the first sentences under the headline are the article's.
_CUT_SHORT = ("…", "...", "]", "】", "»")
_TEASER = 150
_NEAR_TITLE, _TITLE_GAIN = 15, 100
_SEVERAL = 3
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
    sentences = [is_sentence(line) for line in lines]
    chrome = chrome_elements(outline, sentences)
    values = [
        _value(line, in_chrome=line.element in chrome, tells=told) for line, told in zip(lines, sentences, strict=True)
    ]
    values = _with_linked_paragraphs(outline, values, chrome)
    values = _without_comments(outline, _without_teasers(outline, values))
    values = _from_title_on(outline, _without_replies(outline, values))
    stretch = best_stretch(values, crossings(outline))
    if stretch[0] >= stretch[1]:
        return _without_sentences(outline, values)
    start, end = with_kin(outline, values, stretch)
    holder = around_one_of_many(outline, holder_of(outline, values, range(start, end)))
    numbers = range(*extend(outline, values, (start, end), holder))
    main = [
        number
        for number in numbers
        if lines[number].element not in chrome and (values[number] > 0 or _belongs(lines[number]))
    ]
    main = _without_edges(lines, main)
    main = sorted({*main, *parts_beside(outline, values, main)})
    if _is_clear(values, main) or _follows_title(outline, main) or len(source) > _LONGEST_FOR_OPINION:
        return main
    return _with_second_opinion(outline, source, main)


def _without_sentences(outline: Outline, values: Sequence[int]) -> list[int]:
    """Return the lines of a page that holds no sentences: a poem, a table, names; all but links and chrome.

    Of these the ones below the headline, up to the next links, where they are most of what stands below it.
    """
    lines = outline.lines
    plain = [number for number, value in enumerate(values) if value > LINKS_COST and not lines[number].link_chars]
    title = title_line(outline)
    if title is None:
        return plain
    related = shipped_pattern("related")
    below = [number for number in plain if number > title and not lines[number].text.endswith(_CUT_SHORT)]
    below = [number for number in below if not related.search(lines[number].text)]
    lots: list[list[int]] = [[]]
    for before, number in pairwise([title, *below]):
        if any(values[between] <= LINKS_COST for between in range(before + 1, number)):
            lots.append([])
        lots[-1].append(number)

    def size(numbers: Iterable[int]) -> int:
        return sum(len(lines[number].text) for number in numbers)

    longest = max(lots, key=size)
    if size(longest) * 2 <= size(below):
        return plain
    first = next((at for at, number in enumerate(longest[:-1]) if not is_byline(lines[number].text)), 0)
    return _without_edges(lines, longest[first:])


def _is_clear(values: Sequence[int], main: Iterable[int]) -> bool:
    """Return whether the lines chosen hold most of the page's sentences, so that no other choice is near."""
    total = sum(value for value in values if value > 0)
    return sum(max(0, values[number]) for number in main) >= total * _CLEAR_SHARE


def _follows_title(outline: Outline, main: Sequence[int]) -> bool:
    """Return whether what was chosen is several sentences right under the headline that <title> repeats."""
    title = title_line(outline)
    return title is not None and len(main) >= _SEVERAL and 0 < main[0] - title <= _NEAR_TITLE


def _with_second_opinion(outline: Outline, source: str, main: list[int]) -> list[int]:
    """Return the lines that trafilatura takes for the article where it takes almost none of those chosen here."""
    # Loaded here: it takes longer to import than most pages to read, and most pages are clear.
    from trafilatura import extract  # noqa: PLC0415

    found = _SPACE.sub("", extract(source, favor_precision=True, include_comments=False) or "")
    theirs = [number for number, line in enumerate(outline.lines) if is_sentence(line) and _key(line) in found]
    ours = [number for number in main if is_sentence(outline.lines[number])]
    agreed, mine, other = (
        sum(len(outline.lines[number].text) for number in numbers)
        for numbers in (set(ours) & set(theirs), ours, theirs)
    )
    # Of many readers' comments trafilatura may take one.
    return main if agreed * 3 >= mine or other * 2 < mine else theirs


def _without_edges(lines: Sequence[Line], main: list[int]) -> list[int]:
    """Leave out the first and last lines that ask to load, scan or vote, that name editors, or that count readers."""

    def is_edge(number: int) -> bool:
        text = lines[number].text
        if len(text) > _LONGEST_EDGE:
            return False
        return _COUNTER.fullmatch(text) is not None or shipped_pattern("edge").search(text) is not None

    start, end = 0, len(main)
    while start < end - 1 and is_edge(main[start]):
        start += 1
    while end > start + 1 and is_edge(main[end - 1]):
        end -= 1
    return main[start:end]


def _key(line: Line) -> str:
    return str(_SPACE.sub("", line.text))


def _value(line: Line, *, in_chrome: bool, tells: bool) -> int:
    own = len(line.text) - line.link_chars
    marked = _marked_cost(line.text)
    if in_chrome and marked != _COMMENT_COST:
        return LINKS_COST - min(own, 100)
    if marked:
        return marked
    if tells:
        return _SHORT_COST if line.text.endswith(_CUT_SHORT) and own < _TEASER else min(own, _LONGEST_GAIN)
    if not line.link_chars and FULL_STOP.search(line.text):
        return own
    return LINKS_COST if line.link_chars > own else _SHORT_COST


def _marked_cost(text: str) -> int:
    """Return the cost of what words of the rules mark as no article, 0 where none do."""
    if len(text) <= _LONGEST_CONTROL and shipped_pattern("comments").search(text):
        return _COMMENT_COST
    if shipped_pattern("small_print").search(text):
        return LINKS_COST
    labelled = ":" in text or "：" in text
    return _CONTACT_COST if labelled and shipped_pattern("contact").search(text) else 0


def _without_teasers(outline: Outline, values: list[int]) -> list[int]:
    """Take their value from short sentences that stand each under a link: a list of other articles.

    The entries of a list are built alike; a paragraph under the link to a film or under a row of buttons is no teaser.
    """
    kinds: dict[int, tuple[str, ...]] = {}
    for number, (before, value) in enumerate(pairwise(values), 1):
        above, below = outline.lines[number - 1], outline.lines[number]
        if before <= LINKS_COST and above.link_chars and 0 < value < _TEASER:
            kinds[number] = (*outline.kind(above.element), *outline.kind(below.element))
    teasers = {n for n, kind in kinds.items() if any(kinds.get(n + step) == kind for step in (-4, -3, -2, 2, 3, 4))}
    return [LINKS_COST if number in teasers else value for number, value in enumerate(values)]


def _without_comments(outline: Outline, values: list[int]) -> list[int]:
    """Take their value from sentences that stand, many alike, each above a comment's buttons: the first among them."""
    kinds: dict[int, tuple[str, ...]] = {}
    for number, value in enumerate(values):
        above = (at for at in range(number - 1, max(-1, number - _ALIKE - 1), -1) if value == _COMMENT_COST)
        said = next((at for at in above if values[at] > 0), None)
        if said is not None:
            element = outline.lines[said].element
            kinds[said] = (*outline.kind(element), *outline.kind(max(0, outline.elements[element].parent)))
    often = {kind for kind, times in Counter(kinds.values()).items() if times >= _ALIKE}
    return [_SHORT_COST if kinds.get(number) in often else value for number, value in enumerate(values)]


def _without_replies(outline: Outline, values: list[int]) -> list[int]:
    """Take their value from sentences below a heading or buttons of comments, where the text stands above these.

    What stands in the same element as paragraphs above is text: an article may quote what readers say. A summary over
    buttons is short beside the text below.
    """
    first = title_line(outline) or 0
    above = list(accumulate((max(0, value) for value in values[first:]), initial=0))
    parent = [outline.elements[line.element].parent for line in outline.lines]
    marks = [number for number in range(first, len(values)) if values[number] == _COMMENT_COST]
    values = list(values)
    for number in marks[:_MOST_TRIES]:
        gained = above[number - first]
        # A button under each of many posts may be a link.
        is_bar = outline.lines[number].link_chars and len(marks) < _SEVERAL
        if is_bar or not _are_replies(parent, values, number):
            # A bar with counters: once or twice on a page, and a text below it.
            if len(marks) <= _MOST_BARS and above[-1] - gained >= _LEAST_BELOW:
                values[number] = _SHORT_COST
        elif gained >= _LEAST_ABOVE and gained * 5 >= above[-1]:
            text = {parent[at] for at in range(first, number) if values[at] > 0}
            below = enumerate(values[number:], number)
            return values[:number] + [value if parent[at] in text else min(value, _SHORT_COST) for at, value in below]
    return values


def _are_replies(parent: Sequence[int], values: Sequence[int], start: int) -> bool:
    """Return whether sentences below a line stand each in an element of its own, with names, days or buttons between.

    A number of comments stands above texts, too, and between their parts.
    """
    said = [number for number in range(start, len(values)) if values[number] > 0]
    weights: Counter[int] = Counter()
    for number in said:
        weights[parent[number]] += values[number]
    parted = sum(after > before + 1 for before, after in pairwise(said))
    return len(said) > 1 and max(weights.values()) * 2 <= sum(weights.values()) and parted * 3 >= (len(said) - 1) * 2


def _with_linked_paragraphs(outline: Outline, values: list[int], chrome: set[int]) -> list[int]:
    """Return a value to sentences that are links from end to end where more of their siblings are none: a linked lede.

    On a page without other sentences, several of them are the text.
    """
    weights: Counter[tuple[int, str]] = Counter()
    linked: list[tuple[int, tuple[int, str]]] = []
    for number, line in enumerate(outline.lines):
        element = outline.elements[line.element]
        siblings = (element.parent, element.tag)
        if values[number] > 0:
            weights[siblings] += len(line.text)
        elif line.link_chars * 2 > len(line.text) and FULL_STOP.search(line.text) and line.element not in chrome:
            weights[siblings] -= len(line.text)
            linked.append((number, siblings))
    if not any(value > 0 for value in values):
        often = Counter(siblings for _, siblings in linked)
        whole = {n for n, siblings in linked if often[siblings] >= _ALIKE and siblings[1] not in _ENTRIES}
        return [len(outline.lines[number].text) if number in whole else value for number, value in enumerate(values)]
    text = {number for number, siblings in linked if weights[siblings] > 0}
    return [1 if number in text else value for number, value in enumerate(values)]


def _from_title_on(outline: Outline, values: list[int]) -> list[int]:
    """Raise the value of what follows the line that <title> repeats, and take it from what stands before."""
    number = title_line(outline)
    if number is None:
        return values
    gains = [max(0, value) for value in values]
    first = next((at for at in range(number + 1, min(number + _NEAR_TITLE, len(values))) if values[at] > 0), None)
    if first is None or sum(gains[number:]) * 3 < sum(gains):
        return values
    after = [*values[number:first], values[first] + _TITLE_GAIN, *values[first + 1 :]]
    return [min(value, _SHORT_COST) for value in values[:number]] + after


def _belongs(line: Line) -> bool:
    """Return whether a line within the article's stretch is part of it, not links alone."""
    return line.link_chars * (3 if STOPS.search(line.text) else 4) <= len(line.text) * 2

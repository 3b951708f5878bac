"""Finds the stretch of lines with the highest sum of points, and how far the elements around it reach.

`mainpart` gives the points of each line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

import regex

from unionstats.intake.chrome import FRAMELESS, base_name, shipped_pattern, title_line, weights_of
from unionstats.intake.displayed import Outline

# What links and chrome cost; a line that costs so much ends an article's element.
LINKS_COST = -40
_CROSSING_COST = -10
_ALIKE = 3
# A notice of one sentence may have a caption, a signature and a day.
_FEW, _LEVELS = 8, 4
_WHOLE = frozenset({"", "html", "body"})
_BYLINE_RULES = "byline", "empty_label"
# A line above the text with a label or a date is a byline, not a sub-head; but the note on who passed a law and when
# stands all in brackets.
_BYLINE = regex.compile(
    r"(?:^|[\s|｜/（(\[【])\S{1,7}[:：]\s*\S{1,12}(?:$|[\s|｜/）)\]】])|(?:19|20)\d\d\s?[-/.\p{Han}]\s?\d"
)
# Who asks stands before what is asked, as a label stands before a name.
_ASKS = ("?", "？")
_NOTE = regex.compile(r"[（(][^（()）]{16,80}[)）]")


def crossings(outline: Outline) -> list[int]:
    """Return for each line how many elements end before it, apart from its own and its parent."""
    parents = [element.parent for element in outline.elements]
    depths = [0] * len(parents)
    for number in range(1, len(parents)):
        depths[number] = depths[parents[number]] + 1
    crossed = [0] if outline.lines else []
    for before, after in pairwise(outline.lines):
        left, right = before.element, after.element
        while left != right:
            if depths[left] >= depths[right]:
                left = parents[left]
            else:
                right = parents[right]
        crossed.append(max(0, depths[before.element] - depths[left] - 2))
    return crossed


def best_stretch(values: Sequence[int], crossings: Sequence[int]) -> tuple[int, int]:
    """Return the stretch with the highest sum of points; elements that end inside it count against it."""
    best = best_start = best_end = total = start = 0
    for number, (value, crossed) in enumerate(zip(values, crossings, strict=True)):
        total += _CROSSING_COST * crossed
        if total <= 0:
            total, start = 0, number
        total += value
        if total > best:
            best, best_start, best_end = total, start, number + 1
    return best_start, best_end


def with_kin(outline: Outline, values: Sequence[int], stretch: tuple[int, int]) -> tuple[int, int]:
    """Extend a stretch to sentences in the same element as many of its own, whatever lies between.

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


def parts_beside(outline: Outline, values: Sequence[int], main: Sequence[int]) -> set[int]:
    """Return the lines of boxes beside the one that holds most of the text, named like it: parts of the same text.

    Adverts and lists of links stand between the parts. What holds a link, a name or a day is no part but a post.
    """
    weights: Counter[int] = Counter()
    for number in main:
        weights[_box_of(outline, number)] += max(0, values[number])
    box, weight = max(weights.items(), key=itemgetter(1), default=(0, 0))
    element = outline.elements[box]
    if weight * 2 < sum(weights.values()) or not element.label or element.parent <= 0:
        return set()
    parts: dict[int, list[int]] = {}
    name = element.parent, base_name(element)
    for number in range(len(values)):
        other = outline.elements[_box_of(outline, number)]
        if (other.parent, base_name(other)) == name:
            parts.setdefault(_box_of(outline, number), []).append(number)
    parts.pop(box, None)
    found: set[int] = set()
    for numbers in parts.values():
        told = [number for number in numbers if values[number] > 0]
        if told and all(_is_plain(outline, values, number) for number in numbers):
            found.update(numbers)
    return found


def _is_plain(outline: Outline, values: Sequence[int], number: int) -> bool:
    """Return whether a line is a sentence of its own or a short line that is neither a link nor a byline."""
    line = outline.lines[number]
    return values[number] > 0 or (values[number] > LINKS_COST and not line.link_chars and not is_byline(line.text))


def _box_of(outline: Outline, number: int) -> int:
    """Return the element that holds a line's paragraph: what has no name is a paragraph, too."""
    element = outline.lines[number].element
    found = outline.elements[element]
    return found.parent if found.tag in FRAMELESS or not found.label else element


def holder_of(outline: Outline, values: Sequence[int], stretch: Iterable[int]) -> int:
    """Return the innermost element that contains nine tenths of a stretch."""
    gains = ((outline.lines[number].element, max(0, values[number])) for number in stretch)
    weights = weights_of(outline, gains)
    # Children stand after their parents, so the last one that is heavy enough is the innermost.
    return max(element for element, weight in enumerate(weights) if weight * 10 >= weights[0] * 9)


def around_one_of_many(outline: Outline, holder: int) -> int:
    """Return the element around one with a single paragraph: the one sentence of a notice above a list of names."""
    element = outline.elements[holder]
    if element.parent <= 0 or outline.elements[element.parent].tag in _WHOLE:
        return holder
    if element.tag in FRAMELESS:
        return _around_few(outline, element.parent)
    alike = sum(
        other.parent == element.parent and other.tag == element.tag and other.label == element.label
        for other in outline.elements
    )
    if element.tag in {"div", "section", "li"} and alike >= _ALIKE:
        return element.parent
    return _around_few(outline, holder)


def _around_few(outline: Outline, holder: int) -> int:
    """Return the widest element around one of a single line that adds but a few lines, none a link or the headline."""
    counts = [0] * len(outline.elements)
    for line in outline.lines:
        counts[line.element] += _FEW + 1 if line.link_chars else 1
    title = title_line(outline)
    if title is not None:
        counts[outline.lines[title].element] += _FEW
    for number in range(len(counts) - 1, 0, -1):
        counts[outline.elements[number].parent] += counts[number]
    if counts[holder] != 1:
        return holder
    for _ in range(_LEVELS):
        parent = outline.elements[holder].parent
        if parent <= 0 or outline.elements[parent].tag in _WHOLE or counts[parent] > _FEW:
            break
        holder = parent
    return holder


def extend(outline: Outline, values: Sequence[int], stretch: tuple[int, int], holder: int) -> tuple[int, int]:
    """Extend a stretch to the lines before and after it in the same element, up to the first block of links."""
    start, end = stretch
    if outline.elements[holder].tag in _WHOLE:
        return stretch

    within = [False] * len(outline.elements)
    for number, element in enumerate(outline.elements):
        within[number] = number == holder or (element.parent >= 0 and within[element.parent])

    def held(number: int) -> bool:
        return values[number] > LINKS_COST and within[outline.lines[number].element]

    while start > 0 and held(start - 1) and not is_byline(outline.lines[start - 1].text):
        start -= 1
    while end < len(values) and held(end):
        end += 1
    return start, end


def is_byline(text: str) -> bool:
    """Return whether a line names a source, a person or a day, and is no sub-heading."""
    if text.endswith(_ASKS) or _NOTE.fullmatch(text) or shipped_pattern("place_label").match(text):
        return False
    if shipped_pattern("counted_label").fullmatch(text) and not shipped_pattern("byline").search(text):
        return False
    return _BYLINE.search(text) is not None or any(shipped_pattern(rule).search(text) for rule in _BYLINE_RULES)

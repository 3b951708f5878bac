"""Which earlier quantities may lend their name to one whose own words name nothing: its total, its row, its level.

Knows positions, kinds and units, and the words between two quantities; whether a lender has a name its caller asks.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from unionstats.indicators.frame import MARK, REACH, Frame
from unionstats.rules.folder import RuleFolder, load_toml
from unionstats.text.marks import SEMICOLONS
from unionstats.types import ArticleView, Quantity

# Between the members of a list stands one character (、 or 和).
_LIST_GAP = 1
# What parts the cells of a table that was flattened.
_CELL_MARKS = "| \n"
# From one row of such a table to the next, whose label has no measure word in brackets.
_ROW_LABEL = regex.compile(r"[ \t]*\|?[ \t|]*\n[ \t]*[#＃*]?\p{Han}[^|\d\n(（]{0,20}\|[ \t|]*")
# The name of a part of a total has so many characters at most.
_NAME = 6
# A quantity so many times larger than the one before it counts something else.
_SCALE = 20
# A word that is said again has so many characters at least.
_WORD = 2
PEOPLE = frozenset({"people", "person_times"})


class Repetition:
    """Tells where a bare quantity has no words of its own, and finds its lender: 受理争议84件，今年已达61件.

    Args:
        folder: whose `measure.toml` has under `[frame]` the words that say no more than when, where and how many, and
            the measure words that count the same.
    """

    def __init__(self, folder: RuleFolder) -> None:
        patterns: dict[str, regex.Pattern[str]] = {}
        for path in folder.files("measure.toml"):
            frame = load_toml(path).get("frame", {})
            for name in frame.keys() & {"neutral", "doing", "added", "alike"}:
                patterns[name] = folder.compile(frame[name], path=path, rule=name)
        self._neutral, self._doing = patterns["neutral"], patterns["doing"]
        self._added, self._alike = patterns["added"], patterns["alike"]

    def lender(self, view: ArticleView, index: int, frame: Frame) -> int | None:
        """Return the nearest quantity that may count the same if the words since the last quantity add nothing to it.

        Beside a part of a total, a short name of another part adds nothing: 其中大学生46名，每人1500元；高中生41名.
        """
        start = frame.text.rfind(MARK, 0, frame.head) + 1
        other = self._like_before(view, index)
        if other is None:
            return None
        clause = view.clause_of(other)
        end = min(max(clause.end, view.quantities[other].end), view.quantities[index].start)
        is_part = view.relations[other].part_of is not None and frame.head - start <= _NAME
        is_same = is_part or self._adds_nothing(frame.text, start, frame.head, view.text[clause.start : end])
        return other if is_same else None

    def is_added(self, frame: Frame) -> bool:
        """Return whether the quantity counts what is new, and so no stock: 基层工会320家，今年新增16家."""
        return self._added.search(frame.text, frame.clause_start, frame.at) is not None

    def has_like(self, view: ArticleView, index: int) -> bool:
        """Return whether a quantity that may count the same stands before this one, in its sentence."""
        return self._like_before(view, index) is not None

    def noun_frame(self, frame: Frame) -> Frame | None:
        """Return a frame in which the clauses before are the quantity's phrase; None if its own clause says more.

        A verb of building or holding must stand in it (建立“暖心驿站”，为职工服务，截至目前，建成198家), or a blank
        of a headline before it (创新工作室创效益26亿元 全省超1600家).
        """
        blank = frame.text.rfind(" ", frame.clause_start, frame.head)
        start = max(frame.clause_start, blank + 1)
        told = blank > 0 or self._doing.search(frame.text, start, frame.at) is not None
        if not start or not told or not self._adds_nothing(frame.text, start, frame.head, ""):
            return None
        first = max(0, start - REACH)
        return frame._replace(
            at=first - 1, head=first, start=first, clause_start=first, phrase_end=start, clause_end=start
        )

    def _is_alike(self, view: ArticleView, index: int, other: int) -> bool:
        """Return whether two quantities can count the same: 件 and 起 are the same measure."""
        mine, its = view.quantities[index], view.quantities[other]
        if comparable(view, index, other):
            return True
        return mine.kind == its.kind and self._alike.fullmatch(f"{mine.unit}{its.unit}") is not None

    def _like_before(self, view: ArticleView, index: int) -> int | None:
        """Return the nearest quantity before this one, in its sentence or over semicolons, that may count the same."""
        for other in range(index - 1, -1, -1):
            if view.sentence_of[other] != view.sentence_of[other + 1] and not _goes_on(view, other):
                return None
            if self._is_alike(view, index, other):
                return None if _is_out_of_scale(view.quantities[index], view.quantities[other]) else other
        return None

    def _adds_nothing(self, text: str, start: int, end: int, said: str) -> bool:
        """Return whether all words of a stretch are neutral or were said already."""
        while start < end:
            found = self._neutral.match(text, start, end)
            to = found.end() if found and found.end() > start else _said_to(text, start, end, said)
            if to == start:
                return False
            start = to
        return True


def _is_out_of_scale(mine: Quantity, its: Quantity) -> bool:
    """Return whether a quantity is too large beside the one before it to count the same."""
    return mine.value is not None and its.value is not None and mine.value > _SCALE * its.value


def _said_to(text: str, start: int, most: int, said: str) -> int:
    """Return how far the text from `start` on repeats what was said; `start` where it does not."""
    end = start + _WORD
    while end <= most and text[start:end] in said:
        end += 1
    return end - 1 if end > start + _WORD else start


def totals(view: ArticleView, index: int) -> Iterator[int]:
    """Yield the total of which 其中 or a bracket makes this quantity a part, where it stands before."""
    total = view.relations[index].part_of
    if total is not None and total < index:
        yield total


def wholes(view: ArticleView, index: int) -> Iterator[int]:
    """Yield the quantities of the sentence before this one that are large enough to hold it, the nearest first."""
    mine = view.quantities[index].value
    for other in range(index - 1, -1, -1):
        if view.sentence_of[other] != view.sentence_of[index]:
            return
        its = view.quantities[other].value
        if mine is not None and its is not None and its >= mine:
            yield other


def like_before(view: ArticleView, index: int) -> Iterator[int]:
    """Yield the nearest quantity before this one, in its sentence, that may count the same."""
    for other in range(index - 1, -1, -1):
        if view.sentence_of[other] != view.sentence_of[index]:
            return
        if comparable(view, index, other):
            yield other
            return


def _goes_on(view: ArticleView, index: int) -> bool:
    """Return whether only semicolons part the sentence of this quantity from that of the next one."""
    mine, its = view.sentence_of[index], view.sentence_of[index + 1]
    ends = (view.sentences[number].end for number in range(mine, its))
    return all(view.text[end - 1] in SEMICOLONS for end in ends)


def people_before(view: ArticleView, index: int) -> list[int]:
    """Return the nearest people counted before this share, in its sentence or the one before: it may be of them."""
    for other in range(index - 1, -1, -1):
        mine, its = view.sentence_of[index], view.sentence_of[other]
        if mine - its > 1 or view.sentences[mine].paragraph != view.sentences[its].paragraph:
            break
        if view.quantities[other].kind in PEOPLE:
            return [other]
    return []


def items_before(view: ArticleView, index: int) -> Iterator[int]:
    """Yield the quantities of this sentence and the one before, the nearest first: items of the same list."""
    for other in range(index - 1, -1, -1):
        mine, its = view.sentence_of[index], view.sentence_of[other]
        if mine - its > 1 or view.sentences[mine].paragraph != view.sentences[its].paragraph:
            return
        yield other


def is_same_row(view: ArticleView, index: int) -> bool:
    """Return whether only a table's marks stand between this quantity and the one before: cells of one row."""
    between = view.text[view.quantities[index - 1].end : view.quantities[index].start]
    return bool(between) and not between.strip(_CELL_MARKS)


def is_next_row(view: ArticleView, index: int) -> bool:
    """Return whether this quantity opens a row whose label has no measure word: kinds of what the row above counts."""
    between = view.text[view.quantities[index - 1].end : view.quantities[index].start]
    return _ROW_LABEL.fullmatch(between) is not None


def levels(view: ArticleView, index: int) -> Iterator[int]:
    """Yield the levels of which quantity `index` may be the change, the likeliest first.

    In 工会512家、会员2.87万人,分别增长36%、41% the changes answer to the levels in order; elsewhere the nearest counts.
    """
    first = last = index
    while first and _side_by_side(view, first - 1):
        first -= 1
    while last + 1 < len(view.quantities) and _side_by_side(view, last):
        last += 1
    levels = [
        number
        for number in range(first)
        if view.sentence_of[number] == view.sentence_of[index] and view.relations[number].change is None
    ]
    if last > first and len(levels) > last - first:
        yield levels[index - last - 1]
    yield from reversed(levels)


def levels_behind(view: ArticleView, index: int) -> Iterator[int]:
    """Yield the quantities of its unit that follow in its sentence: 在去年45家的基础上增加5家，累计签订50家."""
    for other in range(index + 1, len(view.quantities)):
        if view.sentence_of[other] != view.sentence_of[index]:
            return
        if view.quantities[other].unit == view.quantities[index].unit:
            yield other


def _side_by_side(view: ArticleView, index: int) -> bool:
    """Return whether this quantity and the next are changes in a list: 36%、41%."""
    both = view.relations[index].change is not None and view.relations[index + 1].change is not None
    return both and view.quantities[index + 1].start - view.quantities[index].end <= _LIST_GAP


def comparable(view: ArticleView, index: int, other: int) -> bool:
    """Return whether two quantities can count the same: same unit, both people, or one is a change of the other."""
    mine, its = view.quantities[index], view.quantities[other]
    if view.relations[index].change is not None and mine.kind in {"percent", "ratio"}:
        return True
    is_part = view.relations[index].part_of == other
    return mine.kind == its.kind and (mine.unit == its.unit or is_part or _both_people(mine, its))


def _both_people(mine: Quantity, its: Quantity) -> bool:
    return mine.kind in PEOPLE and its.kind in PEOPLE

"""Text that remembers every change: what was removed or replaced, and where each character came from.

The only way to change page text. Stages propose `Change`s in the coordinates of the text they see; `TrackedText.apply`
applies them and keeps the mapping back to the page as read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from unionstats.types import Edit, Span


class Change(NamedTuple):
    """A proposed change, in the coordinates of the text it is proposed for; an empty `replacement` deletes.

    `silent` changes are kept in the map but not listed as edits (markup between the paragraphs of an HTML page).
    """

    start: int
    end: int
    replacement: str
    kind: str
    rule: str
    silent: bool = False


def _action(change: Change) -> Literal["removed", "repaired"]:
    """Distinguish a cut from a repair; white space put in place of a cut keeps lines apart and repairs nothing."""
    return "repaired" if change.replacement.strip() else "removed"


class _Run(NamedTuple):
    """Characters that stand together: `length` of them at `at` here came from `raw_start:raw_end` of the page."""

    at: int
    length: int
    raw_start: int
    raw_end: int

    @property
    def copied(self) -> bool:
        """Whether the run is copied character by character, not a replacement."""
        return self.length == self.raw_end - self.raw_start


class TrackedText:
    """A text with a mapping from each of its characters to the page as read.

    >>> page = TrackedText.of("產(chǎn)業(yè)工人")
    >>> plain = page.apply([Change(1, 7, "", "pinyin", "p"), Change(8, 12, "", "pinyin", "p")])
    >>> plain.text, plain.raw_span(0, 2), plain.raw_span(1, 2)
    ('產業工人', Span(start=0, end=8), Span(start=7, end=8))
    """

    __slots__ = ("_ats", "_runs", "edits", "text")

    def __init__(self, text: str, runs: Sequence[_Run], edits: tuple[Edit, ...]) -> None:
        self.text = text
        self._runs = runs
        self._ats = [run.at for run in runs]
        self.edits = edits

    @classmethod
    def of(cls, raw: str) -> TrackedText:
        """Start from the page as read, unchanged."""
        return cls(raw, [_Run(0, len(raw), 0, len(raw))] if raw else [], ())

    def __reduce__(self) -> tuple[type[TrackedText], tuple[str, Sequence[_Run], tuple[Edit, ...]]]:
        return TrackedText, (self.text, self._runs, self.edits)

    def raw_span(self, start: int, end: int) -> Span:
        """Return the stretch of the page as read that `start:end` of this text came from.

        Args:
            start: first character, in this text.
            end: one past the last character; greater than `start`.

        Returns:
            The smallest stretch of the page that holds them all, with what was cut between them.
        """
        if not 0 <= start < end <= len(self.text):
            message = f"no such stretch: {start}:{end} of {len(self.text)} characters"
            raise IndexError(message)
        number = bisect_right(self._ats, start) - 1
        first = last = self._runs[number]
        if end - 1 >= first.at + first.length:
            last = self._runs[bisect_right(self._ats, end - 1, number) - 1]
        raw_start = first.raw_start + (start - first.at if first.copied else 0)
        raw_end = last.raw_start + (end - last.at) if last.copied else last.raw_end
        return Span(raw_start, raw_end)

    def raw_at(self, position: int) -> int:
        """Return the position in the page as read where a character of this text begins."""
        at, length, raw_start, raw_end = self._runs[bisect_right(self._ats, position) - 1]
        return raw_start + position - at if length == raw_end - raw_start else raw_start

    def converted(self, text: str) -> TrackedText:
        """Return the same mapping for another text of equal length (script conversion, character by character)."""
        if len(text) != len(self.text):
            message = "a conversion must keep the length; propose changes instead"
            raise ValueError(message)
        return TrackedText(text, self._runs, self.edits)

    def apply(self, changes: Iterable[Change]) -> TrackedText:
        """Return the text after `changes`, which may be given in any order but must not overlap.

        Returns:
            A new text; its `edits` are the old ones and one for each change, in coordinates of the page as read.

        Raises:
            ValueError: two changes overlap, or one lies outside the text.
        """
        ordered = sorted(changes)
        if not ordered:
            return self
        pieces: list[str] = []
        runs: list[_Run] = []
        edits: list[Edit] = []
        at = done = 0
        for change in ordered:
            if change.start < done or change.end < change.start or change.end > len(self.text):
                message = f"changes overlap or leave the text at {change.start}:{change.end}"
                raise ValueError(message)
            at = self._copy(done, change.start, at, pieces, runs)
            raw = self._raw_of_change(change)
            if change.replacement:
                pieces.append(change.replacement)
                runs.append(_Run(at, len(change.replacement), raw.start, raw.end))
                at += len(change.replacement)
            if not change.silent:
                text = self.text[change.start : change.end]
                edits.append(
                    Edit(raw.start, raw.end, _action(change), change.kind, change.rule, text, change.replacement)
                )
            done = change.end
        self._copy(done, len(self.text), at, pieces, runs)
        return TrackedText("".join(pieces), runs, (*self.edits, *edits))

    def _raw_of_change(self, change: Change) -> Span:
        """Return the stretch of the page that a change replaces; empty for an insertion."""
        if change.end > change.start:
            return self.raw_span(change.start, change.end)
        if change.start < len(self.text):
            point = self.raw_span(change.start, change.start + 1).start
        else:
            point = self._runs[-1].raw_end if self._runs else 0
        return Span(point, point)

    def _copy(self, start: int, end: int, at: int, pieces: list[str], runs: list[_Run]) -> int:
        """Copy `start:end` with its runs to the new text, where it begins at `at`; return where it ends there."""
        if start >= end:
            return at
        pieces.append(self.text[start:end])
        index = bisect_right(self._ats, start) - 1
        while index < len(self._runs) and self._runs[index].at < end:
            first, whole, raw_start, raw_end = self._runs[index]
            here = max(start, first)
            length = min(end, first + whole) - here
            if whole == raw_end - raw_start:  # copied
                raw_start += here - first
                raw_end = raw_start + length
            runs.append(_Run(at, length, raw_start, raw_end))
            at += length
            index += 1
        return at

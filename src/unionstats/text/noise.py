"""Taking out what is no text of the article: chrome, spam, bylines, residue, by rule files and by shape.

Owns the order in which the rules of `rules/noise/` are tried and what they see. One pass of an automaton over the text
finds the trigger words; a rule's pattern is tried only in lines that hold one of its own. What bylines say (source,
date, dateline) is handed on as marks before they go. Words live in the rule files, shapes in `noise_blocks`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import ahocorasick_rs
import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import Change, TrackedText
from unionstats.text.lines import Line, is_prose, split_lines
from unionstats.text.noise_blocks import Verdict, judge_blocks
from unionstats.text.noise_rules import DenseWords, NoiseRule, load_dense, load_noise

# What may be left between the pieces of a line of chrome; digits only as counters that lost their label.
_LEFTOVER = regex.compile(r"[\p{L}\p{N}]")
_LONGEST_CHROME = 400
_MOST_PASSES = 4
# What ends with a full stop is a sentence, whatever words stand in it; only the foot of a page has sentences of its own.
_WHOLE_LINE = frozenset({"line", "head", "block"})


class Mark(NamedTuple):
    """Something a removed stretch said: which field, its words, and its place in the page as read.

    `field` is publisher, published, dateline, place, or `opens` where an article's text begins.
    """

    at: int
    field: str
    value: str


class Cleaned(NamedTuple):
    """A text without noise, and what the removed bylines said, in order of place."""

    text: TrackedText
    marks: tuple[Mark, ...]


class NoiseRemover:
    """The noise rules of a folder, compiled.

    Args:
        folder: whose `noise/*.toml` are read.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._rules = load_noise(folder)
        self._dense = load_dense(folder)
        users: dict[str, list[int]] = defaultdict(list)
        triggers = [rule.trigger for rule in self._rules] + [words.trigger for words in self._dense]
        for number, words in enumerate(triggers):
            for word in words:
                users[word].append(number)
        self._least = {number: rule.least for number, rule in enumerate(self._rules) if rule.least > 1}
        self._users = tuple(tuple(numbers) for numbers in users.values())
        self._finder = ahocorasick_rs.AhoCorasick(list(users))

    def remove(self, text: TrackedText, title: str | None = None) -> TrackedText:
        """Give the text without its noise.

        Args:
            text: repaired and simplified.
            title: the page's title where markup or metadata told it; what stands before it is navigation.
        """
        return self.clean(text, title).text

    def clean(self, text: TrackedText, title: str | None = None) -> Cleaned:
        """Give the text without its noise, and what its bylines said.

        Passes are repeated until nothing changes: what stood behind one piece of noise may itself be noise, and a
        cleaned page must be left alone.
        """
        marks: list[Mark] = []
        for _ in range(_MOST_PASSES):
            before = text
            text = self._spans(text, marks)
            text = self._lines(text, title, marks)
            if text is before:
                break
        return Cleaned(text, tuple(sorted(set(marks))))

    def _spans(self, text: TrackedText, marks: list[Mark]) -> TrackedText:
        """Cut what may run over line ends."""
        rules = sorted({number for hit in self._hits(text.text) for number in hit[1]})
        cuts = [
            cut
            for number in rules
            if number < len(self._rules) and self._rules[number].scope == "span"
            for cut in self._cuts(self._rules[number], text, Line(0, len(text.text), text.text, False), marks)
        ]
        return text.apply(_apart(cuts))

    def _lines(self, text: TrackedText, title: str | None, marks: list[Mark]) -> TrackedText:
        """Judge each line, then the blocks they form, and cut."""
        lines = split_lines(text.text)
        tried = self._tried(text.text, lines)
        verdicts = [Verdict(line) for line in lines]
        cuts: list[Change] = []
        for number, numbers in tried.items():
            cuts += self._judge(verdicts[number], numbers, text, marks)
        judge_blocks(verdicts, title)
        dropped = [verdict for verdict in verdicts if verdict.rule is not None]
        gone = [(verdict.line.start, verdict.line.end) for verdict in dropped]
        for verdict in dropped:
            self._read_groups(verdict, text, marks)
        kept = (cut for cut in cuts if not any(start <= cut.start < end for start, end in gone))
        return text.apply([*_apart(list(kept)), *(_drop(verdict, text.text) for verdict in dropped)])

    def _hits(self, text: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        for word, start, _ in self._finder.find_matches_as_indexes(text, overlapping=True):
            yield start, self._users[word]

    def _tried(self, text: str, lines: Sequence[Line]) -> dict[int, dict[int, int]]:
        """Give, for each line that holds triggers, the rules to try and how many triggers of each stand in it."""
        tried: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        seen: dict[int, int] = defaultdict(int)
        number = 0
        for start, users in sorted(self._hits(text)):
            while number < len(lines) and lines[number].end <= start:
                number += 1
            if number < len(lines) and lines[number].start <= start:
                for user in users:
                    tried[number][user] += 1
                    seen[user] += 1
        rare = [user for user, count in seen.items() if user in self._least and count < self._least[user]]
        for here in tried.values():
            for user in rare:
                here.pop(user, None)
        return tried

    def _judge(
        self, verdict: Verdict, numbers: dict[int, int], text: TrackedText, marks: list[Mark]
    ) -> Iterator[Change]:
        """Try a line's rules: note in its verdict why it goes, or yield the cuts within it."""
        line = verdict.line
        pieces: list[NoiseRule] = []
        for number in sorted(numbers):
            if number >= len(self._rules):
                self._judge_dense(verdict, self._dense[number - len(self._rules)], numbers[number])
                continue
            rule = self._rules[number]
            if rule.scope == "piece":
                pieces.append(rule)
            elif rule.scope == "inline":
                yield from self._cuts(rule, text, line, marks)
            elif (rule.scope in _WHOLE_LINE and not line.text.endswith("。") and rule.pattern.fullmatch(line.text)) or (
                rule.scope == "foot" and rule.pattern.fullmatch(line.text)
            ):
                verdict.note(rule)
        if pieces and verdict.rule is None and len(line.text) <= _LONGEST_CHROME and not is_prose(line.text):
            self._judge_pieces(verdict, pieces)

    def _judge_dense(self, verdict: Verdict, words: DenseWords, hits: int) -> None:
        text = verdict.line.text
        if hits >= words.hits and hits * words.per >= len(text) and "。" not in text:
            verdict.note(words)

    def _judge_pieces(self, verdict: Verdict, pieces: Sequence[NoiseRule]) -> None:
        """Drop a line that is made of pieces of chrome and separators alone."""
        text = verdict.line.text
        spans = [(rule, found.span()) for rule in pieces for found in rule.pattern.finditer(text)]
        rest = list(text)
        for _, (start, end) in spans:
            rest[start:end] = " " * (end - start)
        if spans and not _LEFTOVER.search("".join(rest)):
            widest, _ = max(spans, key=lambda span: span[1][1] - span[1][0])
            verdict.note(widest)
            verdict.pieces = tuple(pieces)

    def _cuts(self, rule: NoiseRule, text: TrackedText, line: Line, marks: list[Mark]) -> Iterator[Change]:
        for found in rule.pattern.finditer(line.text):
            if found.end() == found.start():
                continue
            start, end = line.start + found.start(), line.start + found.end()
            marks.extend(_marks(rule, found, text.raw_span(start, end).start))
            yield Change(start, end, rule.replacement, rule.kind, rule.id)

    def _read_groups(self, verdict: Verdict, text: TrackedText, marks: list[Mark]) -> None:
        """Read what a line says before it goes."""
        line = verdict.line
        raw = text.raw_span(line.start, line.end).start
        for rule in verdict.pieces or (verdict.rule,):
            if isinstance(rule, NoiseRule) and (rule.groups or rule.opens):
                for found in rule.pattern.finditer(line.text):
                    marks.extend(_marks(rule, found, raw))


def _marks(rule: NoiseRule, found: regex.Match[str], at: int) -> Iterator[Mark]:
    if rule.opens:
        yield Mark(at, "opens", found[0])
    for name in rule.groups:
        if found[name]:
            yield Mark(at, name, found[name])


def _drop(verdict: Verdict, text: str) -> Change:
    line, rule = verdict.line, verdict.rule
    assert rule is not None  # noqa: S101 - only dropped lines are handed in
    end = line.end + 1 if text.startswith("\n", line.end) else line.end
    return Change(line.start, end, "", rule.kind, rule.id)


def _apart(cuts: list[Change]) -> list[Change]:
    """Give the cuts that don't overlap an earlier or, from the same place, a longer one."""
    apart: list[Change] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if not apart or cut.start >= apart[-1].end:
            apart.append(cut)
    return apart

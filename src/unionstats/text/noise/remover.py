"""Taking out what is no text of the article: chrome, spam, bylines, residue, by rule files and by shape.

Owns the order in which the rules of `rules/noise/` are tried and what they see. One pass of an automaton finds trigger
words; a pattern is tried only in lines that hold one of its own. What bylines say is handed on as marks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.rules.standard import Matched, quick
from unionstats.text.edits import Change, TrackedText
from unionstats.text.lines import HEADING_LENGTH, Line, bullet_length, is_prose, split_lines
from unionstats.text.noise.brands.learned import LearnedNames
from unionstats.text.noise.brands.owners import owner_cuts
from unionstats.text.noise.brands.placed import NameUsage
from unionstats.text.noise.brands.title_fragments import TitlePieces
from unionstats.text.noise.cut_edges import with_damage, with_pair
from unionstats.text.noise.definitions import SPAM_KINDS, DenseWords, NoiseRule
from unionstats.text.noise.furniture import Furniture
from unionstats.text.noise.keywords import InjectedKeywords
from unionstats.text.noise.loading import load_dense, load_noise, load_world
from unionstats.text.noise.phrases import Phrases, load_phrases
from unionstats.text.noise.structure.glued_buttons import glued_buttons
from unionstats.text.noise.structure.judge import judge_blocks
from unionstats.text.noise.structure.wording import worded_tail
from unionstats.text.noise.topics.foreign_paragraphs import Splices
from unionstats.text.noise.topics.foreign_sentences import Strays
from unionstats.text.noise.topics.register import open_register
from unionstats.text.noise.triggers import Triggers
from unionstats.text.noise.verdict import Verdict

# What may be left between the pieces of a line of chrome; digits only as counters that lost their label.
_LEFTOVER = regex.compile(r"[\p{L}\p{N}]")
_SHORT_WORD = regex.compile(r"[\p{Han}A-Za-z|·>»\[\]【】]{1,8}")
_MOST_WORDS = 6
_BAR = regex.compile(r"[_|｜]|\s[-—]\s|-(?=\p{Han})")
_LEAST_HEADLINE = 10
_LONGEST_CHROME = 400
# What is cut out of a headline by rules of these kinds leaves the headline.
_LEAVES = SPAM_KINDS | {"duplicate_title"}
# A page into which such things were set may hold foreign sentences, too; other spam stands on copies of honest pages.
_SET_IN = frozenset({"brand_injection", "seo_head", "jammer", "emoji_bracket"})
# No line of chrome is longer; a page without line breaks is not tried as one.
_LONGEST_LINE = 1_000
_MOST_PASSES = 6
_KNOWN_LINES = 4096
_NUMBER = itemgetter(1)
# Scopes that may stand in running text; all others take a line that is no sentence.
_WITHIN = frozenset({"inline", "span", "foot"})
_NO_LINE = _WITHIN | {"learned", "titled", "placed"}


class Mark(NamedTuple):
    """Something a removed stretch said: which field, its words, and its place in the page as read.

    `field` is publisher, published, dateline, credit, brand, `opens` where an article's text begins, or `closes`
    where it ends.
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

    Rules that cut within lines are looked for in the whole text, rules that take whole lines only in lines that are
    no sentence: most of a clean page is never tried.

    Args:
        folder: whose `noise/*.toml` are read.
    """

    def __init__(self, folder: RuleFolder) -> None:
        rules = load_noise(folder)
        self._within = [rule for rule in rules if rule.scope in _WITHIN or rule.sentence]
        self._whole = [rule for rule in rules if rule.scope not in _NO_LINE and not rule.sentence]
        self._names = LearnedNames([rule for rule in rules if rule.scope == "learned"])
        self._pieces = TitlePieces([rule for rule in rules if rule.scope == "titled"])
        self._usage = NameUsage(folder, [rule for rule in rules if rule.scope == "placed"])
        dense = load_dense(folder)
        self._bounded = [(number, rule) for number, rule in enumerate(self._within) if rule.least > 1 or rule.hosts]
        self._over_lines = {number for number, rule in enumerate(self._within) if rule.scope == "span"}
        self._dense = [words for words in dense if not words.home]
        topics = [words for words in dense if words.home]
        world = load_world(folder)
        self._splices, self._strays = Splices(topics, world), Strays(topics, world)
        self._register = open_register(folder, topics, world)
        self._keywords = InjectedKeywords(folder)
        self._furniture = Furniture(folder)
        self._phrases = Phrases(load_phrases(folder))
        self._hosted = [rule for rule in rules if rule.hosts]
        # Behind the rules' numbers come those of the words by which other topics and trades are known.
        words = (*self._splices.words, *self._keywords.words)
        self._within_triggers = Triggers([*(rule.trigger for rule in self._within), *((word,) for word in words)])
        self._first_topical = len(self._within)
        self._first_keyword = self._first_topical + len(self._splices.words)
        self._whole_triggers = Triggers(
            [*(rule.trigger for rule in self._whole), *(words.trigger for words in self._dense)]
        )
        # Passes over a page repeat its lines, and the pages of a site its furniture.
        self._judge_again = lru_cache(maxsize=_KNOWN_LINES)(self._judge_alone)

    def remove(self, text: TrackedText) -> TrackedText:
        """Return the text, repaired and simplified before, without its noise."""
        return self.clean(text).text

    def clean(self, text: TrackedText, title: str | None = None, host: str | None = None) -> Cleaned:
        """Return the text without its noise, and what its bylines said.

        Passes are repeated until nothing changes: what stood behind one piece of noise may itself be noise, and a
        cleaned page must be left alone.

        Args:
            text: repaired and simplified.
            title: the page's title where markup or metadata told it; what stands before it is navigation.
            host: of the page; rules that name hosts are tried on theirs alone.
        """
        others = frozenset(rule.id for rule in self._hosted if host not in rule.hosts)
        marks: list[Mark] = []
        in_vain: set[tuple[int, str]] = set()
        page = text.text
        text = text.apply(self._pieces.find(page, title))
        places = self._usage.read(page)
        for _ in range(_MOST_PASSES):
            before = text
            brands = {mark.value for mark in marks if mark.field == "brand"}
            brands = {name for name in brands if self._usage.is_sold(name, page)}
            text = text.apply(self._usage.find(text.text, self._usage.told(places, text)))
            text = text.apply(self._names.find(text.text, brands, page))
            text, hits = self._cut_over_lines(text, others, marks)
            verdicts = [self._judge(line, others) for line in split_lines(text.text)]
            within = self._cut_within(text, verdicts, hits, marks, in_vain)
            _note_left(verdicts, within)
            judge_blocks(verdicts, title, self._furniture)
            text = text.apply(self._changes(text, verdicts, within, marks))
            if text is before:
                text = text.apply(glued_buttons(verdicts, self._phrases))
            if text is before:
                text = text.apply(worded_tail(verdicts, self._furniture))
            if text is before:
                # Nothing else is left: now the page's sentences are compared with each other.
                text = text.apply(self._foreign(text, verdicts, hits))
            if text is before:
                break
        return Cleaned(text, tuple(sorted(set(marks))))

    def _cut_over_lines(
        self, text: TrackedText, others: frozenset[str], marks: list[Mark]
    ) -> tuple[TrackedText, list[tuple[int, int]]]:
        """Cut what may run over line ends; give the triggers that stand in what is left."""
        hits = self._hits(text.text, others)
        over = sorted({number for _, number in hits if number in self._over_lines or number >= self._first_keyword})
        if not over:
            return text, hits
        page = Line(0, len(text.text), text.text, blank_before=False)
        rules = [self._within[number] for number in over if number < self._first_keyword]
        found = (owner_cuts(rule, text.text) if rule.page else self._cuts(rule, text, page, marks) for rule in rules)
        cuts = [cut for each in found for cut in each]
        cuts += self._keywords.find(text.text, [number - self._first_keyword for number in over[len(rules) :]])
        text = text.apply(_apart(cuts))
        return text, self._hits(text.text, others) if cuts else hits

    def _foreign(
        self, text: TrackedText, verdicts: Sequence[Verdict], hits: Sequence[tuple[int, int]]
    ) -> Iterator[Change]:
        """Yield the cuts of paragraphs and sentences of another topic than the page's, or of another world."""
        first, end = self._first_topical, self._first_keyword
        cuts: dict[int, list[Change]] = {}
        if topical := [(at, number - first) for at, number in hits if first <= number < end]:
            cuts = self._strays.find(verdicts, topical)
            self._splices.judge(verdicts, topical)
        if self._register and any(edit.kind in _SET_IN for edit in text.edits):
            for line, found in self._register.find(verdicts).items():
                cuts.setdefault(line, []).extend(found)
        yield from self._changes(text, verdicts, cuts, [])

    def _hits(self, text: str, others: frozenset[str]) -> list[tuple[int, int]]:
        """Return the triggers of rules that cut within lines, without those that stand too seldom in the page."""
        hits = sorted(self._within_triggers.find(text))
        seen = Counter(map(_NUMBER, hits))
        bounded = ((number, rule) for number, rule in self._bounded if number in seen)
        untried = {number for number, rule in bounded if seen[number] < rule.least or rule.id in others}
        return [hit for hit in hits if hit[1] not in untried] if untried else hits

    def _cut_within(
        self,
        text: TrackedText,
        verdicts: Sequence[Verdict],
        hits: Sequence[tuple[int, int]],
        marks: list[Mark],
        in_vain: set[tuple[int, str]],
    ) -> dict[int, list[Change]]:
        """Return, by number of the line, what its rules cut; note the sentences that go as a whole.

        `in_vain` keeps which rules found nothing in which lines: the next pass over the page passes them over.
        """
        starts = [verdict.line.start for verdict in verdicts]
        cuts: dict[int, list[Change]] = defaultdict(list)
        rules = len(self._within)
        for line, number in sorted({(bisect_right(starts, at) - 1, number) for at, number in hits if number < rules}):
            if line < 0:
                continue
            rule, verdict = self._within[number], verdicts[line]
            if rule.scope == "span" or (number, verdict.line.text) in in_vain:
                continue
            if rule.scope == "inline" and (found := list(self._cuts(rule, text, verdict.line, marks))):
                cuts[line] += found
            elif rule.scope != "inline" and self._speaks(rule, verdict.line):
                verdict.note(rule)
            else:
                in_vain.add((number, verdict.line.text))
        return cuts

    @staticmethod
    def _speaks(rule: NoiseRule, line: Line) -> bool:
        return len(line.text) <= _LONGEST_LINE and quick(rule.pattern).search(line.text) is not None

    def _judge(self, line: Line, others: frozenset[str]) -> Verdict:
        """Try on a line the rules that take whole lines, or give what they said of the same line before."""
        judge = self._judge_again if len(line.text) <= _LONGEST_LINE else self._judge_alone
        known = judge(line.text, others)
        return Verdict(line, known.rule, known.pieces, known.waiting, known.is_mixed)

    def _judge_alone(self, text: str, others: frozenset[str]) -> Verdict:
        """Judge a line by itself, without its bullet too: each line of this text is judged alike, wherever it is."""
        verdict = self._try_rules(text, others)
        if verdict.stays and not verdict.waiting and (bullet := bullet_length(text)):
            verdict = self._try_rules(text[bullet:], others)
        heads_list = any(rule.scope == "block" for rule in verdict.waiting)
        if verdict.stays and not heads_list and (phrases := self._phrases.find(text)) is not None:
            verdict.note(phrases)
        return verdict

    def _try_rules(self, text: str, others: frozenset[str]) -> Verdict:
        line = Line(0, len(text), text, blank_before=False)
        verdict = Verdict(line)
        pieces: list[NoiseRule] = []
        # What ends with a full stop is a sentence and is left alone.
        found = [] if text.endswith("。") else [number for _, number in self._whole_triggers.find(text)]
        if not found:
            return verdict
        tried = Counter(found)
        for number in sorted(tried):
            if number >= len(self._whole):
                self._judge_dense(verdict, self._dense[number - len(self._whole)], tried[number])
            elif (rule := self._whole[number]).id in others:
                continue
            elif rule.scope == "piece":
                pieces.append(rule)
            elif self._speaks(rule, line):
                verdict.note(rule)
        if (
            pieces
            and (verdict.stays or verdict.is_edge)
            and len(line.text) <= _LONGEST_CHROME
            and not is_prose(line.text)
        ):
            self._judge_pieces(verdict, pieces)
        return verdict

    def _changes(
        self, text: TrackedText, verdicts: Sequence[Verdict], cuts: dict[int, list[Change]], marks: list[Mark]
    ) -> Iterator[Change]:
        """Yield the cuts within the lines that stay, and the lines that go; read what these said."""
        for number, verdict in enumerate(verdicts):
            if verdict.stays:
                yield from _apart(cuts.get(number, []))
            else:
                self._read_groups(verdict, text, marks)
                yield _drop(verdict, text.text)

    def _judge_dense(self, verdict: Verdict, words: DenseWords, hits: int) -> None:
        text = verdict.line.text
        if hits < words.hits or hits * words.per < len(text) or "。" in text:
            return
        if not _opens_clean(words, text) and not _ends_clean(words, text):
            verdict.note(words)

    def _judge_pieces(self, verdict: Verdict, pieces: Sequence[NoiseRule]) -> None:
        """Drop a line that is made of pieces of chrome and separators alone."""
        text = verdict.line.text
        spans = [(rule, found.span()) for rule in pieces for found in rule.pattern.finditer(text)]
        rest = list(text)
        for _, (start, end) in spans:
            rest[start:end] = " " * (end - start)
        left = "".join(rest)
        if spans and _LEFTOVER.search(left) and self._phrases.find(left) is None:
            verdict.is_mixed = _is_row(left) and any(_stands_apart(text, *span) for _, span in spans)
        elif spans:
            used = {rule.id: rule for rule, _ in spans}
            widest, _ = max(spans, key=lambda span: span[1][1] - span[1][0])
            before = verdict.rule
            verdict.note(widest)
            if verdict.rule is not before:
                verdict.pieces = tuple(used.values())

    def _cuts(self, rule: NoiseRule, text: TrackedText, line: Line, marks: list[Mark]) -> Iterator[Change]:
        for found in quick(rule.pattern).finditer(line.text):
            if found.end() == found.start():
                continue
            start, end = line.start + found.start(), line.start + found.end()
            if rule.groups or rule.opens or rule.closes:
                marks.extend(_marks(rule, found, text.raw_at(start)))
            start, end = with_damage(text.text, line, start, end)
            if rule.kind in _LEAVES and not rule.replacement:
                start, end = with_pair(text.text, start, end)
            yield Change(start, end, rule.replacement, rule.kind, rule.id)

    def _read_groups(self, verdict: Verdict, text: TrackedText, marks: list[Mark]) -> None:
        """Read what a line says before it goes."""
        line = verdict.line
        raw = text.raw_at(line.start)
        for rule in verdict.pieces or (verdict.rule,):
            if isinstance(rule, NoiseRule) and (rule.groups or rule.opens or rule.closes):
                for found in _said(rule.pattern, line.text):
                    marks.extend(_marks(rule, found, raw))


def _note_left(verdicts: Sequence[Verdict], cuts: dict[int, list[Change]]) -> None:
    """Note what is left of short lines without the spam, or the label of a headline, that is cut out of them."""
    for number, found in cuts.items():
        line = verdicts[number].line
        if len(line.text) <= HEADING_LENGTH * 2 and any(cut.kind in _LEAVES for cut in found):
            left = line.text
            for cut in reversed(_apart(found)):
                left = left[: cut.start - line.start] + left[cut.end - line.start :]
            verdicts[number].left = left


def _said(pattern: regex.Pattern[str], text: str) -> Iterator[regex.Match[str]]:
    """Yield what a rule finds in a line, or, where that is nothing, behind its bullet."""
    found = list(pattern.finditer(text))
    return iter(found or list(pattern.finditer(text[bullet_length(text) :])))


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Return whether a piece is no part of a longer word: blanks, signs or the line's edges are round it."""
    return not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum()


def _opens_clean(words: DenseWords, text: str) -> bool:
    """Return whether a headline without the words stands before them, parted by a bar: only what follows goes."""
    head = _BAR.split(text, 1)[0]
    return _LEAST_HEADLINE <= len(head) < len(text) and not any(word in head for word in words.trigger)


def _ends_clean(words: DenseWords, text: str) -> bool:
    """Return whether a headline without any of the words stands glued behind them: only what opens the line goes."""
    end = max(text.rfind(word) + len(word) for word in words.trigger if word in text)
    return len(text) - end >= _LEAST_HEADLINE and not _BAR.search(text, end)


def _is_row(left: str) -> bool:
    """Return whether what is left between pieces of chrome may be more of it: a few short words without a sign."""
    words = left.split()
    return len(words) <= _MOST_WORDS and all(_SHORT_WORD.fullmatch(word) for word in words)


def _marks(rule: NoiseRule, found: Matched, at: int) -> Iterator[Mark]:
    if rule.opens:
        yield Mark(at, "opens", found[0])
    if rule.closes:
        yield Mark(at, "closes", found[0])
    for name in rule.groups:
        if found[name]:
            yield Mark(at, name, found[name])


def _drop(verdict: Verdict, text: str) -> Change:
    line, rule = verdict.line, verdict.rule
    assert rule is not None  # noqa: S101 - only dropped lines are handed in
    end = line.end + 1 if text.startswith("\n", line.end) else line.end
    return Change(line.start, end, "", rule.kind, rule.id)


def _apart(cuts: list[Change]) -> list[Change]:
    """Return the cuts that don't overlap an earlier or, from the same place, a longer one."""
    apart: list[Change] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if not apart or cut.start >= apart[-1].end:
            apart.append(cut)
    return apart

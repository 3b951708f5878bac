"""Taking out what is no text of the article: chrome, spam, bylines, residue, by rule files and by shape.

Owns the order in which this is done: passes over a page, each of which sees what the one before left. Words live in the
rule files, shapes in `structure`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import Change, TrackedText
from unionstats.text.noise.brands.learned import LearnedNames
from unionstats.text.noise.brands.placed import NameUsage
from unionstats.text.noise.brands.title_fragments import TitlePieces
from unionstats.text.noise.furniture import Furniture
from unionstats.text.noise.inline_rules import Found, InlineRules, apart, note_left
from unionstats.text.noise.keywords import InjectedKeywords
from unionstats.text.noise.line_rules import LineRules
from unionstats.text.noise.loading import load_dense, load_noise, load_world
from unionstats.text.noise.marks import Mark, marks_of_line
from unionstats.text.noise.phrases import Phrases, load_phrases
from unionstats.text.noise.structure.glued_buttons import glued_buttons
from unionstats.text.noise.structure.judge import judge_blocks
from unionstats.text.noise.structure.wording import worded_tail
from unionstats.text.noise.topics.foreign_paragraphs import Splices
from unionstats.text.noise.topics.foreign_sentences import Strays
from unionstats.text.noise.topics.register import open_register
from unionstats.text.noise.verdict import Verdict

# A page into which such things were set may hold foreign sentences, too; other spam stands on copies of honest pages.
_SET_IN = frozenset({"brand_injection", "seo_head", "jammer", "emoji_bracket"})
_MOST_PASSES = 6
# Scopes that may stand in running text; all others take a line that is no sentence.
_WITHIN = frozenset({"inline", "span", "foot"})
_NO_LINE = _WITHIN | {"learned", "titled", "placed"}


class Cleaned(NamedTuple):
    """A text without noise, with what the removed bylines said, in order of position."""

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
        self._names = LearnedNames([rule for rule in rules if rule.scope == "learned"])
        self._pieces = TitlePieces([rule for rule in rules if rule.scope == "titled"])
        self._usage = NameUsage(folder, [rule for rule in rules if rule.scope == "placed"])
        dense = load_dense(folder)
        topics = [words for words in dense if words.home]
        world = load_world(folder)
        self._splices, self._strays = Splices(topics, world), Strays(topics, world)
        self._register = open_register(folder, topics, world)
        self._furniture = Furniture(folder)
        self._hosted = [rule for rule in rules if rule.hosts]
        within = [rule for rule in rules if rule.scope in _WITHIN or rule.sentence]
        self._inline = InlineRules(within, self._splices.words, InjectedKeywords(folder))
        whole = [rule for rule in rules if rule.scope not in _NO_LINE and not rule.sentence]
        self._phrases = Phrases(load_phrases(folder))
        self._lines = LineRules(whole, [words for words in dense if not words.home], self._phrases)

    def remove(self, text: TrackedText) -> TrackedText:
        """Return a text, already repaired and simplified, without its noise."""
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
        look = self._inline.looker(others)
        page = text.text
        text = text.apply(self._pieces.find(page, title))
        places = self._usage.read(page)
        for _ in range(_MOST_PASSES):
            before = text
            brands = {mark.value for mark in marks if mark.field == "brand"}
            brands = {name for name in brands if self._usage.is_sold(name, page)}
            text = text.apply(self._usage.find(text.text, self._usage.told(places, text)))
            text = text.apply(self._names.find(text.text, brands, page))
            found = look(text.text)
            if over := self._inline.over_lines(text, found, marks):
                text = text.apply(over)
                found = look(text.text)
            verdicts = [self._lines.judge(line, others) for line in found.lines]
            within = self._inline.within_lines(text, verdicts, found, marks)
            note_left(verdicts, within)
            judge_blocks(verdicts, title, self._furniture)
            text = text.apply(_changes(text, verdicts, within, marks))
            if text is before:
                text = text.apply(glued_buttons(verdicts, self._phrases))
            if text is before:
                text = text.apply(worded_tail(verdicts, self._furniture))
            if text is before:
                # Nothing else is left: now the page's sentences are compared with each other.
                text = text.apply(self._foreign(text, verdicts, found))
            if text is before:
                break
        return Cleaned(text, tuple(sorted(set(marks))))

    def _foreign(self, text: TrackedText, verdicts: Sequence[Verdict], found: Found) -> Iterator[Change]:
        """Yield the cuts of paragraphs and sentences of another topic than the page's, or of another world."""
        cuts: dict[int, list[Change]] = {}
        if topical := found.topical:
            cuts = self._strays.find(verdicts, topical)
            self._splices.judge(verdicts, topical)
        if self._register and any(edit.kind in _SET_IN for edit in text.edits):
            for line, of_register in self._register.find(verdicts).items():
                cuts.setdefault(line, []).extend(of_register)
        yield from _changes(text, verdicts, cuts, [])


def _changes(
    text: TrackedText, verdicts: Sequence[Verdict], cuts: dict[int, list[Change]], marks: list[Mark]
) -> Iterator[Change]:
    """Yield the cuts within the lines that stay, and the lines that go; read what these said."""
    for number, verdict in enumerate(verdicts):
        if verdict.rule is not None:
            marks.extend(marks_of_line(verdict, text))
            yield _drop(verdict, text.text)
        elif number in cuts:
            yield from apart(cuts[number])


def _drop(verdict: Verdict, text: str) -> Change:
    line, rule = verdict.line, verdict.rule
    assert rule is not None  # noqa: S101 - only dropped lines are handed in
    end = line.end + 1 if text.startswith("\n", line.end) else line.end
    return Change(line.start, end, "", rule.kind, rule.id)

"""Rules that take whole lines: by a wording in them, by many words of one kind, or by the pieces they are made of.

Owns what a line says by itself. Where it stands is for `structure` to judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import regex

from unionstats.rules.standard import quick
from unionstats.text.lines import Line, bullet_length, is_prose
from unionstats.text.noise.definitions import DenseWords, NoiseRule
from unionstats.text.noise.phrases import Phrases
from unionstats.text.noise.triggers import Triggers
from unionstats.text.noise.verdict import Verdict

# What may be left between the pieces of a line of chrome; digits only as counters that lost their label.
_LEFTOVER = regex.compile(r"[\p{L}\p{N}]")
_SHORT_WORD = regex.compile(r"[\p{Han}A-Za-z|·>»\[\]【】]{1,8}")
_MOST_WORDS = 6
_BAR = regex.compile(r"[_|｜]|\s[-—]\s|-(?=\p{Han})")
_LEAST_HEADLINE = 10
_LONGEST_CHROME = 400
# No line of chrome is longer; a page without line breaks is not tried as one.
LONGEST_LINE: Final = 1_000
_KNOWN_LINES: Final = 4096


class LineRules:
    """The rules that take whole lines, compiled.

    Args:
        rules: of the scopes that take lines.
        dense: words of which a line may hold too many.
        phrases: of which a line may be made.
    """

    def __init__(self, rules: Sequence[NoiseRule], dense: Sequence[DenseWords], phrases: Phrases) -> None:
        self._rules = rules
        self._dense = dense
        self._phrases = phrases
        self._triggers = Triggers([*(rule.trigger for rule in rules), *(words.trigger for words in dense)])
        # Passes over a page repeat its lines, and the pages of a site its furniture.
        self._judge_again = lru_cache(maxsize=_KNOWN_LINES)(self._judge_alone)

    def judge(self, line: Line, others: frozenset[str]) -> Verdict:
        """Try on a line the rules that take whole lines, or return what they said of the same line before.

        Args:
            line: of the page.
            others: ids of rules for the pages of other hosts.
        """
        judge = self._judge_again if len(line.text) <= LONGEST_LINE else self._judge_alone
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
        verdict = Verdict(Line(0, len(text), text, blank_before=False))
        # What ends with a full stop is a sentence and is left alone.
        found = [] if text.endswith("。") else self._triggers.numbers(text)
        if not found:
            return verdict
        pieces: list[NoiseRule] = []
        for number in sorted(set(found)):
            if number >= len(self._rules):
                _judge_dense(verdict, self._dense[number - len(self._rules)], found.count(number))
            elif (rule := self._rules[number]).id in others:
                continue
            elif rule.scope == "piece":
                pieces.append(rule)
            elif speaks(rule, text):
                verdict.note(rule)
        may_go = verdict.stays or verdict.is_edge
        if pieces and may_go and len(text) <= _LONGEST_CHROME and not is_prose(text):
            self._judge_pieces(verdict, pieces)
        return verdict

    def _judge_pieces(self, verdict: Verdict, pieces: Sequence[NoiseRule]) -> None:
        """Drop a line that is made of pieces of chrome and separators alone."""
        text = verdict.line.text
        spans = [(rule, found.span()) for rule in pieces for found in quick(rule.pattern).finditer(text)]
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


def speaks(rule: NoiseRule, text: str) -> bool:
    """Return whether a rule finds its wording in a line."""
    return len(text) <= LONGEST_LINE and quick(rule.pattern).search(text) is not None


def _judge_dense(verdict: Verdict, words: DenseWords, hits: int) -> None:
    text = verdict.line.text
    if hits < words.hits or hits * words.per < len(text) or "。" in text:
        return
    if not _opens_clean(words, text) and not _ends_clean(words, text):
        verdict.note(words)


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

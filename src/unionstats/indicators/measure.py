"""The words that say what is counted: the shortest such phrase of the text, with or without an indicator.

The only module that uses jieba, and only for the few characters next to a quantity that no rule has named.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

import regex

from unionstats.indicators.frame import DURATION_MARK, MARK, Frame
from unionstats.rules.folder import RuleFolder, load_toml
from unionstats.text.dictionary import Frequencies, all_times
from unionstats.text.marks import CLAUSE_ENDS, COMMAS, LIST_COMMA
from unionstats.types import Span

# What stands beside the words themselves: brackets, quotes, other quantities.
_EDGE = f"{MARK}{DURATION_MARK} \t,，.。、;；:：!！?？\"'“”‘’「」《》〈〉()（）[]【】|-—·…"
_BREAK = regex.compile(rf"[{MARK}{DURATION_MARK}{CLAUSE_ENDS}{LIST_COMMA}（）()|]")
# What is left of a phrase that a rule's pattern broke off: a few characters up to a mark.
_REST = regex.compile(rf"\p{{Han}}{{1,2}}(?=[{CLAUSE_ENDS}{LIST_COMMA}”’」）)]|$)")
# A phrase of more words than this is a clause; the head stands at its end.
_MOST_WORDS = 4
_MOST_CHARACTERS = 24
# 县(市、区)总工会: what a bracket adds does not end the phrase.
_BRACKET = regex.compile(r"(?<=\p{Han})[（(][^（()）#]{1,8}[）)](?=\p{Han})")
# One character names nothing that one could group by.
_LEAST = 2
# What a rule matched behind the quantity may be so long before it says more than what is counted.
_LONGEST_STORY = 16


class Measurer:
    """Finds measure phrases.

    Args:
        folder: under `[measure]` of its `measure.toml`, `empty` lists the words that say nothing of what is counted,
            `ending` those that a rule's match may end with before the next quantity, the pattern `opening` those it may
            begin with, `bare` the verbs that need the noun behind the quantity to say what is counted, and `spent`
            those of them whose noun may stand in the next clause.
    """

    def __init__(self, folder: RuleFolder) -> None:
        tables = [load_toml(path).get("measure", {}) for path in folder.files("measure.toml")]
        openings = [str(table["opening"]) for table in tables if "opening" in table]
        self._openings = regex.compile(rf"^(?:{'|'.join(openings) or '(?!)'})(?=..)", regex.VERBOSE)
        self._bare = frozenset(str(word) for table in tables for word in table.get("bare", ()))
        self._empty = frozenset(str(word) for table in tables for word in table.get("empty", ()))
        self._spent = frozenset(str(word) for table in tables for word in table.get("spent", ()))
        endings = sorted({regex.escape(word) for table in tables for word in table.get("ending", ())})
        self._endings = regex.compile(rf"(?<=.)(?:{'|'.join(endings)}){{1,3}}$")
        self._words = lru_cache(maxsize=65_536)(self._cut)
        self._trimmed = lru_cache(maxsize=65_536)(self._trim)

    def prepare(self) -> None:
        """Load jieba, which a run over many pages needs anyway."""
        _ = self._tokenizer

    def of_spans(self, frame: Frame, spans: tuple[Span, ...]) -> str:
        """Return the words that a rule matched: one stretch, or two joined.

        Where a rule matched nothing but marks (an elided noun), the guess takes over.
        """
        merged = _merged(spans)
        pieces = [piece for span in merged for piece in _BREAK.split(self._whole_words(frame, span))]
        trimmed = list(filter(None, map(self._trimmed, pieces)))
        phrase = "".join(trimmed)
        if len(phrase) > _MOST_CHARACTERS and merged[-1].end <= frame.at:
            # A rule that read over a list: the item right before the quantity says what it counts.
            phrase = trimmed[-1]
        if phrase in self._bare and merged[-1].end <= frame.at:
            phrase += self._after(frame) or (self._next_clause(frame) if phrase in self._spent else "")
        return _without_lone_quotes(phrase) or self.guess(frame)

    def _whole_words(self, frame: Frame, span: Span) -> str:
        """Return the words of a span; one behind the quantity goes on to the end of its phrase where that is near.

        A long one ends with the noun right behind the quantity: what the rule read farther on says no more of it.
        """
        end = span.end
        if span.start > frame.at:
            if end - span.start > _LONGEST_STORY and span.start < frame.phrase_end < end:
                return frame.text[span.start : frame.phrase_end]
            rest = _REST.match(frame.text, end, frame.clause_end)
            end = rest.end() if rest else end
        return frame.text[span.start : end]

    def _trim(self, piece: str) -> str:
        """Take the words of amounting off the ends of a piece: [其中]农民工, 技能人才[达]."""
        opened = str(self._openings.sub("", piece.strip(_EDGE)))
        return str(self._endings.sub("", opened)).strip(_EDGE)

    def guess(self, frame: Frame) -> str:
        """Return the likeliest phrase for a quantity that no rule named: the noun after it, else the words before it.

        A phrase of one character is taken only where there is none better.
        """
        tries: tuple[Callable[[], str], ...] = (
            lambda: self._after(frame),
            lambda: self._before(frame, frame.head),
            lambda: self._behind(frame, frame.clause_end),
            lambda: self._before(frame, frame.elided),
            lambda: self._before(frame, frame.at),
        )
        short = ""
        for attempt in tries:
            found = _without_lone_quotes(attempt())
            if len(found) >= _LEAST:
                return found
            short = short or found
        return short

    def _after(self, frame: Frame) -> str:
        return self._behind(frame, frame.phrase_end)

    def _behind(self, frame: Frame, end: int) -> str:
        return self._first_words(frame.text[frame.at + 1 : end])

    def _next_clause(self, frame: Frame) -> str:
        """投入26万元，建起咨询室: what money was spent on stands in the next clause."""
        if frame.clause_end != frame.at + 1 or frame.text[frame.at + 1 : frame.at + 2] not in COMMAS:
            return ""
        return self._first_words(frame.text[frame.at + 2 :])

    def _first_words(self, text: str) -> str:
        phrase = _BRACKET.sub("", text[:_MOST_CHARACTERS])
        stop = _BREAK.search(phrase)
        words = self._words(phrase[: stop.start()].strip(_EDGE) if stop else phrase.strip(_EDGE))
        return "".join(words[: _MOST_WORDS + 1]).strip(_EDGE)

    def _before(self, frame: Frame, head: int | None) -> str:
        if head is None:
            return ""
        phrase = frame.text[max(frame.start, head - _MOST_CHARACTERS) : head].rstrip(_EDGE)
        words = self._words(_BREAK.split(phrase)[-1].strip(_EDGE))
        return str(self._openings.sub("", "".join(words[_first_word(words) :]))).strip(_EDGE)

    def _cut(self, phrase: str) -> tuple[str, ...]:
        """Cut a phrase into words, without the empty ones at its ends."""
        if not phrase:
            return ()
        words = [str(word) for word in self._tokenizer.cut(phrase, HMM=False)]
        while words and (words[0] in self._empty or not words[0].strip(_EDGE)):
            del words[0]
        while words and (words[-1] in self._empty or not words[-1].strip(_EDGE)):
            del words[-1]
        return tuple(words)

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - jieba has no types
        import jieba  # noqa: PLC0415 - a third of a second, which pages without unnamed figures need not pay

        tokenizer = jieba.Tokenizer()
        # Its own way to read the dictionary takes longer than all the cutting, in each process.
        tokenizer.FREQ, tokenizer.total, tokenizer.initialized = Frequencies(), all_times(), True
        return tokenizer


def _first_word(words: tuple[str, ...]) -> int:
    """Return where the last words of a long phrase begin: not amid single characters, pieces of an unknown word."""
    first = max(0, len(words) - _MOST_WORDS)
    while first and len(words[first]) == len(words[first - 1]) == 1:
        first -= 1
    return first


def _without_lone_quotes(phrase: str) -> str:
    """Drop quotation marks that have lost their partner."""
    return phrase if phrase.count("“") == phrase.count("”") else phrase.replace("“", "").replace("”", "")


def _merged(spans: tuple[Span, ...]) -> list[Span]:
    """Join spans that overlap, so that no word is said twice."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged

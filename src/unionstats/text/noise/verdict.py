"""The verdict on each line of a page: whether it stays, and if not, why. Rules and structural tests fill it in."""

from __future__ import annotations

from dataclasses import dataclass

from unionstats.text.lines import Line, bullet_length, is_prose
from unionstats.text.noise.definitions import SPAM_KINDS, DenseWords, NoiseRule, RegisterWords
from unionstats.text.noise.phrases import PhraseList
from unionstats.text.noise.shapes import Shape

TEASER_END = ("…", "...", "。。。")
# What closes a page; a date or names do not: lists of those honoured stand behind them.
_SIGNING_KINDS = frozenset({"editor", "reporter", "photo_credit"})
CLOSING_KINDS = frozenset({"prev_next", "share", "copyright", "contact", "related_list", "forum", "link_farm"})
_PLACED = frozenset({"head", "foot", "block", "signed", "signer", "teaser"})
_NO_TEXT = frozenset({"foot", "teaser"})
# A page of short sentences has no longer ones to go by.
_SENTENCE_LEAST = 14


@dataclass(slots=True)
class Verdict:
    """The verdict on a line: the rule that removes it (None: it stays), and rules that depend on its position.

    `is_mixed`: pieces of chrome stand in it beside a few short words; `left`: what is left of it without the spam that
    rules cut out of it.
    """

    line: Line
    rule: NoiseRule | DenseWords | RegisterWords | PhraseList | Shape | None = None
    pieces: tuple[NoiseRule, ...] = ()
    waiting: tuple[NoiseRule, ...] = ()
    is_mixed: bool = False
    left: str = ""

    def note(self, rule: NoiseRule | DenseWords | PhraseList) -> None:
        """Record that a rule describes this line."""
        if isinstance(rule, NoiseRule) and rule.scope in _PLACED:
            self.waiting = (*self.waiting, rule)
        elif self.rule is None or (self.is_edge and not _is_of_edge(rule)):
            self.rule, self.pieces = rule, ()

    def save(self) -> None:
        """Drop everything that speaks against the line."""
        self.rule, self.pieces, self.waiting = None, (), ()

    @property
    def stays(self) -> bool:
        """Whether nothing speaks against the line so far."""
        return self.rule is None

    @property
    def is_text(self) -> bool:
        """Whether it is running text that nothing speaks against, not even a rule that depends on its position."""
        if self.rule is not None or not is_prose(self.line.text):
            return False
        return not self.waiting or not any(rule.scope in _NO_TEXT for rule in self.waiting)

    @property
    def is_short_text(self) -> bool:
        """Whether it is a sentence too short to tell from one of a notice, if longer ones are near."""
        text = self.line.text
        return self.rule is None and not self.waiting and len(text) >= _SENTENCE_LEAST and is_sentence(text)

    @property
    def is_edge(self) -> bool:
        """Whether it is removed only before or after the running text."""
        rules = self.pieces or (self.rule,)
        return all(map(_is_of_edge, rules))

    @property
    def text(self) -> str:
        """The text of the line."""
        return self.line.text

    @property
    def blank_before(self) -> bool:
        """Whether a blank line precedes it."""
        return self.line.blank_before

    @property
    def is_byline(self) -> bool:
        """Whether it was removed as a byline."""
        return self.rule is not None and self.rule.kind == "byline"

    @property
    def closes(self) -> bool:
        """Whether it was removed as something that closes a page."""
        return self.rule is not None and self.rule.kind in CLOSING_KINDS

    @property
    def is_spam(self) -> bool:
        """Whether it was removed as spam inserted by whoever took over the site."""
        return self.rule is not None and self.rule.kind in SPAM_KINDS

    @property
    def signs(self) -> bool:
        """Whether it was removed as a credit: who wrote or made the page."""
        return self.rule is not None and self.rule.kind in _SIGNING_KINDS


def _is_of_edge(rule: object) -> bool:
    return isinstance(rule, PhraseList) or (isinstance(rule, NoiseRule) and rule.edge)


def is_text(text: str) -> bool:
    """Return whether a line is a paragraph of an article rather than an entry or teaser of a list."""
    return is_prose(text) and not text.endswith(TEASER_END) and not bullet_length(text)


def is_sentence(text: str) -> bool:
    """Return whether a line is a sentence, even a short one; teasers are cut off or have bullets."""
    return text.endswith("。") and not text.endswith(TEASER_END) and not bullet_length(text)

"""What is wrong with a page as a whole: another language, scrambled keywords, nothing but spam, rewritten text.

Owns the closed list of flags and their tests. Some flags are also reasons to set the page aside; the others are stored
with its facts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import ahocorasick_rs
import regex

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import CLAUSE_ENDS, LIST_COMMA
from unionstats.text.noise.definitions import SPAM_KINDS
from unionstats.types import Edit

FLAGS: Final[dict[str, str]] = {
    "spun_page": "rewritten by a program, synonym for synonym: figures stand, the words that name them don't",
    "keyword_scramble": "words of the title set at random between the words of the text: no clause can be trusted",
    "foreign_language": "another language than Chinese",
    "pure_spam": "nothing is left but spam",
    "no_article": "HTML that shows next to nothing but a headline: filled by a script, frames, an error page",
    "damaged_text": "characters were lost beyond repair: marked ⟦?⟧, and no number near a mark is believed",
}
REASONS: Final = frozenset({"keyword_scramble", "foreign_language", "pure_spam"})

_HAN = regex.compile(r"\p{Han}")
_LETTER = regex.compile(r"\p{L}")
# Of Japan and of Korea; the prolonged sound mark and the middle dot stand in Chinese text too.
_SYLLABLE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
# Shorter ones tell nothing.
_CLAUSE = re.compile(rf"[^{CLAUSE_ENDS}{LIST_COMMA}\s“”\"]{{4,}}")
_BIGRAM = regex.compile(r"(?=(\p{Han}{2}))")

# So much of a page tells its language.
_HEAD = 4_000
# A page of a few words proves nothing about its language.
_LEAST_LETTERS = 60
# An error message, or what a browser without frames is told, has fewer characters.
_LEAST_HAN = 12
# Scrambled words stand from the first sentence on.
_OPENING = 2_000
# In real articles up to four clauses in ten begin or end with two characters of the title; in scrambled ones most do.
_SCRAMBLED_SHARE = 0.6
_SCRAMBLED_CLAUSES = 10
_SCRAMBLED_WORDS = 5
_PHRASE = 4  # characters of a title that no one sets at random
# Of a real title two such pieces at most open clauses again and again and nothing else.
_SHREDS = 4


class PageFlagger:
    """The tests for whole pages, with their words compiled.

    Args:
        folder: whose `noise/*.toml` hold the `[[flag]]` tables.
    """

    def __init__(self, folder: RuleFolder) -> None:
        self._words: dict[str, tuple[ahocorasick_rs.AhoCorasick, int]] = {}
        for path, table in folder.tables("noise/*.toml"):
            for flag in table.get("flag", ()):
                if flag.get("id") not in FLAGS or not flag.get("words"):
                    message = f"a [[flag]] has words and an id, one of {', '.join(FLAGS)}"
                    raise RuleError(message, path=path, rule=flag.get("id"))
                self._words[flag["id"]] = (_finder(flag["words"]), flag["least"])

    def find(self, text: str, title: str | None, edits: Sequence[Edit], *, html: bool = False) -> frozenset[str]:
        """Return the flags of a page.

        Args:
            text: cleaned.
            title: of its first article.
            edits: what was removed from it.
            html: whether the text is what markup showed.
        """
        flags = {flag for flag, (words, least) in self._words.items() if _is_dense(words, least, text)}
        if _is_foreign(text):
            flags.add("foreign_language")
        if title:
            clauses = _clauses(text, title)
            if _is_scrambled(clauses, title) or _is_shredded(clauses, title):
                flags.add("keyword_scramble")
        if _is_spam(text, edits):
            flags.add("pure_spam")
        if html and _is_bare(text, title or ""):
            flags.add("no_article")
        if "⟦?⟧" in text:
            flags.add("damaged_text")
        return frozenset(flags)


def reason_of(flags: frozenset[str]) -> str | None:
    """Return the reason to set a page aside, the first by name; None if there is none."""
    return min(flags & REASONS, default=None)


def _finder(words: Sequence[str]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(words)


def _is_dense(words: ahocorasick_rs.AhoCorasick, least: int, text: str) -> bool:
    return len(words.find_matches_as_indexes(text)) * 1000 >= least * max(1000, len(text))


def _is_foreign(text: str) -> bool:
    head = text[:_HEAD]
    if len(head.encode()) > 2 * len(head) and not _SYLLABLE.search(head):
        return False
    letters = len(_LETTER.findall(head))
    if letters < _LEAST_LETTERS:
        return False
    return len(_HAN.findall(head)) < 0.3 * letters or len(_SYLLABLE.findall(head)) > 0.15 * letters


def _is_bare(text: str, title: str) -> bool:
    return len(text) < _HEAD and len(_HAN.findall(text.removeprefix(title))) < _LEAST_HAN


def _clauses(text: str, title: str) -> list[str]:
    """Return the longer clauses of a text's opening, each once: a lede may stand twice, and that proves nothing."""
    return list(dict.fromkeys(_CLAUSE.findall(text, len(title), _OPENING)))


def _is_scrambled(clauses: Sequence[str], title: str) -> bool:
    """Return whether most clauses begin or end with words of the title."""
    words = {found[1] for found in _BIGRAM.finditer(title)}
    if len(clauses) < _SCRAMBLED_CLAUSES:
        return False
    # A long run of the title that opens or closes a clause is what the text is about.
    edged = [
        clause
        for clause in clauses
        if (clause[:2] in words and clause[:_PHRASE] not in title)
        or (clause[-2:] in words and clause[-_PHRASE:] not in title)
    ]
    if len(edged) < _SCRAMBLED_SHARE * len(clauses):
        return False
    edges = Counter(word for clause in edged for word in {clause[:2], clause[-2:]} & words)
    return sum(count > 1 for count in edges.values()) >= _SCRAMBLED_WORDS


def _is_shredded(clauses: Sequence[str], title: str) -> bool:
    """Return whether pieces of the title, cut anywhere, open clauses and stand nowhere else in the text."""
    heads = Counter(clause[:2] for clause in clauses)
    often = [head for head, count in heads.items() if count > 1]
    if len(often) < _SHREDS:
        return False
    letters, body = "".join(_HAN.findall(title)), "\n".join(clauses)
    return sum(head in letters and body.count(head) == heads[head] for head in often) >= _SHREDS


def _is_spam(text: str, edits: Sequence[Edit]) -> bool:
    """Return whether more spam was removed than text is left, and hardly a sentence is left."""
    spam = sum(len(edit.text) for edit in edits if edit.kind in SPAM_KINDS)
    return spam > len(text) and len(_HAN.findall(text)) < _LEAST_LETTERS

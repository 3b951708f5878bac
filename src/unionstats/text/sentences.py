"""Splits an article into sentences and clauses. Changes no text."""

from __future__ import annotations

import re
from functools import partial

from unionstats.text.marks import COLONS, COMMAS, LIST_COMMA, SENTENCE_ENDS
from unionstats.types import Article, Sentence, Span

# Of the standard library and possessive: these two read every character of every page.
# A sentence ends at 。！？ or ；, with closing quotes and brackets.
_END = rf"[{SENTENCE_ENDS}]++[”’」』）)\"]*+"
_SENTENCE = re.compile(rf"\n|[^{SENTENCE_ENDS}\n]++(?:{_END})?+|{_END}")
# A comma inside a number (1,234) ends no clause, nor does the colon of a time.
_CLAUSE_END = re.compile(rf"[{''.join((*COMMAS, *COLONS, LIST_COMMA))}](?!(?<=\d[,，])\d{{3}}(?!\d)|(?<=\d:)\d\d)")

# Brackets that say something of their own: more than a unit, a number or an abbreviation.
_BRACKETS = "(（"
_ASIDE = re.compile(r"[(（][^()（）\n]{5,120}+[)）]")


def find_sentences(text: str, article: Article) -> tuple[Sentence, ...]:
    """Find the sentences of an article, its title first.

    Args:
        text: the whole cleaned page.
        article: whose span is read; each line is a paragraph.

    Returns:
        Sentences in order, without leading or trailing white space, none empty; clauses cover each of them.
    """
    split = partial(_clauses, text)
    title = article.title or Span(0, 0)
    sentences = []
    paragraph, in_title = 0, title.start <= article.span.start < title.end
    for found in _SENTENCE.finditer(text, *article.span):
        piece = found[0]
        if piece == "\n":
            paragraph += 1
            in_title = title.start <= found.end() < title.end
        elif bare := piece.strip():
            start = found.start() + (len(piece) - len(piece.lstrip()) if bare is not piece else 0)
            sentences.append(Sentence(start, start + len(bare), paragraph, is_title=in_title, split=split))
    return tuple(sentences)


def find_asides(text: str, start: int, end: int) -> list[Span]:
    """Return the remarks in round brackets: a place or time named in them holds only inside.

    >>> find_asides("新建工会90家(其中南岭县12家),发展会员3000人。", 0, 26)
    [Span(start=7, end=17)]
    """
    found: list[Span] = []
    for bracket in _BRACKETS:  # few: a search for each is faster than one for either
        at = text.find(bracket, start, end)
        while at >= 0:
            aside = _ASIDE.match(text, at, end)
            if aside is not None:
                found.append(Span(at, aside.end()))
            at = text.find(bracket, at + 1, end)
    return sorted(found)


def _clauses(text: str, start: int, end: int) -> tuple[Span, ...]:
    ends = [found.end() for found in _CLAUSE_END.finditer(text, start, end)]
    if not ends or ends[-1] < end:
        ends.append(end)
    return tuple(map(Span, [start, *ends], ends))

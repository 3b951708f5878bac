"""Sentences and clauses of an article. Owns where they end; changes no text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unionstats.types import Article, Sentence, Span

# Of the standard library and possessive: these two read every character of every page.
# A sentence ends at 。！？ or ； (it separates statements that stand on their own), with closing quotes and brackets.
_SENTENCE = re.compile(r"[^。！？!?；;]*+(?:[。！？!?；;]++[”’」』）)\"]*+|$)")
# A comma inside a number (1,234) ends no clause.
_CLAUSE = re.compile(r"(?:[^，,：:、\n]++|(?<=\d)[,，](?=\d{3}(?!\d))|(?<=\d):(?=\d\d))*+[，,：:、]?")


def find_sentences(text: str, article: Article) -> tuple[Sentence, ...]:
    """Find the sentences of an article, its title first.

    Args:
        text: the whole cleaned page.
        article: whose span is read; each line is a paragraph.

    Returns:
        Sentences in order, without leading or trailing white space, none empty; clauses cover each of them.
    """
    return tuple(_sentences(text, article))


def _sentences(text: str, article: Article) -> Iterator[Sentence]:
    start = article.span.start
    for number, line in enumerate(text[article.span.start : article.span.end].split("\n")):
        in_title = article.title is not None and article.title.start <= start < article.title.end
        for found in _SENTENCE.finditer(text, start, start + len(line)):
            trimmed = _trim(text, found.start(), found.end())
            if trimmed is not None:
                yield Sentence(*trimmed, clauses=_clauses(text, trimmed), paragraph=number, is_title=in_title)
        start += len(line) + 1


def _trim(text: str, start: int, end: int) -> Span | None:
    line = text[start:end]
    start += len(line) - len(line.lstrip())
    end = start + len(line.strip())
    return Span(start, end) if start < end else None


def _clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    spans = [found.span() for found in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    return tuple([Span(start, end) for start, end in spans if start < end])

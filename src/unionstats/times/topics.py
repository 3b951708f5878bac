"""Paragraphs of a report that each take up one topic: 集体协商稳步推进。…; ——生活救助。…; 服务职工方面,….

Decides which paragraphs form such a series. frames.py decides what time they share.
"""

from __future__ import annotations

from itertools import pairwise

import regex

from unionstats.rules.standard import quick_match
from unionstats.types import ArticleView


def read_topics(view: ArticleView, opens: regex.Pattern[str]) -> frozenset[int]:
    """Return the paragraphs that open with a topic as their neighbours do; one alone is an ordinary sentence.

    Args:
        view: the article.
        opens: how such a paragraph begins.
    """
    first: dict[int, int] = {}
    for sentence in view.sentences:
        if not sentence.is_title:
            first.setdefault(sentence.paragraph, sentence.start)
    match = quick_match(opens)
    opened = [(paragraph, match(view.text, start) is not None) for paragraph, start in first.items()]
    rows = (pair for pair in pairwise(opened) if pair[0][1] and pair[1][1])
    return frozenset(paragraph for pair in rows for paragraph, _ in pair)

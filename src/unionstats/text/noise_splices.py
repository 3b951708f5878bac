"""Paragraphs of another page, set between those of the article: their topic stands nowhere else in the page.

Owns the comparison of a line with the rest of its page. The words of topics, and those of the article's own world that
save a line, are data: `[[dense]]` tables with `home`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import ahocorasick_rs

from unionstats.text.noise_rules import DenseWords
from unionstats.text.noise_zone import Verdict


class Splices:
    """The topics by which paragraphs of other pages are known.

    Args:
        topics: dense words with `home`.
    """

    def __init__(self, topics: Sequence[DenseWords]) -> None:
        self._topics = tuple(topics)
        self._topic_of = [number for number, topic in enumerate(topics) for _ in topic.trigger]
        words = [word for topic in topics for word in topic.trigger]
        self._finder = ahocorasick_rs.AhoCorasick(words) if words else None

    def judge(self, verdicts: Sequence[Verdict]) -> None:
        """Drop the lines whose topic no other line of the page has; less than half of them, and never the first."""
        if self._finder is None:
            return
        text = [verdict for verdict in verdicts if verdict.stays]
        found: dict[int, dict[int, set[int]]] = defaultdict(dict)
        for place, verdict in enumerate(text):
            for word, _, _ in self._finder.find_matches_as_indexes(verdict.line.text):
                found[self._topic_of[word]].setdefault(place, set()).add(word)
        for number, places in found.items():
            topic = self._topics[number]
            are_all = all(_is_of(topic, text[place].line.text, len(words)) for place, words in places.items())
            if are_all and 0 not in places and 2 * len(places) < len(text):
                for place in places:
                    text[place].rule = topic


def _is_of(topic: DenseWords, text: str, hits: int) -> bool:
    """Tell whether a line is about a topic, and about nothing that the page's own lines are about."""
    return hits >= topic.hits and hits * topic.per >= len(text) and not any(word in text for word in topic.home)

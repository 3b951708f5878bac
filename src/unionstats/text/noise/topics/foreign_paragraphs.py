"""Paragraphs of another page, inserted between those of the article: nothing else on the page is about their topic.

Compares each line with the rest of its page. The words of topics, and the words of union news that protect a line, are
data: `[[dense]]` tables with `home`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from unionstats.text.noise.definitions import DenseWords, World
from unionstats.text.noise.overlap import pairs_of
from unionstats.text.noise.topics.foreign_sentences import SENTENCE
from unionstats.text.noise.topics.page_context import IS_STRANGE
from unionstats.text.noise.verdict import Verdict

# A pair of characters alone that the page has, too, is chance.
_SHARED = 2
# A sentence that is longer tells something: a line that is half of such is not another page's for what they lack.
_SHORT = 16


class Splices:
    """The topics that identify paragraphs of other pages.

    Args:
        topics: dense words with `home`.
        world: finds words of the world of unions.
    """

    def __init__(self, topics: Sequence[DenseWords], world: World) -> None:
        self._topics = tuple(topics)
        self._world = world
        self.words = tuple(word for topic in topics for word in topic.trigger)
        # Words that only sentences are known by, and topics of sentences only, have no number here.
        self._topic_of = tuple(
            number if topic.kin and word in topic.words else None
            for number, topic in enumerate(topics)
            for word in topic.trigger
        )

    def judge(self, verdicts: Sequence[Verdict], hits: Iterable[tuple[int, int]]) -> None:
        """Remove the lines whose topic no other line of the page has: fewer than half of all lines, never the first.

        Args:
            verdicts: one per line, in order; changed in place.
            hits: where in the page which of the `words` stands.
        """
        for topic, words_of in self._found(verdicts, hits):
            lines = [(verdicts[place].line.text, len(words)) for place, words in words_of.items()]
            is_first = all(not verdict.stays for verdict in verdicts[: min(words_of)])
            is_most = 2 * len(words_of) >= sum(verdict.stays for verdict in verdicts)
            if is_first or is_most or not all(_is_of(topic, *line) for line in lines):
                continue
            others = [
                verdict.line.text for place, verdict in enumerate(verdicts) if place not in words_of and verdict.stays
            ]
            if _is_kin(topic, others):
                continue
            page = "\n".join(others)
            if not any(self._is_part_ours(topic, text, page) for text, _ in lines):
                for place in words_of:
                    verdicts[place].rule = topic

    def _found(
        self, verdicts: Sequence[Verdict], hits: Iterable[tuple[int, int]]
    ) -> Iterable[tuple[DenseWords, dict[int, set[int]]]]:
        """Yield each topic that has enough words in one line, with which of them stand in which line."""
        starts = [verdict.line.start for verdict in verdicts]
        found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for at, word in hits:
            place, topic = bisect_right(starts, at) - 1, self._topic_of[word]
            if topic is not None and place >= 0 and verdicts[place].stays:
                found[topic][place].add(word)
        for number, words_of in found.items():
            if max(map(len, words_of.values())) >= self._topics[number].hits:
                yield self._topics[number], words_of

    def _is_part_ours(self, topic: DenseWords, text: str, page: str) -> bool:
        """Return whether a sentence without a word of the topic shares words with the page, or is of our world."""
        sentences = [found[0] for found in SENTENCE.finditer(text)]
        bare = [sentence for sentence in sentences if not any(word in sentence for word in topic.trigger)]
        if 2 * len(bare) >= len(sentences) and any(len(sentence) > _SHORT for sentence in bare):
            return True
        return any(self._is_ours(topic, sentence, page) for sentence in bare)

    def _is_ours(self, topic: DenseWords, sentence: str, page: str) -> bool:
        """Return whether a sentence is near the topic, of the world of unions, or has words of the page."""
        if any(word in sentence for word in topic.own) or self._world.is_in(sentence):
            return True
        pairs = pairs_of(sentence)
        shared = sum(pair in page for pair in pairs)
        return shared >= _SHARED and shared >= IS_STRANGE * len(pairs)


def _is_kin(topic: DenseWords, others: Iterable[str]) -> bool:
    """Return whether the page's other lines are near a topic: then it may be their own."""
    return any(word in text for text in others for word in topic.kin)


def _is_of(topic: DenseWords, text: str, hits: int) -> bool:
    """Return whether a line is about a topic, and about nothing that the page's own lines are about."""
    return hits * topic.per >= len(text) and not any(word in text for word in topic.home)

"""Sentences of another page, set between those of a paragraph: they tell of another topic than the page does.

Owns the comparison of a sentence with the rest of its page. The words are data: `[[dense]]` tables with `home` are
topics. `sure` are words that no news of unions has, `beside` those that may stand in it, seldom, `near` those that many
texts have; `own` are those by which a page is near the topic. A sentence goes that is full of such words, or, between
others that all are of the world of unions, has enough of them. Words of unions or of what is counted in their news save
it, but for three sure words. On pages into which things were set `register` looks, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from unionstats.text.edits import Change
from unionstats.text.noise.definitions import DenseWords, RegisterWords, World
from unionstats.text.noise.topics.page_context import SURE, Known, Rest, Sentence
from unionstats.text.noise.verdict import Verdict

# A question or call that is quoted within a sentence does not end it.
SENTENCE: Final = re.compile(
    r"(?:[^。！？!?]|[！？!?]++[”’」』](?=[\u4e00-\u9fff]))++(?:[。！？!?]++[”’」』）)\"]*+\s*+)?+|[。！？!?]++[”’」』）)\"]*+\s*+"
)
# What a word says: one that no news of unions has, one that may stand in them, seldom, and one that stands beside such.
_WEIGHTS: Final = (3, 2, 1)

# Topic by its number, then sentence by its number: which of the topic's words stand in it.
_Found = Mapping[int, Mapping[int, set[str]]]


class Strays:
    """The topics that identify sentences of other pages.

    Args:
        topics: dense words with `home`; those without `sure` are of lines only.
        world: finds words of the world of unions.
    """

    def __init__(self, topics: Sequence[DenseWords], world: World) -> None:
        self._topics = tuple(topics)
        self._world = world
        self._words = [(number, word) for number, topic in enumerate(topics) for word in topic.trigger]
        self._sure = [frozenset(topic.sure) for topic in topics]
        self._telling = [frozenset((*topic.sure, *topic.beside)) for topic in topics]
        self._homes = {topic.id: (*topic.home, *world.side) for topic in topics}

    def find(self, verdicts: Sequence[Verdict], hits: Sequence[tuple[int, int]]) -> dict[int, list[Change]]:
        """Return the sentences to remove, by number of the line; a line without others is removed as a whole.

        Args:
            verdicts: one per line, in order; those of lines that go are changed in place.
            hits: where in the page (its last character) which of the topics' words stands.
        """
        if not self._worth_reading(verdicts, hits):
            return {}
        sentences = sentences_of(verdicts)
        return cuts_of(self._strange(sentences, self._found(sentences, hits)), sentences, verdicts)

    def _worth_reading(self, verdicts: Sequence[Verdict], hits: Sequence[tuple[int, int]]) -> bool:
        """Return whether words of a topic stand in a sentence without one of its home: on most pages none does.

        One that no news of unions has tells it in a sentence that has nothing of their world, else more are asked for.
        """
        starts = [verdict.line.start for verdict in verdicts]
        sentences: tuple[Sentence, ...] = ()
        read, place, told = -1, -1, 0
        for at, word in hits:
            topic, spelt = self._words[word]
            line = bisect_right(starts, at) - 1
            if line < 0 or spelt not in self._telling[topic]:
                continue
            if line != read:
                read, place, told, sentences = line, -1, 0, tuple(_of_line(verdicts, line))
            found = bisect_right(sentences, at, key=lambda sentence: sentence.start) - 1
            if found < 0 or self._is_at_home(topic, sentences[found]):
                continue
            told = (told if found == place else 0) + 1
            place = found
            if told >= SURE or (spelt in self._sure[topic] and not self._world.is_in(sentences[found].text)):
                return True
        return False

    def _is_at_home(self, topic: int, sentence: Sentence) -> bool:
        """Return whether a word of the page's own world stands in a sentence."""
        return any(home in sentence.text for home in self._homes[self._topics[topic].id])

    def _found(self, sentences: Sequence[Sentence], hits: Sequence[tuple[int, int]]) -> _Found:
        """Return which words of which topic stand in which sentence; a word within a longer one does not count."""
        found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        spelt = [(at, *self._words[word]) for at, word in hits]
        done: dict[int, int] = {}
        number = 0
        for start, _, topic, word in sorted((at + 1 - len(word), -len(word), topic, word) for at, topic, word in spelt):
            while number < len(sentences) and start >= sentences[number].start + len(sentences[number].text):
                number += 1
            if number == len(sentences):
                break
            if start < max(sentences[number].start, done.get(topic, 0)) or not self._telling[topic]:
                continue
            if not is_titled(sentences[number].text, start - sentences[number].start):
                found[topic][number].add(word)
                done[topic] = start + len(word)
        return found

    def _strange(self, sentences: Sequence[Sentence], found: _Found) -> dict[int, DenseWords]:
        """Return the sentences that are of another page, with their topics; never the first, nor most of them."""
        foreign, weights = self._candidates(sentences, found)
        if not foreign or 2 * len(foreign) > len(sentences):
            return {}
        rest = Rest(sentences, foreign, Known(self._world, self._homes), self._told_in(found))
        topics = {number: self._topics[topic] for number, topic in foreign.items()}
        strange = {
            number: topic
            for number, topic in topics.items()
            if rest.is_foreign(number, topic, found[foreign[number]][number], weights[number])
        }
        if not strange:
            return {}
        for number, topic in sorted(strange.items()):
            for step in (-1, 1):
                strange |= rest.beside(number, step, topic, found[self._topics.index(topic)])
        return strange | rest.whole_lines(strange)

    def _candidates(self, sentences: Sequence[Sentence], found: _Found) -> tuple[dict[int, int], dict[int, int]]:
        """Return the sentences that tell of a topic and of nothing of its home: its number, and how much they tell.

        Where a sentence has words of several topics, that of most of them counts.
        """
        held = sorted(
            (len(words), topic, number) for topic, words_of in found.items() for number, words in words_of.items()
        )
        topics: dict[int, int] = {}
        weights: dict[int, int] = {}
        for _, topic, number in held:
            sentence, words = sentences[number], found[topic][number]
            if not number or sentence.is_said or words.isdisjoint(self._telling[topic]):
                continue
            weight, per = self._weight(number, topic, sentence, found), self._topics[topic].per
            is_full = max(len(words), weight / _WEIGHTS[0]) * per >= len(sentence.text)
            if is_full and not self._is_at_home(topic, sentence):
                topics[number], weights[number] = topic, weight
        return topics, weights

    def _told_in(self, found: _Found) -> dict[str, frozenset[int]]:
        """Return, by topic, the sentences that hold words of it."""
        return {
            self._topics[topic].id: frozenset(
                number for number, words in words_of.items() if not self._telling[topic].isdisjoint(words)
            )
            for topic, words_of in found.items()
        }

    def _weight(self, number: int, topic: int, sentence: Sentence, found: _Found) -> int:
        """Return how much a sentence's words say for its topic; words of other topics count as those near it."""
        words = found[topic][number]
        sure, beside = len(words & self._sure[topic]), len(words & self._telling[topic])
        beyond = (word for word in self._topics[topic].near if word in sentence.text)
        near = sum(not any(word in own for own in words) for word in beyond) + len(words) - beside
        others = {
            word
            for other, words_of in found.items()
            if other != topic
            for word in words_of.get(number, ())
            if word in self._telling[other] and not any(word in own or own in word for own in words)
        }
        first, second, third = _WEIGHTS
        return first * sure + second * (beside - sure) + third * (near + len(others))


def is_titled(text: str, at: int) -> bool:
    """Return whether a position is inside the title of a book, a play or a song, or in a quotation."""
    return text.rfind("《", 0, at) > text.rfind("》", 0, at) or text.rfind("“", 0, at) > text.rfind("”", 0, at)


def sentences_of(verdicts: Sequence[Verdict]) -> list[Sentence]:
    """Return the sentences of the remaining lines."""
    return [sentence for number in range(len(verdicts)) for sentence in _of_line(verdicts, number)]


def _of_line(verdicts: Sequence[Verdict], number: int) -> Iterator[Sentence]:
    """Yield the sentences of a line that stays; a headline is one."""
    if verdicts[number].stays:
        line = verdicts[number].line
        is_open = 0
        for found in SENTENCE.finditer(line.text):
            first = found[0][0]
            is_said = is_open + (first == "“") - (first == "”") > 0
            yield Sentence(number, line.start + found.start(), found[0], is_said)
            is_open += found[0].count("“") - found[0].count("”")


def cuts_of(
    strange: Mapping[int, DenseWords | RegisterWords], sentences: Sequence[Sentence], verdicts: Sequence[Verdict]
) -> dict[int, list[Change]]:
    """Return the cuts of foreign sentences, by number of the line; a line without others is removed as a whole."""
    cuts: dict[int, list[Change]] = defaultdict(list)
    for number, rule in sorted(strange.items()):
        line, start, text, _ = sentences[number]
        cuts[line].append(Change(start, start + len(text), "", rule.kind, rule.id))
        if sum(cut.end - cut.start for cut in cuts[line]) >= len(verdicts[line].line.text):
            verdicts[line].rule = rule
    return cuts

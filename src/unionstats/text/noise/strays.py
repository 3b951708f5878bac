"""Sentences of another page, set between those of a paragraph: they tell of another topic than the page does.

Owns the comparison of a sentence with the rest of its page. The words are data: `[[dense]]` tables with `home` are
topics. `sure` are words that no news of unions has, `beside` those that may stand in it, seldom, `near` those that many
texts have; `own` are those by which a page is near the topic. A sentence goes that is full of such words, or, between
others that all are of the world of unions, has enough of them: how many is asked depends on what else it says. Words of
unions or of what is counted in their news save it, but for three sure words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from unionstats.text.edits import Change
from unionstats.text.noise.edges import pairs_of
from unionstats.text.noise.rules import DenseWords, World
from unionstats.text.noise.zone import Verdict

# A question or call that is quoted within a sentence does not end it.
SENTENCE: Final = re.compile(
    r"(?:[^。！？!?]|[！？!?]++[”’」』](?=[\u4e00-\u9fff]))++(?:[。！？!?]++[”’」』）)\"]*+\s*+)?+|[。！？!?]++[”’」』）)\"]*+\s*+"
)
# Of a sentence of the page's own a fifth and more of the pairs of characters come again in the rest of it.
IS_STRANGE: Final = 0.13
# Less, where one word of another topic is all that speaks against it.
_IS_STRANGER: Final = 0.08
# So many words of the page's own world must stand in the rest of it, else nothing tells which sentences are strange.
_AT_HOME: Final = 2
# So many words that no news of unions has tell more than a word of the page that is near the topic.
_SURE: Final = 2
# So many tell it whatever else the sentence says.
_SUREST: Final = 3
_SPUN: Final = 3
# What a word says: one that no news of unions has, one that may stand in them, seldom, and one that stands beside such.
_WEIGHTS: Final = (3, 2, 1)
# So much of it tells that a sentence is foreign where it shares nothing with the page.
_TOLD: Final = 3
# So much of one that tells of a person, as stories of workers do, or has words of ours that any text may have; and of
# one that is near the topic.
_TOLD_OF_OURS: Final = 6
_TOLD_NEAR: Final = 9
# So much that it is foreign on a page of stories, too.
_TOLD_BY_FAR: Final = 8
_TOLD_BY_FAR_IF_SPUN: Final = 5
# So much together that a paragraph is.
_ALL_TOLD: Final = 5
# A paragraph of which one sentence in so many is foreign is another page's where the others have nothing of this one.
_PART: Final = 3
_QUESTION: Final = ("?", "？")
# A page with so many other sentences near the topic is about it.
_IS_ABOUT: Final = 2
# Of a page of news about unions hardly any sentence is without a word of their world; of a worker's story many are.
_STORY: Final = 0.34

# Topic by its number, then sentence by its number: which of the topic's words stand in it.
_Found = Mapping[int, Mapping[int, set[str]]]


class _Sentence(NamedTuple):
    """A sentence, its place in the page and the number of its line; `is_said`: it begins within a quotation."""

    line: int
    start: int
    text: str
    is_said: bool


class _Known(NamedTuple):
    """What is known before: words of the world of unions and of each topic's home; whether the page was spun."""

    world: World
    homes: Mapping[str, tuple[str, ...]]
    is_spun: bool


class Strays:
    """The topics by which sentences of other pages are known.

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

    def find(
        self, verdicts: Sequence[Verdict], hits: Sequence[tuple[int, int]], *, is_spun: bool
    ) -> dict[int, list[Change]]:
        """Give, by number of the line, the sentences that go; a line of nothing else goes as a whole.

        Args:
            verdicts: one per line, in order; those of lines that go are changed in place.
            hits: where in the page (its last character) which of the topics' words stands.
            is_spun: other things were set into the page: less is asked for.
        """
        cuts: dict[int, list[Change]] = defaultdict(list)
        if not self._worth_reading(verdicts, hits):
            return cuts
        sentences = [sentence for number in range(len(verdicts)) for sentence in _sentences(verdicts, number)]
        for number, topic in sorted(self._strange(sentences, self._found(sentences, hits), is_spun=is_spun).items()):
            line, start, text, _ = sentences[number]
            cuts[line].append(Change(start, start + len(text), "", topic.kind, topic.id))
            if sum(cut.end - cut.start for cut in cuts[line]) >= len(verdicts[line].line.text):
                verdicts[line].rule = topic
        return cuts

    def _worth_reading(self, verdicts: Sequence[Verdict], hits: Sequence[tuple[int, int]]) -> bool:
        """Tell whether words of a topic stand in a sentence without one of its home: on most pages none does.

        One tells it in a sentence that has nothing of the world of unions, else more are asked for.
        """
        starts = [verdict.line.start for verdict in verdicts]
        sentences: tuple[_Sentence, ...] = ()
        read, place, told = -1, -1, 0
        for at, word in hits:
            topic, spelt = self._words[word]
            line = bisect_right(starts, at) - 1
            if line < 0 or spelt not in self._telling[topic]:
                continue
            if line != read:
                read, place, told, sentences = line, -1, 0, tuple(_sentences(verdicts, line))
            found = bisect_right(sentences, at, key=lambda sentence: sentence.start) - 1
            if found < 0 or self._is_at_home(topic, sentences[found]):
                continue
            told = (told if found == place else 0) + 1
            place = found
            if told >= _SURE or not self._world.is_in(sentences[found].text):
                return True
        return False

    def _is_at_home(self, topic: int, sentence: _Sentence) -> bool:
        """Tell whether a word of the page's own world stands in a sentence."""
        return any(home in sentence.text for home in self._homes[self._topics[topic].id])

    def _found(self, sentences: Sequence[_Sentence], hits: Sequence[tuple[int, int]]) -> _Found:
        """Give which words of which topic stand in which sentence; a word within a longer one does not count."""
        found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        spelt = [(at, *self._words[word]) for at, word in hits]
        done: dict[int, int] = {}
        number = 0
        for start, _, topic, word in sorted((at + 1 - len(word), -len(word), topic, word) for at, topic, word in spelt):
            while number < len(sentences) and start >= sentences[number].start + len(sentences[number].text):
                number += 1
            if number == len(sentences):
                break
            if start >= max(sentences[number].start, done.get(topic, 0)) and self._telling[topic]:
                found[topic][number].add(word)
                done[topic] = start + len(word)
        return found

    def _strange(self, sentences: Sequence[_Sentence], found: _Found, *, is_spun: bool) -> dict[int, DenseWords]:
        """Give the sentences that are of another page, with their topics; never the first, nor most of them."""
        foreign, weights = self._candidates(sentences, found)
        if 2 * len(foreign) > len(sentences):
            return {}
        rest = _Rest(sentences, foreign, _Known(self._world, self._homes, is_spun), self._told_in(found))
        topics = {number: self._topics[topic] for number, topic in foreign.items()}
        strange = {
            number: topic
            for number, topic in topics.items()
            if rest.is_foreign(number, topic, found[foreign[number]][number], weights[number])
        }
        others = {
            number: topic for number, topic in topics.items() if number not in strange and rest.is_odd(number, topic)
        }
        # A page that tells nothing of what several of its sentences tell has been spun.
        strange |= others if len(strange) >= _SPUN else rest.told_together(others, weights)
        for number, topic in sorted(strange.items()):
            for step in (-1, 1):
                strange |= rest.beside(number, step, topic, found[self._topics.index(topic)])
        return strange | rest.whole_lines(strange)

    def _candidates(self, sentences: Sequence[_Sentence], found: _Found) -> tuple[dict[int, int], dict[int, int]]:
        """Give the sentences that tell of a topic and of nothing of its home: its number, and how much they tell.

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
        """Give, by topic, the sentences that hold words of it."""
        return {
            self._topics[topic].id: frozenset(
                number for number, words in words_of.items() if not self._telling[topic].isdisjoint(words)
            )
            for topic, words_of in found.items()
        }

    def _weight(self, number: int, topic: int, sentence: _Sentence, found: _Found) -> int:
        """Give how much a sentence's words say for its topic; those of other topics say as little as those near it."""
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


class _Rest:
    """What a page says besides the sentences that may be of another."""

    def __init__(
        self,
        sentences: Sequence[_Sentence],
        foreign: Mapping[int, int],
        known: _Known,
        told: Mapping[str, frozenset[int]],
    ) -> None:
        world, self._homes, self._is_spun = known
        self._sentences = sentences
        self._told = told
        self._world = world
        self._kept = [number for number in range(len(sentences)) if number not in foreign]
        self._is_kept = frozenset(self._kept)
        self._text = "\n".join(sentences[number].text for number in self._kept)
        # In how many of the sentences that stay a pair of characters stands.
        self._pairs = Counter(pair for number in self._kept for pair in pairs_of(sentences[number].text))
        whole = [sentences[number].text for number in self._kept if "。" in sentences[number].text]
        self._is_sober = sum(world.words.search(text) is None for text in whole) <= _STORY * len(whole)
        own = (self._sentences[number] for number in self._kept if world.is_plainly_in(sentences[number].text))
        self._last_own = max((sentence.line for sentence in own), default=-1)
        self._own = cache(self._own_of)
        self._has_home = cache(self._has_home_of)
        self._has_kin = cache(self._has_kin_of)

    def is_foreign(self, number: int, topic: DenseWords, words: set[str], weight: int) -> bool:
        """Tell whether a sentence that holds a topic's words has nothing to do with the page."""
        share = self._share(number)
        if share >= IS_STRANGE or not self._has_home(topic) or self._is_about(number, topic):
            return False
        sure = len(words.intersection(topic.sure))
        asked = self._asked(number, topic)
        if asked is None:
            return sure >= _SUREST
        if asked <= _TOLD and (sure >= _SURE or (sure and len(words) >= topic.hits and not self._has_kin(topic))):
            return True
        if weight < self._least(number, asked):
            return False
        return weight >= (_TOLD_BY_FAR_IF_SPUN if self._is_spun else _TOLD_BY_FAR) or (
            self._is_sober and share < (IS_STRANGE if weight > _TOLD else _IS_STRANGER)
        )

    def _least(self, number: int, asked: int) -> int:
        """Give how much must tell on this page: less where things were set into it, least behind all that is its own."""
        if not self._is_spun:
            return asked
        return asked - 1 if asked > _TOLD or self._sentences[number].line > self._last_own else asked

    def _asked(self, number: int, topic: DenseWords) -> int | None:
        """Give how much must tell that a sentence is foreign; None where it is of the world of unions."""
        text = self._sentences[number].text
        if self._world.is_plainly_in(text):
            return None
        if any(word in text for word in topic.own):
            return _TOLD_NEAR
        return _TOLD_OF_OURS if self._world.is_in(text) or self._is_of_person(number) else _TOLD

    def is_odd(self, number: int, topic: DenseWords) -> bool:
        """Tell whether a sentence has nothing of the world of unions, where nearly all others have."""
        if not self._is_sober or self._is_ours(number, topic) or self._is_about(number, topic):
            return False
        return self._share(number) < _IS_STRANGER and not self._is_of_person(number)

    def beside(
        self, number: int, step: int, topic: DenseWords, words_of: Mapping[int, set[str]]
    ) -> dict[int, DenseWords]:
        """Give the sentences of the line, going from a foreign one, that hold a word of its topic, or answer it."""
        found: dict[int, DenseWords] = {}
        line = self._sentences[number].line
        at = number + step
        while 0 < at < len(self._sentences) and self._sentences[at].line == line:
            is_answer = self._sentences[at - 1].text.endswith(_QUESTION) and step > 0
            if at not in words_of and not (is_answer and not self._is_of_page(at, topic)):
                break
            text = self._sentences[at].text
            if any(word in text for word in self._homes[topic.id]) or self._is_ours(at, topic):
                break
            if self._share(at) >= IS_STRANGE:
                break
            found[at] = topic
            at += step
        return found

    def told_together(self, odd: Mapping[int, DenseWords], weights: Mapping[int, int]) -> dict[int, DenseWords]:
        """Give the sentences of lines that tell together of what none of them tells enough of, and of nothing else."""
        found: dict[int, DenseWords] = {}
        by_line: dict[int, list[int]] = defaultdict(list)
        for number in odd:
            by_line[self._sentences[number].line].append(number)
        for line, numbers in by_line.items():
            of_line = self._of_line(line)
            topic = odd[numbers[0]]
            is_told = len(of_line) > 1 and sum(weights[number] for number in numbers) >= _ALL_TOLD
            if is_told and not any(self._is_of_page(number, topic) for number in of_line if number not in odd):
                found |= dict.fromkeys(of_line, topic)
        return found

    def whole_lines(self, strange: Mapping[int, DenseWords]) -> dict[int, DenseWords]:
        """Give the other sentences of lines of which a third is foreign, if none has anything of the page."""
        found: dict[int, DenseWords] = {}
        topic_of = {self._sentences[number].line: topic for number, topic in strange.items()}
        for line, topic in topic_of.items() if self._is_sober else ():
            of_line = self._of_line(line)
            rest = [number for number in of_line if number not in strange]
            told = len(of_line) - len(rest)
            # Half of it is enough where the others tell of a person.
            is_foreign = _PART * told >= len(of_line) and not any(self._is_of_page(number, topic) for number in rest)
            if is_foreign and (2 * told >= len(of_line) or not any(map(self._is_of_person, rest))):
                found |= dict.fromkeys(rest, topic)
        return found

    def _of_line(self, line: int) -> list[int]:
        return [number for number, sentence in enumerate(self._sentences) if sentence.line == line]

    def _is_of_page(self, number: int, topic: DenseWords) -> bool:
        """Tell whether a sentence beside foreign ones may be the page's own."""
        is_own = number == 0 or self._sentences[number].is_said or self._share(number) >= _IS_STRANGER
        return is_own or self._is_ours(number, topic)

    def _is_of_person(self, number: int) -> bool:
        """Tell whether a sentence tells of a person, as stories of workers do."""
        return self._world.person.search(self._sentences[number].text) is not None

    def _is_ours(self, number: int, topic: DenseWords) -> bool:
        """Tell whether a sentence has a word of the world of unions, of what their news count, or near the topic."""
        text = self._sentences[number].text
        return any(word in text for word in topic.own) or self._world.is_in(text)

    def _share(self, number: int) -> float:
        """Give the share of a sentence's pairs of characters that stand in the rest of the page."""
        pairs = pairs_of(self._sentences[number].text)
        least = 1 if number in self._is_kept else 0
        return sum(self._pairs[pair] > least for pair in pairs) / len(pairs) if pairs else 0.0

    def _is_about(self, number: int, topic: DenseWords) -> bool:
        """Tell whether the page is near a topic: its headline, the sentences beside this one, or several others."""
        own = self._own(topic)
        return len(own) >= _IS_ABOUT or any(at in own for at in (0, number - 1, number + 1))

    def _own_of(self, topic: DenseWords) -> frozenset[int]:
        told = self._told.get(topic.id, frozenset())
        return frozenset(
            at
            for at in self._kept
            if any(word in self._sentences[at].text for word in topic.own)
            or (at in told and self._world.is_plainly_in(self._sentences[at].text))
        )

    def _has_home_of(self, topic: DenseWords) -> bool:
        return sum(word in self._text for word in self._homes[topic.id]) >= _AT_HOME

    def _has_kin_of(self, topic: DenseWords) -> bool:
        return any(word in self._text for word in topic.kin or topic.own)


def _sentences(verdicts: Sequence[Verdict], number: int) -> Iterator[_Sentence]:
    """Yield the sentences of a line that stays; a headline is one."""
    if verdicts[number].stays:
        line = verdicts[number].line
        is_open = 0
        for found in SENTENCE.finditer(line.text):
            first = found[0][0]
            is_said = is_open + (first == "“") - (first == "”") > 0
            yield _Sentence(number, line.start + found.start(), found[0], is_said)
            is_open += found[0].count("“") - found[0].count("”")

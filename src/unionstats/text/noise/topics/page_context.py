"""What a page says besides the sentences that may be of another, and how foreign one of these is to it.

Owns the comparison of a sentence with the rest of its page: what it shares with it, what it has of the world of unions,
whether the page is near its topic. Which sentences are looked at is for `foreign_sentences`
to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Final, NamedTuple

from unionstats.text.noise.definitions import DenseWords, World
from unionstats.text.noise.overlap import pairs_of

# So many words that no news of unions has tell more than a word of the page that is near the topic.
SURE: Final = 2
# Of a sentence of the page's own a fifth and more of the pairs of characters come again in the rest of it.
IS_STRANGE: Final = 0.13
# Less, where one word of another topic is all that speaks against it.
_IS_STRANGER: Final = 0.08
# So many words of the page's own world must stand in the rest of it, else nothing tells which sentences are strange.
_AT_HOME: Final = 2
# So many tell it whatever else the sentence says.
_SUREST: Final = 3
# So much tells that a sentence is foreign without such a word.
_TOLD_PLAINLY: Final = 9
_QUESTION: Final = ("?", "？")
# A page with so many other sentences near the topic is about it.
_IS_ABOUT: Final = 2
# Of a page of news about unions hardly any sentence is without a word of their world; of a worker's story many are.
_STORY: Final = 0.34


class Sentence(NamedTuple):
    """A sentence, its span and the number of its line; `is_said`: it begins inside a quotation."""

    line: int
    start: int
    text: str
    is_said: bool


class Known(NamedTuple):
    """The vocabulary of union news and of each topic's home."""

    world: World
    homes: Mapping[str, tuple[str, ...]]


class Rest:
    """The page apart from the sentences that may be foreign to it."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        foreign: Mapping[int, int],
        known: Known,
        told: Mapping[str, frozenset[int]],
    ) -> None:
        world, self._homes = known
        self._sentences = sentences
        self._told = told
        self._world = world
        self._kept = [number for number in range(len(sentences)) if number not in foreign]
        self._is_kept = frozenset(self._kept)
        self._own = cache(self._own_of)
        self._has_home = cache(self._has_home_of)
        self._has_kin = cache(self._has_kin_of)

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._sentences[number].text for number in self._kept)

    @cached_property
    def _pairs(self) -> Counter[str]:
        """In how many of the sentences that stay a pair of characters stands."""
        return Counter(pair for number in self._kept for pair in pairs_of(self._sentences[number].text))

    @cached_property
    def _is_sober(self) -> bool:
        whole = [self._sentences[number].text for number in self._kept if "。" in self._sentences[number].text]
        return sum(self._world.words.search(text) is None for text in whole) <= _STORY * len(whole)

    def is_foreign(self, number: int, topic: DenseWords, words: set[str], weight: int) -> bool:
        """Return whether a sentence with a topic's words is unrelated to the page."""
        sure = len(words.intersection(topic.sure))
        # Most candidates of honest pages end here, before the page is compared with them.
        tells_little = not sure and weight < _TOLD_PLAINLY
        if tells_little or self._share(number) >= IS_STRANGE or self._is_exempt(number, topic):
            return False
        if self._may_be_ours(number, topic):
            return sure >= _SUREST
        if sure >= SURE or (sure and len(words) >= topic.hits and not self._has_kin(topic)):
            return True
        # Nearly all other sentences have something of the world of unions.
        return self._is_sober and self._share(number) < _IS_STRANGER

    def _is_exempt(self, number: int, topic: DenseWords) -> bool:
        """Return whether the page has nothing of the topic's home to stand against it, or is about the topic itself."""
        return not self._has_home(topic) or self._is_about(number, topic)

    def _may_be_ours(self, number: int, topic: DenseWords) -> bool:
        """Return whether a sentence is of a person, or has a word of the world of unions or of ours near the topic."""
        return self._is_ours(number, topic) or self._is_of_person(number)

    def beside(
        self, number: int, step: int, topic: DenseWords, words_of: Mapping[int, set[str]]
    ) -> dict[int, DenseWords]:
        """Return the neighbours of a foreign sentence on its line that contain a word of its topic, or answer it."""
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

    def whole_lines(self, strange: Mapping[int, DenseWords]) -> dict[int, DenseWords]:
        """Return the other sentences of lines that are half foreign, if none has anything in common with the page."""
        found: dict[int, DenseWords] = {}
        topic_of = {self._sentences[number].line: topic for number, topic in strange.items()}
        for line, topic in topic_of.items() if self._is_sober else ():
            of_line = self._of_line(line)
            rest = [number for number in of_line if number not in strange]
            told = len(of_line) - len(rest)
            is_half = told >= SURE and 2 * told >= len(of_line)
            if is_half and not any(self._is_of_page(number, topic) for number in rest):
                found |= dict.fromkeys(rest, topic)
        return found

    def _of_line(self, line: int) -> list[int]:
        return [number for number, sentence in enumerate(self._sentences) if sentence.line == line]

    def _is_of_page(self, number: int, topic: DenseWords) -> bool:
        """Return whether a sentence beside foreign ones may be the page's own."""
        is_own = number == 0 or self._sentences[number].is_said or self._share(number) >= _IS_STRANGER
        return is_own or self._is_ours(number, topic)

    def _is_of_person(self, number: int) -> bool:
        """Return whether a sentence tells of a person, as stories of workers do."""
        return self._world.person.search(self._sentences[number].text) is not None

    def _is_ours(self, number: int, topic: DenseWords) -> bool:
        """Return whether a sentence has a word of the world of unions, of what their news count, or near the topic."""
        text = self._sentences[number].text
        return any(word in text for word in topic.own) or self._world.is_in(text)

    def _share(self, number: int) -> float:
        """Return the share of a sentence's pairs of characters that stand in the rest of the page."""
        pairs = pairs_of(self._sentences[number].text)
        least = 1 if number in self._is_kept else 0
        return sum(self._pairs[pair] > least for pair in pairs) / len(pairs) if pairs else 0.0

    def _is_about(self, number: int, topic: DenseWords) -> bool:
        """Return whether the page is near a topic: its headline, the sentences beside this one, or several others."""
        own = self._own(topic)
        return len(own) >= _IS_ABOUT or any(at in own for at in (0, number - 1, number + 1))

    def _own_of(self, topic: DenseWords) -> frozenset[int]:
        told = self._told.get(topic.id, frozenset())
        # A long page has many sentences, and few of the words.
        words = [word for word in topic.own if word in self._text]
        return frozenset(
            at
            for at in self._kept
            if any(word in self._sentences[at].text for word in words)
            or (at in told and self._world.is_plainly_in(self._sentences[at].text))
            or (at == 0 and any(word in self._sentences[at].text for word in topic.near))
        )

    def _has_home_of(self, topic: DenseWords) -> bool:
        held = (word for word in self._homes[topic.id] if word in self._text)
        return len(list(islice(held, _AT_HOME))) == _AT_HOME

    def _has_kin_of(self, topic: DenseWords) -> bool:
        return any(word in self._text for word in topic.kin or topic.own)

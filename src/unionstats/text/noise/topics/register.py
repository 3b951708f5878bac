"""Sentences that are not in the register of union news, on a page into which things were set.

Owns one question: is a sentence of this page's world? A sentence is strange as far as its characters are neither of
words that news of unions use nor taken up by another sentence of the page; words of other topics and other signs speak
for or against it, each with points. The words, the points and how many of them tell are data: the `[[register]]` table,
learnt from texts by `scripts/learn_register.py`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from itertools import islice
from typing import Final, NamedTuple

import ahocorasick_rs

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import Change
from unionstats.text.noise.definitions import KINDS, DenseWords, RegisterWords, World
from unionstats.text.noise.loading import fail, noise_tables
from unionstats.text.noise.overlap import pairs_of
from unionstats.text.noise.topics.foreign_sentences import cuts_of, is_titled, sentences_of
from unionstats.text.noise.topics.page_context import Sentence
from unionstats.text.noise.verdict import Verdict

_KEYS: Final = frozenset({"id", "kind", "why", "least", "beside", "points", "named", "words", "strip", "keep"})
# What speaks for or against a sentence.
SIGNS: Final[Mapping[str, str]] = {
    "strange": "the share of its characters that are strange",
    "strangest": "the greatest such share of another sentence",
    "usual": "the share of the page's middle sentence",
    "topics": "words of topics that the page is not near: 3 for a sure one, 2 beside, 1 near, no more than 9",
    "world": "a word of the world of unions",
    "plain": "one that other texts have seldom, or what is counted in news of unions",
    "person": "a person, as stories of workers have",
    "named": "somebody is named with a trade, or speaks",
    "quoted": "a quotation",
    "ended": "a full stop ends it",
}
_MEASURED: Final = frozenset({"strange", "strangest", "usual", "topics"})
# Sums of the same points in another order differ by less.
_A_LITTLE: Final = 0.001
# What a word of a list of a topic is worth; the last list counts where it stands in several.
_WORTH: Final = (("near", 1), ("beside", 2), ("sure", 3))
_MOST_WORTH: Final = 9
_CLOSERS: Final = " \n”’」』)"
# A page with so many other sentences near a topic is about it.
_IS_ABOUT: Final = 2
# So many must be plainly of unions, else nothing tells which are strange.
_AT_HOME: Final = 2
# Of a short sentence a strange word or two are a great share by chance.
_SHORT: Final = 3
_NO_HAN: Final = re.compile(r"[^\u4e00-\u9fff]+")


def load_register(folder: RuleFolder) -> RegisterWords | None:
    """Read the `[[register]]` table of a folder's noise rules; a later layer's replaces the earlier one.

    Raises:
        RuleError: the table lacks something, or says something that is no part of it.
    """
    found = None
    for path, table in noise_tables(folder, "register"):
        table_id = str(table.get("id", ""))
        if table.keys() != _KEYS or table["kind"] not in KINDS or table["points"].keys() != SIGNS.keys():
            fail(
                path, table_id, f"a [[register]] table has {', '.join(sorted(_KEYS))}; points are of {', '.join(SIGNS)}"
            )
        words = tuple(word for line in table["words"] for word in line.split())
        named = folder.compile(table["named"], path=path, rule=table_id)
        found = RegisterWords(table_id, table["kind"], words, named, table["points"], table["least"], table["beside"])
    return found


class _Plain(Container[int]):
    """The numbers of the sentences that are plainly of unions; each is searched when it is first asked for."""

    def __init__(self, sentences: Sequence[Sentence], world: World) -> None:
        self._numbers = range(len(sentences))
        self._is_plain = cache(lambda number: world.is_plainly_in(sentences[number].text))

    def __contains__(self, number: object) -> bool:
        return self._is_plain(number)

    def are(self, many: int) -> bool:
        """Return whether there are so many."""
        return sum(1 for _ in islice(filter(self._is_plain, self._numbers), many)) == many


class _Measured(NamedTuple):
    """What is measured of a page: its sentences' shares of strange characters, and what words of topics are worth.

    `in_order`: the shares, the least first; `topics`: by number of the sentence, that of most of its words.
    """

    sentences: Sequence[Sentence]
    plain: _Plain
    shares: Sequence[float]
    in_order: Sequence[float]
    worth: Sequence[int]
    topics: Mapping[int, DenseWords]

    def of(self, number: int) -> dict[str, float]:
        """Return the signs of a sentence that are measured."""
        share, in_order = self.shares[number], self.in_order
        other = -2 if share == in_order[-1] else -1
        return {
            "strange": share,
            "strangest": in_order[other] if len(in_order) >= -other else 0.0,
            "usual": in_order[len(in_order) // 2],
            "topics": self.worth[number],
        }


class Register:
    """Finds the sentences of a page that are of another world.

    Args:
        words: the register of union news.
        topics: words of other topics.
        world: finds words of the world of unions.
    """

    def __init__(self, words: RegisterWords, topics: Sequence[DenseWords], world: World) -> None:
        self._words = words
        self._topics = topics
        self._world = world

    def find(self, verdicts: Sequence[Verdict]) -> dict[int, list[Change]]:
        """Return, by number of the line, the sentences that go; a line of nothing else goes as a whole.

        Args:
            verdicts: one per line, in order; those of lines that go are changed in place.
        """
        sentences = sentences_of(verdicts)
        return cuts_of(self.foreign(sentences), sentences, verdicts)

    def foreign(self, sentences: Sequence[Sentence]) -> dict[int, DenseWords | RegisterWords]:
        """Return the sentences that are of another world, with the topic they tell of; never the first, nor most."""
        plain = _Plain(sentences, self._world)
        if not plain.are(_AT_HOME):
            return {}
        page, least = self._measured(sentences, plain), self._words.least
        may = [number for number, one in enumerate(sentences) if number and not one.is_said]
        told = {number: self._points(page, number) for number in may if self._may_go(page, number)}
        found = {number for number, points in told.items() if points >= least}
        beside = self._runs(sentences, found).intersection(told)
        found |= {number for number in beside if told[number] >= least - self._words.beside}
        return (
            {number: page.topics.get(number, self._words) for number in found}
            if 2 * len(found) <= len(sentences)
            else {}
        )

    def _points(self, page: _Measured, number: int) -> float:
        """Return how much speaks for a sentence's being of another world."""
        return sum(self._words.points[name] * value for name, value in self._signs_of(page, number).items())

    def _may_go(self, page: _Measured, number: int) -> bool:
        """Return whether a sentence may be foreign by what is measured: most pages' are not searched for words."""
        points = self._words.points
        measured = sum(points[name] * value for name, value in page.of(number).items())
        return measured + self._most_said >= self._words.least - self._words.beside

    @cached_property
    def _most_said(self) -> float:
        """The most that words can add to what is measured."""
        return _A_LITTLE + sum(max(0, self._words.points[name]) for name in SIGNS.keys() - _MEASURED)

    @staticmethod
    def _runs(sentences: Sequence[Sentence], found: set[int]) -> set[int]:
        """Return the sentences beside foreign ones, and those of paragraphs of which half are: they come in runs."""
        lines = Counter(one.line for one in sentences)
        told = Counter(sentences[number].line for number in found)
        return {
            number
            for number, one in enumerate(sentences)
            if 2 * told[one.line] >= lines[one.line]
            or any(at in found and sentences[at].line == one.line for at in (number - 1, number + 1))
        }

    def signs(self, sentences: Sequence[Sentence]) -> list[tuple[dict[str, float], DenseWords | None]]:
        """Return what speaks for or against each sentence of a page, and the topic that most of its words are of."""
        page = self._measured(sentences, _Plain(sentences, self._world))
        return [(self._signs_of(page, number), page.topics.get(number)) for number in range(len(sentences))]

    def _measured(self, sentences: Sequence[Sentence], plain: _Plain) -> _Measured:
        shares = self._shares(sentences)
        return _Measured(sentences, plain, shares, sorted(shares), *self._worth(sentences, plain))

    def _signs_of(self, page: _Measured, number: int) -> dict[str, float]:
        """Return what speaks for or against a sentence."""
        text = page.sentences[number].text
        return {
            **page.of(number),
            "world": self._world.words.search(text) is not None,
            "plain": number in page.plain,
            "person": self._world.person.search(text) is not None,
            "named": self._words.named.search(text) is not None,
            "quoted": "“" in text or "「" in text,
            "ended": text.rstrip(_CLOSERS).endswith("。"),
        }

    @cached_property
    def _familiar(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(self._words.words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def _shares(self, sentences: Sequence[Sentence]) -> list[float]:
        """Return the share of strange characters of each sentence."""
        seen: set[str] = set()
        shared: set[str] = set()
        for one in sentences:
            pairs = pairs_of(one.text)
            shared |= seen & pairs
            seen |= pairs
        return [self._share(one.text, shared) for one in sentences]

    def _share(self, text: str, shared: AbstractSet[str]) -> float:
        """Return the share of strange characters of a sentence; `shared`: pairs that several sentences have."""
        is_strange = bytearray(b"\1" * len(text))
        for run in _NO_HAN.finditer(text):
            is_strange[run.start() : run.end()] = bytes(run.end() - run.start())
        length = sum(is_strange)
        for _, start, end in self._familiar.find_matches_as_indexes(text):
            is_strange[start:end] = bytes(end - start)
        for pair in pairs_of(text) & shared:
            at = text.find(pair)
            while at >= 0:
                is_strange[at] = is_strange[at + 1] = 0
                at = text.find(pair, at + 1)
        return sum(is_strange) / (length + _SHORT)

    @cached_property
    def _telling(self) -> dict[str, list[tuple[int, int]]]:
        """What each word of a topic is worth, by number of the topic."""
        telling: dict[str, dict[int, int]] = defaultdict(dict)
        for number, topic in enumerate(self._topics):
            for name, worth in _WORTH:
                for word in getattr(topic, name):
                    telling[word][number] = worth
        return {word: sorted(of.items()) for word, of in telling.items()}

    @cached_property
    def _teller(self) -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
        words = tuple(self._telling)
        return ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), words

    @cached_property
    def _owner(self) -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
        words = tuple({word for topic in self._topics for word in topic.own})
        return ahocorasick_rs.AhoCorasick(words), words

    def _own_words(self, page: str) -> frozenset[str]:
        """Return our own words for topics that stand in a page."""
        owner, words = self._owner
        return frozenset(words[found] for found, _, _ in owner.find_matches_as_indexes(page, overlapping=True))

    def _told(self, sentences: Sequence[Sentence]) -> dict[int, dict[int, dict[str, int]]]:
        """Return, by topic, which of its words stand in which sentence, with their worth; titles do not count."""
        teller, words = self._teller
        told: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        for number, one in enumerate(sentences):
            for found, start, _ in teller.find_matches_as_indexes(one.text):
                if not is_titled(one.text, start):
                    for topic, worth in self._telling[words[found]]:
                        told[topic][number][words[found]] = worth
        return told

    def _worth(self, sentences: Sequence[Sentence], plain: Container[int]) -> tuple[list[int], dict[int, DenseWords]]:
        """Return what the words of topics that the page is not near are worth in each sentence, and whose most are."""
        ours = self._own_words("\n".join(one.text for one in sentences))
        words: dict[int, dict[str, int]] = defaultdict(dict)
        most: dict[int, tuple[int, DenseWords]] = {}
        for topic, told in self._told(sentences).items():
            near = self._near(sentences, ours.intersection(self._topics[topic].own), told, plain)
            for number, values in told.items():
                others = near - {number}
                if len(others) >= _IS_ABOUT or not others.isdisjoint((0, number - 1, number + 1)):
                    continue
                for word, so_much in values.items():
                    words[number][word] = max(so_much, words[number].get(word, 0))
                if number not in most or sum(values.values()) > most[number][0]:
                    most[number] = sum(values.values()), self._topics[topic]
        worth = [min(_MOST_WORTH, sum(words[number].values())) for number in range(len(sentences))]
        return worth, {number: topic for number, (_, topic) in most.items()}

    @staticmethod
    def _near(
        sentences: Sequence[Sentence],
        own: AbstractSet[str],
        told: Mapping[int, Mapping[str, int]],
        plain: Container[int],
    ) -> set[int]:
        """Return the sentences near a topic: by our own words for it, or by its words beside those of unions."""
        near = {number for number, worth in told.items() if max(worth.values()) > 1 and number in plain}
        near |= {0} & told.keys()
        if own:
            near |= {number for number, one in enumerate(sentences) if any(word in one.text for word in own)}
        return near


def open_register(folder: RuleFolder, topics: Sequence[DenseWords], world: World) -> Register | None:
    """Return the register of a folder, where it has one."""
    words = load_register(folder)
    return Register(words, topics, world) if words else None

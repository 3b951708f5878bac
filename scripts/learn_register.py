"""Learn the register of union news again: `rules/noise/register.toml` from two collections of texts.

    python scripts/learn_register.py PAGES HARD SENTENCES > words-and-points.toml

PAGES and HARD are folders of cleaned pages of union news, one `.txt` each; those of HARD lie near other topics, and
count more. SENTENCES is a file of sentences of other matter, one a line, that none of the topics' words were chosen
for. Of the words of the pages (as jieba cuts them) those are kept that stand in enough pages and are no rarer there
than in the texts of its dictionary. The points are those of a logistic regression: sentences of the third collection
are set into the pages of a fifth, whose words are not counted, and told from the pages' own. No sentence comes out of
it, only words and points; look at both before you put them into the table.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import jieba
import numpy as np

from unionstats.rules.folder import RuleFolder
from unionstats.text.noise.definitions import RegisterWords
from unionstats.text.noise.loading import load_dense, load_world
from unionstats.text.noise.topics.foreign_sentences import SENTENCE
from unionstats.text.noise.topics.page_context import Sentence
from unionstats.text.noise.topics.register import SIGNS, Register, load_register

# A word is kept that stands in so many pages.
LEAST_PAGES: Final = 4
# The weight of what jieba's dictionary says against the pages, in words; and how much rarer a word may be in these.
PRIOR: Final = 40_000
RARER: Final = math.exp(0.5)
FOLDS: Final = 5
# How much a sentence of a hard page counts.
HARD: Final = 2.0
# Points are hundredths of what the regression says.
SCALE: Final = 100
WORD = re.compile(r"[\u4e00-\u9fff]{2,5}")


class Page(NamedTuple):
    """A page, those of its sentences that no page before it has, and their words."""

    text: str
    fresh: frozenset[str]
    words: frozenset[str]
    is_hard: bool


def read_pages(folder: Path, hard: Path) -> Iterator[Page]:
    """Yield the pages of two folders; copies of a page, and what it shares with others, count once."""
    seen: set[str] = set()
    for path in (*sorted(folder.glob("*.txt")), *sorted(hard.glob("*.txt"))):
        text = path.read_text("utf-8").strip()
        fresh = frozenset(one for line in text.split("\n") for one in SENTENCE.findall(line)) - seen
        seen |= fresh
        words = frozenset(word for one in fresh for word in jieba.cut(one, HMM=False) if WORD.fullmatch(word))
        if fresh:
            yield Page(text, fresh, words, path.parent == hard)


def familiar(pages: list[frozenset[str]]) -> tuple[str, ...]:
    """Return the words that the pages use as much as other texts do, those of most pages first."""
    seen = Counter(word for page in pages for word in page)
    whole = seen.total()

    def is_ours(word: str) -> bool:
        usual = max(jieba.dt.FREQ.get(word, 0) / jieba.dt.total, 1e-8)
        return usual * (whole + PRIOR) <= RARER * (seen[word] + PRIOR * usual)

    return tuple(word for word, count in seen.most_common() if count >= LEAST_PAGES and is_ours(word))


def with_strangers(page: str, strangers: list[str], chance: Random) -> list[tuple[Sentence, bool]]:
    """Return the sentences of a page into which others were set, and which they are."""
    found: list[tuple[Sentence, bool]] = []
    lines = [line for line in page.split("\n") if line.strip()]
    at = {chance.randrange(len(lines)): stranger for stranger in strangers}
    start = 0
    for number, line in enumerate(lines):
        own = [(text, False) for text in SENTENCE.findall(line)]
        if number in at:
            own.insert(chance.randint(min(1, number == 0), len(own)), (at[number], True))
        is_open = 0
        for text, is_stranger in own:
            is_said = is_open + (text[0] == "“") - (text[0] == "”") > 0
            found.append((Sentence(number, start, text, is_said), is_stranger))
            is_open += text.count("“") - text.count("”")
            start += len(text)
    return found


class Row(NamedTuple):
    """What speaks for or against a sentence, whether it was set in, and how much it counts."""

    signs: tuple[float, ...]
    is_stranger: bool
    weight: float


def rows(register: Register, pages: list[Page], strangers: list[str], chance: Random) -> Iterator[Row]:
    """Yield the sentences of pages into which others were set, but the first of each."""
    for page in pages:
        is_copy = 2 * sum(map(len, page.fresh)) < len(page.text)
        chosen = [] if is_copy else chance.sample(strangers, chance.choice((0, 1, 1, 2)))
        sentences = with_strangers(page.text, chosen, chance)
        signs = register.signs([sentence for sentence, _ in sentences])
        weight = HARD if page.is_hard else 1.0
        for (sign, _), (sentence, is_stranger) in list(zip(signs, sentences, strict=True))[1:]:
            if not sentence.is_said and (is_stranger or sentence.text in page.fresh):
                yield Row(tuple(float(sign[name]) for name in SIGNS), is_stranger, weight)


def regression(table: list[Row]) -> tuple[np.ndarray, float]:
    """Return the weight of each sign, and the one that stands alone (Newton's method, lightly held to zero)."""
    signs = np.array([[*row.signs, 1.0] for row in table])
    truth = np.array([float(row.is_stranger) for row in table])
    counts = np.array([row.weight for row in table])
    weights = np.zeros(signs.shape[1])
    hold = np.eye(signs.shape[1])
    hold[-1, -1] = 0
    for _ in range(25):
        says = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (counts * (says - truth)) + hold @ weights
        bend = (signs * (counts * says * (1 - says))[:, None]).T @ signs + hold
        weights -= np.linalg.solve(bend, slope)
    return weights[:-1], float(weights[-1])


def main() -> None:
    """Print the words and points."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("hard", type=Path)
    parser.add_argument("sentences", type=Path)
    said = parser.parse_args()
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    folder = RuleFolder.open()
    topics, world, table = [one for one in load_dense(folder) if one.home], load_world(folder), load_register(folder)
    if table is None:
        sys.exit("no [[register]] table to learn anew")
    pages = list(read_pages(said.pages, said.hard))
    strangers = [line.strip() for line in said.sentences.read_text("utf-8").split("\n") if line.strip()]
    found: list[Row] = []
    for fold in range(FOLDS):
        others = familiar([page.words for number, page in enumerate(pages) if number % FOLDS != fold])
        register = Register(RegisterWords(table.id, table.kind, others, table.named, {}, 0, 0), topics, world)
        found += rows(register, pages[fold::FOLDS], strangers, Random(fold))  # noqa: S311 - no secret
    weights, alone = regression(found)
    print(f"least = {round(-SCALE * alone)} # and more, as strict as you like")
    print(
        "points = {", ", ".join(f"{name} = {round(SCALE * one)}" for name, one in zip(SIGNS, weights, strict=True)), "}"
    )
    chosen = sorted(familiar([page.words for page in pages]))
    print("words = [")
    for at in range(0, len(chosen), 40):
        print(f'  "{" ".join(chosen[at : at + 40])}",')
    print("]")


if __name__ == "__main__":
    main()

"""Our own articles with brands set in that no rule knows: the share that goes, and what holds whatever is set in."""

from __future__ import annotations

import tomllib
from random import Random

import pytest
from clean_articles import FOLDER, articles, clean, flat
from hacked_pages import DIGITS, HANZI, LATIN, LONG_HANZI, MIXED, SHAPES, WAYS, Article, Damaged, brand
from hypothesis import given
from hypothesis import strategies as st

from unionstats.text.noise.loading import load_noise

EACH = 6
# Of a hundred pages so many keep nothing of what was set in; by structure alone, for no list knows these brands. In the
# middle of a word nothing shows where characters of a name begin.
FLOORS = {
    "title_before": 95,
    "title_behind": 98,
    "title_within": 60,
    "head": 97,
    "head_alone": 95,
    "clause": 92,
    "clause_end": 55,
    "bracketed": 94,
    "disguised": 88,
    "paragraph": 97,
    "text_opens": 85,
    "foot": 88,
    "owner": 97,
    "site": 94,
}


def damaged(chance: Random, way: str, shape: str) -> tuple[Article, Damaged]:
    article = chance.choice(articles())
    return article, WAYS[way](chance, article, brand(chance, shape))


def test_no_list_of_the_rules_knows_the_brands() -> None:
    rules = FOLDER.layers[0]
    words = tomllib.loads((rules / "lexicon.toml").read_text("utf-8"))["words"]
    known = {*words["casino"], *words["betting"]}
    for rule in load_noise(FOLDER):
        known |= {word for word in rule.trigger if "brand" in rule.kind and not (word.isascii() and len(word) < 4)}
    names = {*LATIN, *MIXED, *HANZI, *LONG_HANZI, *DIGITS}
    assert {name for name in names if any(name in word for word in known)} == set()
    whole = {word for word in known if len(word) > 3 and word.isalpha() and word.isascii()}
    assert {name for name in names if any(word in name for word in whole)} == set()


@pytest.mark.parametrize("way", WAYS)
def test_most_of_what_is_set_in_is_gone(way: str) -> None:
    gone: list[bool] = []
    for shape in SHAPES:
        for number in range(EACH):
            _, result = damaged(Random(f"{way}/{shape}/{number}"), way, shape)  # noqa: S311 - no secret
            text = flat(clean(result.text))
            gone.append(all(flat(string) not in text for string in result.gone))
    assert 100 * sum(gone) >= FLOORS[way] * len(gone)


@given(
    chance=st.randoms(use_true_random=False), way=st.sampled_from(sorted(WAYS)), shape=st.sampled_from(sorted(SHAPES))
)
def test_what_nothing_was_set_into_stays(chance: Random, way: str, shape: str) -> None:
    article, result = damaged(chance, way, shape)
    text = clean(result.text)
    untouched = set(result.text.split("\n")) & {article.title, *article.paragraphs}
    assert [line for line in untouched if flat(line) not in flat(text)] == []


@given(
    chance=st.randoms(use_true_random=False), way=st.sampled_from(sorted(WAYS)), shape=st.sampled_from(sorted(SHAPES))
)
def test_cleaning_a_damaged_page_twice_changes_nothing(chance: Random, way: str, shape: str) -> None:
    _, result = damaged(chance, way, shape)
    once = clean(result.text)
    assert clean(once) == once

from __future__ import annotations

import random

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from unionstats.refresh.clusters import find_clusters
from unionstats.refresh.repeats import Statement, find_repeats
from unionstats.refresh.signature import signature_of

CHANCE = random.Random(5)  # noqa: S311 - no secrets here


def story(length: int = 600) -> str:
    return "".join(chr(0x4E00 + CHANCE.randrange(3_000)) for _ in range(length))


def clusters_of(pages: dict[str, str]) -> dict[str, str]:
    signatures = [signature_of(text) for text in pages.values()]
    return find_clusters(pa.table({"page_id": list(pages), "signature": pa.array(signatures, pa.binary())}))


def edited(text: str, changes: int) -> str:
    characters = list(text)
    for at in CHANCE.sample(range(len(text)), changes):
        characters[at] = "改"
    return "".join(characters)


def test_a_story_with_small_edits_is_found_and_another_is_not() -> None:
    one = story()
    pages = {"c": one, "b": edited(one, 12), "a": one[30:], "x": story(), "y": story()}
    assert clusters_of(pages) == {"a": "a", "b": "a", "c": "a"}


def test_stories_that_share_less_than_half_are_not_joined() -> None:
    common = story(200)
    assert clusters_of({"a": common + story(), "b": common + story()}) == {}


def test_short_pages_are_joined_only_with_their_twins() -> None:
    assert clusters_of({"a": "全省新建工会", "b": "全省新建工会", "c": "全省新建工会家"}) == {"a": "a", "b": "a"}


def test_pages_without_text_are_of_no_cluster() -> None:
    assert signature_of("") is None
    assert clusters_of({"a": "", "b": ""}) == {}


@settings(deadline=None, max_examples=20)
@given(order=st.permutations(["a", "b", "c", "d", "e", "x"]))
def test_clusters_are_a_function_of_the_set_of_pages(order: list[str]) -> None:
    assert clusters_of({name: CHAIN[name] for name in order}) == clusters_of(CHAIN)


ONE = story()
CHAIN = {"a": ONE, "b": ONE[60:], "c": ONE[120:] + story(60), "d": edited(ONE, 9), "e": story(), "x": story(80)}


def test_a_signature_stays_what_it_is() -> None:
    """Signatures are kept in the ledger: another release of the library must not change them unnoticed."""
    text = "".join(chr(0x4E00 + number * 13 % 2_000) for number in range(300))
    signature = signature_of(text)
    assert signature is not None
    assert (len(signature), signature[:8].hex()) == (256, PINNED)


PINNED = "37ac5fd5f03efa0b"


def statement(fact: str, page: str, article: int = 0, start: int = 0) -> Statement:
    return Statement("2024", page, start, fact, page, article, ("members_total", 5.0))


def test_a_fact_repeats_the_earliest_in_its_article_or_in_another_page_of_its_cluster() -> None:
    rows = [
        statement("f1", "p", article=0, start=1),
        statement("f2", "p", article=0, start=9),
        statement("f3", "p", article=1, start=20),
        statement("f4", "q"),
    ]
    assert find_repeats(rows, {}) == {"f1": None, "f2": "f1", "f3": None, "f4": None}
    together = {"p": "p", "q": "p"}
    assert find_repeats(rows, together) == {"f1": None, "f2": "f1", "f3": "f1", "f4": "f1"}

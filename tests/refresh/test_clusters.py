from __future__ import annotations

import io
import itertools
import random

import numpy as np
import pytest
from fake_reader import FakeReader
from hypothesis import given, settings
from hypothesis import strategies as st

from unionstats.refresh.canonical import article_id_of, hint_of
from unionstats.refresh.clusters import Signatures, find_clusters
from unionstats.refresh.repeats import Statement, find_repeats, link_page, read_statement
from unionstats.refresh.signature import SIGNATURE_BYTES, signature_of
from unionstats.tables.scratch import RowFile
from unionstats.types import RawPage

CHANCE = random.Random(5)  # noqa: S311 - no secrets here


def story(length: int = 600) -> str:
    return "".join(chr(0x4E00 + CHANCE.randrange(3_000)) for _ in range(length))


def clusters_of(pages: dict[str, str], urls: dict[str, str] | None = None) -> dict[str, str]:
    signatures = {name: signature_of(text) for name, text in pages.items()}
    file = RowFile(io.BytesIO(), SIGNATURE_BYTES)
    signed = [name for name in pages if signatures[name] is not None]
    for name in signed:
        file.append(signatures[name] or b"")
    names = sorted(signed)
    hints = np.asarray([hint_of((urls or {}).get(name)) for name in names], np.uint64)
    found = find_clusters(Signatures(file, np.asarray([signed.index(name) for name in names], np.int64)), hints)
    first = [names[number] for number in found]
    return {name: group for name, group in zip(names, first, strict=True) if first.count(group) > 1}


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


SITE = "http://people.example/n1/2023/0724/c67502-40042110.html"
HIJACKED = "http://wine.example/BIG5/n1/2023/0724/c67502-40042110.html"
OTHER = "http://people.example/n1/2023/0724/c67502-40042999.html"


def test_a_copy_padded_with_other_text_is_found_by_the_article_id_in_its_address() -> None:
    """Half of the copy is foreign text: too little in common to be joined unless the id says the same."""
    one = story()
    pages = {"a": one, "b": story(300) + one + story(300), "c": one[:400] + story(800)}
    assert clusters_of(pages) == {}
    assert clusters_of(pages, {"a": SITE, "b": OTHER}) == {}
    assert clusters_of(pages, {"a": SITE, "b": HIJACKED}) == {"a": "a", "b": "a"}


def test_an_article_id_alone_joins_nothing() -> None:
    """Two sites may number alike."""
    pages = {"a": story(), "b": story(), "c": "全省新建工会", "d": "全区职工大会"}
    assert clusters_of(pages, dict.fromkeys(pages, SITE)) == {}


def test_clusters_by_article_id_are_a_function_of_the_set_of_pages() -> None:
    one = story()
    pages = {name: story(40 * number) + one + story(300) for number, name in enumerate("abcde")}
    urls = {name: f"http://{name}.example/c67502-40042110.html" for name in pages}
    found = clusters_of(pages, urls)
    assert set(found) == set(pages)
    for order in itertools.islice(itertools.permutations("abcde"), 0, 120, 7):
        assert clusters_of({name: pages[name] for name in order}, urls) == found


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://x.example/BIG5/n1/2023/0724/c67502-40042110.html", "c67502-40042110"),
        ("https://x.example/n1/2023/0724/c67502-40042110-2.html", "c67502-40042110"),
        ("https://x.example/dy/article/JTVV1A2B3C4D5E6F.html", "JTVV1A2B3C4D5E6F"),
        ("https://x.example/art/2023/7/24/t20230724_8123456.htm", "t20230724_8123456"),
        ("https://x.example/content_31245678", "content_31245678"),
        ("https://x.example/newsDetail_forward_24012345/", "newsDetail_forward_24012345"),
        ("https://x.example/20230724/", None),
        ("https://x.example/2023-07/24/index.html", None),
        ("https://x.example/news/12345.html", None),
        ("https://x.example/article?id=40042110", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_the_article_id_of_an_address(url: str, name: str | None) -> None:
    assert article_id_of(url) == name


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
    what = ("members_total", 5.0)
    return Statement("2024", page, start, fact, page, article, what, what)


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


def test_a_page_alone_is_linked_as_among_others() -> None:
    """What a worker links within a page is what is found where other pages are known that are not like it."""
    page = RawPage(source="page.txt", format="text", content="shanxi|12家 gansu|12家 shanxi|12家 shanxi|9项")
    rows = FakeReader().read(page).facts
    links = find_repeats(map(read_statement, rows), {})
    assert any(links.values())
    for order in (rows, rows[::-1]):
        assert {row.fact_id: row.repeats for row in link_page(order)} == links

"""A title that the page's text does not show says where its figures belong, as one in the text does."""

from __future__ import annotations

from typing import Any

import pytest
from placed_articles import view_of
from placed_entries import entries

import unionstats
from unionstats.places.resolve import PlaceResolver

TEXT = "4月28日，记者从市总工会获悉，我市建成驿站21家。\n今年走访职工3600人。"


@pytest.mark.parametrize(
    ("title", "province", "place"),
    [
        ("淄博市总工会走访职工", "shandong", "淄博市"),
        ("淄博市總工會走訪職工", "shandong", "淄博市"),
        ("走访职工_淄博新闻网", "shandong", "淄博市"),
        ("南京路驿站建成", "unknown", None),
        (None, "unknown", None),
    ],
)
def test_a_title_given_beside_the_text_tells_its_city(title: str | None, province: str, place: str | None) -> None:
    facts = unionstats.read(TEXT, title=title).facts
    assert list(facts.province) == [province] * 2
    assert [value if isinstance(value, str) else None for value in facts.place] == [place] * 2


def test_a_firm_in_such_a_title_has_the_figures() -> None:
    facts = unionstats.read("今年走访职工3600人。", title="山东晴川集团有限公司工会走访职工").facts
    assert (facts.scope[0], facts.organisation[0]) == ("organisation", "山东晴川集团有限公司")


def test_the_text_goes_before_such_a_title() -> None:
    facts = unionstats.read("威海市总工会走访职工3600人。", title="淄博市总工会走访职工").facts
    assert facts.place[0] == "威海市"


@pytest.mark.parametrize("entry", entries("guards", "headline"))
def test_a_bare_stem_that_heads_a_title_is_whose_article_it_is(resolver: PlaceResolver, entry: dict[str, Any]) -> None:
    for example in entry["whose"]:
        shown = resolver.read(view_of(example["text"], ["13个"], title=example["title"]))[0]
        assert (shown.place or "") == example["place"], example
        beside = unionstats.read(example["text"], title=example["title"]).facts
        assert [place if isinstance(place, str) else "" for place in beside.place] == [example["place"]], example

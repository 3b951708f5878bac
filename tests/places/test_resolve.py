"""Figures get the place that the authored articles expect; whatever the text, every figure gets a reading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from placed_articles import Case, cases, read_case, view_of

from unionstats.places.resolve import PlaceResolver
from unionstats.rules.folder import RuleFolder
from unionstats.types import PlaceReading, Relation, Span

RESOLVER = PlaceResolver(RuleFolder.open())
AUTHORED = [*cases("provinces"), *cases("traps"), *cases("mixed"), *cases("hard")]
PIECES = [
    "甘肃省", "天水市", "朝阳区", "全省", "我市", "市总工会", "全国", "、", "，", "。", "\n", "“", "”", "青山有限公司",
    "该厂", "来自", "等", "此次大赛", "在老挝", "京津冀地区", "3家", "12万人次", "工会", "兵团", "第八师",
]  # fmt: skip


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in AUTHORED])
def test_figures_belong_where_the_article_says(resolver: PlaceResolver, case: Case) -> None:
    for fact, reading in zip(case.facts, read_case(resolver, case), strict=True):
        quote, province, place, scope, *organisation = fact
        assert (reading.province, reading.place or "", reading.scope) == (province, place, scope), quote
        if organisation:
            assert reading.organisation == organisation[0], quote


def test_the_authored_articles_cover_every_province(folder: RuleFolder) -> None:
    slugs = {fact[1] for case in AUTHORED for fact in case.facts}
    assert len(slugs) == 36
    assert sum(len(case.facts) for case in AUTHORED) >= 150
    assert folder


def test_the_noun_paired_with_a_figure_decides(resolver: PlaceResolver) -> None:
    text = "西安市、咸阳市分别建成驿站35个、20个"
    relations = [Relation(subject=Span(0, 3)), Relation(subject=Span(4, 7))]
    readings = resolver.read(view_of(text, ["35个", "20个"], relations=relations))
    assert [reading.place for reading in readings] == ["西安市", "咸阳市"]


def test_evidence_says_what_it_is_and_how_far_off(resolver: PlaceResolver) -> None:
    text = "甘肃省总工会建站12个。\n此外，投入40万元。"
    near, far = resolver.read(view_of(text, ["12个", "40万元"]))
    assert (near.basis, near.distance, near.adcode) == ("name", "clause", "620000")
    assert (far.basis, far.distance) == ("name", "article")


def test_no_figures_cost_nothing(resolver: PlaceResolver) -> None:
    assert resolver.read(view_of("甘肃省总工会", [])) == ()


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join))
def test_every_figure_gets_one_reading_and_always_the_same(text: str) -> None:
    view = view_of(f"{text}9家", ["9家"] if "9家" not in text else [])
    readings = RESOLVER.read(view)
    assert len(readings) == len(view.quantities)
    assert readings == RESOLVER.read(view)
    for reading in readings:
        assert isinstance(reading, PlaceReading)
        assert (reading.place is None) == (reading.province in {"unknown", "national"})

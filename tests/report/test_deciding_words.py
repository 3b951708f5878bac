"""explain names what decided: the words that carry place and scope, the cue of the status with its rule."""

from __future__ import annotations

import pytest

from unionstats.pipeline import Pipeline
from unionstats.report.explain_html import details
from unionstats.report.marks import mark_page
from unionstats.rules.folder import RuleFolder
from unionstats.types import RawPage

PAGE = "石家庄市总工会力争今年建会800家。\n去年,全市建会260家。\n慰问职工90人。\n此次大赛有12家企业参加。"


@pytest.fixture(scope="module")
def shown() -> list[dict[str, str]]:
    pipeline = Pipeline(RuleFolder.open())
    reading = pipeline.reading(RawPage(source="page.txt", format="text", content=PAGE))
    marked = mark_page(reading, pipeline.words(reading))
    return [dict(details(*pair)) for pair in zip(marked.facts, marked.words, strict=True)]


def test_the_words_that_carry_a_place_are_named(shown: list[dict[str, str]]) -> None:
    assert shown[0]["place"] == "石家庄市 · hebei (name, clause: “石家庄市”)"
    assert shown[1]["place"] == "石家庄市 · hebei (deixis, clause: “全市”)"


def test_a_place_of_the_article_names_the_words_it_has_from_there(shown: list[dict[str, str]]) -> None:
    assert shown[2]["place"] == "石家庄市 · hebei (name, article: “石家庄市”)"


def test_the_words_that_make_a_figure_a_total_of_something_are_named(shown: list[dict[str, str]]) -> None:
    assert shown[0]["scope"] == "prefecture (“石家庄市”)"
    assert shown[1]["scope"] == "prefecture (“全市”)"
    assert shown[3]["scope"] == "event (“此次”)"


def test_the_cue_of_a_status_is_named_with_its_rule(shown: list[dict[str, str]]) -> None:
    assert shown[0]["status"] == "target (target.strive: “力争”)"
    assert shown[1]["status"] == "actual (actual.past: “去年”)"
    assert shown[2]["status"] == "actual"

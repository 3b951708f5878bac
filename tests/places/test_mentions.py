"""One pass finds names, pointing words and bodies; what merely holds a name is left alone."""

from __future__ import annotations

import pytest

from unionstats.places.gazetteer import load_gazetteer
from unionstats.places.mentions import MentionFinder
from unionstats.rules.folder import RuleFolder


@pytest.fixture(scope="module")
def finder(folder: RuleFolder) -> MentionFinder:
    return MentionFinder(folder, load_gazetteer(folder))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("山西省太原市总工会", ["山西省", "太原市"]),
        ("全省建会", ["全省"]),
        ("全市场", []),
        ("小区总户数", []),
        ("健全市县两级机制", []),
        ("城市总体规划", []),
        ("南京路驿站", []),
        ("桂林理工大学", ["大学"]),
        ("“安康杯”竞赛", []),
        ("荣获全国五一劳动奖状", []),
        ("海南州总工会", ["海南州"]),
        ("许昌卷烟厂", ["许昌", "卷烟厂"]),
        ("职工成长沙龙", []),
        ("示范县创建", []),
    ],
)
def test_only_what_may_say_a_place_is_found(finder: MentionFinder, text: str, words: list[str]) -> None:
    assert [mention.surface.text for mention in finder.find(text) if not mention.weak] == words


def test_spans_are_those_of_the_whole_text(finder: MentionFinder) -> None:
    text = "😀，陕西省总工会"
    mention = finder.find(text, 2)[0]
    assert text[mention.start : mention.end] == "陕西省"


def test_a_bare_county_stem_needs_its_parent_or_the_beginning_of_a_clause(finder: MentionFinder) -> None:
    assert finder.find("我们永定发展") == []
    assert [mention.surface.text for mention in finder.find("龙岩永定总工会")] == ["龙岩", "永定"]


def test_some_stems_are_never_a_place(finder: MentionFinder) -> None:
    assert [mention.surface.text for mention in finder.find("江西新建工会")] == ["江西"]


@pytest.mark.parametrize(("name", "code"), [("南方日报", "440000"), ("甘肃工人报", "620000"), ("工人日报", None)])
def test_a_publisher_may_say_its_province(finder: MentionFinder, name: str, code: str | None) -> None:
    codes = [mention.surface.candidates[0].unit.code for mention in finder.find_media(name)]
    assert codes == ([code] if code else [])

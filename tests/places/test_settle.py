"""Names of several units are decided by what stands beside them and what else the article names."""

from __future__ import annotations

import pytest

from unionstats.places.gazetteer import load_gazetteer
from unionstats.places.mentions import MentionFinder
from unionstats.places.settle import Place, Settler
from unionstats.rules.folder import RuleFolder

FOLDER = RuleFolder.open()
GAZETTEER = load_gazetteer(FOLDER)
FINDER = MentionFinder(FOLDER, GAZETTEER)
SETTLER = Settler(GAZETTEER)


def settled(text: str, year: int | None = None) -> list[Place]:
    return [place for place in SETTLER.settle(FINDER.find(text), year) if place is not None]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("长春市朝阳区", ["220104"]),
        ("北京市职工，朝阳区职工", ["110000", "110105"]),
        ("朝阳区职工", []),
        ("南京市职工，鼓楼区职工", ["320100", "320106"]),
        ("山东省威海荣成市", ["371082"]),
        ("榆社建会", []),
        ("榆社县职工，榆社建会", ["140721", "140721"]),
        ("晋中市职工，榆社建会", ["140700", "140721"]),
        ("吉林职工", ["220000"]),
        ("吉林市职工", ["220200"]),
        ("海南州职工", ["632500"]),
        ("白银价格上涨", []),
        ("甘肃职工，白银建会", ["620000", "620400"]),
    ],
)
def test_a_name_means_the_unit_its_neighbours_point_to(text: str, codes: list[str]) -> None:
    assert [place.unit.code for place in settled(text)] == codes


def test_adjacent_names_are_one_place() -> None:
    text = "甘肃省陇南市徽县职工"
    place = settled(text)[0]
    assert (text[place.start : place.end], place.unit.name) == ("甘肃省陇南市徽县", "徽县")


@pytest.mark.parametrize(("year", "name"), [(2012, "莱芜市"), (2022, "莱芜区"), (None, "莱芜区")])
def test_a_stem_means_the_unit_of_its_day(year: int | None, name: str) -> None:
    assert [place.unit.name for place in settled("山东济南职工，莱芜建会", year)][-1] == name


def test_a_unit_bears_the_name_of_its_day() -> None:
    assert [place.unit.name for place in settled("襄樊市总工会", 2005)] == ["襄樊市"]
    assert [place.unit.name for place in settled("襄樊市总工会", 2015)] == ["襄阳市"]
    assert [place.unit.name for place in settled("襄樊市总工会")] == ["襄樊市"]


def test_a_stem_that_is_a_word_counts_where_the_county_is_named() -> None:
    def named(text: str) -> list[str]:
        return [place.unit.name for place in SETTLER.settle(FINDER.find(text), None) if place is not None]

    assert named("宝应已有单位51家") == []
    assert named("宝应县总工会发动职工。宝应已有单位51家") == ["宝应县", "宝应县"]

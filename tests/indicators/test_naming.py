"""Names of whole sentences: every quantity gets the indicator a careful reader would give it, or none."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.evaluate.rules_examples import ExampleReader
from unionstats.indicators.naming import Namer
from unionstats.rules.folder import RuleFolder
from unionstats.types import Naming

CASES = [
    tuple(line.split(" => "))
    for line in (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines()
    if " => " in line and not line.startswith("#")
]


@cache
def reader() -> ExampleReader:
    return ExampleReader(RuleFolder.open())


def names(text: str) -> tuple[Naming, ...]:
    return reader().namer.read(reader().view(text))


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_quantity_of_a_sentence_gets_its_indicator(text: str, expected: str) -> None:
    assert [name.indicator or "-" for name in names(text)] == expected.split()


def test_the_cells_of_a_row_count_what_its_first_cell_counts() -> None:
    """A flattened table has its label once; the row below it, which no rule names, borrows nothing."""
    table = "基层工会组织数(个) | 1260\n1310\n1405\n拔河绳(个) | 36\n41\n"
    assert [name.indicator for name in names(table)] == ["unions_total"] * 3 + [None] * 2


def test_a_long_story_behind_the_quantity_is_cut_to_its_noun() -> None:
    assert names("首批100名环卫工人来到市第二医院门诊三楼体检")[0].measure == "环卫工人"


def test_a_bare_verb_takes_the_noun_behind_the_quantity() -> None:
    assert [name.measure for name in names("求学圆梦行动帮助3600名职工提升学历")] == ["帮助职工"]


def test_a_share_without_words_of_its_own_measures_what_stands_before_it() -> None:
    assert [name.measure for name in names("今年共表彰农民工96人，占17.4%")] == ["农民工", "农民工"]


def test_people_counted_without_a_measure_word_stay_in_the_measure() -> None:
    assert [name.measure for name in names("慰问300困难职工")] == ["慰问困难职工"]
    assert [name.measure for name in names("食堂可坐3万多职工")] == ["职工"]


def test_an_elided_noun_is_taken_from_the_quantity_before() -> None:
    assert [name.indicator for name in names("慰问困难职工320户、96人次")] == [
        "relief_recipients.households",
        "relief_recipients.people",
    ]


def test_what_stands_before_a_preposition_is_not_counted() -> None:
    """In 工会为16个…, 为 says for whom: no unions are counted."""
    assert names("市总工会为16个班组配备药箱")[0].indicator is None


def test_a_noun_behind_an_enumeration_mark_belongs_to_the_next_quantity() -> None:
    assert [name.indicator for name in names("建成工匠学院12所、创新工作室36家")] == [
        "craftsman_academies",
        "innovation_studios",
    ]


def test_a_percentage_of_change_keeps_the_indicator_of_its_level() -> None:
    assert [name.indicator for name in names("征集合理化建议3600条，同比增长12.5%")] == ["proposals", "proposals"]


def test_the_measure_is_the_words_that_say_what_is_counted() -> None:
    found = names("举办劳动和技能竞赛860项，创造经济价值3.6亿元，为96户困难职工发放12万元慰问金，送去36条毛毯")
    assert [name.measure for name in found] == [
        "劳动和技能竞赛",
        "创造经济价值",
        "困难职工",
        "发放慰问金",
        "毛毯",
    ]


def test_naming_is_the_same_for_every_namer() -> None:
    text = "培训职工960人次，举办培训班16期，培养技师36名，帮扶困难职工86户、投入资金36万元"
    view = reader().view(text)
    assert Namer(RuleFolder.open()).read(view) == reader().namer.read(view)


WORDS = [
    "会员",
    "职工",
    "培训",
    "慰问",
    "竞赛",
    "、",
    "，",
    "其中",
    "360人",
    "16家",
    "8.5%",
    "同比增长",
    "。",
    "（",
    "）",
    "为",
    "达",
]


@given(st.lists(st.sampled_from(WORDS), max_size=24))
def test_every_quantity_gets_one_naming_whatever_the_text(words: list[str]) -> None:
    view = reader().view("".join(words))
    found = reader().namer.read(view)
    assert len(found) == len(view.quantities)
    assert all(name.rule is None or name.rule.split(".")[0] == str(name.indicator).split(".")[0] for name in found)


def test_the_rows_below_a_label_count_kinds_of_what_it_counts() -> None:
    table = (
        "基层工会组织数(个) | 1260 | 1190 |\n其中:企业 | 860 | 810 |\n事业单位 | 250 | 240 |\n拔河绳(条) | 36 | 41\n"
    )
    assert [name.indicator for name in names(table)] == ["unions_total"] * 6 + [None] * 2

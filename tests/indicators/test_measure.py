"""Measure phrases where no rule fires."""

from functools import cache

import pytest

from unionstats.evaluate.rules_examples import ExampleReader
from unionstats.rules.folder import RuleFolder


@cache
def reader() -> ExampleReader:
    return ExampleReader(RuleFolder.open())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("发放宣传手册360册", "发放宣传手册"),
        ("送去360条毛毯", "毛毯"),
        ("厂区面积达3.6万平方米", "厂区面积"),
        # what a bracket adds does not end the phrase
        ("26个县(市、区)机关联动", "县机关联动"),
        # one character names nothing: the words behind a verb that ends phrases say more
        ("护栏3分钟就能安装好", "护栏"),
        ("食堂补贴由人均6元调整为9元", "食堂补贴"),
    ],
)
def test_an_unnamed_quantity_still_says_what_is_counted(text: str, phrase: str) -> None:
    name, *_ = reader().namer.read(reader().view(text))
    assert (name.indicator, name.measure) == (None, phrase)


def test_what_money_was_spent_on_may_stand_in_the_next_clause() -> None:
    (name,) = reader().namer.read(reader().view("市总工会投入36万元，建起职工心理驿站"))
    assert name.measure == "投入建起职工心理驿站"


def test_only_verbs_of_money_look_into_the_next_clause() -> None:
    name, *_ = reader().namer.read(reader().view("走访慰问360人，捐款捐物9万元"))
    assert name.measure == "慰问"

"""The short way past plain numbers leads where the long way does."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantity_cases import read_cases

from unionstats.numbers.ignore import load_ignore_rules
from unionstats.numbers.scan import Scanner
from unionstats.rules.folder import RuleFolder

SIGNS = [
    *"0123456789",
    *"0123456789.,，点/ 百千万亿兆十多余几来分之一二两半成折参廿",
    *"个名项元块角件人家千米%年月日场约近超至、和到-(的每",
]
WORDS = [
    "人次",
    "小时",
    "分钟",
    "百分点",
    "个百分点",
    "以上",
    "左右",
    "余万",
    "多名",
    "万元",
    "个半",
    "个多月",
    "千瓦",
    "亿元",
    "分之",
]


@cache
def scanners() -> tuple[Scanner, Scanner]:
    """Return a scanner, and one that goes the long way always."""
    usual, long = Scanner(RuleFolder.open()), Scanner(RuleFolder.open())
    long._parts[False]._plain = None
    return usual, long


@given(st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=14).map("".join))
def test_the_short_way_makes_no_difference(text: str) -> None:
    usual, long = scanners()
    assert usual.scan(text) == long.scan(text)


@pytest.mark.parametrize("name", ["genre.txt"])
def test_the_short_way_makes_no_difference_in_the_cases(name: str) -> None:
    usual, long = scanners()
    texts = [text for text, _ in read_cases(name)]
    texts += [text for rule in load_ignore_rules(RuleFolder.open()) for text in rule.match]
    assert [usual.scan(text) for text in texts] == [long.scan(text) for text in texts]


@pytest.mark.parametrize("text", ["320名职工", "7.79万项", "1.08亿元", "12人次", "近3万名"])
def test_most_numbers_go_the_short_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, _ = scanners()
    monkeypatch.setattr(usual._parts[False], "_number", None)
    assert len(usual.scan(text).quantities) == 1

"""Measure words and hedges: the tables and what a bad one is told."""

from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.numbers import quantities
from unionstats.numbers.hedges import Hedges, combine
from unionstats.numbers.units import KINDS, load_units
from unionstats.rules.folder import RuleFolder

UNITS = load_units(RuleFolder.open())


def test_the_table_is_large_and_its_kinds_are_known() -> None:
    assert len(UNITS.words) > 400
    assert {unit.kind for unit in UNITS.words.values()} <= KINDS


@pytest.mark.parametrize(
    ("text", "unit", "kind"),
    [
        ("每趟挑40块砖", "块", "count"),
        ("每天挣40块", "元", "money"),
        ("登上36级台阶", "级", "count"),
        ("12人", "人", "people"),
        ("12人次", "人次", "person_times"),
        ("12人（次）", "人(次)", "person_times"),
        ("12户(次)", "户(次)", "count"),
        ("500块钱", "元", "money"),
        ("8万港币", "港元", "money"),
        ("新台币300元", "新台币", "money"),
        ("3个百分点", "个百分点", "percent"),
        ("13.2‰", "‰", "percent"),
        ("四成", "%", "percent"),
        ("2.5倍", "倍", "ratio"),
        ("4个多月", "个月", "duration"),
        ("一个半小时", "小时", "duration"),
        ("38.5公里", "公里", "distance"),
        ("时速120公里", "公里", "physical"),
        ("140万吨", "吨", "mass"),
        ("3公顷", "公顷", "area"),
        ("133 333.33hm2", "hm2", "area"),
        ("220千伏", "千伏", "physical"),
        ("0.02毫米", "毫米", "physical"),
        ("9省市", "省市", "count"),
        ("两部门", "部门", "count"),
        ("300职工", "人", "people"),
    ],
)
def test_a_measure_word_has_its_unit_and_kind(text: str, unit: str, kind: str) -> None:
    (quantity,) = quantities(text)
    assert (quantity.unit, quantity.kind) == (unit, kind)


@pytest.mark.parametrize("text", ["5市级", "3人才", "2次方", "三部署", "两国有"])
def test_a_measure_word_within_another_word_counts_nothing(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "quote", "bound"),
    [
        ("举办近千场", "近千场", "nearly"),
        ("服务30余人", "30余人", "more_than"),
        ("占52%以上", "52%以上", "more_than"),
        ("覆盖不少于120万人", "不少于120万人", "more_than"),
        ("发动超100余万人", "超100余万人", "more_than"),
        ("走访近350余家", "近350余家", "about"),
        ("约占51.0%", "51.0%", "about"),
        ("突破1430万次", "1430万次", "more_than"),
        ("达到300万人", "300万人", "exact"),
        ("上百场", "上百场", "more_than"),
        ("最多3次", "最多3次", "up_to"),
        ("20人以内", "20人以内", "up_to"),
        ("不足三成", "不足三成", "nearly"),
        ("50人左右", "50人左右", "about"),
        ("20万多人", "20万多人", "more_than"),
        ("预约30人", "30人", "exact"),
        ("网上百余人", "百余人", "more_than"),
        ("附近3家", "3家", "exact"),
    ],
)
def test_a_hedge_becomes_a_bound(text: str, quote: str, bound: str) -> None:
    (quantity,) = quantities(text)
    assert (text[quantity.start : quantity.end], quantity.bound) == (quote, bound)


def test_nearly_and_more_together_are_about() -> None:
    assert combine(["nearly", "more_than"]) == "about"
    assert combine([None, None]) == "exact"


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("units.toml", "[[unit]]\nid='x'\nkind='colour'\n", "kind must be one of"),
        ("units.toml", "[[unit]]\nid='x'\nkind='count'\nfactors='1'\n", "unknown key"),
        ("units.toml", "[[unit]]\nid='x'\nkind='mass'\nfactor='heavy'\n", "is no number"),
        ("numerals.toml", "[[before]]\nbound='roughly'\nwords=['x']\n", "bound must be one of"),
    ],
)
def test_a_bad_table_is_named(tmp_path: Path, name: str, text: str, problem: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    folder = RuleFolder((tmp_path,))
    with pytest.raises(RuleError, match=problem):
        load_units(folder) if name == "units.toml" else Hedges(folder)


def test_an_analysts_word_is_added(tmp_path: Path) -> None:
    (tmp_path / "units.toml").write_text("[[unit]]\nid='麻袋'\nkind='count'\n", encoding="utf-8")
    assert load_units(RuleFolder.open(tmp_path)).longest("3麻袋", 1) is not None

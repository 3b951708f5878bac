"""Script conversion moves no character: one for one, with names kept and digits narrowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.text.edits import TrackedText
from unionstats.text.script import simplify


def simple(text: str) -> str:
    return simplify(TrackedText.of(text))[0].text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("人纔隊伍", "人才队伍"),
        ("職務昇級", "职务升级"),
        ("佔比52﹪", "占比52%"),
        ("産業工人爲主", "产业工人为主"),
        ("甲、乙﹐丙﹔丁", "甲、乙，丙；丁"),
        ("羣衆衞生", "群众卫生"),
        ("陜西省總工會", "陕西省总工会"),
        ("⼯会", "工会"),
        ("隨著產業發展，沿著道路走，有著重要意義", "随着产业发展，沿着道路走，有着重要意义"),
        ("乾縣首批覆蓋職工，期滿答覆", "乾县首批覆盖职工，期满答复"),
        ("顯著成績，著名勞模，著作等身，名著", "显著成绩，著名劳模，著作等身，名著"),
    ],
)
def test_variants_become_their_simplified_form(text: str, result: str) -> None:
    assert simple(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "乾县总工会",
        "乾安县职工",
        "干部",
        "里程",
        "皇后大道",
        "标准",
        "著名劳模",
        "土著",
        "双重覆盖",
        "首批覆盖",
        "打坏",
    ],
)
def test_names_and_simplified_words_stay(text: str) -> None:
    assert simple(text) == text


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("共１２３人", "共123人"),
        ("达１．２万人", "达1.2万人"),
        ("１，２３４元", "1,234元"),
        ("占５２％", "占52%"),
        ("第１，第２", "第1，第2"),
        ("Ａ类．甲", "Ａ类．甲"),
    ],
)
def test_wide_digits_become_narrow_in_numbers_only(text: str, result: str) -> None:
    assert simple(text) == result


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("全县职工参加技能竞赛", "simplified"),
        ("全縣職工參加技能競賽", "traditional"),
        ("全縣職工參加，全县职工参加", "mixed"),
        ("2023, no Chinese", "none"),
        ("干部后勤里程", "simplified"),
    ],
)
def test_the_script_is_told(text: str, script: str) -> None:
    assert simplify(TrackedText.of(text))[1] == script


def test_simplified_text_is_the_same_object() -> None:
    text = TrackedText.of("全县职工1200人参加技能竞赛。")
    assert simplify(text)[0] is text


@given(st.text(max_size=80))
def test_any_text_keeps_its_length_and_its_map(text: str) -> None:
    result = simplify(TrackedText.of(text))[0]
    assert len(result.text) == len(text)
    assert all(result.raw_span(at, at + 1) == (at, at + 1) for at in range(len(text)))


@given(st.text(alphabet="職工會產業職业人才昇級１２３．，％万亿乾县", max_size=60))
def test_simplifying_twice_changes_nothing_more(text: str) -> None:
    assert simple(simple(text)) == simple(text)

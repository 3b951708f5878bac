"""Sentences of another world go from pages into which things were set, whatever they tell of; the article stays."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from clean_articles import FOLDER, clean

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.noise.topics.register import SIGNS, load_register

PAGE = (
    "柳塘县总工会办起夜校\n"
    "柳塘县总工会今年开办职工夜校26期,开设{sign}焊接、育婴、茶艺等课程,培训职工1260人。{first}夜校设在职工服务中心,由县里的劳模和技师授课。\n"
    "{second}参加夜校的职工每人领到一本学习手册,结业后可以申领技能提升补贴,全年发放补贴46万元。\n"
    "下一步,县总工会将把夜校办到乡镇和园区,让更多职工在家门口学到技能。"
)
SIGN = "(🐮)"
# No list of topics has what they tell of.
FOREIGN = (
    "枯藤攀住断壁,琉璃瓮里泛着幽蓝磷火。",
    "糯稻霜降前后割倒,蟋蟀钻进柴垛鸣叫。",
    "渡鸦掠过尖塔,暮色浸透青苔石阶。",
    "穹顶壁画剥落,圣徒的脸只剩半边。",
)
HONEST = (
    "焊工老梁摘下面罩,汗水顺着下巴滴到工作服上。",
    "“白天上班,晚上学艺,日子有盼头。”她说。",
    "结业那天,学员们端出自己做的点心,请老师尝一尝。",
    "夜校的灯常常亮到九点半。",
    "茶艺课上,大家学着温杯、投茶、冲泡。",
    "县医院护士许梅学会了插花,带回病房摆在窗台上。",
)


def page(first: str, second: str = "", sign: str = SIGN) -> str:
    return clean(PAGE.format(first=first, second=second, sign=sign))


@pytest.mark.parametrize(("first", "second"), list(pairwise(FOREIGN)))
def test_sentences_of_another_world_go_though_no_topic_has_their_words(first: str, second: str) -> None:
    assert page(first, second) == page("")


@pytest.mark.parametrize(("first", "second"), list(pairwise(FOREIGN)))
def test_they_stay_where_nothing_else_tells_that_things_were_set_in(first: str, second: str) -> None:
    text = page(first, second, sign="")
    assert first in text
    assert second in text


@pytest.mark.parametrize("sentence", HONEST)
def test_sentences_of_colour_stay_on_such_pages(sentence: str) -> None:
    assert sentence in page(sentence)
    assert sentence in page("", sentence)


def test_neither_a_headline_nor_most_of_a_page_goes() -> None:
    text = f"{FOREIGN[0]}\n{FOREIGN[1]}{FOREIGN[2]}\n县总工会开办{SIGN}夜校26期。"
    assert all(sentence in clean(text) for sentence in FOREIGN[:3])


def test_a_cleaned_page_is_left_alone() -> None:
    once = page(FOREIGN[0], FOREIGN[1])
    assert clean(once) == once


def test_each_sign_has_points_and_each_word_stands_once() -> None:
    words = load_register(FOLDER)
    assert words is not None
    assert words.points.keys() == SIGNS.keys()
    assert all(words.points.values())
    assert len(words.words) == len(set(words.words))


def test_a_table_without_a_sign_is_refused(tmp_path: Path) -> None:
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "mine.toml").write_text(
        '[[register]]\nid = "noise.mine.register"\nkind = "splice"\nwhy = "x"\nleast = 1\nbeside = 0\nnamed = "x"\n'
        'points = { strange = 1 }\nwords = ["会 员"]\nstrip = []\nkeep = []\n',
        "utf-8",
    )
    with pytest.raises(RuleError, match=r"\[\[register\]\]"):
        load_register(RuleFolder.open(tmp_path))


def test_no_table_no_register(tmp_path: Path) -> None:
    assert load_register(RuleFolder((tmp_path,))) is None

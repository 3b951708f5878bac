"""Noise removal as a whole: sentences are safe whatever stands beside them; rules say what is wrong with them."""

from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.noise.definitions import KINDS
from unionstats.text.noise.keywords import load_keywords
from unionstats.text.noise.loading import load_dense, load_noise, noise_tables
from unionstats.text.noise.remover import NoiseRemover
from unionstats.text.noise.shapes import SHAPES

FOLDER = RuleFolder.open()
REMOVER = NoiseRemover(FOLDER)
NOISE = sorted(
    {
        line
        for kind in ("noise", "dense", "keywords", "phrases", "furniture", "register")
        for _, table in noise_tables(FOLDER, kind)
        for example in table["strip"]
        for line in example["text"].split("\n")
        if line and len(line) < 60 and not line.endswith("。") and "<!--" not in line
    }
)
TITLE = "全市工会系统启动夏送清凉活动"
PARAGRAPHS = [
    "今年以来,南坪县各级工会走访慰问困难职工家庭三千二百余户,发放慰问金210万元。",
    "在河东镇,工会干部把茶水送到工地,86名工友领到了清凉包。",
    "下一步,县总工会将继续推进服务阵地建设,让更多职工在家门口享受到贴心的服务。",
]

RULE = """[[noise]]
id = "noise.test.rule"
kind = "share"
scope = "line"
why = "a test"
trigger = ["甲乙"]
pattern = '''甲乙丙'''
strip = [{ text = "甲乙丙", leaves = "" }]
keep = [{ text = "甲乙", why = "shorter" }]
"""


def kept(page: str) -> list[str]:
    text = REMOVER.remove(TrackedText.of(page)).text
    return [paragraph for paragraph in PARAGRAPHS if paragraph in text]


@pytest.mark.parametrize("line", NOISE)
def test_noise_between_paragraphs_takes_no_paragraph_along(line: str) -> None:
    assert kept("\n".join([TITLE, PARAGRAPHS[0], line, *PARAGRAPHS[1:]])) == PARAGRAPHS


@pytest.mark.parametrize("line", NOISE)
def test_noise_over_the_text_takes_no_paragraph_along(line: str) -> None:
    assert kept("\n".join([line, TITLE, *PARAGRAPHS])) == PARAGRAPHS


@pytest.mark.parametrize("line", NOISE)
def test_noise_under_the_text_takes_no_paragraph_along(line: str) -> None:
    assert kept("\n".join([TITLE, *PARAGRAPHS, line])) == PARAGRAPHS


def test_clean_text_is_the_same_object() -> None:
    page = TrackedText.of("\n\n".join([TITLE, *PARAGRAPHS]))
    assert REMOVER.remove(page) is page


def test_a_closing_mark_takes_what_follows_it_to_the_end() -> None:
    page = "\n".join([TITLE, *PARAGRAPHS, "责任编辑:陈立春", "外市要闻", "外省一厂奖励员工"])
    assert REMOVER.remove(TrackedText.of(page)).text.split("\n")[-1] in {PARAGRAPHS[-1], ""}


def test_a_table_of_an_article_is_no_link_farm() -> None:
    table = ["县 | 会员 | 建会 | 驿站 | 培训 | 慰问 | 竞赛", "南坪 | 3.2万 | 96% | 46 | 12 | 860 | 9"]
    page = "\n".join([TITLE, *PARAGRAPHS, *table])
    assert REMOVER.remove(TrackedText.of(page)).text == page


def test_names_of_counties_sold_as_links_go() -> None:
    farm = "上杭县| 永平县| 南涧| 宾阳县| 清丰县| 周宁县| 手游| 凤冈县|"
    assert farm not in REMOVER.remove(TrackedText.of("\n".join([TITLE, *PARAGRAPHS, farm]))).text


def test_ids_are_unique_and_kinds_known() -> None:
    ids = [rule.id for rule in load_noise(FOLDER)] + [words.id for words in load_dense(FOLDER)]
    ids += [trade.id for trade in load_keywords(FOLDER)]
    ids += [shape.id for shape in SHAPES]
    assert len(ids) == len(set(ids))
    assert {shape.kind for shape in SHAPES} <= KINDS.keys()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "share"', 'kind = "nonsense"', "kind must be one of"),
        ('scope = "line"', 'scope = "page"', "scope must be one of"),
        ('why = "a test"\n', "", "lacks why"),
        ("keep = [{", "kept = [{", "unknown: kept"),
        ('id = "noise.test.rule"', 'id = "rule"', "noise.site.what"),
        ("'''甲乙丙'''", "'''甲(乙丙'''", "bad regular expression"),
        ("'''甲乙丙'''", "'''(?P<who>甲乙丙)'''", "groups may be named"),
        (RULE, RULE + RULE, "two rules of one id"),
    ],
)
def test_a_bad_rule_is_refused_with_its_reason(tmp_path: Path, old: str, new: str, message: str) -> None:
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "own.toml").write_text(RULE.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError, match=message) as caught:
        load_noise(RuleFolder.open(tmp_path))
    assert caught.value.path.endswith("own.toml")


def test_a_rule_of_ones_own_needs_neither_kind_nor_trigger(tmp_path: Path) -> None:
    """The shortest form: pattern, examples and a reason; a line in which the pattern is found goes."""
    (tmp_path / "noise").mkdir()
    short = RULE.replace('kind = "share"\n', "").replace('trigger = ["甲乙"]\n', "")
    (tmp_path / "noise" / "own.toml").write_text(short, encoding="utf-8")
    remover = NoiseRemover(RuleFolder.open(tmp_path))
    text = remover.remove(TrackedText.of("\n".join([TITLE, "  关于甲乙丙的广告", "", *PARAGRAPHS])))
    assert "广告" not in text.text
    assert [edit.kind for edit in text.edits] == ["boilerplate"]


def test_a_headline_with_a_brand_in_it_stays_without_the_brand() -> None:
    """The rule that takes spam over the headline would take all of it."""
    page = "\n\n".join([f"{TITLE[:8]}鸿利国际娱乐官网{TITLE[8:]}", *PARAGRAPHS])
    assert REMOVER.remove(TrackedText.of(page)).text.startswith(f"{TITLE}\n")


def test_a_translation_between_the_paragraphs_goes() -> None:
    english = "This year the trade unions of the county called on three thousand and two hundred families." * 2
    page = "\n".join([TITLE, PARAGRAPHS[0], english, *PARAGRAPHS[1:]])
    assert REMOVER.remove(TrackedText.of(page)).text == "\n".join([TITLE, *PARAGRAPHS])


@pytest.mark.parametrize(
    "signed",
    ["南坪县总工会\n2021年3月4日", "南坪县总工会办公室\n二〇二一年三月四日", "此致\n敬礼!\n陈立春\n2021年3月4日"],
)
def test_who_signs_a_notice_or_letter_stays_with_the_day(signed: str) -> None:
    page = "\n".join([TITLE, *PARAGRAPHS, signed, "来源:江北劳动网"])
    assert REMOVER.remove(TrackedText.of(page)).text.strip() == "\n".join([TITLE, *PARAGRAPHS, signed])


POEM = ["炉前短歌", "", "炉火红了", "汗水咸了", "师傅的背影", "像一座山", "", "我们在炉前写下自己的姓名"]


def test_verses_over_the_text_are_no_menu() -> None:
    page = "\n".join([*POEM, "", *PARAGRAPHS])
    assert REMOVER.remove(TrackedText.of(page)).text == page


def test_names_of_channels_over_the_headline_are_one() -> None:
    page = "\n".join(["要闻", "工会天地", "人物", TITLE, *PARAGRAPHS])
    assert REMOVER.remove(TrackedText.of(page)).text == "\n".join([TITLE, *PARAGRAPHS])


@pytest.mark.parametrize("motto", ["劳动创造幸福", "图为颁奖现场", "不忘初心 牢记使命 艰苦奋斗 永远争先"])
def test_a_motto_or_caption_as_last_line_stays(motto: str) -> None:
    page = "\n".join([TITLE, *PARAGRAPHS, motto])
    assert REMOVER.remove(TrackedText.of(page)).text == page


def test_names_below_a_heading_are_those_honoured() -> None:
    page = "\n".join([TITLE, *PARAGRAPHS, "南坪县五一奖章获得者", "马桂兰 郑开山", "池秀英 罗守义"])
    assert REMOVER.remove(TrackedText.of(page)).text == page


def test_rows_of_a_table_whose_figures_look_like_days_stay() -> None:
    rows = ["职工人数(万人) 46.35 42.18 3.61", "会员人数(万人) 41.8 37.44 3.94", "驿站 | 12.5 | 8.5"]
    page = "\n".join([TITLE, *PARAGRAPHS, *rows])
    assert REMOVER.remove(TrackedText.of(page)).text == page

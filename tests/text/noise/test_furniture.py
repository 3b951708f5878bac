"""Lines at the edges of a page that go because they are worded as furniture is; articles' own stay."""

import pytest

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.noise.furniture import Furniture, words_of
from unionstats.text.noise.remover import NoiseRemover

FOLDER = RuleFolder.open()
FURNITURE = Furniture(FOLDER)
REMOVER = NoiseRemover(FOLDER)
TITLE = "南坪县总工会把夜校办进工地"
TEXT = [
    "今年以来,南坪县各级工会走访慰问困难职工家庭三千二百余户,发放慰问金210万元。",
    "在河东镇,工会干部把茶水送到工地,86名工友领到了清凉包。",
]
CHROME = ["没有账号?立即注册并登录网站", "本页内容由网友上传,转载请联系作者", "最新评论 热门评论 查看更多回复"]
OWN = [
    "图为工友在夜校里上课",
    "一盏灯照亮一条路",
    "河东镇工会供稿人的故事",
    "先进班组:铸造二班",
    "(作者系南坪县总工会主席)",
    "报名从3月4日开始",
]


def clean(*lines: str) -> str:
    return REMOVER.remove(TrackedText.of("\n".join(lines))).text


def taken(*lines: str) -> list[str]:
    """Return what goes by its words alone."""
    edits = REMOVER.remove(TrackedText.of("\n".join(lines))).edits
    return [edit.text.strip() for edit in edits if edit.rule == "noise.furniture.words"]


@pytest.mark.parametrize("line", CHROME)
def test_prompts_and_notices_weigh_more_than_nought(line: str) -> None:
    assert FURNITURE.weigh(line) > 0


@pytest.mark.parametrize("line", [*OWN, TITLE, *TEXT])
def test_what_articles_say_weighs_less(line: str) -> None:
    assert FURNITURE.weigh(line) < 0


@pytest.mark.parametrize("line", CHROME)
def test_such_lines_go_behind_the_text(line: str) -> None:
    assert line not in clean(TITLE, *TEXT, "责任编辑:陈立春", line)


@pytest.mark.parametrize("line", OWN)
def test_own_lines_stay_beside_chrome(line: str) -> None:
    assert not taken(TITLE, *TEXT, line, "责任编辑:陈立春", "返回首页")
    assert not taken(TITLE, line, *TEXT, "返回首页")


def test_between_the_paragraphs_such_lines_stay() -> None:
    assert CHROME[1] in clean(TITLE, TEXT[0], CHROME[1], TEXT[1])


def test_the_only_headline_stays_though_it_speaks_of_a_web_site() -> None:
    assert not taken("来源:汾河晚报", "一条评论带来的改变", *TEXT, "返回首页")


@pytest.mark.parametrize("line", ["咨询热线:12351", "留言簿", "访问记录"])
def test_numbers_behind_a_label_and_heads_of_the_sentence_below_stay(line: str) -> None:
    below = "参观者留言8600条,访问困难户46户。"
    assert not taken(TITLE, *TEXT, line, below, "责任编辑:陈立春", "返回首页")
    assert not taken(TITLE, *TEXT, line)


@pytest.mark.parametrize("line", ["借阅时间:周末", "推荐人:李晓", "阅读让人心静", "评论要有温度", "用户协议别乱点"])
def test_values_of_the_article_and_its_mottoes_stay_beside_chrome(line: str) -> None:
    assert not taken(TITLE, *TEXT, line)
    assert not taken(TITLE, *TEXT, line, "返回首页 版权所有")


@pytest.mark.parametrize(("line", "below"), [("编辑部来信", "责编送来一支钢笔。"), ("下载软件", "先找商店,再点安装。")])
def test_heads_of_short_sentences_stay(line: str, below: str) -> None:
    assert not taken(TITLE, *TEXT, line, below, "返回首页 版权所有")


def test_behind_spam_alone_nothing_tells_of_furniture() -> None:
    spam = "久久精品国产亚洲av_欧美一区二区三区在线观看_国产无码视频免费"
    assert not taken(spam, "网友问答", *TEXT)


def test_words_are_pairs_of_characters_single_ones_and_words_of_letters() -> None:
    assert words_of("请下载APP 1.2版 x") == ["请下", "下载", "app", "版"]


def test_a_line_without_words_tells_nothing() -> None:
    assert FURNITURE.weigh("12:30") < 0
    assert clean(TITLE, *TEXT) == "\n".join([TITLE, *TEXT])


def test_a_table_that_lacks_something_is_an_error(tmp_path) -> None:  # noqa: ANN001 - pytest's own
    noise = tmp_path / "noise"
    noise.mkdir()
    (noise / "mine.toml").write_text('[[furniture]]\nid = "noise.my.words"\nkind = "share"\n', encoding="utf-8")
    with pytest.raises(RuleError, match="furniture"):
        Furniture(RuleFolder.open(tmp_path))

"""What stands at the edges of a page: phrases of sites, rows round the headline, notices; and what is honest there."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.noise.phrases import Phrases, load_phrases
from unionstats.text.noise.remover import NoiseRemover

FOLDER = RuleFolder.open()
REMOVER = NoiseRemover(FOLDER)
LISTS = load_phrases(FOLDER)
PHRASES = Phrases(LISTS)
TITLE = "南坪县工会夜校开到集市上"
TEXT = [
    "今年以来,南坪县各级工会办起夜校四十六所,开课门类从烘焙到焊接共有一百多种。",
    "在河东镇,夜校就开在集市边上,86名职工下了班就来上课,学员里年纪最大的五十八岁。",
    "下一步,县总工会将把夜校开到更多的工地和车间,让职工在家门口就能学到手艺。",
]
TABLE = """[[phrases]]
id = "noise.test.phrases"
kind = "share"
why = "a test"
words = ["甲乙丙"]
strip = [{ text = "甲乙丙", leaves = "" }]
keep = [{ text = "甲乙丁", why = "another" }]
"""


def cleaned(lines: list[str]) -> list[str]:
    return [line for line in REMOVER.remove(TrackedText.of("\n".join(lines))).text.split("\n") if line]


@pytest.mark.parametrize("at", range(4))
def test_each_phrase_of_the_lists_goes_at_the_edges(at: int) -> None:
    words = [word for known in LISTS for word in known.words][at::4]
    below = [word for word in words if word in cleaned([TITLE, "2021-03-04 来源:江北网", *TEXT, word])]
    assert below == []


@pytest.mark.parametrize(
    ("line", "is_known"),
    [
        ("积分 1024", True),
        ("主题 | 12 | 帖子 | 230", True),
        ("【打 印】【关 闭】", True),
        ("分享QQ空间复制链接", True),
        ("No Comments", True),
        ("职工书屋 412 978 3346", False),
        ("满意率 98%", False),
        ("职工夜校开课", False),
        ("没有账号 12", False),
        ("12", False),
        ("公司新闻 | 1386 | 1254 |", False),
        ("网站建设 | 86", False),
        ("收藏图片", False),
        ("1 / 3 下一页", True),
    ],
)
def test_a_line_is_furniture_where_phrases_and_counters_make_all_of_it(line: str, is_known: object) -> None:
    assert (PHRASES.find(line) is not None) == bool(is_known)


@pytest.mark.parametrize(
    ("old", "new"), [('kind = "share"', 'kind = "nonsense"'), ('why = "a test"\n', ""), ("words", "phrases")]
)
def test_a_bad_table_of_phrases_is_refused(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "own.toml").write_text(TABLE.replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError, match=r"\[\[phrases\]\] table has"):
        load_phrases(RuleFolder.open(tmp_path))


STAMP = "2021-03-04 09:12 来源:江北网"
FRAMES = {
    "a row of the paper's page and the other headlines, again below": (
        [
            "江北工人报 2021年03月04日 星期四",
            f"{TITLE} 绿皮车上的老张 把论文写在地头",
            TITLE,
            *TEXT,
            "绿皮车上的老张",
            "把论文写在地头",
        ],
        [TITLE, *TEXT],
    ),
    "the account that posts, with its number of posts": (
        [TITLE, "江北融媒", "+关注", "文章 1.3万", STAMP, *TEXT],
        [TITLE, *TEXT],
    ),
    "fields of a record beside one that is known": (
        [TITLE, "索引号:000014349/2021-00187", "公文种类: 工作信息", "效用状态: 有效", "成文日期:2021-03-04", *TEXT],
        [TITLE, *TEXT],
    ),
    "a row of three fields": ([TITLE, "来源 :财会月刊 | 被引量 : 0次 | 上传用户:lizhi88", *TEXT], [TITLE, *TEXT]),
    "a notice over the only headline": (
        ["登录", "本网站使用技术提供更好的体验并尊重隐私,继续浏览即代表同意上述规范。", TITLE, STAMP, *TEXT],
        [TITLE, *TEXT],
    ),
    "a notice under what closes the page": (
        [
            TITLE,
            *TEXT,
            "上一篇:外省一厂奖励员工",
            "发表评论",
            "必须填写的地址不会公开。必填栏位标示为星号,请勿重复提交。",
        ],
        [TITLE, *TEXT],
    ),
    "lines in English": (
        ["Skip to content", TITLE, "Share via Mastodon", *TEXT, "Leave a thought", "You could enjoy"],
        [TITLE, *TEXT],
    ),
    "three names of a menu and no headline": (["集团公司", "国内公司", "海外公司", *TEXT], TEXT),
    "the text's beginning once more, cut": ([TITLE, f"摘要:{TEXT[0][:24]}...", *TEXT], [TITLE, *TEXT]),
    "who did what, by whatever duty": ([TITLE, *TEXT, "责任编辑:陈立春", "缱绻|李晓"], [TITLE, *TEXT]),
    "headlines without a pause": (
        [
            TITLE,
            *TEXT,
            "汾水湾今冬首批游客破万",
            "江北附属医院引进新仪器",
            "古街改造二期工程开建",
            "红木家具走俏海外市场",
        ],
        [TITLE, *TEXT],
    ),
}


@pytest.mark.parametrize("frame", FRAMES)
def test_what_a_site_sets_round_a_text_goes(frame: str) -> None:
    page, left = FRAMES[frame]
    assert cleaned(page) == left


FOOTS = {
    "winners by contest": ["男子单打前三名:路长林 戚海 宗正", "女子单打前三名:程小雪 姚敏 孔巧云"],
    "verses": ["书页翻动的声音", "像纱线穿过筘齿", "一行行,织成布匹"],
    "rows of figures": ["东河县 86人", "西岭县 112人", "北塘区 74人"],
    "captions": ["图1 学员在集市上揉面", "图2 老师傅示范焊枪"],
    "units": ["供电公司输电运检班", "机务段检修二组", "第二医院急诊护理组", "环卫处清运三班", "重机厂装配一班"],
    "a body and its day": ["南坪县总工会", "二〇二一年三月四日"],
    "a saying": ["“有灯的地方就是家”"],
    "years of a life": ["2009年 获厂级标兵", "2014年 获市五一劳动奖章", "2018年 获省劳动模范"],
}


@pytest.mark.parametrize("foot", FOOTS)
@pytest.mark.parametrize("chrome", ["(责任编辑:admin)", "上一篇:没有了", "打印本页"])
def test_what_an_article_ends_with_stays_over_the_furniture(foot: str, chrome: str) -> None:
    assert cleaned([TITLE, STAMP, *TEXT, *FOOTS[foot], chrome]) == [TITLE, *TEXT, *FOOTS[foot]]


@pytest.mark.parametrize(
    "line", ["把课桌搬到家门口", "“这课,收钱不?”", "——走进河东镇夜校", "编者按:夜校不是摆设。", "各县区总工会:"]
)
def test_what_stands_under_a_headline_stays(line: str) -> None:
    assert cleaned([TITLE, STAMP, line, *TEXT]) == [TITLE, line, *TEXT]


@pytest.mark.parametrize(
    "lines", [["建会:4126家", "入会:38.6万人", "驿站:512个"], ["时间:4月28日", "地点:南坪市文化宫"]]
)
def test_fields_that_count_or_date_are_the_articles(lines: list[str]) -> None:
    assert cleaned([TITLE, "来源:江北网", *lines, *TEXT]) == [TITLE, *lines, *TEXT]


def test_a_second_article_behind_a_list_of_other_pages_stays() -> None:
    other = [
        "车间里的灯会",
        "那年正月十五,翻砂车间的灯会扎成了一座高炉,用了三百多个红灯泡。",
        "后来厂子搬了,灯会也就散了,可那座高炉还亮在大家心里。",
    ]
    page = [TITLE, *TEXT, "上一篇:外省一厂奖励员工", "打印本页", *other]
    assert cleaned(page)[-3:] == other


def test_rows_of_figures_below_a_text_are_no_dated_titles() -> None:
    rows = ["柳溪镇 | 312 | 4.5", "河东镇 | 260 | 3.2", "枣林镇 | 86 | 1.6"]
    assert cleaned([TITLE, *TEXT, *rows]) == [TITLE, *TEXT, *rows]
    titles = ["北岭县开展春风送岗 04.05", "乐川县举办焊工比武 04.12", "新洲县工友节开幕 2024.4.15"]
    assert cleaned([TITLE, *TEXT, *titles]) == [TITLE, *TEXT]


def test_points_over_a_text_stay_together() -> None:
    points = ["●夜校要办到集市边上", "●来时先问想学啥,走时再问学会没"]
    page = ["工友日报记者 覃小满", *points, "本期嘉宾:", "南坪县总工会副主席 覃大年", *TEXT]
    assert [line for line in cleaned(page) if line in points] == points


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("Previous Next ", ""),
        ("打印 关闭 ", ""),
        ("", "分享到:"),
        ("", " 分享到：微信 QQ空间"),
        ("", "Previous Next"),
        ("", "上一篇 下一篇"),
        ("", "扫一扫分享本页"),
        ("打印 关闭 ", "打印 关闭"),
    ],
)
def test_buttons_in_the_line_of_the_text_go_from_both_of_its_ends(before: str, behind: str) -> None:
    assert cleaned([f"{before}{TITLE} {''.join(TEXT)}{behind}"]) == [f"{TITLE} {''.join(TEXT)}"]


@pytest.mark.parametrize("before", ["关注 南坪夜校 ", "下载 ", "夜校 集市 "])
def test_one_word_before_a_headline_and_words_of_no_button_stay(before: str) -> None:
    assert cleaned([f"{before}{TITLE}", *TEXT]) == [f"{before}{TITLE}", *TEXT]


def test_fields_behind_the_text_go_beside_two_known_ones_alone() -> None:
    known = ["发布时间:2021-03-04", "收藏次数:0"]
    assert cleaned([TITLE, *TEXT, "内容提供方:小鱼儿", *known, "所需金币:无"]) == [TITLE, *TEXT]
    told = ["报名时间:每周三晚", "授课地点:河东集市"]
    assert cleaned([TITLE, *TEXT, *told]) == [TITLE, *TEXT, *told]


def test_a_row_of_two_columns_behind_the_text_goes_and_a_tables_row_stays() -> None:
    assert cleaned([TITLE, *TEXT, "学校概况 | 校长寄语"]) == [TITLE, *TEXT]
    rows = ["优秀学员 | 陈立春等人", "优秀教师 | 李晓明等人"]
    assert cleaned([TITLE, *TEXT, *rows]) == [TITLE, *TEXT, *rows]

"""Days of publication that are printed over and under a text in whatever layout."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import unionstats
from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, load_toml, shipped_rules
from unionstats.text.stamps import StampReader, find_edges

FORMS: list[dict[str, Any]] = load_toml(shipped_rules() / "stamps.toml")["form"]
TITLE = "北岭市总工会为职工办实事"
BODY = (
    "今年以来,全市新建工会300家。截至目前,会员达3万人。各级工会慰问职工800名,职工们说工会想得周到。\n"
    "下一步,市总工会将继续做好服务工作,让职工感受到工会的温暖。"
)
DAY = date(2031, 9, 3)


@pytest.fixture(scope="module")
def reader() -> StampReader:
    return StampReader(RuleFolder.open())


@pytest.mark.parametrize(
    ("text", "day"), [(example["text"], example["date"]) for form in FORMS for example in form["match"]]
)
def test_a_date_is_read_in_each_form(reader: StampReader, text: str, day: str) -> None:
    assert reader.read(find_edges(f"{TITLE}\n{text}\n{BODY}")) == date.fromisoformat(day)


@pytest.mark.parametrize("text", [example["text"] for form in FORMS for example in form["reject"]])
def test_what_only_looks_like_a_date_is_none(reader: StampReader, text: str) -> None:
    assert reader.read(find_edges(f"{TITLE}\n{text}\n{BODY}")) is None


OVER = [
    "分类: 来源: 2031-09-03",
    "发文日期:2031年9月3日",
    "第03版：要闻 2031年09月03日 星期三",
    "首页 > 工会新闻 > 正文 2031-09-03",
    "您的位置：首页 > 新闻 > 正文 发布时间：2031-09-03",
    "文号：岭工发〔2031〕12号 发文日期：2031-09-03",
    "发布人：admin 发布时间：2031-09-03",
    "Posted on 2031-09-03 by admin",
    "总第123期 2031年9月3日出版",
    "2031\n09-03",
    "03\n2031-09",
]
UNDER = [
    "北岭市总工会\n二〇三一年九月三日",
    "北岭市总工会办公室 2031年9月3日印发",
    "公开日期：2031-09-03",
    "2031-09-03 08:05:33 +0800",
    "北岭日报 / 2031年 / 9月 / 3日 / 第003版",
    "原载《北岭日报》2031年9月3日",
]
OPENING = [
    "本报讯(记者王林 2031年9月3日)",
    "本网讯(通讯员 王林 2031/9/3)",
    "2031年9月3日消息，",
    "据《北岭日报》2031年9月3日报道，",
    "（记者王林 2031-09-03）",
]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        *((f"{line}\n", "") for line in OVER),
        *(("", f"\n{line}") for line in UNDER),
        *((start, "") for start in OPENING),
        ("", "2031-09-03"),  # right behind the last full stop
    ],
)
def test_a_line_over_or_under_the_text_or_its_first_words_are_the_stamp(head: str, foot: str) -> None:
    assert unionstats.read(f"{TITLE}\n{head}{BODY}{foot}").articles[0].published == DAY


def test_a_day_behind_the_first_paragraph_is_the_stamp() -> None:
    page = f"{TITLE}\n昨天,全市工会劳动竞赛总结会在北岭举行,各县工会的负责人和劳模代表参加。2031-09-03\n\n会上,{BODY}"
    assert unionstats.read(page).articles[0].published == DAY


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n{BODY}\n县总工会送清凉 2031-07-03\n县总工会办运动会 2031-08-03",
        f"{TITLE}\n{BODY}\n时间:2031年9月3日 地点:北岭",
        f"{TITLE}\n2031年9月3日起施行\n{BODY}",
        f"{TITLE}\n2031年9月3日,市总工会召开会议。{BODY}",
        f"{TITLE}\n{BODY}",
    ],
    ids=["list-of-news", "event", "since", "event-in-text", "nothing"],
)
def test_other_days_are_none(reader: StampReader, text: str) -> None:
    assert reader.read(find_edges(text)) is None


def test_the_address_printed_under_the_text_tells_the_day_of_a_page_that_was_printed_later() -> None:
    text = f"{TITLE}\n2033年09月16日\n{BODY}\nhttp://szb.example.cn/content/2031-09/03/161134.html\n电子版"
    assert unionstats.read(text).articles[0].published == DAY


def test_a_stamp_before_the_day_of_the_address_goes_before_it() -> None:
    url = "http://union.example.cn/t20311207_4733.htm"
    assert unionstats.read(f"{TITLE}\n发布时间:2031-09-03\n{BODY}", url=url).articles[0].published == DAY


@pytest.mark.parametrize("mark", ["下面是小编为大家整理的工作总结", "201*年工作总结", "由会员分享,可在线阅读"])
def test_libraries_of_sample_texts_tell_no_day(mark: str) -> None:
    page = unionstats.read(f"{TITLE}\n时间:2031-09-03\n{mark}\n{BODY}")
    assert page.articles[0].published is None


def test_the_day_over_which_a_text_is_signed_goes_before_that_of_the_archive() -> None:
    text = f"{TITLE}\n发布时间:2035-07-05\n{BODY}\n北岭大学工会\n20310903\n访问人数:17512037年04月07日"
    assert unionstats.read(text).articles[0].published == DAY
    sooner = f"{TITLE}\n发布时间:2031-09-05\n{BODY}\n北岭大学工会\n20310903"
    assert unionstats.read(sooner).articles[0].published == date(2031, 9, 5)


FORM = """
[[form]]
id = "own.form"
why = "w"
pattern = 'x'
match = []
reject = []
"""


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (("pattern", "patern"), "has no pattern"),
        (('why = "w"', 'why = "w"\nlabeled = true'), "unknown key labeled"),
        (("'x'", "'('"), "bad regular expression"),
        (("[[form]]", "[line]\nsigned = 'x'\n[[form]]"), "unknown key signed"),
    ],
)
def test_a_slip_in_a_form_is_named_with_its_file_and_line(tmp_path: Path, wrong: tuple[str, str], message: str) -> None:
    (tmp_path / "stamps.toml").write_text(FORM.replace(*wrong), encoding="utf-8")
    with pytest.raises(RuleError, match=message) as caught:
        StampReader(RuleFolder.open(tmp_path))
    assert caught.value.path == str(tmp_path / "stamps.toml")
    assert caught.value.line is not None

"""The promises of cleaning, on the sample pages and on piles of invented lines."""

from pathlib import Path

import pytest
import regex
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from outside import SEEDS, needs

from unionstats.rules.folder import RuleFolder
from unionstats.text.clean import Cleaner, PageHints, render
from unionstats.text.edits import TrackedText
from unionstats.text.flags import FLAGS
from unionstats.text.noise.definitions import KINDS
from unionstats.text.noise.shapes import SHAPES
from unionstats.types import Document, Page

FOLDER = RuleFolder.open()
CLEANER = Cleaner(FOLDER)
PAGES = sorted(SEEDS.glob("*.txt"))
needs_seeds = needs(SEEDS)

LINES = [
    "全市工会系统启动夏送清凉活动",
    "今年以来,全市各级工会共走访慰问困难职工家庭三千二百余户,发放慰问金210万元。",
    "各级工会将继续做好服务,让更多职工受益,全年计划培训3.6万人次。(陈立春)",
    "来源:汾河晚报 2021-03-04 09:12",
    "本报讯(记者陈立春)近日,南坪县总工会走进工地送清凉,惠及职工860人。",
    "(责编:陈立春)",
    "相关阅读",
    "• 外市某厂分红04-15",
    "上一篇:外市举办焊工比赛",
    "Copyright © 2008-2021",
    "南坪县总工会:",
    "图为现场。 李晓 摄",
    "一、强化培训",
    "(一)",
    "",
    "|",
    "首页 > 新闻",
    "同时,各镇依托集市开设夜校,聘",
]


def read(raw: str) -> Document:
    return CLEANER.clean(Page("", "", raw, "text", "utf-8"), TrackedText.of(raw), PageHints())


def digits(text: str) -> str:
    return "".join(regex.findall(r"\d+", text))


@needs_seeds
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem[:3])
def test_cleaning_a_cleaned_sample_changes_nothing(path: Path) -> None:
    once = render(read(path.read_text("utf-8")))
    assert render(read(once)) == once


@needs_seeds
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem[:3])
def test_every_character_of_a_sample_leads_back_to_it(path: Path) -> None:
    raw = path.read_text("utf-8")
    text = read(raw).text
    for number in range(0, len(text.text), 7):
        span = text.raw_span(number, number + 1)
        assert 0 <= span.start < span.end <= len(raw)


@needs_seeds
def test_the_digits_of_a_clean_page_are_unchanged() -> None:
    raw = PAGES[0].read_text("utf-8")
    article = raw[raw.index("91.95%") : raw.index("職工生活品質") if "職工生活品質" in raw else raw.index("(楊文俊)")]
    assert digits(article) in digits(read(raw).text.text)


@needs_seeds
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem[:3])
def test_no_tone_marked_bracket_survives(path: Path) -> None:
    assert not regex.search(r"\([a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*\s?\)", read(path.read_text("utf-8")).text.text)


@given(st.lists(st.sampled_from(LINES), max_size=16))
def test_cleaning_twice_is_cleaning_once(pile: list[str]) -> None:
    once = render(read("\n".join(pile)))
    assert render(read(once)) == once


@given(st.lists(st.sampled_from(LINES), max_size=16))
def test_what_is_removed_has_a_kind_and_a_rule_that_are_documented(pile: list[str]) -> None:
    tables = [table for _, table in FOLDER.tables("noise/*.toml")]
    known = {rule["id"] for table in tables for rules in table.values() for rule in rules}
    known |= {shape.id for shape in SHAPES} | {"articles.join"}
    for edit in read("\n".join(pile)).text.edits:
        assert edit.rule in known
        assert edit.kind in KINDS


@given(st.text(max_size=300))
def test_any_text_is_cleaned_without_fault(raw: str) -> None:
    document = read(raw)
    assert document.flags <= FLAGS.keys()
    assert "\n\n".join(document.text.text[slice(*article.span)] for article in document.articles) == document.text.text


def test_damage_is_marked_where_it_stands() -> None:
    document = read("全市培训职工⟦?⟧人次,新建驿站46座。")
    assert [document.text.text[slice(*spot)] for spot in document.damage] == ["⟦?⟧"]
    assert "damaged_text" in document.flags


def test_rewritten_text_is_flagged_and_kept() -> None:
    flag = next(flag for _, table in FOLDER.tables("noise/*.toml") for flag in table.get("flag", ()))
    assert "spun_page" in read(flag["spun"]).flags
    assert read(flag["spun"]).reason is None
    assert read(flag["plain"]).flags == frozenset()


def test_another_language_is_not_worth_reading() -> None:
    assert (
        read("The county federation of trade unions held twelve contests this year. " * 4).reason == "foreign_language"
    )
    assert (
        read("労働組合は今年、十二回のコンクールを開きました。たくさんのひとがさんかしました。" * 3).reason
        == "foreign_language"
    )
    assert read("올해 노동조합은 열두 차례의 대회를 열었고 많은 사람이 참가했습니다. " * 4).reason == "foreign_language"


def test_a_page_of_spam_alone_is_not_worth_reading() -> None:
    spam = "国产精品一区二区-亚洲欧美日韩在线观看-久久免费视频\n"
    assert read(spam * 3).reason == "pure_spam"


def test_scrambled_keywords_are_not_worth_reading() -> None:
    title = "南坪市第八届职工技能大赛在江北启动"
    clauses = [
        "南坪今天共有选手来到大赛",
        "职工评委表示技能",
        "启动现场热闹江北",
        "第八项目繁多南坪",
        "大赛之后技能",
        "江北众人称赞启动",
    ]
    text = ",".join(clause[:3] + number + clause[3:] for number in "一二三" for clause in clauses) + "。"
    assert read(f"{title}\n{text}").reason == "keyword_scramble"
    assert read(f"{title}\n{text[: len(text) // 3]}").reason is None


def test_a_short_page_that_says_its_title_over_and_over_is_worth_reading() -> None:
    title = "南坪市总工会86万元慰问防汛一线人员"
    text = (
        "截至昨日,南坪市总工会已筹资86万元,全部用于慰问防汛一线人员。汛情发生以来,省总工会、外地工会倾情相助,资金驰援南坪,"
        "南坪市总工会四处筹钱,合计86万元。这笔钱全部用于慰问防汛一线人员,工会组织对医疗人员、巡堤人员、清淤人员进行慰问,"
        "慰问基层防汛一线人员。市总工会负责人说,防汛人员最辛苦。"
    )
    assert read(f"{title}\n{text}").reason is None


def test_pieces_of_the_title_that_open_clauses_are_not_worth_reading() -> None:
    title = "果园职工喜获丰收!南坪工会驿站连年获评示范站"
    text = (
        "9月2日,园职南坪市总工会走访果农86户。获丰会上介绍,坪工今年新建服务点12个,站连办理业务460件,园职群众满意。"
        "记者了解到,获丰下一步,坪工还将添置设备,站连延长开放时间,让大家歇得更好。"
    )
    assert read(f"{title}\n{text}").reason == "keyword_scramble"
    assert read(f"{title}\n{text.replace('园职', '').replace('坪工', '')}").reason is None


def test_the_shell_prints_clean_text_and_tells_what_went(tmp_path: Path) -> None:
    pytest.importorskip("unionstats.pipeline", exc_type=ImportError)
    from unionstats.cli.clean import clean  # noqa: PLC0415 - needs the pipeline

    page = tmp_path / "page.txt"
    page.write_text("\n".join([LINES[0], LINES[3], LINES[1]]), encoding="utf-8")
    result = CliRunner().invoke(clean, [str(page), "--show-removed"])
    assert result.stdout == f"{LINES[0]}\n{LINES[1]}\n"
    assert '"rule": "noise.byline.' in result.stderr
    piped = CliRunner().invoke(clean, ["-"], input=page.read_bytes())
    assert piped.stdout == result.stdout

"""One page from a notebook: facts, what was removed, articles and clean text, from text or bytes."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

import unionstats
from unionstats.errors import RuleError, UnreadablePage, UsageError

PAGE = "当前位置：首页 > 工会要闻\n青海省总工会2023年综述\n2023年，全省新建驿站319个，服务职工近8.2万人次。\n"


def test_a_page_gives_facts_edits_articles_and_clean_text() -> None:
    page = unionstats.read(PAGE)
    assert page.facts["quote"].tolist() == ["319个", "近8.2万人次"]
    assert page.facts["province"].tolist() == ["qinghai", "qinghai"]
    assert page.removed["text"].str.contains("当前位置").any()
    assert len(page.articles) == 1
    assert page.clean_text == "青海省总工会2023年综述\n2023年，全省新建驿站319个，服务职工近8.2万人次。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_bytes_of_any_encoding_read_the_same(encoding: str) -> None:
    assert unionstats.read(PAGE.encode(encoding)).facts["value"].tolist() == [319.0, 82000.0]


def test_the_path_of_a_file_gives_what_its_bytes_give(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(PAGE.encode("gb18030"))
    assert unionstats.read(tmp_path / "page.txt").facts["value"].tolist() == [319.0, 82000.0]


@pytest.mark.parametrize("name", ["page.txt.gz", "page.jsonl", "page.jsonl.gz", "page.dat"])
def test_a_file_of_one_page_is_read_whatever_holds_it(name: str, tmp_path: Path) -> None:
    record = json.dumps({"text": PAGE, "published": "2024/1/9", "url": "https://example.org/a"}) + "\n"
    content = (record if "jsonl" in name else PAGE).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    facts = unionstats.read(tmp_path / name).facts
    assert facts["value"].tolist() == [319.0, 82000.0]
    assert set(facts["source"]) == {"page"}
    assert facts["published"].dt.date.tolist() == [date(2024, 1, 9)] * 2 if "jsonl" in name else True


def test_a_file_that_is_not_one_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "crawl.jsonl").write_text(f"{json.dumps({'text': PAGE})}\n" * 2, "utf-8")
    (tmp_path / "none.jsonl").write_text("", "utf-8")
    wrong = {"crawl.jsonl": "several pages", "none.jsonl": "no page", "gone": "no such file", ".": "is a folder"}
    for path, said in wrong.items():
        with pytest.raises(UsageError, match=said):
            unionstats.read(tmp_path / path)


def test_the_name_of_a_file_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    with pytest.raises(UsageError, match=r"pathlib\.Path"):
        unionstats.read(str(tmp_path / "page.txt"))


@pytest.mark.parametrize("page", [None, 5, ["text"]])
def test_what_is_no_page_is_told_by_its_type(page: object) -> None:
    with pytest.raises(TypeError, match=f"not {type(page).__name__}"):
        unionstats.read(page)  # type: ignore[arg-type]


def test_half_a_character_costs_no_page() -> None:
    page = unionstats.read(PAGE.replace("首页", "首\ud83d页"), title="综述\ude00")
    assert page.facts["value"].tolist() == [319.0, 82000.0]


def test_html_is_told_from_its_look_and_can_be_forced() -> None:
    body = "".join(f"<p>{line}</p>" for line in PAGE.splitlines()[1:])
    html = f"<html><head><title>综述</title></head><body>{body}</body></html>"
    assert unionstats.read(html).facts["quote"].tolist() == ["319个", "近8.2万人次"]
    assert unionstats.read(html, html=True).facts["quote"].tolist() == ["319个", "近8.2万人次"]


@pytest.mark.parametrize("day", ["2024-01-10", "2024/1/10", "20240110", date(2024, 1, 10)])
def test_a_given_date_anchors_relative_years(day: date | str) -> None:
    facts = unionstats.read("青海省总工会综述\n去年，全省新建驿站319个。\n", published=day).facts
    assert facts["period_start"].dt.date.tolist() == [date(2023, 1, 1)]


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", ""])
def test_a_day_that_is_none_is_said(day: str) -> None:
    with pytest.raises(UsageError, match="is no day"):
        unionstats.read(PAGE, published=day)


def test_articles_are_spans_of_the_clean_text() -> None:
    page = unionstats.read(PAGE)
    (article,) = page.articles
    assert page.clean_text[article.span.start : article.span.end] == page.clean_text.rstrip("\n")


def test_an_empty_page_is_an_error_that_says_so() -> None:
    with pytest.raises(UnreadablePage, match="empty"):
        unionstats.read(" \n")


def test_rules_of_ones_own_are_used(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such rules folder"):
        unionstats.read(PAGE, rules=tmp_path / "none")
    (tmp_path / "ignore.toml").write_text("[[ignore]\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"ignore\.toml:1"):
        unionstats.read(PAGE, rules=tmp_path)


def test_a_notebook_shows_a_table_and_no_page_can_act_in_it() -> None:
    shown = unionstats.read(
        "青海省总工会综述\n全省新建<script>alert(1)</script>\u202e驿站319个。\n", html=False
    )._repr_html_()
    assert "319" in shown
    assert "<script" not in shown
    assert "\u202e" not in shown


def test_a_page_without_facts_still_has_its_columns() -> None:
    page = unionstats.read("青海省总工会召开会议，学习有关精神。\n")
    assert len(page.facts) == 0
    assert {"quote", "value", "province"} <= set(page.facts.columns)
    assert "0 facts" in page._repr_html_()
    assert repr(page) == "<Reading: 1 articles, 0 facts, 0 stretches removed or repaired>"


def test_a_number_that_ends_a_page_amid_a_sentence_is_not_believed() -> None:
    """Its last digits and its measure word may have been cut off with the rest."""
    cut = unionstats.read("县总工会送清凉\n县总工会走访工地14处,又慰问职工87")
    whole = unionstats.read("县总工会送清凉\n县总工会走访工地14处,又慰问职工87人")
    cell = unionstats.read("县总工会统计\n会员数(人) | 3120 | 2987")
    assert list(cut.facts["quote"]) == ["14处"]
    assert list(whole.facts["quote"]) == ["14处", "87人"]
    assert len(cell.facts) == 2

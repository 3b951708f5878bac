"""Which day a page counts from: its dateline, then the date of its address, then its stamp."""

from __future__ import annotations

import pytest

import unionstats

BODY = "今年,全市新建工会300家。截至目前,会员达3万人。各级工会慰问职工800名,职工们说工会想得周到。"
ADDRESS = "https://news.example.cn/2022-08/31/content_449671.htm"


@pytest.mark.parametrize(
    ("lead", "stamp", "url", "day"),
    [
        ("本报北岭2021年9月2日讯 ", "发布时间:2023-05-06", ADDRESS, "2021-09-02"),
        ("", "发布时间:2023-05-06", ADDRESS, "2022-08-31"),
        ("", "发布时间:2023-05-06", None, "2023-05-06"),
        ("本报北岭9月2日讯 ", "发布时间:2021-09-03", None, "2021-09-02"),
    ],
    ids=["dateline", "address", "stamp", "dateline-without-year"],
)
def test_a_dateline_goes_before_the_address_and_that_before_a_stamp(
    lead: str, stamp: str, url: str | None, day: str
) -> None:
    facts = unionstats.read(f"工会为职工办实事\n{stamp}\n{lead}{BODY}", url=url).facts.set_index("quote")
    assert str(facts.loc["3万人", "period_end"])[:10] == day
    assert str(facts.loc["300家", "period_start"])[:10] == f"{day[:4]}-01-01"


@pytest.mark.parametrize("folder", ["2016/8", "201608", "2016-08"])
def test_the_folder_of_a_month_tells_the_year_of_a_page_without_a_day(folder: str) -> None:
    facts = unionstats.read(BODY, url=f"http://union.example.cn/news/{folder}/4417.html").facts.set_index("quote")
    assert str(facts.loc["300家", "period_start"])[:10] == "2016-01-01"
    assert str(facts.loc["3万人", "period_end"])[:10] == "2016-08-31"  # no more is known


def test_the_folder_of_a_year_tells_the_year() -> None:
    facts = unionstats.read(BODY, url="http://union.example.cn/news/2016/4417.html").facts.set_index("quote")
    assert str(facts.loc["300家", "period_start"])[:10] == "2016-01-01"


def test_a_dateline_without_year_has_that_of_the_title() -> None:
    facts = unionstats.read(f"2021年工会工作见闻\n新华社北岭9月2日电 {BODY}").facts.set_index("quote")
    assert str(facts.loc["3万人", "period_end"])[:10] == "2021-09-02"


def test_a_figure_of_the_title_has_the_period_of_the_text() -> None:
    text = f"市总工会慰问职工97名\n8月,市总工会慰问职工97名。{BODY}"
    facts = unionstats.read(text, published="2021-09-02").facts
    periods = facts.loc[facts["quote"] == "97名", ["period_start", "period_end"]]
    assert periods.astype(str).drop_duplicates().values.tolist() == [["2021-08-01", "2021-08-31"]]


def test_the_year_of_a_collection_of_sample_texts_is_that_of_none_of_them() -> None:
    facts = unionstats.read(f"2021市总工会工作总结3篇\n{BODY}").facts.set_index("quote")
    assert str(facts.loc["300家", "period_start"]) == "NaT"

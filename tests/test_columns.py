"""Tables of a page whose columns have their words at the head: each figure has its column's words, unit and period."""

from __future__ import annotations

import pytest

import unionstats

HEADS = "年份 | 会员数（万人） | 新建工会（家）"
YEARS = {
    "bars": f"平湖市总工会情况\n{HEADS}\n2021 | 3.6 | 1,860\n2022 | 3.9 | 28\n",
    "bars at the ends": f"平湖市总工会情况\n| {HEADS} |\n| 2021 | 3.6 | 1860 |\n| 2022 | 3.9 | 28 |\n",
    "years with their word": f"平湖市总工会情况\n{HEADS}\n2021年 | 3.6 | 1860\n2022年 | 3.9 | 28\n",
    "tabs": "平湖市总工会情况\n年份\t会员数(万人)\t新建工会(家)\n2021\t3.6\t1860\n2022\t3.9\t28\n",
    "units in the cells": "平湖市总工会情况\n年份|会员数|新建工会\n2021|3.6万人|1860家\n2022|3.9万人|28家\n",
    "years at the head": "平湖市总工会情况\n年份 | 2021 | 2022\n会员数(万人) | 3.6 | 3.9\n新建工会(家) | 1860 | 28\n",
    "years at the head, tabs": "平湖市总工会情况\n年份\t2021\t2022\n会员数(万人)\t3.6\t3.9\n新建工会(家)\t1860\t28\n",
}
PAGE = """<html><head><title>平湖市会员发展情况_平湖市总工会</title></head><body><h1>平湖市会员发展情况</h1><div>
<p>平湖市总工会近日召开会议，通报会员发展和工会组建的情况，并对下一步工作作出安排，要求各镇各街道抓好落实。</p>
<p>会议指出，各级工会要把会员发展作为基础工作来抓，压实责任，形成合力，推动组建工作不断取得新的进展。</p>
<table><tr><th>年份</th><th>会员数（万人）</th><th>新建工会（家）</th></tr>
<tr><td>2021</td><td>3.6</td><td>1,860</td></tr><tr><td>2022</td><td>3.9</td><td>28</td></tr></table>
<p>接下来，市总工会将继续做好会员发展工作，为职工提供更好的服务，推动各项工作再上新的台阶。</p></div></body></html>
"""


@pytest.mark.parametrize("page", [*YEARS.values(), PAGE], ids=[*YEARS, "html"])
def test_the_year_of_a_row_or_column_is_its_period_and_no_figure(page: str) -> None:
    facts = unionstats.read(page).facts
    assert sorted(zip(facts.value, facts.unit, facts.indicator, facts.period_end.dt.year, strict=True)) == [
        (28.0, "家", "unions_new", 2022),
        (1860.0, "家", "unions_new", 2021),
        (36_000.0, "人", "members_total", 2021),
        (39_000.0, "人", "members_total", 2022),
    ]


def test_the_words_of_a_column_say_what_is_counted_and_the_row_says_where() -> None:
    page = (
        "嘉兴市各县市情况\n县市 | 劳动竞赛（场） | 完成率（%） | 备注\n平湖市 | 36 | 98.5 | 无\n海宁市 | 41 | 99 | 无\n"
    )
    facts = unionstats.read(page).facts
    assert facts[["place", "measure", "value"]].to_numpy().tolist() == [
        ["平湖市", "劳动竞赛", 36.0],
        ["平湖市", "完成率", 98.5],
        ["海宁市", "劳动竞赛", 41.0],
        ["海宁市", "完成率", 99.0],
    ]


@pytest.mark.parametrize(
    "page",
    [
        "平湖市总工会\n会员数(万人)\n2021\n3.6\n2022\n3.9\n",
        "平湖市总工会\n年份\n会员数(万人)\n新建工会(家)\n2015\n3.6\n31\n2020\n3.9\n28\n",
        "平湖市总工会\n会员数(人)\n2021 | 2022 | 2023\n",
    ],
)
def test_years_among_cells_that_nothing_sets_in_order_are_no_figures(page: str) -> None:
    assert unionstats.read(page).facts.empty


@pytest.mark.parametrize(
    "page",
    [
        "平湖市\n序号 | 单位 | 成立(年) | 会员数(人)\n1 | 平湖市总工会 | 1985 | 3456\n2 | 平湖市总工会 | 1992 | 36\n",
        "平湖市总工会\n成立时间(年) | 1985 | 1992\n会员数(人) | 3456 | 36\n",
        "平湖市总工会\n成立年份 | 1985 | 1992\n会员数(人) | 3456 | 36\n",
    ],
)
def test_years_of_founding_are_neither_figures_nor_periods(page: str) -> None:
    facts = unionstats.read(page).facts
    assert facts.value.tolist() == [3456.0, 36.0]
    assert facts.period_start.isna().all()


def test_a_row_below_figures_that_tells_their_years_is_no_part_of_them() -> None:
    facts = unionstats.read("平湖市总工会\n会员数(人) | 3456 | 3611\n年份 | 2021 | 2022\n").facts
    assert facts.value.tolist() == [3456.0, 3611.0]


def test_the_row_of_a_table_does_not_go_on_in_the_paragraph_below() -> None:
    assert "28\n接下来" in unionstats.read(PAGE).clean_text


@pytest.mark.parametrize(
    ("page", "values"),
    [
        ("首页 | 新闻 | 专题\n平湖市总工会新建工会31家 | 发展会员260人\n", [31.0, 260.0]),
        (
            "平湖市总工会\n项目 | 上年 | 本年\n会员数(人) | 2010 | 1866\n女会员 | 960 | 971\n",
            [2010.0, 1866.0, 960.0, 971.0],
        ),
    ],
)
def test_tables_told_by_their_rows_and_lines_that_are_none_are_read_as_before(page: str, values: list[float]) -> None:
    assert unionstats.read(page).facts.value.tolist() == values

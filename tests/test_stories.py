"""What a story in an article of the nation, and a headline over an event, say of their figures."""

from __future__ import annotations

import unionstats

NATION = "据统计，去年全国法律援助机构办理案件46万件。\n\n"


def _facts(text: str) -> dict[str, tuple[str, str | None]]:
    facts = unionstats.read(text).facts
    rows = zip(facts["quote"], facts["province"], facts["period_start"].astype(str), strict=True)
    return {quote: (province, start) for quote, province, start in rows}


def test_a_few_people_belong_to_the_place_their_sentence_goes_on_to() -> None:
    told = _facts(NATION + "2022年，魏长根和7名工友给松原市一处工地刷漆，没有拿到工钱。")
    assert told["46万件"][0] == "national"
    assert told["7名"][0] == "jilin"


def test_many_people_stay_the_nations() -> None:
    assert _facts(NATION + "2022年，700名律师来到松原市一处工地办案。")["700名"][0] == "national"


def test_a_headline_counts_people_in_another_word_than_the_text() -> None:
    text = "青山省27人获奖章\n2031-04-29 来源：青山日报\n\n4月27日，表彰大会举行，青山省27名个人荣获奖章。\n"
    assert _facts(text)["27人"][1] == "2031-04-27"


def test_blanks_part_the_columns_of_a_table_under_a_head_of_years() -> None:
    page = """单位:个
项 目 2006 2010 2011
工会基本情况
  基层工会组织数 1842 3126 3380
  会员人数(万人) 37.15 48.09 51.24
   #女会员人数 15.1 19.8 20.7
  实行厂务公开的单位 1043 1658 1792
"""
    facts = unionstats.read(page).facts
    assert list(facts["value"]) == [1842, 3126, 3380, 371500, 480900, 512400, 151000, 198000, 207000, 1043, 1658, 1792]
    assert list(facts["unit"]) == ["个"] * 3 + ["人"] * 6 + ["个"] * 3
    assert list(facts["period_start"].astype(str)) == ["2006-01-01", "2010-01-01", "2011-01-01"] * 4
    assert facts["indicator"][0] == "unions_total"

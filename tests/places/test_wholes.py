"""Figures that belong with others: the place and the time of a part are those of its whole."""

from __future__ import annotations

import unionstats


def test_a_count_of_a_whole_list_belongs_to_what_holds_the_list() -> None:
    page = "哈尔滨市道里区王海洋、伊春市南岔县李大江、鹤岗市绥滨县周小林3人获奖。"
    fact = unionstats.read(page).facts.iloc[0]
    assert (fact["quote"], fact["place"], fact["scope"]) == ("3人", "黑龙江省", "province")


def test_a_part_in_the_next_sentence_has_the_time_of_its_total() -> None:
    page = "全总召开大会,表彰2019年获奖者,颁发奖章840个。其中,另设奖章26个。"
    facts = unionstats.read(page, published="2019-04-29").facts
    assert facts["period_text"].tolist() == ["2019年", "2019年"]
    assert facts["period_basis"].tolist() == ["explicit", "inherited"]

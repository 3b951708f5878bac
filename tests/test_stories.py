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

"""Articles that a page holds in a string of its script alone."""

import json
from datetime import date

import pytest

from unionstats.intake.markup import Markup, read_markup
from unionstats.types import Page

TITLE = "丙市总工会启动冬日送温暖行动"
BODY = [
    "近日，丙市总工会启动冬日送温暖行动，到车间、工地和养路道班看望职工。",
    "全市工会筹集慰问金310.4万元，走访困难职工2860户，开放户外劳动者驿站75个。",
    "“有热水也有微波炉，歇脚方便多了。”外卖骑手丁师傅说。",
]
SHOWN = f"<html><head><title>{TITLE}</title></head><body><div id=app></div><p>请打开脚本后再看。</p>"
HTML = "".join(f"<p>{line}</p>" for line in BODY)
ESCAPED = HTML.replace("<", "&lt;").replace(">", "&gt;")


def markup(script: str, before: str = SHOWN) -> Markup:
    return read_markup(Page("id", "a.html", f"{before}<script>{script}</script></body></html>", "html", "utf-8"))


@pytest.mark.parametrize(
    "script",
    [
        "window.data = " + json.dumps({"id": 7, "content": HTML}, ensure_ascii=False),
        "window.data = " + json.dumps({"id": 7, "content": HTML}),
        json.dumps({"props": {"text": HTML.replace("</p>", "<br/></p>")}}).replace("<", "\\u003c"),
        f"var DATA = {{info: {{content: '&quot;{ESCAPED}&quot;'.slice(6, -6)}}, time: '2023-12-04 09:00:01'}};",
        json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(BODY)}, ensure_ascii=False),
        "a = '" + HTML.replace("、", "\\/").replace("\\/", "、") + '\\ud83d\\ude00<img src=\\"1.jpg\\"/>\'',
    ],
)
def test_an_article_in_a_script_is_read(script: str) -> None:
    found = markup(script).text.text.replace('"', "").split("\n")
    assert [line for line in found if line] == [TITLE, *BODY]


def test_each_character_leads_back_to_the_script() -> None:
    read = markup("window.data = " + json.dumps({"content": HTML}))
    at = read.text.text.index("310.4")
    page = f"{SHOWN}<script>window.data = {json.dumps({'content': HTML})}</script></body></html>"
    assert page[slice(*read.text.raw_span(at, at + 5))] == "310.4"


def test_the_day_stands_in_the_script() -> None:
    assert markup(f"var D = {{content: '{HTML}', time: '2023-12-04 09:00:01'}};").published == date(2023, 12, 4)


def test_what_a_page_shows_goes_before_its_script() -> None:
    other = json.dumps({"content": HTML.replace("丙市", "丁市")}, ensure_ascii=False)
    shown = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{HTML}</div>"
    assert markup(other, shown).text.text.split("\n") == [TITLE, *BODY]


OTHER = "<p>9月1日，丁市举办职工运动会，46支代表队参加。</p><p>丁市有会员8.6万人，比去年增加4600人，增长很快。</p>" * 3


@pytest.mark.parametrize(
    "own",
    [
        "<p>近日，丙市总工会到养路道班看望职工86人。</p>",
        "<p>图为丙市总工会干部看望职工86人</p><p>职工领取物资460份</p>",
        "<table><tr><td>走访职工</td><td>460户</td></tr><tr><td>会员</td><td>8600人</td></tr></table>",
    ],
)
def test_short_news_goes_before_another_article_in_a_script(own: str) -> None:
    data = json.dumps({"rec": [{"title": "丁市举办职工运动会", "content": OTHER}]}, ensure_ascii=False)
    found = markup(data, f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{own}</div>").text.text
    assert "丁市" not in found
    assert "460" in found or "86人" in found


def test_of_two_articles_the_one_of_the_title_is_read_and_none_without_kinship() -> None:
    data = {"props": {"article": {"content": HTML}, "related": [{"title": "丁市举办职工运动会", "content": OTHER}]}}
    assert markup(json.dumps(data, ensure_ascii=False)).text.text.split("\n") == [TITLE, *BODY]
    assert "丁市" not in markup(json.dumps({"content": OTHER}, ensure_ascii=False)).text.text
    assert BODY[1] not in markup(json.dumps({"comment": HTML}, ensure_ascii=False)).text.text


def test_a_beginning_that_the_page_shows_is_made_whole() -> None:
    shown = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div><p>{BODY[0]}</p></div>"
    assert markup(json.dumps({"content": HTML}, ensure_ascii=False), shown).text.text.split("\n") == [TITLE, *BODY]


def test_a_script_without_sentences_is_no_article() -> None:
    names = json.dumps({"menu": ["丙市总工会各县市区工会名录与联系办法一览表"] * 9}, ensure_ascii=False)
    assert "名录" not in markup(names).text.text

"""HTML that is broken, bare or no page at all is read as far as it goes, and its row says so."""

import pytest
from work import calls_of

from unionstats.intake.markup import read_markup
from unionstats.reading import Reading, read
from unionstats.types import Page

TITLE = "丁市总工会慰问职工1450人次"
SENTENCE = "日前，丁市总工会筹集资金22.5万元，慰问一线职工1450人次。"
TEXT = f"<p>{SENTENCE}</p>"

BARE = {
    "filled by a script": f"<html><head><title>{TITLE}</title></head><body><div id=app></div><script></script>",
    "state in a script": f"<title>{TITLE}</title><div id=root></div><script>s={{'text':'{TEXT}'}}</script>",
    "frames": "<title>丁市总工会</title><frameset><frame src=a.html><noframes>浏览器不支持框架</noframes></frameset>",
    "refused": "<html><title>403 Forbidden</title><body><center><h1>403 Forbidden</h1></center><hr>server</body>",
    "sent on": "<html><head><meta http-equiv=refresh content='0;url=/b'></head><body>正在跳转，请稍候</body></html>",
}


def opened(source: str) -> Reading:
    return read(source, html=True)


@pytest.mark.parametrize("source", BARE.values(), ids=BARE)
def test_a_page_that_shows_no_article_is_flagged(source: str) -> None:
    row = opened(source).result.page
    assert (row.status, row.flags) == ("flagged", "no_article")


def test_the_figure_of_its_headline_stands_all_the_same() -> None:
    assert opened(BARE["filled by a script"]).facts["quote"].tolist() == ["1450人次"]


ODD = {
    "cut in a tag": f"<html><body><h1>{TITLE}</h1><div>{TEXT}<p class='x",
    "twice": f"<html><body><h1>{TITLE}</h1><div>{TEXT}</div></body></html>",
    "declared as XML": f"<?xml version='1.0'?><!DOCTYPE html><html><body><h1>{TITLE}</h1>{TEXT}</body></html>",
    "in a text field": f"<html><body><h1>{TITLE}</h1><textarea style='display:none'>{TEXT}</textarea></body></html>",
    "marked up as text": f"<h1>{TITLE}</h1><div>&lt;p&gt;{SENTENCE}&lt;/p&gt;</div>",
    "with a note for browsers without scripts": f"<h1>{TITLE}</h1><noscript>请打开脚本。</noscript><div>{TEXT}</div>",
}


@pytest.mark.parametrize("source", ODD.values(), ids=ODD)
def test_an_odd_page_is_read(source: str) -> None:
    reading = opened(source)
    assert reading.clean_text.split("\n") == [TITLE, SENTENCE, ""]
    assert reading.result.page.status == "ok"


@pytest.mark.parametrize(
    "piece",
    [
        f"<div>{TEXT}",
        "<div>丁市",
        "<table><tr><td>丁市",
        f"<div><p>{SENTENCE}",
        "<ul><li><a href=x>丁市</a>",
        f"<p>网友评论（3）</p>{f'<p>{SENTENCE}</p>' * 4}",
    ],
)
def test_work_grows_with_the_length_alone(piece: str) -> None:
    """Elements nested without end: four times as many take no more than six times the calls."""

    def work(times: int) -> int:
        page = Page("id", "a.html", piece * times, "html", "utf-8")
        return calls_of(lambda: read_markup(page))

    work(100)
    assert work(4_000) < 6 * work(1_000)

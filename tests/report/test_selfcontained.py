"""Page text is hostile; what we write of it is inert."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.inert import visible
from unionstats.report.selfcontained import escaped, html_page, json_island, link

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\x1b]8;;http://x\x07",
    "\u202e工会",
    "<!--",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_cannot_leave_its_place(text: str) -> None:
    inert = escaped(text)
    assert "<" not in inert
    assert '"' not in inert
    assert not any(ord(character) < 0x20 or character == "\u202e" for character in inert)


@given(st.text())
def test_a_json_island_holds_any_text_and_no_markup(text: str) -> None:
    island = json_island({"text": text})
    assert "<" not in island
    assert json.loads(island) == {"text": text}


def test_ordinary_text_is_shown_as_it_is() -> None:
    assert visible("近350余场，\n省总工会") == "近350余场，\n省总工会"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://a/b", "https://a b", 'http://a"b', None, ""]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert "<a" not in link(url, "source")


def test_web_addresses_become_links() -> None:
    assert link("https://news.example/1?a=1&b=2", "source").startswith('<a href="https://news.example/1?a=1&amp;b=2"')


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    page = html_page("<t>", "<p>x</p>", style="p{}")
    assert "default-src 'none'" in page
    assert "script-src" not in page
    assert "<title>&lt;t&gt;</title>" in page

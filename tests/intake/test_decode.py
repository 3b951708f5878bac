"""Pages are read in the encoding they are in, whatever they declare; what is no text is set aside with its reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_files import SENTENCE

from unionstats.errors import UnreadablePage
from unionstats.intake.decode import read_page
from unionstats.settings import Settings
from unionstats.types import QUARANTINE_REASONS, Page, RawPage

SETTINGS = Settings()
SIMPLIFIED = SENTENCE + "全市各级工会组织开展劳动和技能竞赛，参赛职工3.2万人次，产生创新成果560项。\n"
TRADITIONAL = "全縣各級工會組織開展勞動和技能競賽，參賽職工3.2萬人次，產生創新成果560項，發放慰問金。\n"


def read(content: bytes | str, **fields: str) -> Page:
    return read_page(RawPage("a", "text", content, **fields), SETTINGS)  # type: ignore[arg-type]


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL + "旺角碁邨", "big5hkscs", "big5"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
    ],
)
def test_an_encoding_is_found_whatever_is_declared(text: str, encoding: str, told: str, declared: str | None) -> None:
    page = read_page(RawPage("a", "text", text.encode(encoding), declared=declared), SETTINGS)
    assert (page.raw, page.encoding) == (text, told)


def test_a_few_words_are_enough() -> None:
    assert read("工人先锋".encode("gb18030")).raw == "工人先锋"
    assert read("<meta charset=big5>工會職工".encode("big5")).raw.endswith("工會職工")


def test_bytes_that_are_utf8_by_chance_are_told() -> None:
    assert read("联通".encode("gbk")).raw == "联通"


@pytest.mark.parametrize("text", ["Профсоюз работников культуры.", "Fédération des travailleurs, 1200 adhérents."])
def test_other_languages_are_read_too(text: str) -> None:
    assert read(text).raw == read(text.encode()).raw == text
    assert read((text * 5).encode("cp1251" if text[0] > "z" else "cp1252")).raw == text * 5


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_encoded_twice_is_read(encoding: str) -> None:
    assert read(SIMPLIFIED.encode(encoding).decode("latin-1").encode()).raw == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_bad_bytes_do_not_change_the_encoding(encoding: str) -> None:
    source = (SIMPLIFIED * 20).encode(encoding)
    page = read(source[: len(SIMPLIFIED.encode(encoding))] + b"\xff" + source[len(SIMPLIFIED.encode(encoding)) :])
    assert page.encoding == encoding
    assert page.raw.replace("\ufffd", "") == SIMPLIFIED * 20


def test_a_page_of_two_encodings_is_read_line_by_line() -> None:
    template = "<html><head><title>工会新闻</title></head>\n<body>首页 要闻 各地动态\n".encode()
    page = read(template + (SIMPLIFIED * 3).encode("gbk") + "版权所有 甲县总工会\n".encode())
    assert page.raw == template.decode() + SIMPLIFIED * 3 + "版权所有 甲县总工会\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\ufeff\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "binary"),
        (b"%PDF-1.4 text", "binary"),
        (b"PK\x03\x04" + b"docx" * 20, "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"\xff" * 400, "undecodable"),
        (b"x" * 2000, "too_large"),
        ("工" * 700, "too_large"),
    ],
)
def test_what_is_no_page_is_set_aside(content: bytes | str, reason: str) -> None:
    with pytest.raises(UnreadablePage) as caught:
        read_page(RawPage("a", "text", content), Settings(max_page_bytes=1999 if len(content) != 5120 else 9999))
    assert caught.value.reason == reason


def test_a_problem_met_before_is_passed_on() -> None:
    with pytest.raises(UnreadablePage) as caught:
        read_page(RawPage("a", "text", b"", problem="bad_archive", detail="cut short"), SETTINGS)
    assert (caught.value.reason, caught.value.detail) == ("bad_archive", "cut short")


def test_the_page_as_read_keeps_its_newlines() -> None:
    assert read(b"\xef\xbb\xbfa\r\nb\rc\n").raw == "a\r\nb\rc\n"


def test_identity_is_of_content_and_what_came_with_it() -> None:
    first = read(SENTENCE)
    assert read(SENTENCE.encode("gb18030")).page_id == first.page_id
    assert read_page(RawPage("other", "html", SENTENCE), SETTINGS).page_id == first.page_id
    others = [
        read(SENTENCE, url="http://a.cn"),
        read(SENTENCE, title="http://a.cn"),
        read_page(RawPage("a", "text", SENTENCE, published=date(2024, 1, 1)), SETTINGS),
        read(SENTENCE + " "),
    ]
    assert len({first.page_id, *(page.page_id for page in others)}) == 5
    assert len(first.page_id) == 32


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("<!DOCTYPE html><p>工会", "html"),
        ("\n<!-- x --><HTML lang=zh>", "html"),
        ("<?xml version='1.0'?><html>", "html"),
        (
            "雷竞技 体育\n<!DOCTYPE html><html><head></head><body><p>工会</p><p>职工</p><p>会员</p></body></html>",
            "html",
        ),
        ("<div><p>第一段</p><p>第二段</p><p>第三段</p></div>", "html"),
        ("<p>第一段\n第二段\n第三段\n第四段</p>", "text"),
        ("某县<p>工会</p>", "text"),
        ("<工会新闻>", "text"),
    ],
)
def test_a_text_file_of_html_is_html(text: str, form: str) -> None:
    assert read(text).format == form


@pytest.mark.parametrize("url", ["", "no address", "http://[::1", "http://\ud800/", "//a.cn/x", "http://A.CN:80/x"])
def test_any_address_gives_a_host_or_none(url: str) -> None:
    assert read(SENTENCE, url=url).host in {None, "a.cn", "\ud800"}


@given(st.binary(max_size=400))
def test_random_bytes_are_a_page_or_a_reason(content: bytes) -> None:
    try:
        page = read(content)
    except UnreadablePage as unreadable:
        page, reason = None, unreadable.reason
    assert reason in QUARANTINE_REASONS if page is None else page.raw.encode("utf-8")


@given(
    st.text(alphabet="全县职工会员发放慰问金1200人次，。、\n", min_size=8, max_size=300),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_chinese_text_is_read_as_written(text: str, encoding: str) -> None:
    if text.strip() and sum("\u4e00" <= character <= "\u9fff" for character in text) >= 4:
        assert read(text.encode(encoding)).raw == text

"""The article of an HTML page comes out whole and alone, and each of its characters leads into the source."""

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.intake.chrome import shipped_pattern
from unionstats.intake.markup import Markup, read_markup
from unionstats.rules.folder import RuleFolder, shipped_rules
from unionstats.types import Page

TITLE = "甲县总工会夏送清凉走进工地"
BODY = [
    "7月12日，甲县总工会走进乙镇建筑工地，为380名一线职工送去防暑用品，并现场讲解高温作业的安全知识。",
    "今年入夏以来，全县各级工会筹集资金126.5万元，走访企业94家，慰问职工1.3万人次。",
    "小标题：把服务送到身边",
    "“工会的凉茶很解渴。”工人丙说。县总工会还为户外劳动者新建驿站12个，累计达到47个。",
    "下一步，县总工会将继续做好职工服务工作，让更多职工得到实惠，不断增强获得感。",
]
LINKS = "".join(f"<li><a href='/{n}.html'>乙市总工会召开第{n}次会议部署工作</a></li>" for n in range(9))
HEAD = f"<!DOCTYPE html><html><head><title>{TITLE}_甲县工会网</title><style>p{{}}</style></head><body>"
BYLINE = "来源：甲县日报　2023-07-13 09:20"
TOP = f"<div class=nav><a href=/>首页</a> | <a href=/x>要闻</a></div><ul>{LINKS}</ul>"
FOOT = "<div class=footer><p>版权所有：甲县总工会　地址：解放路1号，邮编：100000。</p></div></body></html>"


def page(source: str) -> Page:
    return Page("id", "a.html", source, "html", "utf-8")


def read(source: str) -> Markup:
    return read_markup(page(source))


def body(source: str) -> list[str]:
    """Return the lines of the text below its headline."""
    return read(source).text.text.replace("\u3000", "").split("\n")[1:]


def paragraphs(before: str = "<p>", after: str = "</p>") -> str:
    return "\n".join(f"{before}　　{text}{after}" for text in BODY)


TEASER = "<div><h4><a href=x>丁市培训班{0}</a></h4><p>近日，丁市举办第{0}期会议部署培训班，{0}0名职工参加。</p></div>"
TEASERS = "".join(TEASER.format(number) for number in range(1, 9))
SMALL_PRINT = (
    "<p>甲县工会网版权所有，未经授权，不得转载、摘编；举报电话：0900-1234567，互联网新闻信息服务许可证900号。</p>"
)

LAYOUTS = {
    "other articles before": f"{HEAD}<div>{TEASERS}</div><div><b>{TITLE}</b><br>{BYLINE}"
    f"<div>{paragraphs()}</div></div>{FOOT}",
    "other articles after": f"{HEAD}<h1>{TITLE}</h1><p>{BYLINE}</p>{paragraphs()}<p>【打印】</p>"
    f"{TEASERS}{SMALL_PRINT * 5}",
    "paragraphs": f"{HEAD}{TOP}<div class=main><h1>{TITLE}</h1><div class=info>{BYLINE}</div>"
    f"<div class=text>{paragraphs()}</div><div class=share>分享到：<a>微博</a></div></div>"
    f"<div class=related><h3>相关新闻</h3><ul>{LINKS}</ul></div>{FOOT}",
    "tables and breaks": f"{HEAD}<TABLE><TR><TD>{TOP}</TD><TD><TABLE><TR><TD align=center><B>{TITLE}</B></TD></TR>"
    f"<TR><TD>来源：甲县日报 2023年7月13日</TD></TR><TR><TD>{'<BR><BR>'.join(BODY)}</TD></TR></TABLE>"
    f"</TD></TR></TABLE>{FOOT}",
    "a division each": f"{HEAD}{TOP}<div id=t>{TITLE}</div><div>2023/7/13 来源：甲县日报</div><section>"
    f"{paragraphs('<div><span>', '</span></div>')}</section><dl>{LINKS}</dl>{FOOT}",
    "nothing closed": f"<title>{TITLE}</title>{TOP}<h2>{TITLE}</h2><p>来源：甲县日报 日期：2023.7.13"
    f"{paragraphs('<p>', '')}{FOOT}",
    "closed too often": f"{HEAD}{TOP}</div></ul></div><h1>{TITLE}</h1><i>2023-07-13 来源：甲县日报</i></p>"
    f"{paragraphs('<p><font>', '</p></font></span>')}{FOOT}",
    "a box of links within": f"{HEAD}<article><h1>{TITLE}</h1><p>来源：甲县日报 2023-07-13</p><p>{BODY[0]}</p>"
    f"<div class=box><ul>{LINKS}</ul></div>{''.join(f'<p>{text}</p>' for text in BODY[1:])}</article>{FOOT}",
    "hidden until loaded": f"{HEAD}<h1>{TITLE}</h1><em>2023-07-13</em><i>来源：甲县日报</i>"
    f"<div style='visibility: hidden'>{paragraphs()}</div>{FOOT}",
    "comments below": f"{HEAD}<h1>{TITLE}</h1><p>{BYLINE}</p><div class=con>{paragraphs()}</div>"
    "<div class=comment-list>"
    + "<p>网友：工会办了一件大好事，为他们点赞，希望越办越好，惠及更多的人。</p>" * 12
    + f"</div>{FOOT}",
}  # fmt: skip


@pytest.mark.parametrize("source", LAYOUTS.values(), ids=LAYOUTS)
def test_the_article_comes_out_whole_and_alone(source: str) -> None:
    markup = read(source)
    lines = [line.strip() for line in markup.text.text.split("\n")]
    assert lines[0] == TITLE == markup.title
    assert [line for line in lines if line in BODY] == BODY
    assert not [line for line in lines if "会议部署" in line or "版权" in line or "网友" in line or "首页" in line]
    assert (markup.published, markup.publisher) == (date(2023, 7, 13), "甲县日报")


@pytest.mark.parametrize("source", LAYOUTS.values(), ids=LAYOUTS)
def test_each_quantity_leads_to_an_unbroken_slice_of_the_source(source: str) -> None:
    text = read(source).text
    for quantity in ("380名", "126.5万元", "94家", "1.3万人次", "12个", "47个"):
        at = text.text.index(quantity)
        assert source[slice(*text.raw_span(at, at + len(quantity)))] == quantity


def test_a_short_article_is_found_above_a_long_foot() -> None:
    source = f"{HEAD}{TOP}<h1>{TITLE}</h1><p>{BODY[1]}</p>{LINKS}{SMALL_PRINT * 6}</body></html>"
    assert read(source).text.text.split("\n") == [TITLE, BODY[1]]


def test_subtitles_belong_to_the_article() -> None:
    source = f"{HEAD}{TOP}<h1>{TITLE}</h1><h2>——筹集资金126.5万元</h2><p>{BYLINE}</p><div>{paragraphs()}</div>"
    assert read(source).text.text.split("\n")[:2] == [TITLE, "——筹集资金126.5万元"]


def test_names_under_one_sentence_belong_to_it() -> None:
    names = [f"{unit}总工会　职工{name}" for unit in ("甲县", "乙市", "丙县", "丁市") for name in "赵钱孙李"]
    text = "".join(f"<p>{line}</p>" for line in [BODY[0], *names])
    source = f"{HEAD}{TOP}<h1>{TITLE}</h1><p>{BYLINE}</p><div>{text}</div><ul>{LINKS}</ul>{FOOT}"
    assert read(source).text.text.split("\n") == [TITLE, BODY[0], *names]


def test_an_official_letter_keeps_its_number_and_whom_it_addresses() -> None:
    above = ["甲总工发〔2023〕12号", "各乡镇总工会，县直机关各单位工会："]
    text = "".join(f"<p>{line}</p>" for line in [*above, *BODY])
    source = f"{HEAD}{TOP}<h1>{TITLE}</h1><p>{BYLINE}</p><div>{text}</div>{FOOT}"
    assert read(source).text.text.split("\n") == [TITLE, *above, *BODY]


def test_a_paragraph_that_is_one_link_is_text_among_its_kind() -> None:
    text = "".join(f"<p><a href=/x>{line}</a></p>" if n == 0 else f"<p>{line}</p>" for n, line in enumerate(BODY))
    assert body(f"{HEAD}{TOP}<h1>{TITLE}</h1><p>{BYLINE}</p><div>{text}</div><ul>{LINKS}</ul>{FOOT}") == BODY


@pytest.mark.parametrize("comment", ["支持(3) 反对(0) 回复", "来自乙市 | 举报 | 回复"])
def test_readers_comments_are_not_the_article(comment: str) -> None:
    """The first is known by its likeness to the others: no buttons stand above it."""
    reply = "<div><b>网友{0}</b><p>{0}0名职工都说好，盼着早点办成。</p><i>{1}</i></div>"
    replies = "".join(reply.format(number, comment) for number in range(9))
    lines = body(f"{HEAD}<h1>{TITLE}</h1><div>{paragraphs()}</div><div>{replies}</div>{FOOT}")
    assert lines[: len(BODY)] == BODY
    assert [line for line in lines if "盼着" in line] == []


@pytest.mark.parametrize("label", ["right", "page-share", "main_hot", "comment-open"])
def test_the_frame_of_headline_and_text_is_the_article_whatever_its_name(label: str) -> None:
    source = f"{HEAD}{TOP}<div class='{label}'><h1>{TITLE}</h1><div>{paragraphs()}</div></div><div>{TEASERS * 2}</div>"
    assert body(source)[: len(BODY)] == BODY


@pytest.mark.parametrize(
    "hidden", ["<span style='display:none'>", "<span class=jammer>", "<span style='font-size:0px'>"]
)
def test_words_strewn_in_against_copying_are_not_shown(hidden: str) -> None:
    assert body(f"{HEAD}<h1>{TITLE}</h1>{paragraphs(after=f'{hidden}甲<span>县</span>网</span></p>')}{FOOT}") == BODY


def test_tags_of_templates_and_of_word_are_never_text() -> None:
    text = paragraphs(
        "<p><founder-content><st1:country-region w:st='on'>", "</st1:country-region></founder-content></p>"
    )
    assert body(f"{HEAD}<h1>{TITLE}</h1>{text}{FOOT}") == BODY


@pytest.mark.parametrize(
    "source",
    [
        f"<title>甲县工会网</title><table><tr><td><b>{TITLE}</b></td></tr><tr><td>{BYLINE}</td></tr></table><div>",
        f"<title>甲县工报</title><!--enpproperty <date>2023-07-13</date><title>{TITLE}</title>--><p>{TITLE}</p><div>",
    ],
)
def test_a_headline_is_found_where_the_title_is_the_sites(source: str) -> None:
    markup = read(f"<html><body>{source}{paragraphs()}</div>")
    assert markup.title == TITLE
    assert markup.published == date(2023, 7, 13)


def test_the_rules_tell_their_examples() -> None:
    rules = tomllib.loads((shipped_rules() / "markup.toml").read_text("utf-8"))
    publisher = RuleFolder.open().compile(rules["publisher"]["pattern"], path=Path("markup.toml"), rule="publisher")
    assert [publisher.search(example["text"])["name"] for example in rules["publisher"]["examples"]] == [
        example["name"] for example in rules["publisher"]["examples"]
    ]
    for rule in (
        "small_print",
        "contact",
        "comments",
        "site_name",
        "edge",
        "related",
        "empty_label",
        "place_label",
        "counted_label",
        "byline",
    ):
        pattern = RuleFolder.open().compile(rules[rule]["pattern"], path=Path("markup.toml"), rule=rule)
        assert [example for example in rules[rule]["examples"] if not pattern.search(example.lower())] == []
        assert [text for text in [*BODY, TITLE] if pattern.search(text)] == []
        assert (pattern.search(BYLINE) is not None) == (rule == "byline")
    beside = RuleFolder.open().compile(rules["publisher"]["beside"], path=Path("markup.toml"), rule="publisher")
    assert [example for example in rules["publisher"]["beside_examples"] if not beside.fullmatch(example)] == []


def test_a_row_of_data_is_one_line() -> None:
    counts = (("甲镇", 12), ("乙镇", 30))
    rows = "".join(f"<tr><td>{place}</td><td> {count} </td><td></td></tr>" for place, count in counts)
    table = f"<table><tr><th>单位</th><th>会员</th></tr>{rows}</table>"
    text = read(f"{HEAD}<div class=c><p>{BODY[1]}</p>{table}<p>{BODY[4]}</p></div>").text.text
    assert text.split("\n")[-4:-1] == ["单位 | 会员", "甲镇 | 12", "乙镇 | 30"]


def test_entities_and_white_space_show_what_they_show() -> None:
    source = f"<p>&nbsp;{BODY[0]}共&#50;0&#x4eba;&amp;&ldquo;甲&rdquo;&unknown;\n  乙 AB\nCD</p>"
    assert read(source).text.text.endswith("共20人&“甲”&unknown; 乙 AB CD")


@pytest.mark.parametrize(
    "source",
    [
        "<pre>" + "\n".join(BODY) + "</pre>",
        "<div>\n　　" + "\n　　".join(BODY) + "\n</div>",
        "<div><a name=top>" + "".join(f"<p>{text}</p>" for text in BODY) + "</div>",
        "<div><p><a href=x>首页</p><p>" + "</p><p>".join(BODY) + "</p></div>",
        "<title>甲县" + "".join(f"<p>{text}</p>" for text in BODY),
    ],
)
def test_paragraphs_survive_careless_markup(source: str) -> None:
    lines = read(source).text.text.split("\n")
    assert [line.strip() for line in lines if line.strip() in BODY] == BODY


def test_a_page_of_no_sentences_keeps_what_is_no_link() -> None:
    assert read(f"<p>会员 1200人</p><ul>{LINKS}</ul>").text.text == "会员 1200人"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta name=PubDate content='2021-03-04 10:00'>", date(2021, 3, 4)),
        ("<meta property='article:published_time' content='2021-03-04T10:00:00+08:00'>", date(2021, 3, 4)),
        ('<script type="application/ld+json">{"datePublished": "2021-03-04"}</script>', date(2021, 3, 4)),
        ("<time datetime='2021-03-04'>3月4日</time>", date(2021, 3, 4)),
        ("<meta name=pubdate content='soon'>", None),
        ("<meta name=pubdate content='0001-01-01'><time datetime='2021-03-04'>", date(2021, 3, 4)),
    ],
)
def test_the_date_is_read_where_pages_state_it(head: str, published: date | None) -> None:
    assert read(f"{head}<h1>{TITLE}</h1><div>{paragraphs()}</div>").published == published


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        (f"{TITLE}_甲县工会网", TITLE),
        (f"{TITLE} - 甲县日报", TITLE),
        (f"{TITLE}--要闻--人民网", TITLE),
        (f"  {TITLE}|工会  ", TITLE),
        ("甲县工会&quot;十四五&quot;规划2021-2025", '甲县工会"十四五"规划2021-2025'),
        ("把温暖送到一线——甲县工会侧记_甲县工会网", "把温暖送到一线——甲县工会侧记"),
        ("工会&mdash;&mdash;", None),
    ],
)
def test_the_title_is_without_the_name_of_the_site(stated: str, title: str | None) -> None:
    markup = read(f"<title>{stated}</title><div>{paragraphs()}</div>")
    assert markup.title == title
    assert markup.text.text.split("\n")[0].strip() == (title or BODY[0])


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", '<p ="', "</div>", "<div>", "&#", "<table><tr><td>", "<script>", "<title>"]
)
def test_no_repetition_of_markup_is_too_much(piece: str) -> None:
    text = read(piece * 20_000 + paragraphs()).text
    assert len(text.text) <= 20_000 * len(piece) + 1000


TAGS = (
    "<p> </p> <div> </div> <a> </a> <br> <td> <tr> <table> </table> <title> </title> <h1> <!-- --> <script> </script>"
)
SIGNS = "< > = & &nbsp; &#x0; &#9999999; <b 2023-07-13"
SCRAPS = st.sampled_from([*TAGS.split(" "), *SIGNS.split(" "), *'"\0\n　', TITLE, *BODY])


@given(st.lists(SCRAPS, max_size=40).map("".join))
def test_any_scraps_of_markup_are_read_and_lead_back(source: str) -> None:
    """No exception; spans rise with the text and lie within the source."""
    text = read(source).text
    spans = [text.raw_span(at, at + 1) for at in range(len(text.text))]
    assert all(0 <= span.start <= span.end <= len(source) for span in spans)
    assert all(before.start <= after.start for before, after in pairwise(spans))
    assert not text.edits


def test_patterns_of_the_rules_are_all_kept() -> None:
    """Else each page has them compiled anew."""
    rules = tomllib.loads((shipped_rules() / "markup.toml").read_text("utf-8"))
    names = [name for name, rule in rules.items() if "pattern" in rule]
    shipped_pattern.cache_clear()
    for name in (*names, *names):
        shipped_pattern(name)
    assert shipped_pattern.cache_info().misses == len(names) > 8

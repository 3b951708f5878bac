"""Where the text of a page begins and ends: what belongs to it though it looks like furniture, and the reverse."""

from datetime import date

import pytest

from unionstats.intake.markup import Markup, read_markup
from unionstats.types import Page

TITLE = "壬市总工会为新就业群体办实事"
BODY = [
    "9月以来，壬市总工会走访快递、外卖企业87家，听取意见。",
    "全市新建户外劳动者驿站33个，配备饮水机、充电插座等设施。",
    "“跑单累了，进来歇一歇。”骑手单师傅说，离他最近的驿站只有200米。",
    "壬市总工会还为1460名骑手赠送互助保障，金额合计18.2万元。",
]
STATED = f"<title>{TITLE}_壬市在线</title>"
NAV = "<ul>" + "".join(f"<li><a href=/{n}>栏目{n}</a></li>" for n in range(9)) + "</ul>"
FOOT = "<div class=foot>版权所有：壬市在线</div>"


def markup(source: str) -> Markup:
    return read_markup(Page("id", "a.html", source, "html", "utf-8"))


def lines(source: str) -> list[str]:
    return markup(source).text.text.split("\n")


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_a_notice_goes_on_below_whom_to_call() -> None:
    notice = [*BODY, "联系电话：0900-7654321，联系人：单某", "壬市总工会", "2022年9月30日"]
    assert lines(f"{STATED}{NAV}<h1>{TITLE}</h1><div class=nr>{paragraphs(notice)}</div>{FOOT}") == [TITLE, *notice]


@pytest.mark.parametrize("place", ["癸县：送岗进乡镇", "壬市开发区：驿站有了新模样", "某某公司：班组里的小课堂"])
def test_a_place_before_a_colon_heads_a_brief(place: str) -> None:
    assert lines(f"{STATED}{NAV}<h1>{TITLE}</h1><div class=nr>{paragraphs([place, *BODY])}</div>{FOOT}") == [
        TITLE,
        place,
        *BODY,
    ]


@pytest.mark.parametrize("label", ["发布地区：壬市全域", "作者单位：壬市在线"])
def test_a_label_before_a_colon_does_not(label: str) -> None:
    assert label not in lines(f"{STATED}{NAV}<h1>{TITLE}</h1><div class=nr>{paragraphs([label, *BODY])}</div>{FOOT}")


def test_the_rest_of_a_text_that_a_click_unfolds_belongs_to_it() -> None:
    text = f"{paragraphs(BODY[:2])}<div class=rest style='display:none'>{paragraphs(BODY[2:])}</div>"
    assert lines(f"{STATED}{NAV}<h1>{TITLE}</h1><div class=nr>{text}</div><div>展开全文</div>{FOOT}") == [TITLE, *BODY]


def test_one_hidden_sentence_among_the_text_does_not() -> None:
    text = f"{paragraphs(BODY[:2])}<div style='display:none'><p>壬市在线，您身边的新闻网站。</p></div>"
    found = lines(f"{STATED}{NAV}<h1>{TITLE}</h1><div class=nr>{text}{paragraphs(BODY[2:])}</div>{FOOT}")
    assert found == [TITLE, *BODY]


SAID = ["工会办了件好事，希望驿站再多些。", "我是骑手，天热的时候真能歇脚，谢谢。", "什么时候我们区也有？盼着呢。"] * 4


@pytest.mark.parametrize("heading", ["12 条评论", "网友评论", "最新留言（12）"])
def test_what_stands_below_a_heading_of_comments_is_said_by_readers(heading: str) -> None:
    """Without class words, and longer than the article."""
    said = "".join(f"<div><span>网友{n}</span><div>{text}</div></div>" for n, text in enumerate(SAID))
    source = f"{STATED}{NAV}<h1>{TITLE}</h1><div class=nr>{paragraphs(BODY)}</div><h3>{heading}</h3>{said}{FOOT}"
    assert lines(source) == [TITLE, *BODY]


def test_an_article_may_quote_what_readers_say() -> None:
    text = [*BODY[:3], "网友留言", *SAID[:3], BODY[3]]
    assert lines(f"{STATED}{NAV}<h1>{TITLE}</h1><div class=nr>{paragraphs(text)}</div>{FOOT}") == [TITLE, *text]


def test_a_summary_above_the_number_of_comments_stops_nothing() -> None:
    summary = "导读：壬市总工会今年把新就业群体作为服务重点，驿站、保障、学习一样不少，骑手们说心里踏实。"
    top = f"<h1>{TITLE}</h1><p>{summary}</p><div>3条评论</div>"
    found = lines(f"{STATED}{NAV}{top}<div class=nr>{paragraphs(BODY * 3)}</div>{FOOT}")
    assert [line for line in found if line in BODY] == BODY * 3


@pytest.mark.parametrize("stated", ["无标题文档", "Untitled Document", "新闻详情", "壬市在线"])
def test_a_title_that_software_gave_is_none(stated: str) -> None:
    assert markup(f"<title>{stated}</title><div align=center><b>{TITLE}</b></div>{paragraphs(BODY)}").title == TITLE


def test_a_column_beside_the_article_ends_above_its_headline() -> None:
    column = "<td><b>投稿须知</b><br>欢迎各单位来稿，请注明姓名、单位和电话，一经采用即付稿酬。</td>"
    text = f"<center><b>{TITLE}</b></center><center>加入时间：2005-9-30 点击：41</center>{'<br>'.join(BODY)}"
    source = f"<title>壬市工会</title>{NAV}<table><tr>{column}<td>{text}</td></tr></table>"
    assert markup(source).title == TITLE
    assert [line for line in lines(source) if "稿" in line] == []
    assert [line for line in lines(source) if line in BODY] == BODY


def test_a_digital_newspaper_says_which_line_is_a_second_headline() -> None:
    properties = f"<!--enpproperty <title>{TITLE}</title><subtitle>三问驿站怎么建</subtitle>/enpproperty-->"
    rows = "".join(f"<tr><td class=f>{text}</td></tr>" for text in [TITLE, "三问驿站怎么建", "张开字号"])
    source = f"{STATED}{properties}<table>{rows}</table><div id=ozoom>{paragraphs(BODY)}</div>"
    assert lines(source) == [TITLE, "三问驿站怎么建", *BODY]


NOTICES = (
    "凡本网注明“来源：壬市在线”的所有作品，均为本网合法拥有版权或有权使用的作品。",
    "凡注明来源为其他媒体的稿件，均转载自其他媒体，并不代表本网赞同其观点和对其真实性负责。",
    "未经书面许可，任何单位和个人不得转载、摘编上述作品，违者将被追究责任。",
)


def test_notices_longer_than_the_article_are_none_of_it() -> None:
    found = markup(f"{STATED}{NAV}<div><h1>{TITLE}</h1>{paragraphs(BODY[:2])}</div><div>{paragraphs([*NOTICES])}</div>")
    assert found.text.text.split("\n") == [TITLE, *BODY[:2]]
    assert found.publisher is None


def test_an_article_that_was_not_allowed_to_be_copied_is_one() -> None:
    text = [*BODY, "这名骑手的照片未经同意被某公司用于广告，工会律师为他讨回2.4万元。"]
    assert lines(f"{STATED}{NAV}<div class=nr><h1>{TITLE}</h1>{paragraphs(text)}</div>{FOOT}") == [TITLE, *text]


@pytest.mark.parametrize(
    "stamp",
    [
        "<span><em> 2022</em></span><span><em>09</em>/<em>30</em></span><span>08:41:17</span>",
        "<span>2022</span> <span><em> 09</em>/<em> 30</em></span> <span>08:41</span>",
        "<i>2022</i><b>09/30</b>",
    ],
)
def test_a_day_set_in_pieces_is_read(stamp: str) -> None:
    found = markup(f"{STATED}{NAV}<h1>{TITLE}</h1><div>{stamp}</div><div>{paragraphs(BODY)}</div>")
    assert found.published == date(2022, 9, 30)


SIDE = "".join(
    f"<div class=e><h5>{n}县职工之家揭牌</h5><p>{n}县工会新建职工之家，惠及职工{n}千人。</p></div>" for n in range(2, 9)
)


@pytest.mark.parametrize("heading", ["本版其他文章", "往期推荐", "相关报道", "您可能还感兴趣的内容", "更多相关内容"])
def test_other_articles_below_a_heading_may_be_longer_than_the_text(heading: str) -> None:
    source = f"{STATED}{NAV}<div><div><h1>{TITLE}</h1>{paragraphs(BODY)}</div><div><h4>{heading}</h4>{SIDE}</div></div>"
    assert lines(source) == [TITLE, *BODY]


def test_a_text_below_a_box_of_links_is_no_other_article() -> None:
    """The element that begins with the heading holds the text, too; above stands but a summary."""
    box = f"<div><div>相关新闻</div><ul>{NAV}</ul></div>"
    summary = "导读：壬市总工会今年把新就业群体作为服务重点，驿站、保障、学习一样不少，骑手们说心里踏实，企业也满意。"
    source = f"{STATED}{NAV}<h1>{TITLE}</h1><p>{summary * 2}</p><div>{box}<div>{paragraphs(BODY * 8)}</div></div>"
    assert [line for line in lines(source) if line in BODY] == BODY * 8


def test_a_text_that_is_one_link_from_end_to_end_is_read() -> None:
    text = "".join(f"<p><a href=/s target=_blank>{line}</a></p>" for line in BODY)
    assert lines(f"{STATED}{NAV}<h1>{TITLE}</h1><div>{text}</div>{FOOT}") == [TITLE, *BODY]


def test_a_list_of_linked_sentences_is_no_text() -> None:
    entries = "".join(f"<li><a href=/{n}>{line}</a></li>" for n, line in enumerate(BODY))
    assert [line for line in lines(f"<title>壬市在线</title>{NAV}<ul>{entries}</ul>{FOOT}") if line in BODY] == []


def test_what_runs_across_the_top_is_no_text() -> None:
    runs = "<marquee>热烈祝贺壬市总工会第九次代表大会召开！欢迎关注公众号，参与答题。</marquee>"
    assert lines(f"{STATED}{runs}{NAV}<div>{TITLE}</div><div>{paragraphs(BODY)}</div>{FOOT}") == [TITLE, *BODY]


POEM = ["天亮以前", "扫帚先醒", "一条街的落叶", "归拢成河", "你直起腰", "城市就亮了"]


def test_a_poem_is_the_lines_below_its_headline() -> None:
    """It holds no sentence: what stands beside and below it must not come along."""
    verses = "".join(f"<p>{verse}</p>" for verse in POEM)
    date_and_editor = "<p>2022-09-30</p>", "<p>（责任编辑：壬某）</p>"
    side = "<h4>推荐阅读</h4>" + "".join(
        f"<div><a href=/{n}>某县动态{n}</a><p>某县工会近日…</p></div>" for n in range(5)
    )
    source = f"{STATED}{NAV}<div><h1>{TITLE}</h1>{date_and_editor[0]}{verses}{date_and_editor[1]}</div>{side}{FOOT}"
    assert lines(source) == [TITLE, *POEM]


def test_a_table_of_names_with_links_stays_whole() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>某县第{n}小学</td></tr><tr><td colspan=2><a href=/{n}>附件{n}</a></td></tr>"
        for n in range(9)
    )
    found = lines(f"{STATED}{NAV}<h1>{TITLE}</h1><table>{rows}</table>")
    assert [line for line in found if "小学" in line] == [f"{n} | 某县第{n}小学" for n in range(9)]


@pytest.mark.parametrize("subhead", ["贵州：驿站建到大山里头去", "第一问：新就业群体的驿站究竟该由谁来建、谁来管"])
def test_a_subhead_with_a_colon_is_no_byline(subhead: str) -> None:
    assert subhead in lines(f"{STATED}{NAV}<div class=nr><h1>{TITLE}</h1>{paragraphs([subhead, *BODY])}</div>{FOOT}")


@pytest.mark.parametrize("title", ["送温暖", "驿站情"])
def test_a_short_headline_that_the_title_repeats_is_one(title: str) -> None:
    text = f"<div class=nr><div>{title}</div><div>2022-09-30</div>{paragraphs(BODY)}</div>"
    assert markup(f"<title>{title}_壬市在线</title>{NAV}{text}").title == title


def test_a_headline_within_the_frame_of_the_text_is_its_first_line() -> None:
    """Under a site's title, without byline or mark."""
    assert markup(f"<title>壬市在线</title>{NAV}<div><p>{TITLE}</p>{paragraphs(BODY)}</div>{FOOT}").title == TITLE
    assert (
        markup(f"<title>壬市在线</title>{NAV}<div><p>各县工会同志们：</p>{paragraphs(BODY)}</div>{FOOT}").title is None
    )


def test_what_is_cut_short_or_asks_to_scan_is_no_headline() -> None:
    teaser = f"<div><h6><a href=/1>驿站地图上线</a></h6><p>{BODY[0][:18]}…</p></div>"
    asked = "<div>扫一扫在手机打开当前页</div>"
    page = f"<title>壬市在线</title>{NAV}<div>{TITLE}</div>{asked}<div>2022-09-30</div>{teaser}{paragraphs(BODY)}"
    assert markup(page).title == TITLE


@pytest.mark.parametrize("stated", [STATED, "<title>壬市在线</title>"])
def test_one_sentence_is_the_article_though_readers_say_more(stated: str) -> None:
    said = "".join(f"<div><b>网友{n}</b><p>{text}</p><a href=r>回复</a></div>" for n, text in enumerate(SAID[:5]))
    text = f"<div><h2>{TITLE}</h2><div>2022-09-30</div><div><p>{BODY[1]}</p></div></div>"
    found = lines(f"{stated}{NAV}{text}<div><p>网友评论（5）</p>{said}</div>{FOOT}")
    assert [line for line in found if line in {*SAID, *BODY}] == [BODY[1]]


@pytest.mark.parametrize("tag", ["section", "div", "td"])
def test_the_caption_below_a_single_sentence_belongs_to_it(tag: str) -> None:
    parts = "".join(f"<{tag}>{text}</{tag}>" for text in (BODY[1], "驿站一角"))
    inner = f"<table><tr>{parts}</tr></table>" if tag == "td" else parts
    page = f"{STATED}{NAV}<h1>{TITLE}</h1><p>2022-09-30</p><div>{inner}</div><ul>{NAV}</ul>{FOOT}"
    assert "驿站一角" in markup(page).text.text


COUNTERS = ["12 条评论", "评论（3）", "网友评论", "赞 3 踩 0"]


@pytest.mark.parametrize("counter", COUNTERS)
@pytest.mark.parametrize("wrap", ["<p>{}</p>", "<div><div><span>{}</span></div></div>"])
def test_a_bar_with_counters_above_or_within_the_text_ends_nothing(counter: str, wrap: str) -> None:
    """Below a summary, and between two halves: each paragraph in its own elements, too."""
    whole = "".join(wrap.format(line) for line in BODY)
    summary = (
        "导读：壬市总工会今年把新就业群体作为服务重点，新建驿站33个，惠及骑手1460名，送出互助保障金，职工说心里踏实。"
    )
    below = lines(f"{STATED}{NAV}<h1>{TITLE}</h1><p>{summary}</p><div>{counter}</div><div>{whole}</div>{FOOT}")
    assert [line for line in below if line in BODY] == BODY
    between = lines(f"{STATED}{NAV}<h1>{TITLE}</h1><div>{whole}</div><div>{counter}</div><div>{whole}</div>{FOOT}")
    assert [line for line in between if line in BODY] == BODY * 2


@pytest.mark.parametrize("question", ["问:驿站几点开门?", "记者:您在驿站歇过吗？", "一问:钱从哪里来?"])
def test_a_question_opens_a_text_though_it_has_a_label(question: str) -> None:
    frame = (
        f"<div class=info>来源：壬市在线 发布时间：2022-09-30</div><div class=nr>{paragraphs([question, *BODY])}</div>"
    )
    assert lines(f"{STATED}{NAV}<h1>{TITLE}</h1>{frame}{FOOT}")[1:2] == [question]

"""Kinds of pages that portals, papers, agencies and offices serve: invented texts in templates of their kind."""

from datetime import date

import pytest

from unionstats.intake.markup import Markup, read_markup
from unionstats.reading import read
from unionstats.types import Page

TITLE = "丙市总工会启动冬日送温暖行动"
BODY = [
    "近日，丙市总工会启动冬日送温暖行动。",
    "全市工会筹集慰问金310.4万元，走访困难职工2860户，开放户外劳动者驿站75个。",
    "“有热水也有微波炉，歇脚方便多了。”外卖骑手丁师傅说。",
    "丙市总工会相关负责人表示，行动将持续到明年2月底。",
]
TEXT = "".join(f"<p>{line}</p>" for line in BODY)
STATED = f"<title>{TITLE}_丙市新闻网</title>"
LINKS = "".join(f"<li><a href='/{n}.html'>丙市第{n}届职工运动会开幕</a></li>" for n in range(8))
FOOT = "<div id=foot><p>版权所有：丙市新闻网，未经授权，不得转载。</p></div>"


def markup(source: str) -> Markup:
    return read_markup(Page("id", "a.html", source, "html", "utf-8"))


def lines(source: str) -> list[str]:
    return markup(source).text.text.split("\n")


def article(before: str = "", after: str = "", *, head: str = STATED, text: str = TEXT) -> str:
    return (
        f"<html><head>{head}</head><body><ul>{LINKS}</ul><h1>{TITLE}</h1>"
        f"<div class=main>{before}{text}{after}</div><ul>{LINKS}</ul>{FOOT}</body></html>"
    )


def test_a_lede_under_a_film_or_buttons_is_no_teaser() -> None:
    """A list of other articles has entries built alike; here one sentence follows buttons, another a film."""
    above = f"<div><a href=x>微博</a> <a href=y>微信</a></div><p>原标题：{TITLE}，明年见分晓。</p>"
    film = "<div class=film><a href=z>视频：驿站里的一天</a></div>"
    found = lines(article(above + film))
    assert [line for line in found if line in BODY] == BODY


@pytest.mark.parametrize("subhead", ["【丙市日报】行动怎么办：三件事先做好 驿站先暖起来", "工会提醒", "同志们："])
def test_a_subhead_above_the_text_belongs_to_it(subhead: str) -> None:
    assert lines(article(f"<p>{subhead}</p>")) == [TITLE, subhead, *BODY]


@pytest.mark.parametrize(
    "label",
    [
        "来源：",
        "2023-12-04 09:00",
        "作者：戊某 编辑：己某",
        "作者：戊某 | 2023年12月4日 | 分类：工会动态 | 1,024 次阅读",
    ],
)
def test_a_byline_above_the_text_does_not(label: str) -> None:
    assert lines(article(f"<p>{label}</p>")) == [TITLE, *BODY]


def test_the_note_on_when_a_rule_was_passed_belongs_to_the_text() -> None:
    note = "（2023年11月30日丙市总工会第九届委员会第四次全体会议通过）"
    assert lines(article(f"<p>{note}</p>")) == [TITLE, note, *BODY]


@pytest.mark.parametrize("heading", ["延伸 · 阅读", "相关新闻", "推荐阅读："])
def test_a_block_headed_as_related_tells_of_other_articles(heading: str) -> None:
    other = "<p><a href=x>庚县见闻</a></p><p>日前，庚县总工会慰问职工95人次。</p>"
    found = lines(article(after=f"<div><div>{heading}</div><div>{other}</div></div>"))
    assert found == [TITLE, *BODY]


def test_readers_comments_longer_than_the_article_are_none_of_it() -> None:
    """Without class or heading: the text stands right under the headline, and buttons under each comment."""
    said = "我们单位也有人领到了慰问品，去年冬天就该这么做了，盼着以后年年都办下去，让更多人暖和一点。" * 3
    comment = "<div>网友{0}</div><div>{1}</div><div>{0}小时前</div><div>回复 踩0 赞{0} 收藏</div>"
    comments = "".join(comment.format(number, said[number:]) for number in range(1, 30))
    text = "<br>".join(BODY)
    source = (
        f"{STATED}<div><h3>{TITLE}</h3><div>2023-12-04 来源：丙市日报</div><div>{text}</div></div><div>{comments}</div>"
    )
    found = lines(source)
    assert [line for line in found if line in BODY] == BODY
    assert [line for line in found if "盼着" in line] == []


def test_a_headline_may_have_a_colon() -> None:
    title = "综述：丙市总工会冬日送温暖行动见成效"
    source = f"<title>丙市新闻网</title><ul>{LINKS}</ul><div>{title}</div><div>分享到：</div><div>{TEXT}</div>{FOOT}"
    assert markup(source).title == title


EDGES = [
    "安装丙市新闻客户端，第一时间看报道→【<a href=x>下载地址</a>】",
    "扫描下方二维码，关注丙市工会公众号",
    "1、回复【入会】看办法",
    "看到这里，点个【在看】吧",
    "本文来源：丙市日报 责任编辑：辛某_XW0301",
    "特别声明",
    "本文为丙市号机构上传并发布，仅代表该机构观点，不代表本平台的观点或立场。",
    "- THE END -",
    "2041",
]


@pytest.mark.parametrize("edge", EDGES)
def test_what_a_site_asks_above_or_below_is_not_the_article(edge: str) -> None:
    assert lines(article(after=f"<p>{edge}</p>")) == [TITLE, *BODY]
    assert [line for line in lines(article(f"<p>{edge}</p>")) if line in BODY] == BODY


def test_all_that_a_site_asks_below_goes_at_once() -> None:
    assert lines(article(after="".join(f"<p>{edge}</p>" for edge in EDGES[1:5]))) == [TITLE, *BODY]


def test_the_same_words_within_the_text_stay() -> None:
    asked = "职工扫描下方二维码即可报名，名额1200个。"
    text = f"<p>{BODY[0]}</p><p>{asked}</p>" + "".join(f"<p>{line}</p>" for line in BODY[1:])
    assert lines(article(text=text)) == [TITLE, BODY[0], asked, *BODY[1:]]


def test_a_headline_set_in_lines_is_one() -> None:
    parts = ["丙市总工会", "关于做好2024年度职工互助保障", "工作的通知"]
    whole = "".join(parts)
    top = "".join(f"<p class=t>{part}</p>" for part in parts)
    source = f"<title>{whole}__文件_丙市总工会</title><ul>{LINKS}</ul><div>{top}</div><div>{TEXT}</div>{FOOT}"
    found = markup(source)
    assert found.title == whole
    assert found.text.text.split("\n") == [whole, *BODY]
    at = found.text.text.index("2024年度")
    assert source[slice(*found.text.raw_span(at, at + 6))] == "2024年度"


@pytest.mark.parametrize("tag", ["h4", "h5"])
def test_a_small_heading_is_the_headline_where_the_site_names_only_itself(tag: str) -> None:
    source = (
        f"<title>新闻动态--丙市职工之家</title><ul>{LINKS}</ul><h3>首页 - 新闻动态</h3>"
        f"<div><{tag}>丙市总工会冬日送温暖行动启动啦！</{tag}><div>发布时间：2023-12-04</div>{TEXT}</div>{FOOT}"
    )
    assert markup(source).title == "丙市总工会冬日送温暖行动启动啦！"
    assert read(source, html=True).clean_text.rstrip().split("\n") == ["丙市总工会冬日送温暖行动启动啦！", *BODY]


def test_a_headline_without_any_mark_is_known_by_its_words() -> None:
    """Above buttons, below a slogan: of the lines over the text it shares most with it. So is the byline read."""
    buttons = "".join(f"<div>{label}</div>" for label in ("分享至好友", "用手机扫一扫", "字号放大一些", "听一听这篇"))
    source = (
        f"<title>丙市新闻网</title><ul>{LINKS}</ul><div>心中有光脚下有路</div><div>{TITLE}</div>"
        f"<div>2023-12-04 来源：丙市日报</div>{buttons}<div>{TEXT}</div>{FOOT}"
    )
    found = markup(source)
    assert (found.title, found.published, found.publisher) == (TITLE, DAY, "丙市日报")
    assert [line for line in found.text.text.split("\n") if line not in BODY] == [TITLE]


DAY = date(2023, 12, 4)
DATES = {
    "below the text": ("", "<div>发布日期：2023-12-04 14:34:05 所属分类：要闻</div>"),
    "account of a messenger": ('<script>var ct = "1701651600";</script>', ""),
    "seconds at night in China": ('<script>var ct = "1701619500";</script>', ""),
    "account of a search engine": ("<meta itemprop=dateUpdate content='2023-12-04 22:46:13'>", ""),
    "time of a portal": ("<meta name='og:time ' content='2023年12月04日 18:05'>", ""),
    "variable of a script": ("<script>conf = {pubtime:'2023-12-04 07:48', id: 3}</script>", ""),
    "the page before its scripts": ("<script>x = {newsTime:'2019-01-01'}</script>", "<p>时间：2023-12-04</p>"),
}


@pytest.mark.parametrize(("head", "after"), DATES.values(), ids=DATES)
def test_the_day_is_read_where_sites_put_it(head: str, after: str) -> None:
    assert markup(article(after=after, head=STATED + head)).published == DAY


def test_a_day_under_the_text_without_a_label_is_not_the_articles() -> None:
    assert markup(article(after="</div><div>丙市职工运动会 2019-01-02</div><div>")).published is None


PUBLISHERS = {
    "behind the date": "<div>2023-12-04 10:56:28 丙市晚报</div>",
    "before the date": "<div>原创 丙省工人报 2023-12-04 16:01</div>",
    "in the line before": "<div>新华社</div><div>2023-12-04 18:13</div>",
    "labelled": "<div>来源于：丙市总工会</div><div>2023-12-04</div>",
}


@pytest.mark.parametrize("byline", PUBLISHERS.values(), ids=PUBLISHERS)
def test_a_publisher_beside_the_date_needs_no_label(byline: str) -> None:
    assert markup(article(byline)).publisher in {"丙市晚报", "丙省工人报", "新华社", "丙市总工会"}


NOBODY = [
    "2023-12-04 10:56 举报",
    "2023-12-04 分享 打印 字号",
    "来源：本站原创 作者：戊某",
    "文章来源：网络",
    "来源：佚名 2023-12-04",
]


@pytest.mark.parametrize("byline", [f"<div>{line}</div>" for line in NOBODY])
def test_a_button_beside_the_date_publishes_nothing(byline: str) -> None:
    assert markup(article(byline)).publisher is None


@pytest.mark.parametrize("written", ['"丙市工会"', 'htmlDecode("丙市工会")'])
def test_an_account_is_named_by_its_script(written: str) -> None:
    assert markup(article(head=f"{STATED}<script>\nvar nickname = {written};\n</script>")).publisher == "丙市工会"


def test_a_known_headline_is_never_run_together_with_the_text() -> None:
    """However wide it is: a long headline of two parts reads like a line torn by a column break."""
    title = "午间快讯：丙市工会筹集慰问金310.4万元；庚县走访困难职工95户并发放慰问品"
    source = f"<title>{title}_丙市网</title><h2>{title}</h2><div><p>{BODY[1]}</p></div>"
    assert read(source, html=True).clean_text.split("\n")[:2] == [title, BODY[1]]


def test_a_site_that_names_itself_in_title_and_heading_has_its_headline_below() -> None:
    head = f"<title>丙市工运信息</title><h1>丙市工运信息</h1><ul>{LINKS}</ul>"
    found = markup(f"{head}<div>{TITLE}</div><div>2023-12-04 丙市总工会</div><div>{TEXT}</div>")
    assert found.title == TITLE
    # A line under a headline that tells little is its second line.
    head = "<title>有热水的地方</title><h1>有热水的地方</h1>"
    found = markup(f"{head}<div>{TITLE}</div><div>2023-12-04 丙市总工会</div><div>{TEXT}</div>")
    assert found.title == "有热水的地方"


@pytest.mark.parametrize(
    "parts",
    [
        ("<div class=txt-1>", "<div class=txt-2>"),
        ("<div class='con main'>", "<div class='con fold' id=rest style='display:none'>"),
        ("<div class=con>", "<div class=con>"),
    ],
)
def test_parts_of_a_text_in_boxes_of_one_name_are_one_text(parts: tuple[str, str]) -> None:
    first, second = (
        part + "".join(f"<p>{line}</p>" for line in lines) + "</div>"
        for part, lines in zip(parts, (BODY[:2], BODY[2:]), strict=True)
    )
    between = f"<div class=ad><span>广告</span></div><div class=tj><b>延伸阅读</b><ul>{LINKS}</ul></div>"
    assert lines(f"{STATED}<div class=left><h1>{TITLE}</h1>{first}{between}{second}</div><ul>{LINKS}</ul>{FOOT}") == [
        TITLE,
        *BODY,
    ]


def test_posts_in_boxes_of_one_name_are_no_parts_of_the_first() -> None:
    post = (
        "<div class='item{0}'><div class=info>作者：网友{0} 时间：2023-12-05 10:0{0}</div><div class=say>{1}</div>"
        "<div class=reply>{0}楼 打赏 | 举报 | 回复 | 评论</div></div>"
    )
    said = "这个行动很好，我在外面跑了三年的车，去年冬天最怕的就是找不到地方喝口热水，今年总算有了。"
    posts = "".join(post.format(number, said + str(number)) for number in range(2, 7))
    opening = (
        f"<div class='item1 host'><div class=say>{TEXT}</div><div class=reply>举报 | 分享 | 打赏 | 评论</div></div>"
    )
    assert lines(f"{STATED}<h1>{TITLE}</h1><div>{opening}{posts}</div>") == [TITLE, *BODY]


def test_a_count_behind_a_label_above_the_text_belongs_to_it() -> None:
    rows = "<p>2023-12-04 丙市新闻网</p><p>参加人数：1200人</p><p>发放物资：310箱</p>"
    assert lines(article(rows)) == [TITLE, "参加人数：1200人", "发放物资：310箱", *BODY]


def test_words_that_a_style_sheet_keeps_out_of_sight_are_no_text() -> None:
    style = (
        "<style>@media print{.c{position:absolute;left:-999em}} .K{font-size:0;position:absolute;left:-999em}</style>"
    )
    text = "".join(f"<p><span class=k>入口</span>{line}<i class='a k'>下载</i><b class=c></b></p>" for line in BODY)
    assert lines(article(head=STATED + style, text=text)) == [TITLE, *BODY]


@pytest.mark.parametrize(
    "style",
    [
        ".k{font-size:0} .t{font-size:16px}",
        ".k{position:relative;left:-1000px} .k.show{left:0}",
        ".k{position:absolute;left:-1000px} .k.show{left:0}",
        ".k{position:absolute;margin-left:-1000px}",
        ".k{left:-1000px}",
    ],
)
def test_words_that_another_style_shows_are_text(style: str) -> None:
    text = "".join(f"<p><span class='k show'><span class=t>{line}</span></span></p>" for line in BODY)
    assert lines(article(head=f"{STATED}<style>{style}</style>", text=text)) == [TITLE, *BODY]


def test_a_hidden_box_with_a_headline_of_its_own_is_another_article() -> None:
    other = "".join(f"<p>{line.replace('丙市', '丁市')}</p>" for line in BODY)
    tabs = f"<div class=tab>{TEXT}</div><div class=tab style='display:none'><h3>丁市举办职工运动会</h3>{other}</div>"
    assert lines(f"{STATED}<h1>{TITLE}</h1><div>{tabs}</div><a href=#>展开</a>{FOOT}") == [TITLE, *BODY]

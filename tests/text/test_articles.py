"""Segmentation: what is one paragraph, what one article, and what its title, on invented pages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outside import SEEDS, needs

from unionstats.rules.folder import RuleFolder
from unionstats.text.clean import Cleaner, PageHints, render
from unionstats.text.edits import TrackedText
from unionstats.types import Document, Page

CLEANER = Cleaner(RuleFolder.open())
PROSE = "今年以来,南坪县各级工会走访慰问困难职工家庭三千二百余户,发放慰问金210万元。"
MORE = "下一步,县总工会将继续推进服务阵地建设,让更多职工在家门口享受到贴心的服务。"


def read(raw: str, url: str | None = None, hints: PageHints | None = None) -> Document:
    return CLEANER.clean(Page("", "", raw, "text", "utf-8", url=url), TrackedText.of(raw), hints or PageHints())


def titles(document: Document) -> list[str | None]:
    text = document.text.text
    return [text[slice(*article.title)] if article.title else None for article in document.articles]


def bodies(document: Document) -> list[str]:
    return [document.text.text[slice(*article.body)] for article in document.articles]


NEWSPAPER = f"""
聚焦职工需求办实事

南坪县总送清凉到工地

本报讯(记者陈立春){PROSE}

{MORE}

灯下赶制

9月3日夜,南坪镇绣花厂女工在灯下赶制订单,厂工会为夜班送来绿豆汤260份。 本报通讯员 李晓 摄

夜校开到集市上

阅读提示

南坪县总把夜校办在赶集的地方,三年间开班42期,2600名职工和村民拿到了技能证书。

本报记者 王方 本报通讯员 赵一

“以前学手艺要跑到县里,现在赶集就能学。”拿着刚发的焊工证书,泥瓦匠老周笑着说。

送课下乡,干部多走路

去年冬天,县总工会的干部走了38个村,把大家想学的手艺记成一本账,照着账请老师。
"""


def test_a_newspaper_page_holds_several_articles() -> None:
    document = read(NEWSPAPER)
    assert titles(document) == ["聚焦职工需求办实事\n南坪县总送清凉到工地", "灯下赶制", "夜校开到集市上"]
    assert [article.kind for article in document.articles] == ["article", "caption", "article"]


def test_an_abstract_belongs_to_the_title_above_it() -> None:
    assert "开班42期" in bodies(read(NEWSPAPER))[2]


def test_a_sub_head_opens_no_article() -> None:
    assert "送课下乡,干部多走路\n去年冬天" in bodies(read(NEWSPAPER))[2]


def test_articles_cover_the_text_and_a_blank_line_stands_between_them() -> None:
    document = read(NEWSPAPER)
    parts = [document.text.text[slice(*article.span)] for article in document.articles]
    assert "\n\n".join(parts) == document.text.text


def test_a_caption_within_an_article_stays_its_paragraph() -> None:
    document = read(f"南坪县总送清凉\n\n{PROSE}\n\n图为工会干部送上慰问品。陈立春 摄\n\n{MORE}")
    assert len(document.articles) == 1
    assert "图为工会干部送上慰问品。\n" in document.text.text


def test_a_paragraph_torn_by_a_column_break_is_rejoined() -> None:
    torn = "会上,河东纺织厂介绍了带徒做法,年出徒46人;江口船厂介绍了师傅\n\n津贴与评级挂钩的办法,三年来支付津贴120万元。"
    document = read(f"带徒工作现场会召开\n\n{PROSE}\n\n{torn}")
    assert "江口船厂介绍了师傅津贴与评级挂钩" in document.text.text
    assert [edit.kind for edit in document.text.edits] == ["broken_paragraph"]


def test_a_word_torn_in_a_short_line_is_rejoined() -> None:
    torn = "同时,各镇依托集市开设夜校,聘\n\n请退休技师授课,每晚到课百余人,结业后发给证书。"
    document = read(f"夜校开到集市上\n\n{PROSE}\n\n{torn}")
    assert "聘请退休技师授课" in document.text.text


def test_a_number_torn_by_a_line_break_is_rejoined() -> None:
    document = read(f"南坪港口建功\n{PROSE}\n全年技改46项,促进外贸1\n000万元。")
    assert "外贸1000万元。" in document.text.text


@pytest.mark.parametrize(
    "rows", ["会员数(万人) | 35.26 |\n41.907 | 38", "会员数(人) | 526 |\n907个班组 | 38", "会员数(万人) 35.26\n41.97"]
)
def test_cells_on_lines_of_their_own_are_no_torn_number(rows: str) -> None:
    document = read(f"南坪县总工会统计\n{rows}\n{PROSE}")
    assert all(cell in document.text.text for cell in rows.replace(" |\n", "\n").split("\n"))
    assert "\n" in document.text.text.partition("会员数")[2].partition("今年")[0].strip()


def test_lines_wrapped_at_one_width_are_rejoined() -> None:
    text = "那一年矿区工会在井下各队办起夜校由老师傅轮流讲课又在春秋两季各办一次比武胜出者由矿上记功并发给棉衣"
    wrapped = [(text * 6)[start : start + 24] for start in range(0, 24 * 9, 24)]
    document = read("第三节 劳动竞赛\n" + "\n".join(wrapped) + "\n先进集体92个。")
    assert document.text.text.count("\n") == 1


def test_sub_heads_and_numbered_heads_are_not_joined() -> None:
    heads = ["4“师带徒”结对签约,车间里办起夜校", "服务到田头,干部多走路"]
    page = f"工会工作综述\n\n{PROSE}\n\n{heads[0]}\n\n{PROSE}\n\n{heads[1]}\n\n{MORE}"
    lines = read(page).text.text.split("\n")
    assert [head for head in heads if head in lines] == heads


def test_round_ups_have_a_segment_for_each_unit() -> None:
    page = f"各地工会送清凉\n\n南坪县总工会:\n\n{PROSE}\n\n河东县总工会:\n\n{MORE}"
    document = read(page)
    text = document.text.text
    heads = [text[slice(*segment.heading)] for segment in document.articles[0].segments]
    assert heads == ["南坪县总工会:", "河东县总工会:"]
    first, second = document.articles[0].segments
    assert text[first.start : first.end].endswith("210万元。")
    assert second.end == len(text)


def test_yearbook_items_without_a_page_title_are_articles() -> None:
    document = read(f"【劳动竞赛】{PROSE}\n【技术创新】{MORE}")
    assert titles(document) == ["【劳动竞赛】", "【技术创新】"]
    assert bodies(document) == [PROSE, MORE]


def test_yearbook_items_under_a_page_title_are_segments() -> None:
    document = read(f"南坪县总工会\n【劳动竞赛】{PROSE}\n【技术创新】{MORE}")
    assert len(document.articles) == 1
    assert len(document.articles[0].segments) == 2


def test_a_page_that_begins_with_text_has_no_title() -> None:
    assert titles(read(f"{PROSE}\n{MORE}")) == [None]


def test_a_title_given_with_the_page_cuts_what_stands_before_it() -> None:
    raw = f"南坪快讯专区\n县总工会送清凉到工地\n{PROSE}\n{MORE}"
    document = read(raw, hints=PageHints(title="縣總工會送清涼到工地_南坪新聞網"))
    assert titles(document) == ["县总工会送清凉到工地"]


def test_a_kicker_over_the_title_given_stays() -> None:
    raw = f"南坪快讯\n近六成职工家门口享受服务\n县总工会送清凉到工地\n{PROSE}"
    document = read(raw, hints=PageHints(title="县总工会送清凉到工地"))
    assert titles(document) == ["近六成职工家门口享受服务\n县总工会送清凉到工地"]


@pytest.mark.parametrize(
    ("opening", "url", "published", "basis"),
    [
        ("本报南坪2月9日讯 ", "http://example.cn/2021/0211/77.html", date(2021, 2, 9), "dateline"),
        ("本报讯(记者陈立春)", "http://example.cn/2021/0211/77.html", date(2021, 2, 11), "url"),
        ("来源:汾河晚报 2021-02-12\n", None, date(2021, 2, 12), "stamp"),
        ("时间:2021-02-20\n", None, date(2021, 2, 20), "stamp"),
        ("", None, date(2020, 1, 1), "given"),
    ],
)
def test_the_nearest_evidence_tells_the_day(opening: str, url: str | None, published: date, basis: str) -> None:
    document = read(f"县总工会送清凉到工地\n{opening}{PROSE}", url, PageHints(published=date(2020, 1, 1)))
    article = document.articles[0]
    assert (article.published, article.published_basis) == (published, basis)
    assert article.dateline_date == (date(2021, 2, 9) if basis == "dateline" else None)


def test_a_late_stamp_tells_no_year_of_an_old_dateline() -> None:
    article = read(f"县总工会送温暖\n2015-06-03\n本报南坪11月29日讯 {PROSE}").articles[0]
    assert article.dateline_date is None
    assert article.dateline == "本报南坪11月29日讯"


def test_the_year_of_a_dateline_may_stand_in_the_text() -> None:
    article = read(f"县总工会送温暖\n本报南坪11月29日讯 {PROSE}截至2009年11月29日,共办实事46件。").articles[0]
    assert article.published == date(2009, 11, 29)


def test_the_publisher_is_read_before_its_line_goes() -> None:
    document = read(f"县总工会送清凉\n来源:汾河晚报\n{PROSE}")
    assert document.articles[0].publisher == "汾河晚报"
    assert "汾河晚报" not in document.text.text


def test_clean_text_is_read_again_as_the_same_articles() -> None:
    once = read(NEWSPAPER)
    again = read(render(once))
    assert render(again) == render(once)
    assert titles(again) == titles(once)


@given(
    st.lists(
        st.sampled_from([PROSE, MORE, "职能下沉", "一、强化培训", "", "【链接】", "本报讯", "图为现场。"]), max_size=14
    )
)
def test_any_pile_of_paragraphs_is_covered_by_its_articles(pile: list[str]) -> None:
    document = read("\n".join(pile))
    text = document.text.text
    assert "\n\n".join(text[slice(*article.span)] for article in document.articles) == text
    for article in document.articles:
        assert article.span.start <= article.body.start <= article.body.end == article.span.end


@needs(SEEDS)
def test_the_newspaper_seed_holds_its_eight_articles() -> None:
    raw = next(SEEDS.glob("002_*")).read_text("utf-8")
    document = read(raw)
    assert [article.kind for article in document.articles].count("caption") == 2
    assert len(document.articles) == 8


def test_dates_of_other_pages_under_the_text_are_not_its_day() -> None:
    page = f"县总工会送清凉\n2021-03-04 来源:汾河晚报\n{PROSE}\n{MORE}\n责任编辑:陈立春\n外市焊工比赛\n2018-01-02"
    assert read(page).articles[0].published == date(2021, 3, 4)


def test_a_foot_note_of_the_paper_tells_the_day_of_all_its_articles() -> None:
    foot = "--> 2021-03-04 5 5 汾河晚报 c1234.html 1 某标题 /enpproperty-->"
    document = read(f"{NEWSPAPER}\n{foot}")
    assert {article.published for article in document.articles} == {date(2021, 3, 4)}
    assert {article.publisher for article in document.articles} == {"汾河晚报"}


def test_a_column_break_in_the_first_paragraph_is_joined_however_short_the_column() -> None:
    document = read("夜校开到集市上\n\n本报讯(记者陈立春)县总工会开班42\n\n期,学员2600名。\n\n" + MORE)
    assert titles(document) == ["夜校开到集市上"]
    assert bodies(document)[0].startswith("县总工会开班42期,学员2600名。\n")


def test_a_writer_who_signs_closes_an_article() -> None:
    page = f"夜校开到集市上\n\n{PROSE}(陈立春)\n\n灯下赶制\n\n{MORE}(李晓)\n\n干部走进村\n\n{PROSE}(王方)"
    assert titles(read(page)) == ["夜校开到集市上", "灯下赶制", "干部走进村"]


def test_a_day_of_publication_under_a_headline_opens_an_article() -> None:
    page = (
        f"夜校开到集市上\n发布时间:2021-03-04 浏览:86\n{PROSE}\n县总工会送来绿豆汤\n发布时间:2020-07-06 浏览:46\n{MORE}"
    )
    document = read(page)
    assert titles(document) == ["夜校开到集市上", "县总工会送来绿豆汤"]
    assert [article.published for article in document.articles] == [date(2021, 3, 4), date(2020, 7, 6)]


def test_narrow_columns_are_wrapped_text_and_lists_of_names_are_not() -> None:
    lines = ["日前，县总工会在城区的", "集市上开办夜校46期，老", "师傅轮流讲课，学员一共"]
    column = "\n".join([*lines, "2600名，都拿到了证书，", "大家十分高兴，又报了名，", "还带来了邻居。"])
    assert "在城区的集市上开办夜校46期，老师傅" in render(read("夜校开到集市上\n\n" + column))
    names = "\n".join(["江北重工集团焊接车间", "南坪纺织公司细纱班组", "汾河电力公司检修班组"] * 3)
    assert names in render(read(f"{PROSE}\n{names}"))


def test_a_short_sentence_may_close_an_article() -> None:
    page = f"夜校开到集市上\n{PROSE}\n大家都说好。\n\n灯下赶制\n{MORE}"
    assert titles(read(page)) == ["夜校开到集市上", "灯下赶制"]


def test_blank_lines_here_and_there_make_no_articles_of_sub_heads() -> None:
    page = f"夜校开到集市上\n\n{PROSE}\n{MORE}\n\n干部走进村\n{PROSE}\n\n{MORE}\n{MORE}\n{PROSE}\n{MORE}\n{MORE}"
    assert titles(read(page)) == ["夜校开到集市上"]


def test_a_line_that_is_only_a_number_heads_a_section_and_no_article() -> None:
    page = f"夜校开到集市上\n{PROSE}\n\n02\n干部走进村\n{PROSE}\n\n03\n灯下赶制\n{MORE}"
    assert titles(read(page)) == ["夜校开到集市上"]


def test_one_writers_name_in_the_middle_closes_no_article() -> None:
    page = f"夜校开到集市上\n学员在夜校听老师傅讲怎样磨刀,课后又围着师傅问个不停。(陈立春)\n干部走进村\n{PROSE}\n{MORE}"
    assert titles(read(page)) == ["夜校开到集市上"]


def test_an_abstract_behind_its_label_is_no_part_of_the_title() -> None:
    page = read(f"南坪县总送清凉到工地\n摘要:5月4日,送清凉活动在河东镇举行\n{PROSE}\n{MORE}")
    assert titles(page) == ["南坪县总送清凉到工地"]


def test_wrapped_paragraphs_with_sub_heads_between_are_joined() -> None:
    bodies_of = ["走访慰问困难职工家庭,把米面油送上门", "组织环卫职工参加免费体检,为他们建立"]
    torn = [(f"南坪县总工会第{number}季度{bodies_of[number % 2]}健", f"康档案{number}20份。") for number in range(1, 7)]
    lines = [line for number, pair in enumerate(torn, 1) for line in (f"{number}、工作之{number}", *pair)]
    body = bodies(read("\n".join(["南坪县总工会工作总结", *lines])))[0].split("\n")
    assert body[1] == "".join(torn[0])

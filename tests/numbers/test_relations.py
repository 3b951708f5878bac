"""Relations within a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quantity_cases import read_cases

from unionstats.numbers import quantities
from unionstats.numbers.relations import RelationReader
from unionstats.rules.folder import RuleFolder
from unionstats.text.sentences import find_sentences
from unionstats.types import Article, Relation, Span

READER = RelationReader(RuleFolder.open())


def relations(text: str) -> dict[str, Relation]:
    """Return the relation of each quote of a text."""
    article = Article(0, Span(0, len(text)), None, Span(0, len(text)))
    found = quantities(text)
    read = READER.read(text, find_sentences(text, article), found)
    return {text[one.start : one.end]: relation for one, relation in zip(found, read, strict=True)}


def subjects(text: str) -> dict[str, str]:
    return {quote: text[slice(*one.subject)] for quote, one in relations(text).items() if one.subject}


@pytest.mark.parametrize(
    ("text", "quote", "change"),
    [
        ("会员同比增长14.3%", "14.3%", "increase"),
        ("比上年增加1.9万人次", "1.9万人次", "increase"),
        ("占比提高了3.4个百分点", "3.4个百分点", "increase"),
        ("事故下降两成", "两成", "decrease"),
        ("人次翻了一番", "一番", "increase"),
        ("比计划多开工6个", "6个", "increase"),
        ("会员净增5万人", "5万人", "increase"),
        ("失业率按季升0.4个百分点", "0.4个百分点", "increase"),
        ("分别跌17.6%及5.3%", "5.3%", "decrease"),
        ("企业和职工增幅分别为12%、8%", "8%", "increase"),
        ("27%收入减少三至四成,14%的收入减少五成以上", "14%", None),
        ("质量提升4个专项计划", "4个", None),
        ("每年降低能耗12%", "12%", "decrease"),
        ("较前年升1.7%", "1.7%", "increase"),
        ("今年晋升8人", "8人", None),
        ("比上年多举办讲座36场", "36场", "increase"),
        ("超过75%的计划目标3.4个百分点", "3.4个百分点", "increase"),
        ("分别增长26.7%和32.6%", "32.6%", "increase"),
        ("增加到15.4万人", "15.4万人", None),
        ("参赛比例达31%", "31%", None),
        ("发展会员5万人", "5万人", None),
    ],
)
def test_amounts_of_change_are_no_levels(text: str, quote: str, change: str | None) -> None:
    assert relations(text)[quote].change == change


@pytest.mark.parametrize(
    ("text", "earlier", "later"),
    [
        ("会员由去年的12.1万人增加到15.4万人", "12.1万人", "15.4万人"),
        ("标准由每户500元提高到800元", "500元", "800元"),
        ("职工由4800户减至260户", "4800户", "260户"),
        ("比例从8.1%提高到11.4%", "8.1%", "11.4%"),
    ],
)
def test_the_first_of_two_levels_is_the_earlier(text: str, earlier: str, later: str) -> None:
    read = relations(text)
    assert read[earlier].earlier
    assert read[earlier].change is None
    assert not read[later].earlier
    assert read[later].change is None


def test_what_follows_qizhong_is_part_of_the_total_of_its_unit() -> None:
    read = relations("建成驿站880座,服务42万人次,其中昼夜开放的163座。")
    assert read["163座"].part_of == 0
    assert read["42万人次"].part_of is None


def test_brackets_break_a_total_down() -> None:
    read = relations("筹资860万元(其中市级320万元、县级540万元),慰问12户")
    assert [read[quote].part_of for quote in ("320万元", "540万元", "12户")] == [0, 0, None]


def test_shares_and_amounts_each_are_no_parts() -> None:
    read = relations("慰问164人,其中女工98人,占59.8%,每人600元")
    assert read["98人"].part_of == 0
    assert read["59.8%"].part_of is None
    assert read["600元"].part_of is None


def test_a_part_is_never_larger_than_its_total() -> None:
    assert relations("慰问80人,其中去年98人")["98人"].part_of is None


def test_fenbie_pairs_nouns_and_numbers_in_order() -> None:
    assert subjects("建会企业、职工入会率分别达到92%、96%") == {"92%": "建会企业", "96%": "职工入会率"}
    assert subjects("其中本科、专科各占六成、四成") == {"六成": "本科", "四成": "专科"}


def test_a_second_fenbie_keeps_the_nouns_of_the_first() -> None:
    read = subjects("专科、本科职工分别占24.1%、35.3%,分别提高2和11.6个百分点")
    assert read["2"] == "专科"
    assert read["11.6个百分点"] == "本科职工"


def test_pairing_may_be_silent() -> None:
    assert subjects("全国和某市五一劳动奖118个、1746个") == {"118个": "全国", "1746个": "某市五一劳动奖"}


def test_unequal_numbers_are_not_paired() -> None:
    assert subjects("甲、乙、丙分别为3个、5个") == {}


@given(st.lists(st.sampled_from([text for text, _ in read_cases("genre.txt")]), max_size=4).map("".join))
def test_each_quantity_has_one_relation_that_points_backward(text: str) -> None:
    article = Article(0, Span(0, len(text)), None, Span(0, len(text)))
    found = quantities(text)
    read = READER.read(text, find_sentences(text, article), found)
    assert len(read) == len(found)
    assert all(one.part_of is None or one.part_of < index for index, one in enumerate(read))

"""Periods where the numbers room tells changes and earlier levels: the two rooms agree on who dates what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

import unionstats
from unionstats.numbers.relations import RelationReader
from unionstats.numbers.scan import Scanner
from unionstats.rules.folder import RuleFolder
from unionstats.times.resolve import PeriodReader
from unionstats.types import ArticleView

ViewOf = Callable[..., ArticleView]
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
YEAR_BEFORE = (date(2023, 1, 1), date(2023, 12, 31))
SO_FAR = (date(2024, 1, 1), date(2024, 6, 5))


@pytest.fixture(scope="module")
def dates_of(folder: RuleFolder, view_of: ViewOf) -> Callable[[str], dict[str, tuple[date | None, date | None]]]:
    """Return what reads a plain text on 5 June 2024: the words of each quantity and its days."""
    scanner, relations, periods = Scanner(folder), RelationReader(folder), PeriodReader(folder)

    def read(text: str) -> dict[str, tuple[date | None, date | None]]:
        empty = view_of(text, published=date(2024, 6, 5))
        quantities = scanner.scan(text).quantities
        view = replace(
            empty,
            quantities=quantities,
            relations=relations.read(text, empty.sentences, quantities),
            sentence_of=(0,) * len(quantities),
        )
        found = zip(quantities, periods.read(view), strict=True)
        return {text[quantity.start : quantity.end]: (period.start, period.end) for quantity, period in found}

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年,参赛职工12.7万人次,比上年增加1.9万人次。", {"12.7万人次": YEAR, "1.9万人次": YEAR}),
        ("今年以来,新增会员5.2万人,同比增长14.3%。", {"5.2万人": SO_FAR, "14.3%": SO_FAR}),
        ("今年,会员由去年的12.1万人增加到15.4万人。", {"12.1万人": YEAR_BEFORE, "15.4万人": YEAR}),
        ("今年,建档困难职工由4800户减至260户。", {"4800户": (None, None), "260户": YEAR}),
        ("今年,占比较五年前提高4个百分点。", {"4个百分点": YEAR}),
        ("去年,占比由8.1%提高到11.4%。", {"8.1%": (None, None), "11.4%": YEAR_BEFORE}),
        ("今年,利润38亿元，是去年同期的6倍。", {"6倍": YEAR}),
    ],
)
def test_a_change_is_of_the_time_told_and_an_earlier_level_of_its_own(
    dates_of: Callable[[str], dict[str, tuple[date | None, date | None]]],
    text: str,
    expected: dict[str, tuple[date | None, date | None]],
) -> None:
    got = dates_of(text)
    assert {quote: got.get(quote) for quote in expected} == expected


def test_growth_covers_the_years_between(dates_of: Callable[[str], dict[str, tuple[date | None, date | None]]]) -> None:
    days = dates_of("全县会员由1988年的3万人增长到2022年的9万人,增长了2倍。")
    assert days["2倍"] == (date(1988, 1, 1), date(2022, 12, 31))
    assert days["9万人"] == (date(2022, 1, 1), date(2022, 12, 31))
    yearly = dates_of("1988年,全县会员为3万人,到2022年达到9万人,年平均增长3.3%。")
    assert yearly["3.3%"] == (date(1988, 1, 1), date(2022, 12, 31))


@pytest.mark.parametrize(
    ("headed", "day"),
    [
        ("3.1万人", "2031-06-30"),
        ("突破3万人", "2031-06-30"),
        ("近3.2万人", "2031-06-30"),
        ("突破2万人", "NaT"),
        ("3万人", "NaT"),
    ],
)
def test_a_headline_is_of_the_time_of_the_figure_that_it_repeats_or_rounds(headed: str, day: str) -> None:
    page = f"北岭县工会会员{headed}\n2031年9月3日 来源:北岭日报\n截至2031年6月底,北岭县会员总数达3.1万人。"
    assert str(unionstats.read(page).facts["period_end"].iloc[0])[:10] == day

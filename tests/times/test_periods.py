"""The cases of tests/cases/periods.txt: one test a line, and what holds for any text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionstats.rules.folder import RuleFolder
from unionstats.times.plans import without_passed
from unionstats.times.resolve import PeriodReader
from unionstats.times.status import StatusReader
from unionstats.types import ArticleView, Period

ViewOf = Callable[..., ArticleView]
CASES = Path(__file__).parents[1] / "cases" / "periods.txt"


def _cases() -> Iterator[Any]:
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            given_text, _, expected = line.rpartition(" => ")
            day, _, text = given_text.partition(" | ")
            published = None if day == "-" else date.fromisoformat(day)
            yield pytest.param(published, text.replace("¶", "\n"), expected.split(), id=f"line-{number}")


def _shown(period: Period, status: str) -> str:
    dates = "none" if period.type == "none" else f"{period.start or ''}/{period.end or ''}"
    return dates if status == "actual" else f"{dates}@{status}"


@pytest.fixture(scope="module")
def read(folder: RuleFolder) -> Callable[[ArticleView], list[str]]:
    """Return what reads period and status of each quantity, as the cases write them."""
    periods, statuses = PeriodReader(folder), StatusReader(folder)

    def shown(view: ArticleView) -> list[str]:
        status = statuses.read(view)
        day = view.article.dateline_date or view.article.published
        return [_shown(*pair) for pair in zip(without_passed(periods.read(view), status, day), status, strict=True)]

    return shown


@pytest.mark.parametrize(("published", "text", "expected"), list(_cases()))
def test_each_figure_gets_its_period_and_status(
    read: Callable[[ArticleView], list[str]], view_of: ViewOf, published: date | None, text: str, expected: list[str]
) -> None:
    title, body = None, text
    if text.startswith("【"):
        title, _, body = text[1:].partition("】\n")
    assert read(view_of(body, title=title, published=published)) == expected


def test_the_words_and_their_distance_are_kept(folder: RuleFolder, view_of: ViewOf) -> None:
    text = "2023年,市总出台办法。新建驿站‹319座›。目前,有会员‹3万人›。近日,‹9位›技师来访。"
    periods = PeriodReader(folder).read(view_of(text, published=date(2024, 2, 1)))
    told = [(period.text, period.basis) for period in periods]
    assert told == [("2023年", "inherited"), ("目前", "published"), ("近日", "relative")]


def test_a_total_since_an_unknown_day_keeps_its_words(folder: RuleFolder, view_of: ViewOf) -> None:
    (period,) = PeriodReader(folder).read(view_of("自换届以来,走访企业‹300家›。", published=date(2024, 2, 1)))
    assert (period.text, period.type) == ("自换届以来", "cumulative")


def test_the_dateline_goes_before_the_day_of_publication(folder: RuleFolder, view_of: ViewOf) -> None:
    """A page stamped years later keeps the time of its news."""
    view = view_of("今年,新建工会‹300家›。", published=date(2015, 6, 1))
    view = replace(view, article=replace(view.article, dateline_date=date(2003, 5, 28)))
    (period,) = PeriodReader(folder).read(view)
    assert (period.start, period.end) == (date(2003, 1, 1), date(2003, 12, 31))


def test_articles_of_one_page_are_dated_each_by_its_own_words(folder: RuleFolder, view_of: ViewOf) -> None:
    """A reader used for one article gives the same for the next, whatever it has read before."""
    reader = PeriodReader(folder)
    first = view_of("2022年,新建工会‹300家›。", published=date(2023, 2, 1))
    second = view_of("今年,新建工会‹300家›。", published=date(2024, 2, 1))
    alone = PeriodReader(folder).read(second)
    reader.read(first)
    assert reader.read(second) == alone


_WORDS = [
    "今年",
    "去年",
    "截至",
    "6月底",
    "，",
    "。",
    "‹412家›",
    "\n",
    "目前",
    "累计",
    "以来",
    "将",
    "力争",
    "近日",
    "2023年",
    "5月28日",
    "；",
    "五年来",
    "标准由",
    "分别",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS), max_size=14), st.one_of(st.none(), st.dates(date(2001, 1, 1), date(2030, 1, 1)))
)
def test_whatever_the_text_each_figure_gets_one_well_formed_period(
    folder: RuleFolder, view_of: ViewOf, words: list[str], published: date | None
) -> None:
    view = view_of("".join(words) + "‹9人›。", published=published)
    periods, statuses = PeriodReader(folder).read(view), StatusReader(folder).read(view)
    assert len(periods) == len(statuses) == len(view.quantities)
    for period in periods:
        assert period.start is None or period.end is None or period.start <= period.end
        assert period.type != "none" or period.start is period.end is None
        assert period.text is None or period.basis != "none"

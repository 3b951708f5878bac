from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from unionstats.evaluate.gold import Label, LabelledPeriod, read_label, read_period
from unionstats.evaluate.score import Score, pair, same_period, score_pages, shares
from unionstats.types import FactRow

SLUGS = {"山西": "shanxi"}


def label(start: int = 10, quote: str = "412家", **fields: object) -> Label:
    row = {
        "source": "a.txt", "start": start, "end": start + len(quote), "quote": quote, "value": 412, "bound": "exact",
        "unit": "家", "kind": "count", "measure": "新建基层工会", "indicator": "unions_new", "province": "山西",
        "place": "山西省", "period": "2022", "status": "actual",
    }  # fmt: skip
    return read_label(row | fields, SLUGS)


def fact(start: int | None = 10, quote: str = "412家", **fields: object) -> FactRow:
    blank = dict.fromkeys(FactRow._fields)
    row = {
        "quote": quote, "value": 412.0, "bound": "exact", "unit": "家", "kind": "count", "measure": "新建基层工会",
        "indicator": "unions_new", "province": "shanxi", "place": "山西省", "status": "actual", "sentence": "",
        "period_start": date(2022, 1, 1), "period_end": date(2022, 12, 31), "period_type": "span", "flags": "",
        "char_start": start, "char_end": None if start is None else start + len(quote),
    }  # fmt: skip
    return FactRow(**(blank | row | fields))  # type: ignore[arg-type]


def scored(labels: list[Label], facts: list[FactRow]) -> Score:
    return score_pages([("a.txt", labels, facts)])


def test_a_fact_that_agrees_in_everything_misses_nothing() -> None:
    score = scored([label()], [fact()])
    assert score.misses == []
    assert set(shares(score).values()) == {1.0}


def test_a_label_without_a_fact_costs_recall_only() -> None:
    found = shares(scored([label(), label(50)], [fact()]))
    assert (found["quantity.recall"], found["quantity.precision"]) == (0.5, 1.0)


def test_a_fact_without_a_label_costs_precision_only() -> None:
    found = shares(scored([label()], [fact(), fact(50)]))
    assert (found["quantity.recall"], found["quantity.precision"]) == (1.0, 0.5)
    assert found["indicator.unions_new.precision"] == 0.5


def test_a_fact_without_a_span_is_counted_apart() -> None:
    score = scored([label()], [fact(), fact(None)])
    assert score.unplaced == 1
    assert shares(score)["quantity.precision"] == 1.0


def test_the_longer_overlap_wins_the_label() -> None:
    short, whole = fact(10, "41"), fact(10, "412家")
    assert pair([label()], [short, whole]).pairs[0][1] is whole


def test_each_wrong_field_is_one_miss() -> None:
    wrong = fact(value=413.0, unit="个", bound="about", kind="people", status="target", province="henan", place=None)
    score = scored([label()], [wrong])
    assert [miss.field for miss in score.misses] == ["value", "unit", "bound", "kind", "province", "status", "place"]


def test_an_indicator_counts_by_what_stands_before_the_dot() -> None:
    found = shares(scored([label(indicator="patents")], [fact(indicator="patents.granted")]))
    assert found["indicator.patents.recall"] == found["indicator.patents.precision"] == 1.0


def test_the_second_annotators_indicator_is_right_too() -> None:
    score = scored([label(indicator_also=["unions_total"])], [fact(indicator="unions_total")])
    assert not score.misses


def test_a_fact_left_unnamed_where_a_label_names_it_costs_recall_not_precision() -> None:
    found = shares(scored([label()], [fact(indicator=None)]))
    assert found["indicator.recall"] == 0.0
    assert "indicator.precision" not in found


def test_scope_is_judged_only_where_it_is_labelled() -> None:
    assert "scope" not in shares(scored([label()], [fact(scope="county")]))
    assert shares(scored([label(scope="province")], [fact(scope="county")]))["scope"] == 0.0


def test_a_total_up_to_a_day_is_a_cumulative_period_or_a_stock_on_that_day() -> None:
    upto = read_period("/2023-02-07")
    end = {"period_start": None, "period_end": date(2023, 2, 7)}
    assert same_period(upto, fact(period_type="cumulative", **end))
    assert same_period(upto, fact(period_type="point", period_start=date(2023, 2, 7), period_end=date(2023, 2, 7)))
    assert not same_period(upto, fact(period_type="cumulative", period_start=None, period_end=date(2023, 2, 8)))
    assert not same_period(upto, fact(period_type="span", **end))


def test_no_labelled_period_wants_none() -> None:
    nothing = {"period_start": None, "period_end": None, "period_type": "none"}
    assert same_period(None, fact(**nothing))
    assert not same_period(None, fact())


def test_iso_periods_cover_whole_months_and_years() -> None:
    assert read_period("2023-01/2023-02") == LabelledPeriod(date(2023, 1, 1), date(2023, 2, 28))
    assert read_period("2022-07/") == LabelledPeriod(date(2022, 7, 1), None)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=8)


@given(spans, spans)
def test_every_label_and_fact_stands_in_exactly_one_place(
    labelled: list[tuple[int, int]], found: list[tuple[int, int]]
) -> None:
    labels = [label(start, "x" * length) for start, length in labelled]
    facts = [fact(start, "x" * length) for start, length in found]
    pairing = pair(labels, facts)
    assert len(pairing.pairs) + len(pairing.missed) == len(labels)
    assert len(pairing.pairs) + len(pairing.spurious) == len(facts)
    for one, other in pairing.pairs:
        assert other.char_start is not None
        assert other.char_end is not None
        assert max(one.start, other.char_start) < min(one.end, other.char_end)

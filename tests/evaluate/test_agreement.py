"""Two readings agree in what both said, and the documents print what the readings give."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers_agreement import Agreement, agreement_table, compare_readings

from unionstats.evaluate.gold import Label, read_label

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"
BOUNDS = ("exact", "about", "more_than")


def label(start: int = 10, quote: str = "37场", **fields: object) -> Label:
    row = {
        "source": "a.txt", "start": start, "end": start + len(quote), "quote": quote, "value": 37, "bound": "exact",
        "unit": "场", "kind": "count", "measure": "宣讲", "indicator": "publicity_activities", "province": "山西",
        "period": "2022", "status": "actual",
    }  # fmt: skip
    return read_label(row | fields, {"山西": "shanxi"})


def compared(first: Sequence[Label], second: Sequence[Label]) -> Agreement:
    return compare_readings({"a.txt": tuple(first)}, {"a.txt": tuple(second)})


def test_a_reading_agrees_with_itself() -> None:
    agreement = compared([label(), label(50)], [label(), label(50)])
    assert agreement.disputes == []
    assert agreement.noted == 1.0


def test_a_quantity_that_one_reader_noted_is_a_dispute_and_judges_no_field() -> None:
    agreement = compared([label(), label(50)], [label(), label(70)])
    assert (agreement.both, agreement.first_only, agreement.second_only) == (1, 1, 1)
    assert [dispute.field for dispute in agreement.disputes] == ["quantity", "quantity"]
    assert agreement.fields["value"].judged == 1


def test_pages_that_one_reader_did_not_read_count_for_nothing() -> None:
    agreement = compare_readings({"a.txt": (label(),), "b.txt": (label(),)}, {"a.txt": (label(),)})
    assert (agreement.both, agreement.first_only) == (1, 0)


def test_a_second_name_in_common_is_compatible_but_not_the_same() -> None:
    other = label(indicator="training_sessions", indicator_also=["publicity_activities"])
    found = compared([label()], [other]).fields["indicator"]
    assert (found.judged, found.same, found.compatible) == (1, 0, 1)


def test_an_indicator_agrees_by_what_stands_before_the_dot() -> None:
    agreement = compared([label(indicator="patents")], [label(indicator="patents.granted")])
    assert agreement.fields["indicator"].same == 1


def test_a_field_that_one_reader_left_open_is_not_judged() -> None:
    agreement = compared([label(scope="county")], [label()])
    assert "scope" not in agreement.fields


def test_kappa_takes_off_what_chance_would_share() -> None:
    """Three statuses the same of four, where chance would give a half: halfway from there to certainty."""
    first = [
        label(at, status=status) for at, status in ((10, "actual"), (20, "actual"), (30, "target"), (40, "target"))
    ]
    second = [
        label(at, status=status) for at, status in ((10, "actual"), (20, "target"), (30, "target"), (40, "target"))
    ]
    assert compared(first, second).fields["status"].kappa == pytest.approx(0.5)


def test_kappa_is_unknown_where_both_readers_always_say_the_same() -> None:
    assert compared([label()], [label()]).fields["status"].kappa is None


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(BOUNDS)), unique_by=lambda pair: pair[0]),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(BOUNDS)), unique_by=lambda pair: pair[0]),
)
def test_agreement_does_not_ask_who_read_first(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> None:
    first = [label(4 * at, bound=bound) for at, bound in sorted(one)]
    second = [label(4 * at, bound=bound) for at, bound in sorted(other)]
    there, back = compared(first, second), compared(second, first)
    assert (there.both, there.first_only, there.second_only) == (back.both, back.second_only, back.first_only)
    assert there.fields["bound"].same == back.fields["bound"].same
    assert there.both + there.first_only == len(first)
    assert there.noted == back.noted


def test_a_table_of_no_labels_has_no_figures() -> None:
    assert list(agreement_table(Agreement()))[-1] == "| quantity noted by both | 0 | 0 = - | | |"


@pytest.fixture(scope="module")
def printed() -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "agreement.py"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def test_the_documents_print_the_agreement_that_the_readings_give(printed: str) -> None:
    document = (ROOT / "docs" / "how-to" / "label-a-page.md").read_text(encoding="utf-8")
    assert printed in document


def test_enough_was_read_twice() -> None:
    """What the corpus promises: forty pages, five hundred facts."""
    pages = {path.name for path in (GOLD / "second").glob("*.txt")}
    assert len(pages) >= 40
    assert pages == {path.name for path in (GOLD / "first").glob("*.txt")}
    assert pages <= {path.name for path in (GOLD / "labels").glob("*.txt")}


def test_scope_was_read_twice_often_enough(printed: str) -> None:
    (row,) = (line for line in printed.splitlines() if line.startswith("| scope |"))
    assert int(row.split("|")[2]) >= 150

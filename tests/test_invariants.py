"""What must hold of every page, whatever it says: spans lead back, no number is cut in two."""

import itertools
from functools import lru_cache
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from outside import SEEDS

from unionstats.intake.sources import find_sources, read_source
from unionstats.numbers import quantities
from unionstats.pipeline import PageReading, Pipeline
from unionstats.settings import Settings
from unionstats.text.clean import render
from unionstats.types import RawPage

ROOT = Path(__file__).parents[1]
FOLDERS = [ROOT / "data" / "raw", ROOT / "tests" / "gold" / "pages", SEEDS]
CUT = regex.compile(r"(?:\p{Nd}|\p{Nd}[.．,，])\Z")
WORDS = [
    "全省",
    "会员",
    "万",
    "亿",
    "余",
    "多",
    "近",
    "约",
    "第",
    "年",
    "人",
    "人次",
    "家",
    "，",
    "。",
    " ",
    "、",
    "至",
    "-",
    "%",
    "（",
    "）",
]


@lru_cache(maxsize=1)
def pages() -> list[RawPage]:
    limits = Settings()
    folders = [str(folder) for folder in FOLDERS if folder.is_dir()]
    return [raw for source in find_sources(folders, limits) for raw in read_source(source, limits)]


@lru_cache(maxsize=1)
def pipeline() -> Pipeline:
    return Pipeline()


@lru_cache(maxsize=200)
def reading(number: int) -> PageReading:
    return pipeline().reading(pages()[number])


NUMBERS = range(len(pages()))


def test_there_are_pages() -> None:
    assert len(NUMBERS) > 60


@pytest.mark.parametrize("number", NUMBERS)
def test_every_span_slices_its_quote_out_of_the_page_as_read(number: int) -> None:
    page = reading(number)
    for fact in page.facts:
        if fact.char_start is not None:
            assert page.document.page.raw[fact.char_start : fact.char_end] == fact.quote


@pytest.mark.parametrize("number", NUMBERS)
def test_every_edit_quotes_what_it_changed_or_stands_on_earlier_edits(number: int) -> None:
    page = reading(number)
    length = len(page.document.page.raw)
    assert all(0 <= edit.start <= edit.end <= length for edit in page.document.text.edits)


@pytest.mark.parametrize("number", NUMBERS)
def test_no_quantity_begins_inside_a_number(number: int) -> None:
    text = reading(number).document.text.text
    for view in reading(number).views:
        cut = [text[q.start - 4 : q.end] for q in view.quantities if CUT.search(text[max(0, q.start - 2) : q.start])]
        assert cut == []


@pytest.mark.parametrize("number", NUMBERS)
def test_facts_have_ids_of_their_own_and_links_that_lead_somewhere(number: int) -> None:
    facts = reading(number).facts
    ids = [fact.fact_id for fact in facts]
    assert len(set(ids)) == len(ids)
    for fact in facts:
        assert fact.repeats is None or (fact.repeats in ids and fact.repeats != fact.fact_id)
        assert fact.part_of is None or (fact.part_of in ids and fact.part_of != fact.fact_id)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_page_read_twice_is_the_same(number: int) -> None:
    again = pipeline().read(pages()[number])
    assert again.facts == reading(number).facts


@pytest.mark.parametrize("number", NUMBERS)
def test_a_cleaned_page_is_left_as_it_is(number: int) -> None:
    once = render(reading(number).document)
    again = pipeline().document(RawPage(source="cleaned.txt", format="text", content=once)) if once else None
    assert again is None or render(again) == once


numbers = st.builds(
    lambda whole, part, sign: f"{whole:,}{sign}{part}" if sign else f"{whole}",
    st.integers(0, 99_999_999),
    st.integers(0, 999),
    st.sampled_from(["", ".", ","]),
)
texts = st.lists(st.one_of(numbers, st.sampled_from(WORDS)), max_size=12).map("".join)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_in_any_text_no_quantity_begins_or_overlaps_inside_another_number(text: str) -> None:
    found = quantities(text)
    for quantity in found:
        assert 0 <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        before = text[max(0, quantity.number_start - 2) : quantity.number_start]
        assert not regex.search(r"(?:\p{Nd}|\p{Nd}\.)\Z", before), (text, text[quantity.start : quantity.end])
    for left, right in itertools.pairwise(found):
        assert left.end <= right.start

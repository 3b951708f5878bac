"""A tracked text never loses the way back to the page as read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.text.edits import Change, TrackedText
from unionstats.types import Span

texts = st.text(alphabet="工会𠮷7.9万(xué)\n 項", max_size=60)


@st.composite
def change_lists(draw: st.DrawFn, length: int) -> list[Change]:
    points = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    return [
        Change(start, end, draw(st.sampled_from(["", "", "学", "⟦?⟧", "长一些"])), "kind", "rule", draw(st.booleans()))
        for start, end in zip(points[::2], points[1::2], strict=False)
        if start < end
    ]


@given(st.data(), texts)
def test_every_copied_character_leads_back_to_itself(data: st.DataObject, raw: str) -> None:
    text = TrackedText.of(raw)
    origin: list[int | None] = list(range(len(raw)))
    for _ in range(3):
        changes = data.draw(change_lists(len(text.text)))
        for change in sorted(changes, reverse=True):
            origin[change.start : change.end] = [None] * len(change.replacement)
        text = text.apply(changes)
        assert len(origin) == len(text.text)
        for at, came_from in enumerate(origin):
            span = text.raw_span(at, at + 1)
            assert 0 <= span.start <= span.end <= len(raw)
            if came_from is not None:
                assert span == Span(came_from, came_from + 1)
                assert raw[came_from] == text.text[at]


@given(st.data(), texts)
def test_edits_replay_the_page(data: st.DataObject, raw: str) -> None:
    """The listed edits of one pass, applied to the page as read, give the text again."""
    changes = [change._replace(silent=False) for change in data.draw(change_lists(len(raw)))]
    text = TrackedText.of(raw).apply(changes)
    replayed = raw
    for edit in sorted(text.edits, reverse=True):
        assert raw[edit.start : edit.end] == edit.text
        replayed = replayed[: edit.start] + edit.replacement + replayed[edit.end :]
    assert replayed == text.text


def test_a_span_over_cut_characters_holds_them() -> None:
    """A quote whose measure word carried a pinyin bracket is quoted with it."""
    text = TrackedText.of("7.79萬(wàn)項").apply([Change(5, 10, "", "pinyin", "p")])
    assert text.text == "7.79萬項"
    assert text.raw_span(0, 6) == Span(0, 11)


def test_a_repair_of_other_length_maps_as_a_whole() -> None:
    text = TrackedText.of("共有⋯項").apply([Change(2, 3, "……", "dots", "d")])
    assert text.raw_span(2, 3) == text.raw_span(3, 4) == Span(2, 3)


def test_overlapping_changes_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        TrackedText.of("工会工会").apply([Change(0, 2, "", "k", "r"), Change(1, 3, "", "k", "r")])


def test_changes_outside_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="leave the text"):
        TrackedText.of("工会").apply([Change(1, 3, "", "k", "r")])


def test_a_conversion_of_other_length_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        TrackedText.of("工会").converted("工")


def test_no_such_stretch_is_an_error() -> None:
    with pytest.raises(IndexError):
        TrackedText.of("工会").raw_span(1, 1)


def test_silent_changes_move_text_but_are_not_listed() -> None:
    text = TrackedText.of("<p>工会</p>").apply([Change(0, 3, "", "markup", "m", silent=True)])
    assert text.edits == ()
    assert text.raw_span(0, 2) == Span(3, 5)

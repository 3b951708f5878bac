"""Cuts a page into stretches, each with its edits and facts: the content of `explain`.

Owns the overlay of edits and facts on the text. `terminal` and `explain_html` display it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from unionstats.inert import visible
from unionstats.pipeline import DecidingWords, PageReading
from unionstats.types import Edit, FactRow, Span


class Stretch(NamedTuple):
    """Text in one state throughout: the index of its edit and of its fact, None for neither."""

    text: str
    edit: int | None
    fact: int | None
    unclaimed: bool


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page ready to be displayed.

    `shows_raw` tells which text the stretches cover: the page as read (text pages), or the cleaned text (HTML pages,
    whose source is mostly markup); then edits are listed only. `words` are those of the facts, one by one.
    """

    source: str
    stretches: tuple[Stretch, ...]
    facts: tuple[FactRow, ...]
    edits: tuple[Edit, ...]
    shows_raw: bool
    reading: PageReading
    words: tuple[DecidingWords, ...] = ()


def edit_words(edit: Edit) -> tuple[str, str]:
    """Return one line on what was removed or repaired and by which rule, and its text, made inert.

    >>> edit_words(Edit(0, 5, "removed", "share", "noise.share.follow", "点击关注", ""))
    ('removed share (noise.share.follow)', '点击关注')
    """
    text = visible(edit.text).strip("\n").replace("\n", "⏎")
    shown = text if len(text) <= 60 else f"{text[:40]} … {text[-15:]}"
    after = f" → {visible(edit.replacement)}" if edit.replacement.strip() else ""
    return f"{edit.action} {edit.kind} ({edit.rule})", f"{shown}{after}"


def mark_page(reading: PageReading, words: tuple[DecidingWords, ...] = ()) -> MarkedPage:
    """Overlay edits, facts and unclaimed numerals on the text of a page.

    Args:
        reading: of the page.
        words: that decided place, scope and status of each quantity; empty where they are not to be shown.

    Returns:
        Stretches that join to the whole text shown.
    """
    document = reading.document
    shows_raw = document.page.format != "html"
    text = document.page.raw if shows_raw else document.text.text
    edits = tuple(sorted(document.text.edits))
    kept = {fact.fact_id for fact in reading.facts}
    stays = [fact_id in kept for fact_id in reading.found]
    mentions = list(compress((quantity for view in reading.views for quantity in view.quantities), stays))
    fact_spans = [Span(quantity.start, quantity.end) for quantity in mentions]
    open_spans = list(reading.scan.unclaimed)
    if shows_raw:
        fact_spans = [document.text.raw_span(*span) for span in fact_spans]
        open_spans = [document.text.raw_span(*span) for span in open_spans]
    layers = (
        _layer(len(text), [Span(edit.start, edit.end) for edit in edits] if shows_raw else []),
        _layer(len(text), fact_spans),
        _layer(len(text), open_spans),
    )
    stretches = tuple(
        Stretch(text[start:end], edit, fact, unclaimed is not None)
        for start, end, (edit, fact, unclaimed) in _merged(layers)
    )
    told = tuple(compress(words, stays))
    return MarkedPage(document.page.source, stretches, reading.facts, edits, shows_raw, reading, told)


_Layer = list[tuple[int, int | None]]


def _layer(length: int, spans: list[Span]) -> _Layer:
    """Return where the state of one layer changes; a stretch inside an earlier one (later passes) stays with it."""
    changes: _Layer = [(0, None)]
    done = 0
    for index, span in sorted(enumerate(spans), key=lambda item: (item[1].start, -item[1].end)):
        start, end = max(span.start, done), min(span.end, length)
        if start < end:
            changes += [(start, index), (end, None)]
            done = end
    return changes


def _merged(layers: tuple[_Layer, ...]) -> Iterator[tuple[int, int | None, list[int | None]]]:
    """Yield start, end (None: to the end of the text) and the state of each layer, for every run of equal states."""
    events = sorted(
        ((at, number, state) for number, layer in enumerate(layers) for at, state in layer),
        key=lambda event: event[0],
    )
    states: list[int | None] = [None] * len(layers)
    for place, (at, number, state) in enumerate(events):
        states[number] = state
        end = events[place + 1][0] if place + 1 < len(events) else None
        if end is None or end > at:
            yield at, end, list(states)

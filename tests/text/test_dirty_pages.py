"""Whole pages, invented after what is scraped: what must go is gone, what must stay is there."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from unionstats.rules.folder import RuleFolder
from unionstats.text.clean import Cleaner, PageHints, render
from unionstats.text.edits import TrackedText
from unionstats.types import Document, Page

PAGES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("dirty_pages.toml").read_text("utf-8"))["page"]


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(RuleFolder.open())


def read(cleaner: Cleaner, raw: str) -> Document:
    return cleaner.clean(Page("", "", raw, "text", "utf-8"), TrackedText.of(raw), PageHints())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_what_must_go_is_gone_and_what_must_stay_is_there(cleaner: Cleaner, page: dict[str, Any]) -> None:
    text = render(read(cleaner, page["raw"]))
    assert [string for string in page["gone"] if string in text] == []
    assert [string for string in page["stays"] if string not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_cleaning_a_cleaned_page_changes_nothing(cleaner: Cleaner, page: dict[str, Any]) -> None:
    once = render(read(cleaner, page["raw"]))
    assert render(read(cleaner, once)) == once


@pytest.mark.parametrize("page", [page for page in PAGES if "published" in page], ids=lambda page: page["id"])
def test_the_day_is_read_before_the_byline_goes(cleaner: Cleaner, page: dict[str, Any]) -> None:
    assert read(cleaner, page["raw"]).articles[0].published == date.fromisoformat(page["published"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_every_character_leads_back_to_the_page(cleaner: Cleaner, page: dict[str, Any]) -> None:
    document = read(cleaner, page["raw"])
    text = document.text
    is_kept = document.script == "simplified" and "⟦" not in text.text
    for number, char in enumerate(text.text):
        span = text.raw_span(number, number + 1)
        source = page["raw"][span.start : span.end]
        assert char == "\n" or (source == char if is_kept else source)

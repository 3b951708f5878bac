"""How a page is typed changes no fact: line ends, indents, blank lines, and commas of either width."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import regex

from unionstats.pipeline import Pipeline
from unionstats.types import FactRow, RawPage

PAGES = sorted((Path(__file__).parent / "gold" / "pages").glob("*.txt"))[::5]
# Our own pages have the comma of ASCII in running text, most sites the wide one.
COMMA = regex.compile(r"(?<=[\p{Han}”》）)%])[ ]?,(?=[\p{Han}“《\d])|(?<=\d),(?=\p{Han})")
WAYS: dict[str, Callable[[str], str]] = {
    "line ends of two signs": lambda text: text.replace("\n", "\r\n"),
    "indents": lambda text: regex.sub(r"(?m)^(?=\S)", "\u3000\u3000", text),
    "blank lines": lambda text: regex.sub(r"\n+", "\n\n", text),
    "wide commas": lambda text: COMMA.sub("，", text),
}


@cache
def pipeline() -> Pipeline:
    return Pipeline()


def told(fact: FactRow) -> tuple[object, ...]:
    """Return what a fact says, without where in the page it stands."""
    measure = fact.measure.replace("，", ",")
    return (
        fact.quote, fact.value, fact.low, fact.high, fact.unit, fact.bound, fact.kind, fact.indicator, measure,
        fact.place, fact.province, fact.scope, fact.period_start, fact.period_end, fact.status, fact.published,
    )  # fmt: skip


@cache
def facts(text: str) -> tuple[tuple[object, ...], ...]:
    return tuple(told(fact) for fact in pipeline().read(RawPage("page", "text", text)).facts)


def test_there_are_pages_with_facts() -> None:
    assert len(PAGES) >= 10
    assert sum(len(facts(path.read_text("utf-8"))) for path in PAGES) > 200


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_typed_otherwise_says_the_same(path: Path, way: str) -> None:
    text = path.read_text("utf-8")
    otherwise = WAYS[way](text)
    assert facts(otherwise) == facts(text)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_typing_changes_pages(way: str) -> None:
    assert sum(WAYS[way](path.read_text("utf-8")) != path.read_text("utf-8") for path in PAGES) >= 5

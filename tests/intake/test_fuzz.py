"""Whatever bytes come in, a page comes out, or the reason why none does: no traceback, no hang."""

import random
import tomllib
from pathlib import Path

import pytest
from page_files import SENTENCE

from unionstats.errors import UnreadablePage
from unionstats.pipeline import Pipeline
from unionstats.types import QUARANTINE_REASONS, PageFormat, RawPage

HERE = Path(__file__).parent
DIRTY = tomllib.loads((HERE.parent / "text" / "dirty_pages.toml").read_text("utf-8"))["page"]
HTML = f"<html><title>{SENTENCE[:9]}</title><body><ul><li><a href=x>首页</a></ul><h1>{SENTENCE[:9]}</h1>" + "".join(
    f"<div class='text'><p>{SENTENCE}</p><table><tr><td>甲镇</td><td>{n}</td></tr></table></div>" for n in range(4)
)
PAGES = [*(page["raw"].encode() for page in DIRTY), HTML.encode(), SENTENCE.encode() * 9]
SCRAPS = [
    b"<",
    b">",
    b"\0",
    b"\xff\xfe",
    b"&#",
    b"<!--",
    b"<table>",
    b"\xef\xbb\xbf",
    b"?",
    b"(",
    b"\n",
    b"\xa3",
    "，".encode(),
]
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "latin-1")


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def random_page(chance: random.Random) -> bytes:
    """Return random bytes, or an authored page re-encoded, cut, doubled and strewn with scraps."""
    if chance.random() < 0.3:
        return chance.randbytes(chance.randrange(2000))
    page = chance.choice(PAGES).decode().encode(chance.choice(ENCODINGS), "replace")
    for _ in range(chance.randrange(12)):
        at, to = sorted((chance.randrange(len(page) + 1), chance.randrange(len(page) + 1)))
        scrap = chance.choice((chance.choice(SCRAPS) * chance.randrange(1, 40), page[at:to][:200], b""))
        page = page[:at] + scrap + page[at + chance.randrange(60) :]
    return page


def read(pipeline: Pipeline, page: bytes, form: PageFormat) -> str | None:
    """Return the clean text of a page; None where it is set aside for a reason of the closed list."""
    try:
        document = pipeline.document(RawPage("a", form, page))
    except UnreadablePage as unreadable:
        return None if unreadable.reason in QUARANTINE_REASONS else unreadable.reason
    for at in range(0, len(document.text.text), 5):
        start, end = document.text.raw_span(at, at + 1)
        if not 0 <= start <= end <= len(document.page.raw):
            return "leads out of the page"
    return None


def faults(pipeline: Pipeline, seed: int, count: int) -> list[str]:
    """Read so many pages of a seed and give what went wrong."""
    chance = random.Random(seed)  # noqa: S311 - pages are no secrets
    forms: tuple[PageFormat, ...] = ("text", "html")
    found = (read(pipeline, random_page(chance), chance.choice(forms)) for _ in range(count))
    return [fault for fault in found if fault]


@pytest.mark.parametrize("seed", range(10))
def test_random_and_mutated_pages_are_read_or_set_aside(pipeline: Pipeline, seed: int) -> None:
    assert faults(pipeline, seed, 100) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1020))
def test_20_000_random_and_mutated_pages_are_read_or_set_aside(pipeline: Pipeline, seed: int) -> None:
    assert faults(pipeline, seed, 1000) == []

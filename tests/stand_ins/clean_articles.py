"""Our own articles as they look without any noise, and the cleaner they went through."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from hacked_pages import Article, page

from unionstats.rules.folder import RuleFolder
from unionstats.text.clean import Cleaner, PageHints, render
from unionstats.text.edits import TrackedText
from unionstats.types import Page

FOLDER = RuleFolder.open()
CLEANER = Cleaner(FOLDER)
PAGES = Path(__file__).parents[1] / "gold" / "pages"


def clean(raw: str) -> str:
    return render(CLEANER.clean(Page("", "", raw, "text", "utf-8"), TrackedText.of(raw), PageHints()))


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@cache
def articles() -> tuple[Article, ...]:
    """Return those of the authored pages that are one clean article under its headline."""
    found = []
    for path in sorted(PAGES.glob("*.txt")):
        lines = clean(path.read_text("utf-8")).strip().split("\n\n")[0].split("\n")
        article = Article(lines[0], tuple(lines[1:]))
        is_headed = len(lines) > 3 and len(lines[0]) >= 8 and not lines[0].endswith("。")
        if is_headed and clean(page(article).text).strip() == "\n".join(lines):
            found.append(article)
    return tuple(found)

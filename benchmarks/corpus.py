"""A corpus of any size, made deterministically from our own pages: the same seed gives the same pages everywhere.

Each page is one of the authored pages with its figures, and the order of its paragraphs, varied, so that no cache of
whole texts can help and near-duplicates stay realistic. The authored pages were written to hold many figures: one in
28 characters. Real news holds one in a hundred or more, so a page of news is made of some paragraphs of an authored
page and of prose between them (`prose.txt`, written for this).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import regex

from unionstats.intake.sources import find_sources, read_source
from unionstats.pipeline import Pipeline
from unionstats.settings import Settings
from unionstats.types import PageFormat

ROOT = Path(__file__).parents[1]
# Lines at a page's top and bottom that stay where they are.
_HEAD, _FOOT = 4, 2
# Of an authored page's paragraphs a page of news keeps one in so many, and has so many paragraphs of prose.
_KEPT, _PROSE = 3, 15
_FIGURE = regex.compile(r"(?<![\d.年月第])\d{2,6}(?=[^\d年月日号届.:%])")


# Between tags, so that no attribute changes.
_WORDS = regex.compile(r">[^<>]+<")


def masters(kind: PageFormat = "text") -> list[str]:
    """Return the authored pages as read: text pages, or HTML pages, which are measured apart."""
    settings = Settings()
    pipeline = Pipeline(settings=settings)
    found = (
        raw for source in find_sources([str(ROOT / "data" / "raw")], settings) for raw in read_source(source, settings)
    )
    return [pipeline.document(raw).page.raw for raw in found if raw.format == kind and raw.problem is None]


def pages(number: int, seed: int = 2026, *, dense: bool = False) -> Iterator[str]:
    """Yield `number` text pages: of news, or as dense with figures as the authored pages are."""
    originals = masters()
    prose = (ROOT / "benchmarks" / "prose.txt").read_text(encoding="utf-8").splitlines()
    for index in range(number):
        chance = random.Random(f"{seed}/{index}")  # noqa: S311 - no secret
        original = originals[index % len(originals)]
        yield vary(original if dense else thin(original, prose, chance), chance)


def html_pages(number: int, seed: int = 2026) -> Iterator[str]:
    """Yield `number` HTML pages: other figures, the paragraphs as they stand."""
    originals = masters("html")
    for index in range(number):
        chance = random.Random(f"{seed}/html/{index}")  # noqa: S311 - no secret
        yield _WORDS.sub(lambda found, chance=chance: _figures(found[0], chance), originals[index % len(originals)])


def thin(text: str, prose: Sequence[str], chance: random.Random) -> str:
    """Return a page in which prose stands for most of its paragraphs, its head and foot kept."""
    lines = text.split("\n")
    head, middle, foot = lines[:_HEAD], lines[_HEAD:-_FOOT], lines[-_FOOT:]
    kept = chance.sample(middle, -(-len(middle) // _KEPT))
    return "\n".join([*head, *kept, *chance.sample(prose, min(len(prose), _PROSE)), *foot])


def vary(text: str, chance: random.Random) -> str:
    """Return a page with other figures and its later paragraphs in another order."""
    lines = text.split("\n")
    middle = lines[_HEAD:-_FOOT]
    chance.shuffle(middle)
    lines[_HEAD:-_FOOT] = middle
    return _figures("\n".join(lines), chance)


def _figures(text: str, chance: random.Random) -> str:
    def other(found: regex.Match[str]) -> str:
        length = len(found[0])
        return str(chance.randrange(10 ** (length - 1), 10**length))

    return str(_FIGURE.sub(other, text))


def write(path: Path, texts: Iterable[str]) -> int:
    """Write a JSONL file of pages; give its characters of page text."""
    characters = 0
    with path.open("w", encoding="utf-8") as file:
        for index, text in enumerate(texts):
            characters += len(text)
            url = f"https://news{index % 97}.example/2024/0501/{index}.html"
            file.write(json.dumps({"id": str(index), "url": url, "text": text}, ensure_ascii=False) + "\n")
    return characters


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("path", type=Path)
    arguments = parser.parse_args()
    print(write(arguments.path, pages(arguments.number)), "characters")

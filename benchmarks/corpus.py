"""A corpus of any size, made deterministically from our own pages: the same seed gives the same pages everywhere.

Each page is one of the authored pages with its figures, and the order of its paragraphs, varied, so that no cache of
whole texts can help and near-duplicates stay realistic.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import regex

from unionstats.intake.sources import find_sources, read_source
from unionstats.pipeline import Pipeline
from unionstats.settings import Settings

ROOT = Path(__file__).parents[1]
_FIGURE = regex.compile(r"(?<![\d.年月第])\d{2,6}(?=[^\d年月日号届.:%])")


def masters() -> list[str]:
    """Give the authored pages as read, text pages only: HTML is measured apart."""
    settings = Settings()
    pipeline = Pipeline(settings=settings)
    found = (
        raw for source in find_sources([str(ROOT / "data" / "raw")], settings) for raw in read_source(source, settings)
    )
    return [pipeline.document(raw).page.raw for raw in found if raw.format == "text" and raw.problem is None]


def pages(number: int, seed: int = 2026) -> Iterator[str]:
    """Yield `number` pages."""
    originals = masters()
    for index in range(number):
        yield vary(originals[index % len(originals)], random.Random(f"{seed}/{index}"))  # noqa: S311 - no secret


def vary(text: str, chance: random.Random) -> str:
    """Give a page with other figures and its later paragraphs in another order."""
    lines = text.split("\n")
    middle = lines[4:-2]
    chance.shuffle(middle)
    lines[4:-2] = middle

    def other(found: regex.Match[str]) -> str:
        length = len(found[0])
        return str(chance.randrange(10 ** (length - 1), 10**length))

    return str(_FIGURE.sub(other, "\n".join(lines)))


def write(path: Path, number: int) -> int:
    """Write a JSONL file of `number` pages; give its characters of page text."""
    characters = 0
    with path.open("w", encoding="utf-8") as file:
        for index, text in enumerate(pages(number)):
            characters += len(text)
            url = f"https://news{index % 97}.example/2024/0501/{index}.html"
            file.write(json.dumps({"id": str(index), "url": url, "text": text}, ensure_ascii=False) + "\n")
    return characters


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("path", type=Path)
    arguments = parser.parse_args()
    print(write(arguments.path, arguments.number), "characters")

"""Learn the weights of rules/noise/furniture.toml: which words stand in the furniture of pages, and which in articles.

Reads pages (text files, as scraped) and cleans them with the rules as they are: what rules take at the edges of a page
is furniture, what stays is the article's. The rules' phrases and what stays of their examples count too, and more lines
of both kinds may be given. Prints the table of weights; put it in the place of the old one, and look at what goes then.

    python scripts/learn_furniture.py pages/*.txt --furniture more.txt --own honest.txt > weights.toml
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import regex

from unionstats.pipeline import Pipeline
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.lines import is_prose, split_lines
from unionstats.text.noise.furniture import words_of
from unionstats.text.noise.loading import noise_tables
from unionstats.text.script import simplify
from unionstats.types import RawPage

START = -0.5
OWN_WEIGHT = 2.0
PASSES = 600
LEAST_SEEN = 3
# In steps of a quarter; what weighs less tells nothing.
LEAST_WEIGHT = 0.3
STEP = 4
ROW = 380
LONGEST = 120
SENTENCE_END = regex.compile(r"(?<=[。！？])")


def page_lines(pipeline: Pipeline, path: Path) -> Iterator[tuple[bool, str]]:
    """Yield (is it the article's own, line) for the lines of a page that tell; none of one without running text."""
    raw = path.read_text(encoding="utf-8", errors="replace")
    clean = _bare(pipeline.document(RawPage(source=path.name, format="text", content=raw)).text.text)
    lines = [line.text for line in split_lines(simplify(TrackedText.of(raw))[0].text)]
    stays = [_bare(line) in clean for line in lines]
    prose = [number for number, line in enumerate(lines) if stays[number] and is_prose(line)]
    for number, line in enumerate(lines if prose else ()):
        parts = [part for part in regex.split(r"\P{L}+", line) if len(part) > STEP]
        if stays[number] or ("。" in line and any(part in clean for part in parts)):
            # Single sentences of long paragraphs: as long as furniture is.
            yield from ((True, part) for part in ([line] if len(line) <= LONGEST else SENTENCE_END.split(line)))
        elif len(line) <= LONGEST and not prose[0] <= number <= prose[-1] and not any(part in clean for part in parts):
            yield False, line


def rule_lines(folder: RuleFolder) -> Iterator[tuple[bool, str]]:
    """Yield the same for the rules' phrases, and for what stays of examples; what goes of them has invented names."""
    for kind in ("noise", "phrases"):
        for _, table in noise_tables(folder, kind):
            yield from ((False, word) for word in table.get("words", ()))
            for example in table["strip"]:
                yield from ((True, line) for line in example["leaves"].split("\n"))
            yield from ((True, line) for example in table["keep"] for line in example["text"].split("\n"))


def fit(lines: Sequence[tuple[bool, str]]) -> tuple[dict[str, float], float]:
    """Return the weights of words, and of a word that is not known, by which furniture is told best from the rest."""
    split = [words for _, line in lines if (words := words_of(line))]
    is_own = np.array([own for own, line in lines if words_of(line)])
    seen = Counter(word for words in split for word in set(words))
    known = {word: number for number, word in enumerate(word for word, count in seen.items() if count >= LEAST_SEEN)}
    roots = np.sqrt([len(words) for words in split])
    places = [(row, known[word]) for row, words in enumerate(split) for word in words if word in known]
    rows, columns = (np.array(one) for one in zip(*places, strict=True))
    weights, moments = np.zeros(len(known) + 1), np.zeros((2, len(known) + 1))
    importance = np.where(is_own, OWN_WEIGHT, 1.0)
    for turn in range(1, PASSES + 1):
        sums = np.bincount(rows, weights[columns] / roots[rows], len(split)) + START + weights[-1] * roots
        error = (1 / (1 + np.exp(-sums)) - ~is_own) * importance
        slope = np.append(np.bincount(columns, error[rows] / roots[rows], len(known)) + weights[:-1], error @ roots)
        moments = np.array([[0.9], [0.999]]) * moments + np.array([[0.1], [0.001]]) * np.array([slope, slope**2])
        mean, spread = moments[0] / (1 - 0.9**turn), moments[1] / (1 - 0.999**turn)
        weights -= 0.1 * min(1.0, 2 - 2 * turn / PASSES) * mean / (np.sqrt(spread) + 1e-8)
    return {word: float(weights[number]) for word, number in known.items()}, float(weights[-1])


def render(weights: dict[str, float]) -> str:
    """Return the weights as a table: the words of each step in rows."""
    steps: dict[int, list[str]] = defaultdict(list)
    for word, weight in sorted(weights.items()):
        if abs(weight) >= LEAST_WEIGHT:
            steps[round(weight * STEP) * 100 // STEP].append(word)
    out: list[str] = []
    for step in sorted(steps, reverse=True):
        rows = [""]
        for word in steps[step]:
            rows = [*rows, ""] if len(rows[-1]) > ROW else rows
            rows[-1] += f" {word}"
        out += [f'"{step}" = """', *(row.strip() for row in rows), '"""']
    return "\n".join(out)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--furniture", type=Path, help="more lines of furniture")
    parser.add_argument("--own", type=Path, help="more lines of articles")
    given = parser.parse_args()
    pipeline = Pipeline()
    lines = set(rule_lines(RuleFolder.open()))
    for path in given.pages:
        lines.update(page_lines(pipeline, path))
    for path, own in ((given.furniture, False), (given.own, True)):
        lines.update((own, line) for line in (path.read_text(encoding="utf-8").split("\n") if path else ()))
    told = [(own, line) for own, line in sorted(lines) if (not own, line) not in lines]
    weights, unknown = fit(told)
    sys.stdout.write(f"unknown = {round(unknown * 100)}\n\n[furniture.weights]\n{render(weights)}\n")


def _bare(text: str) -> str:
    return regex.sub(r"\s+", "", text)


if __name__ == "__main__":
    main()

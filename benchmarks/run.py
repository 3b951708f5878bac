"""Speed by stage and end to end, in ratios to jieba.cut over the same text in the same run. `make bench` calls it.

Absolute figures belong to the machine of the day; ratios and their medians are what may be quoted.
"""

from __future__ import annotations

import argparse
import logging
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import corpus
import jieba
import opencc
import regex

from unionstats.pipeline import Pipeline
from unionstats.types import RawPage


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    texts = list(corpus.pages(arguments.pages))
    characters = sum(map(len, texts))
    print(f"{len(texts)} pages, {characters:,} characters, medians of {arguments.runs} runs\n")
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    convert = opencc.OpenCC("t2s").convert
    pattern = regex.compile(r"(?:[近约超逾])?\d[\d.,]*[万亿]?[多余]?(?:人次|人|项|个|家|元|%)")
    sample = texts[: max(1, len(texts) // 10)]
    yardsticks: dict[str, tuple[list[str], Callable[[str], object]]] = {
        "jieba.cut": (sample, lambda text: list(jieba.cut(text))),
        "opencc t2s": (texts, convert),
        "one compiled pattern": (texts, pattern.findall),
    }
    rates: dict[str, list[float]] = {}
    stages: list[Counter[str]] = []
    facts = 0
    pipeline = Pipeline()
    for _ in range(arguments.runs):
        for name, (over, call) in yardsticks.items():
            rates.setdefault(name, []).append(rate(over, call))
        start = time.perf_counter()
        seconds: Counter[str] = Counter()
        facts = 0
        for index, text in enumerate(texts):
            result = pipeline.read(RawPage(source=str(index), format="text", content=text))
            facts += len(result.facts)
            seconds.update(result.seconds)
        rates.setdefault("pipeline, in process", []).append(characters / (time.perf_counter() - start))
        stages.append(seconds)
        rates.setdefault("unionstats run, 1 worker", []).append(characters / whole_run(texts, 1))
        rates.setdefault("unionstats run, 2 workers", []).append(characters / whole_run(texts, 2))
    report(rates, stages, characters, facts)


def rate(texts: list[str], call: Callable[[str], object]) -> float:
    """Give characters per second of one function over texts."""
    start = time.perf_counter()
    for text in texts:
        call(text)
    return sum(map(len, texts)) / (time.perf_counter() - start)


def whole_run(texts: list[str], workers: int) -> float:
    """Give the seconds of one whole `unionstats run` over a JSONL file, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.jsonl"
        corpus.write(pages, len(texts))
        command = [sys.executable, "-m", "unionstats", "run", str(pages), "--out", f"{folder}/out", "--quiet"]
        start = time.perf_counter()
        subprocess.run([*command, "--workers", str(workers)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return time.perf_counter() - start


def report(rates: dict[str, list[float]], stages: list[Counter[str]], characters: int, facts: int) -> None:
    """Print medians and ratios."""
    jieba_rate = statistics.median(rates["jieba.cut"])
    print(f"{'':<28}{'k chars/s':>12}{'× jieba.cut':>14}")
    for name, values in rates.items():
        ratios = [value / yard for value, yard in zip(values, rates["jieba.cut"], strict=True)]
        print(f"{name:<28}{statistics.median(values) / 1000:>12,.0f}{statistics.median(ratios):>14.2f}")
    print(f"\n{'stage':<28}{'µs/char':>12}{'% of jieba':>14}")
    for name in stages[0]:
        cost = statistics.median(stage[name] for stage in stages) / characters
        print(f"{name:<28}{cost * 1e6:>12.3f}{cost * jieba_rate * 100:>14.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{facts:,} facts; peak RSS of this process {peak:,.0f} MiB")


if __name__ == "__main__":
    main()

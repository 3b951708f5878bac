"""Speed by stage and end to end, in ratios to jieba.cut over the same text in the same run. `make bench` calls it.

Absolute figures belong to the machine of the day; ratios and their medians are what may be quoted. A few minutes on two
cores; `--pages 10000` for figures in which the start of a run no longer counts.
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
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import corpus
import extremes
import jieba
import opencc
import regex
import trafilatura

from unionstats.pipeline import Pipeline
from unionstats.types import PageFormat, RawPage

Yardsticks = dict[str, tuple[Sequence[str], Callable[[str], object]]]


class Bench:
    """The figures of several runs over one corpus: characters per second by name, seconds by stage.

    Args:
        texts: the pages.
        markup: HTML pages, measured apart.
    """

    def __init__(self, texts: Sequence[str], markup: Sequence[str]) -> None:
        self.texts, self.markup = texts, markup
        self.pipeline = Pipeline()
        self.rates: dict[str, list[float]] = {}
        self.stages: list[Counter[str]] = []
        self.facts = 0
        # What is made when first met (jieba's dictionary, some patterns) belongs to whole runs, to no stage.
        self._read(texts[:50], "text", Counter())

    def run(self, yardsticks: Yardsticks) -> None:
        """Measure once what runs in this process, one after the other: a ratio compares neighbours in time."""
        for name, (over, call) in yardsticks.items():
            self._note(name, over, lambda over=over, call=call: [call(text) for text in over])
        seconds: Counter[str] = Counter()
        self._note("pipeline, in process", self.texts, lambda: self._read(self.texts, "text", seconds))
        self.stages.append(seconds)
        self._note("pipeline, HTML", self.markup, lambda: self._read(self.markup, "html", Counter()))

    def run_whole(self, folder: Path) -> None:
        """Measure whole runs once, by the clock on the wall: they wait for disks and workers."""
        for workers in (1, 2):
            name = f"unionstats run, {workers} worker{'s' * (workers - 1)}"
            self._note(name, self.texts, partial(whole_run, folder, workers, fresh=True), time.perf_counter)
        self._note("nothing changed", self.texts, partial(whole_run, folder, 1, fresh=False), time.perf_counter)

    def _note(
        self,
        name: str,
        over: Sequence[str],
        call: Callable[[], object],
        clock: Callable[[], float] = time.process_time,
    ) -> None:
        # Processor time, but for whole runs: what else the machine does is nobody's speed.
        start = clock()
        call()
        self.rates.setdefault(name, []).append(sum(map(len, over)) / (clock() - start))

    def _read(self, over: Sequence[str], kind: PageFormat, seconds: Counter[str]) -> None:
        facts = 0
        for index, text in enumerate(over):
            result = self.pipeline.read(RawPage(source=str(index), format=kind, content=text))
            facts += len(result.facts)
            seconds.update(result.seconds)
        self.facts = facts if kind == "text" else self.facts

    def report(self) -> None:
        """Print medians and ratios."""
        characters = sum(map(len, self.texts))
        yard = self.rates["jieba.cut"]
        print(f"{'':<28}{'k chars/s':>12}{'× jieba.cut':>14}")
        for name, values in self.rates.items():
            ratios = [value / each for value, each in zip(values, yard, strict=True)]
            print(f"{name:<28}{statistics.median(values) / 1000:>12,.0f}{statistics.median(ratios):>14.2f}")
        if "nothing changed" in self.rates:
            one, two = (self.rates[f"unionstats run, {name}"] for name in ("1 worker", "2 workers"))
            print(f"\ntwo workers / one: {median_ratio(two, one):.2f}")
        print(
            f"\nHTML pages / trafilatura: {median_ratio(self.rates['pipeline, HTML'], self.rates['trafilatura']):.2f}"
        )
        print(f"\n{'stage':<28}{'µs/char':>12}{'% of jieba':>14}")
        whole = statistics.median(1 / rate for rate in self.rates["pipeline, in process"])
        for name in self.stages[0]:
            share = statistics.median(stage[name] / sum(stage.values()) for stage in self.stages)
            print(f"{name:<28}{share * whole * 1e6:>12.3f}{share * whole * statistics.median(yard) * 100:>14.1f}")
        each = whole * characters / max(1, self.facts)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\n{self.facts:,} facts, {each * 1e6:.0f} µs each; peak RSS of this process {peak:,.0f} MiB")


def median_ratio(values: Sequence[float], others: Sequence[float]) -> float:
    """Give the median of the ratios of two rows of figures, run by run."""
    return statistics.median(value / other for value, other in zip(values, others, strict=True))


def whole_run(folder: Path, workers: int, *, fresh: bool) -> None:
    """Do one whole `unionstats run` over the pages in a folder, start-up included; `fresh` into a new store."""
    out = Path(tempfile.mkdtemp(dir=folder)) / "out" if fresh else folder / "kept"
    command = [sys.executable, "-m", "unionstats", "run", str(folder / "pages.jsonl"), "--out", str(out), "--quiet"]
    subprocess.run([*command, "--workers", str(workers)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--in-process", action="store_true", help="leave out whole runs: where other work goes on")
    arguments = parser.parse_args()
    texts, markup = list(corpus.pages(arguments.pages)), list(corpus.html_pages(max(20, arguments.pages // 10)))
    print(f"{len(texts)} pages, {sum(map(len, texts)):,} characters, medians of {arguments.runs} runs\n")
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    pattern = regex.compile(r"(?:[近约超逾])?\d[\d.,]*[万亿]?[多余]?(?:人次|人|项|个|家|元|%)")
    yardsticks: Yardsticks = {
        "jieba.cut": (texts[: max(1, len(texts) // 5)], lambda text: list(jieba.cut(text))),
        "opencc t2s": (texts, opencc.OpenCC("t2s").convert),
        "one compiled pattern": (texts, pattern.findall),
        "trafilatura": (markup, trafilatura.extract),
    }
    bench = Bench(texts, markup)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus.write(folder / "pages.jsonl", texts)
        if not arguments.in_process:
            whole_run(folder, 1, fresh=False)
        for _ in range(arguments.runs):
            bench.run(yardsticks)
            if not arguments.in_process:
                bench.run_whole(folder)
    bench.report()
    extremes.report(bench.pipeline, texts)


if __name__ == "__main__":
    main()

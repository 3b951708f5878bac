"""Speed by stage and end to end, in ratios to jieba.cut over the same text in the same run. `make bench` calls it.

Absolute figures belong to the machine of the day; ratios and their medians are what may be quoted. A few minutes on two
cores; `--pages 10000` (up to a million) for figures in which the start of a run no longer counts.
"""

from __future__ import annotations

import argparse
import logging
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import corpus
import extremes
import jieba
import opencc
import regex
import trafilatura
from peers import peers
from whole import Run, ceiling, fresh, whole_run

from unionstats.pipeline import Pipeline
from unionstats.types import PageFormat, RawPage

Yardsticks = dict[str, tuple[Sequence[str], Callable[[str], object]]]
# In-process figures need no more text than this; whole runs take all pages.
_IN_PROCESS = 400
_BATCH = 128
# Peers take seconds for what others do in milliseconds.
_FOR_PEERS = 20


class Bench:
    """The figures of several runs over one corpus: characters per second by name, seconds by stage.

    Args:
        texts: pages of news.
        dense: pages with four times as many figures, measured apart.
        markup: HTML pages, measured apart.
    """

    def __init__(self, texts: Sequence[str], dense: Sequence[str], markup: Sequence[str]) -> None:
        self.texts, self.dense, self.markup = texts, dense, markup
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
        self._note("pipeline, dense pages", self.dense, lambda: self._read(self.dense, "text", Counter()))
        self._note("pipeline, HTML", self.markup, lambda: self._read(self.markup, "html", Counter()))

    def _note(self, name: str, over: Sequence[str], call: Callable[[], object]) -> None:
        # Processor time: what else the machine does is nobody's speed.
        start = time.process_time()
        call()
        self.rates.setdefault(name, []).append(sum(map(len, over)) / (time.process_time() - start))

    def _read(self, over: Sequence[str], kind: PageFormat, seconds: Counter[str]) -> None:
        facts = 0
        pages = [RawPage(source=str(index), format=kind, content=text) for index, text in enumerate(over)]
        for first in range(0, len(pages), _BATCH):  # as a worker takes them
            for result in self.pipeline.read_all(pages[first : first + _BATCH]):
                facts += len(result.facts)
                seconds.update(result.seconds)
        self.facts = facts if over is self.texts else self.facts

    def report(self) -> None:
        """Print medians and ratios."""
        characters = sum(map(len, self.texts))
        yard = self.rates["jieba.cut"]
        print(f"{'':<28}{'k chars/s':>12}{'× jieba.cut':>14}")
        for name, values in self.rates.items():
            print(f"{name:<28}{statistics.median(values) / 1000:>12,.0f}{median_ratio(values, yard):>14.2f}")
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
        density = characters / max(1, self.facts)
        print(f"\n{self.facts:,} facts, one in {density:.0f} characters, {each * 1e6:.0f} µs each")
        print(f"peak RSS of this process {peak:,.0f} MiB")


class WholeRuns:
    """Whole runs over a JSONL file, by the clock on the wall: they wait for disks and workers.

    Args:
        folder: where pages and outputs may be written.
        texts: the pages.
    """

    def __init__(self, folder: Path, texts: Sequence[str]) -> None:
        self.folder, self.pages, self.kept = folder, folder / "pages.jsonl", folder / "kept"
        self.number, self.characters = len(texts), corpus.write(folder / "pages.jsonl", texts)
        self.few = folder / "few.jsonl"
        corpus.write(self.few, texts[:1])
        whole_run(self.pages, self.kept, 1)
        self.runs: dict[str, list[Run]] = {}
        self.some, self.ceilings = texts[:_IN_PROCESS], list[float]()

    def run(self) -> None:
        """Measure each once."""
        for name, pages, out, workers in (
            ("one page, 1 worker", self.few, fresh(self.folder), 1),
            ("1 worker", self.pages, fresh(self.folder), 1),
            ("2 workers", self.pages, fresh(self.folder), 2),
            ("nothing changed", self.pages, self.kept, 1),
        ):
            self.runs.setdefault(name, []).append(whole_run(pages, out, workers))
        self.ceilings.append(ceiling(self.some))

    def report(self, jieba_rates: Sequence[float]) -> None:
        """Print medians; `jieba_rates` in characters per second, of the same run."""
        seconds = {name: [run.seconds for run in runs] for name, runs in self.runs.items()}
        yard = statistics.median(jieba_rates)
        print(
            f"\n{'unionstats run':<28}{'seconds':>10}{'pages/s':>10}{'× jieba':>10}{'driver MiB':>12}{'worker MiB':>12}"
        )
        for name, runs in self.runs.items():
            took = statistics.median(seconds[name])
            driver, worker = (max(sizes) for sizes in zip(*((run.driver, run.worker) for run in runs), strict=True))
            one = name.startswith("one page")
            rate = "" if one else f"{self.number / took:,.0f}"
            ratio = "" if one else f"{self.characters / took / yard:.2f}"
            print(f"{name:<28}{took:>12.2f}{rate:>12}{ratio:>12}{driver:>12,.0f}{worker:>12,.0f}")
        start = statistics.median(seconds["one page, 1 worker"])
        one, two = (statistics.median(seconds[name]) - start for name in ("1 worker", "2 workers"))
        checking = max(statistics.median(seconds["nothing changed"]) - start, 1e-3)
        print(f"\nwithout the start: one worker {self.characters / one / yard:.2f} × jieba.cut,")
        print(f"two workers / one {one / two:.2f}, nothing changed {self.number / checking:,.0f} pages/s")
        print(f"(two processes of jieba.cut / one, on these cores: {statistics.median(self.ceilings):.2f})")


def median_ratio(values: Sequence[float], others: Sequence[float]) -> float:
    """Return the median of the ratios of two rows of figures, run by run."""
    return statistics.median(value / other for value, other in zip(values, others, strict=True))


def yardsticks(texts: Sequence[str], markup: Sequence[str]) -> Yardsticks:
    """Return what the pipeline is compared with, and the texts each is given."""
    pattern = regex.compile(r"(?:[近约超逾])?\d[\d.,]*[万亿]?[多余]?(?:人次|人|项|个|家|元|%)")
    found: Yardsticks = {
        "jieba.cut": (texts, lambda text: list(jieba.cut(text))),
        "opencc t2s": (texts, opencc.OpenCC("t2s").convert),
        "one compiled pattern": (texts, pattern.findall),
        "trafilatura": (markup, trafilatura.extract),
    }
    return found | {name: (texts[:_FOR_PEERS], call) for name, call in peers().items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--in-process", action="store_true", help="leave out whole runs: where other work goes on")
    arguments = parser.parse_args()
    texts = list(corpus.pages(arguments.pages))
    some, dense = texts[:_IN_PROCESS], list(corpus.pages(min(arguments.pages, _IN_PROCESS // 2), dense=True))
    markup = list(corpus.html_pages(max(20, len(some) // 10)))
    print(f"{len(texts):,} pages, {sum(map(len, texts)):,} characters, medians of {arguments.runs} runs\n")
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    bench, yards = Bench(some, dense, markup), yardsticks(some, markup)
    with tempfile.TemporaryDirectory() as name:
        runs = None if arguments.in_process else WholeRuns(Path(name), texts)
        for _ in range(arguments.runs):
            bench.run(yards)
            if runs is not None:
                runs.run()
        bench.report()
        if runs is not None:
            runs.report(bench.rates["jieba.cut"])
    extremes.report(bench.pipeline, dense)


if __name__ == "__main__":
    main()

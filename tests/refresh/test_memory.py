"""Memory stays flat: what a run needs does not grow with the length of a file, and hardly with the number of pages."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from unionstats.tables.store import Store

STAND_INS = Path(__file__).parents[1] / "stand_ins"
SCRIPT = """
import resource, sys
sys.path[:0] = [sys.argv[1]]
from fake_reader import build_fake
from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, refresh
from unionstats.refresh import links, spool
from unionstats.tables import encode, merge
if __name__ == "__main__":
    if sys.argv[5] != "whole":
        # What is held at once, whatever the number of pages, is made small, so that what each page takes shows.
        links._HELD_ROWS, merge.STRETCH_ROWS, encode.ROW_GROUP, spool._PART_BYTES = 512, 1024, 2048, 500_000
    options = Options(engine=Wish(int(sys.argv[4])), full=sys.argv[5] == "full")
    summary = refresh([sys.argv[2]], sys.argv[3], options, make=build_fake)
    peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(summary.manifest.counts["pages"], *peaks)
"""


def write_pages(path: Path, count: int, length: int) -> None:
    """Write a JSONL file of pages, each tenth of which is nearly the one before it."""
    with path.open("w") as file:
        for number in range(count):
            chance = random.Random(number - (number % 10 == 9))  # noqa: S311 - no secrets here
            story = "".join(map(chr, chance.choices(range(0x4E00, 0x59B8), k=length)))
            facts = " ".join(f"{province}|{number % 977}家" for province in ("shanxi", "henan", "gansu"))
            record = {"id": str(number), "url": f"http://n{number % 97}.example/{number}.html"}
            file.write(json.dumps(record | {"text": f"{facts} {number} {story}"}, ensure_ascii=False) + "\n")


def peak(tmp_path: Path, count: int, length: int = 600, workers: int = 1) -> int:
    """Refresh so many pages in a process of its own; give the most memory it had, in MiB."""
    write_pages(tmp_path / "pages.jsonl", count, length)
    return peak_of(tmp_path, "pages.jsonl", count, workers)


def peak_of(tmp_path: Path, name: str, count: int, workers: int = 1, how: str = "whole") -> int:
    """Refresh what is there under a name."""
    (tmp_path / "driver.py").write_text(SCRIPT)
    command = [sys.executable, tmp_path / "driver.py", STAND_INS, tmp_path / name, tmp_path / "out", workers, how]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True)
    pages, driver, _ = map(int, done.stdout.split())
    assert pages == count
    return driver


def test_a_page_costs_the_driver_two_kilobytes_at_most(tmp_path: Path) -> None:
    """Also where all are read again. Tables of pages that are held whole take five."""
    peaks = {}
    for count in (2_000, 22_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        write_pages(folder / "pages.jsonl", count, length=40)
        peaks[count] = [peak_of(folder, "pages.jsonl", count, how=how) for how in ("first", "full")]
    few, many = peaks.values()
    assert all(after - before < 40 for before, after in zip(few, many, strict=True)), peaks


def test_the_length_of_a_file_costs_no_memory(tmp_path: Path) -> None:
    """Forty times the text in as many pages; what is in flight are some batches of half a megabyte."""
    short, long = tmp_path / "short", tmp_path / "long"
    short.mkdir()
    long.mkdir()
    assert peak(long, 1_000, length=12_000) < peak(short, 1_000, length=300) + 60


@pytest.mark.soak
@pytest.mark.parametrize("workers", [1, 2])
def test_a_hundred_thousand_pages_fit_into_600_megabytes(tmp_path: Path, workers: int) -> None:
    assert peak(tmp_path, 100_000, workers=workers) < 600


@pytest.mark.soak
def test_a_hundred_thousand_tiny_files_are_read_and_found_unchanged(tmp_path: Path) -> None:
    for folder in range(100):
        (tmp_path / "many" / f"{folder:02}").mkdir(parents=True)
        for number in range(1_000):
            (tmp_path / "many" / f"{folder:02}" / f"{number}.txt").write_text(f"shanxi|{folder}家 {number}")
    assert peak_of(tmp_path, "many", 100_000) < 600
    assert peak_of(tmp_path, "many", 100_000) < 600
    assert Store(tmp_path / "out").numbers() == [1]

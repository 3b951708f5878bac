"""Memory and time of the driver by the number of pages, through a reader that costs nothing.

Real pages would take hours and say the same: what a page costs the driver does not depend on who read it. Each size is
run four times over, each run in a process of its own: a first run, one that finds nothing changed, one of which a
hundredth changed, and one that reads everything again. `make bench-memory PAGES=1000000` for the long form.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
STAND_INS = ROOT / "tests" / "stand_ins"
_PROVINCES = ("shanxi", "henan", "gansu", "hunan", "hubei", "anhui")
_DRIVER = """
import resource, sys, time
sys.path[:0] = [sys.argv[1]]
from fake_reader import build_fake
from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, refresh
if __name__ == "__main__":
    options = Options(engine=Wish(int(sys.argv[4])), full=sys.argv[5] == "full")
    summary = refresh([sys.argv[2]], sys.argv[3], options, make=build_fake)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(*summary.changes.values(), *(each.ru_maxrss // 1024 for each in spent), time.process_time())
"""


def write_pages(path: Path, number: int, *, edition: int = 1, length: int = 600) -> None:
    """Write pages of six facts; each tenth is nearly the one before it.

    Args:
        path: of a JSONL file.
        number: of pages.
        length: characters of each, beside the facts.
        edition: the first has none of its pages changed, of later ones each hundredth page is another.
    """
    with path.open("w", encoding="utf-8") as file:
        for index in range(number):
            chance = random.Random(index - (index % 10 == 9))  # noqa: S311 - no secrets here
            story = "".join(map(chr, chance.choices(range(0x4E00, 0x59B8), k=length)))
            figure = index % 977 + (edition if index % 100 == 0 else 1)
            facts = " ".join(f"{province}|{figure}家" for province in _PROVINCES)
            record = {"id": str(index), "url": f"http://n{index % 97}.example/2024/0501/{index}.html"}
            file.write(json.dumps(record | {"text": f"{facts} {index} {story}"}, ensure_ascii=False) + "\n")


def drive(pages: Path, out: Path, workers: int, how: str) -> list[str]:
    """Refresh in a process of its own; give what it says: changes, peak MiB of driver and worker, seconds."""
    script = out.parent / "driver.py"
    script.write_text(_DRIVER, encoding="utf-8")
    command = [sys.executable, script, STAND_INS, pages, out, workers, how]
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return done.stdout.split()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--length", type=int, default=600, help="characters of a page; the driver does not hold them")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where pages and tables are written; a temporary folder otherwise")
    arguments = parser.parse_args()
    print(f"{'pages':>10} {'run':<18}{'read':>10}{'driver MiB':>12}{'worker MiB':>12}{'seconds':>10}{'pages/s':>10}")
    for number in arguments.pages:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
            pages, out = Path(name) / "pages.jsonl", Path(name) / "out"
            written = 0
            for label, edition, how in (
                ("first", 1, ""),
                ("nothing changed", 1, ""),
                ("1 % changed", 2, ""),
                ("all read again", 2, "full"),
            ):
                if edition != written:
                    write_pages(pages, number, edition=edition, length=arguments.length)
                    written = edition
                new, changed, _, _, driver, worker, seconds = drive(pages, out, arguments.workers, how)
                read = int(new) + int(changed)
                rate = number / float(seconds)
                figures = f"{read:>10,}{driver:>12}{worker:>12}{float(seconds):>10.1f}{rate:>10,.0f}"
                print(f"{number:>10,} {label:<18}{figures}", flush=True)


if __name__ == "__main__":
    main()

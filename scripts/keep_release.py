"""Keep the output of this release, so that later releases can be tried on it: tests/refresh/releases/<version>.tar.xz.

Run once for each release, before its version number goes up. What is kept holds pages and the tables made of them in
two refreshes; the INPUT is called /srv/union/raw in it, which tests map to wherever they unpack it.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from unittest.mock import patch

import unionstats
from unionstats.engines.chosen import Wish
from unionstats.intake.sources import Sources, find_sources
from unionstats.refresh import Options, refresh
from unionstats.settings import Settings

ROOT = Path(__file__).parents[1]
INPUT = "/srv/union/raw"
PAGES = ("11-crawl.jsonl", "12-archive.txt.gz", "18-targets-shandong.txt", "20-bingtuan.txt", "23-macau.txt")


def make(folder: Path) -> None:
    """Make pages and tables in a folder, in two refreshes."""
    raw = folder / "raw"
    raw.mkdir()

    def found(_inputs: list[str], settings: Settings, others: Counter[str] | None = None) -> Sources:
        return find_sources([str(raw)], settings, others)

    with patch("unionstats.refresh.driver.find_sources", found):
        for pages in (PAGES[:-1], PAGES):
            for name in pages:
                shutil.copyfile(ROOT / "data" / "raw" / name, raw / name)
            refresh([INPUT], folder / "out", Options(engine=Wish(1)))


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who made it, and when."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    return member


def main() -> None:
    """Make it and pack it."""
    target = ROOT / "tests" / "refresh" / "releases" / f"{unionstats.__version__}.tar.xz"
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, tarfile.open(target, "w:xz") as archive:
        make(Path(name))
        for part in ("raw", "out"):
            archive.add(Path(name) / part, part, filter=anonymous)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

"""Tables that earlier releases wrote are read, verified and refreshed; kept by scripts/keep_release.py."""

from __future__ import annotations

import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import unionstats
from unionstats.engines.chosen import Wish
from unionstats.intake.sources import Sources, find_sources
from unionstats.refresh import Options, Progress, refresh
from unionstats.refresh.history import history_lines
from unionstats.refresh.upkeep import forget, rollback
from unionstats.settings import Settings
from unionstats.tables.schema import COLUMNS
from unionstats.tables.verify import verify

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.tar.xz"))
INPUT = "/srv/union/raw"


class Notes(Progress):
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, line: str) -> None:
        """Remember it."""
        self.lines.append(line)


@pytest.fixture(params=RELEASES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def kept(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What a release left: its pages in `raw`, found under the name they had then, and its tables in `out`."""
    monkeypatch.undo()  # these pages are read in earnest, with the shipped rules
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")

    def found(_inputs: list[str], settings: Settings, others: Counter[str] | None = None) -> Sources:
        return find_sources([str(tmp_path / "raw")], settings, others)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("unionstats.refresh.driver.find_sources", found)
        # While a release is under work, its program may still be the one that was kept; what follows it is another.
        patch.setattr("unionstats.refresh.recipe._program_hash", lambda: "another")
        yield tmp_path


def content(out: Path) -> dict[str, bytes]:
    folder = unionstats.latest(out)
    files = sorted(path for path in folder.rglob("*.parquet") if path.name != "ledger.parquet")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_there_is_a_release_to_try() -> None:
    assert RELEASES


def test_tables_of_an_earlier_release_are_read(kept: Path) -> None:
    facts = unionstats.load(kept / "out")
    assert len(facts) > 20
    assert {column.name for column in COLUMNS} <= set(facts.columns)
    assert len(list(history_lines(kept / "out"))) == 3
    assert [line for line in verify(kept / "out") if "other columns" not in line] == []


def test_tables_of_an_earlier_release_are_refreshed(kept: Path) -> None:
    """All is read again, and the tables are what this release would have made from the start."""
    (kept / "raw" / "new.txt").write_text("甲省总工会2023年新建基层工会412家。")
    out, scratch = kept / "out", kept / "scratch"
    notes = Notes()
    assert refresh([INPUT], out, Options(engine=Wish(1)), notes).number == 3
    assert any("everything is read again" in line for line in notes.lines)
    refresh([INPUT], scratch, Options(engine=Wish(1)))
    assert content(out) == content(scratch)
    assert [line for line in verify(out) if "/3-" in line or "commits/" in line] == []


def test_an_earlier_release_can_be_gone_back_to(kept: Path) -> None:
    before = content(kept / "out")
    refresh([INPUT], kept / "out", Options(engine=Wish(1), full=True))
    assert rollback(2, kept / "out").number == 4
    assert content(kept / "out") == before
    assert forget(INPUT, kept / "out").manifest.counts["pages"] == 0

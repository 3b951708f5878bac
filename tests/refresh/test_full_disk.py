"""A disk that is really full: a small file system of its own, where this machine lets us make one."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_reader import build_fake

import unionstats
from unionstats.engines.chosen import Wish
from unionstats.errors import WriteFailed
from unionstats.refresh import Options, refresh
from unionstats.tables.store import Store
from unionstats.tables.verify import verify


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 700 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a tmpfs here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_ends_clean_and_with_room_the_next_run_goes_on(small: Path, tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", small / "out"
    raw.mkdir()
    (raw / "a.txt").write_text("shanxi|1家")
    options = Options(engine=Wish(1))
    refresh([str(raw)], out, options, make=build_fake)
    for number in range(1_500):
        (raw / f"{number}.txt").write_text(f"henan|{number}家 shanxi|{number * 7919}人")
    with pytest.raises(WriteFailed, match="No space left"):
        refresh([str(raw)], out, options, make=build_fake)
    assert Store(out).numbers() == [1]
    subprocess.run(["mount", "-o", "remount,size=20m", small], check=True)
    assert refresh([str(raw)], out, options, make=build_fake).manifest.counts["facts"] == 3_001
    assert verify(out) == []


def test_a_file_system_that_may_only_be_read_is_said_and_its_tables_can_be_read(small: Path, tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", small / "out"
    raw.mkdir()
    (raw / "a.txt").write_text("shanxi|1家")
    refresh([str(raw)], out, Options(engine=Wish(1)), make=build_fake)
    (raw / "a.txt").write_text("shanxi|2家")
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    for store in (out, small / "new"):
        with pytest.raises(WriteFailed, match="Read-only file system"):
            refresh([str(raw)], store, Options(engine=Wish(1)), make=build_fake)
    assert unionstats.load(out, columns=["quote"])["quote"].tolist() == ["1家"]
    assert verify(out) == []

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fake_reader import build_fake

from unionstats.engines.chosen import Wish
from unionstats.errors import Refused
from unionstats.refresh import Options, refresh
from unionstats.tables.lock import LOCK_NAME
from unionstats.tables.store import Store
from unionstats.tables.verify import verify

START = datetime(2026, 1, 1, tzinfo=UTC)


def run_at(raw: Path, out: Path, hours: float, keep: int = 3) -> None:
    """Refresh a changed input at a time of day."""
    (raw / "a.txt").write_text(f"shanxi|{int(hours * 10) % 97 + 100}家")
    store = Store(out, clock=lambda: START + timedelta(hours=hours))
    refresh([str(raw)], store, Options(engine=Wish(1), keep=keep), make=build_fake)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def test_snapshots_go_when_a_day_has_passed_since_they_were_replaced(raw: Path, tmp_path: Path) -> None:
    kept = []
    for hours in (0, 10, 20, 30, 40, 50, 90):
        run_at(raw, tmp_path / "out", hours, keep=1)
        kept.append(Store(tmp_path / "out").numbers())
    assert kept == [[1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 6], [6, 7]]
    assert verify(tmp_path / "out") == []


def test_at_least_three_snapshots_stay_however_old(raw: Path, tmp_path: Path) -> None:
    for day in range(5):
        run_at(raw, tmp_path / "out", 48.1 * day)
    assert Store(tmp_path / "out").numbers() == [3, 4, 5]


def test_a_clock_that_goes_back_loses_nothing(raw: Path, tmp_path: Path) -> None:
    for hours in (200, 100.1, 0.2, 300.3):
        run_at(raw, tmp_path / "out", hours, keep=1)
    assert Store(tmp_path / "out").numbers()[-1] == 4
    assert verify(tmp_path / "out") == []


def test_a_folder_is_ours_by_its_lock_or_its_commits(raw: Path, tmp_path: Path) -> None:
    run_at(raw, tmp_path / "out", 0)
    (tmp_path / "out" / "notes.txt").write_text("")
    (tmp_path / "out" / LOCK_NAME).unlink()
    Store(tmp_path / "out").check_ours()
    with pytest.raises(Refused):
        Store(raw).check_ours()


def test_hidden_files_do_not_make_a_folder_somebody_elses(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").write_text("")
    Store(tmp_path).check_ours()


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="not a folder"):
        Store(tmp_path / "file").check_ours()

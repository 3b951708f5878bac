from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import unionstats
from unionstats.errors import CheckFailed, UsageError
from unionstats.refresh import Summary
from unionstats.refresh.history import history_lines, status_lines
from unionstats.refresh.show import set_aside_line
from unionstats.refresh.upkeep import forget, rollback
from unionstats.tables.lock import hold_lock
from unionstats.tables.store import Store
from unionstats.tables.verify import verify

Run = Callable[..., Summary]
Content = Callable[[Path], dict[str, bytes]]


def test_a_forgotten_input_leaves_what_a_build_without_it_gives(
    raw: Path, run: Run, content: Content, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("hunan|1家")
    (other / "0.txt").write_text("shanxi|30人")
    run(raw, other)
    commit = forget(str(other), tmp_path / "out")
    assert commit.manifest.inputs == {str(raw): 3}
    run(raw, out="scratch")
    assert content(tmp_path / "out") == content(tmp_path / "scratch")


def test_an_input_that_was_never_there_cannot_be_forgotten(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    with pytest.raises(UsageError, match="there is no input"):
        forget(str(tmp_path / "never"), tmp_path / "out")


def test_a_rollback_gives_back_the_tables_as_they_were(raw: Path, run: Run, content: Content, tmp_path: Path) -> None:
    run(raw)
    before = content(tmp_path / "out")
    (raw / "a.txt").write_text("shanxi|99家")
    run(raw)
    assert content(tmp_path / "out") != before
    assert rollback(1, tmp_path / "out").number == 3
    assert content(tmp_path / "out") == before
    assert verify(tmp_path / "out") == []
    assert run(raw).changes["changed"] == 1


def test_a_rollback_leads_out_of_a_damaged_commit(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    (raw / "a.txt").write_text("shanxi|99家")
    run(raw)
    (tmp_path / "out/commits/2.json").write_text("{")
    with pytest.raises(CheckFailed, match="damaged"):
        run(raw)
    rollback(1, tmp_path / "out")
    assert unionstats.load(tmp_path / "out", province="shanxi")["value"].tolist() == [12.0, 30.0]


def test_a_damaged_old_commit_stops_no_run_and_loses_nothing(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    (raw / "d.txt").write_text("gansu|1家")
    run(raw)
    (tmp_path / "out/commits/1.json").write_text("{")
    for number in range(2):
        (raw / "a.txt").write_text(f"shanxi|{number}家")
        assert run(raw, keep=1).committed
    assert Store(tmp_path / "out").numbers() == [1, 2, 3, 4]


def test_a_snapshot_that_is_gone_cannot_be_rolled_back_to(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    with pytest.raises(UsageError, match="no snapshot 7"):
        rollback(7, tmp_path / "out")


def test_history_and_status_tell_what_happened(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    (raw / "d.txt").write_text("gansu|1家")
    run(raw)
    lines = list(history_lines(tmp_path / "out"))
    assert [line.split()[0] for line in lines] == ["snapshot", "2", "1"]
    status = "\n".join(status_lines(tmp_path / "out"))
    assert f"4 pages of {raw}" in status
    assert "no run is at work" in status
    assert "1 new, 0 changed, 3 unchanged, 0 vanished" in status
    assert "set aside   no page" in status
    assert "all there" in status
    assert max(map(len, lines)) <= 80
    with hold_lock(tmp_path / "out"):
        assert "a run is at work (pid" in "\n".join(status_lines(tmp_path / "out"))
    rollback(1, tmp_path / "out")
    assert list(history_lines(tmp_path / "out"))[1].split()[3:] == ["3", "4", "–", "–", "–", "rollback", "to", "1"]
    assert "vanished" not in "\n".join(status_lines(tmp_path / "out"))


def test_status_tells_of_files_that_are_not_as_committed(raw: Path, run: Run, tmp_path: Path) -> None:
    run(raw)
    (tmp_path / "out" / "current" / "facts" / "gansu.parquet").unlink()
    status = "\n".join(status_lines(tmp_path / "out"))
    assert "1 of 39 are not as committed (facts/gansu.parquet): see unionstats verify" in status


def test_what_is_set_aside_is_told_with_its_share_and_reasons() -> None:
    assert set_aside_line({"empty": 1, "binary": 3}, 16) == "4 pages (25.0 %): binary 3, empty 1"

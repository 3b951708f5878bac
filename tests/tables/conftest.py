from __future__ import annotations

from pathlib import Path

import pytest
from fake_reader import build_fake

from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, refresh


@pytest.fixture(autouse=True)
def _own_rules(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep these tests apart from the shipped rules: what they read with is the stand-in."""
    folder = tmp_path_factory.mktemp("rules")
    monkeypatch.setattr("unionstats.rules.folder.shipped_rules", lambda: folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A store with two snapshots of pages of two provinces."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("shanxi|12家 henan|7项")
    (raw / "b.txt").write_text("shanxi|30人")
    refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1)), make=build_fake)
    (raw / "b.txt").write_text("shanxi|31人")
    refresh([str(raw)], tmp_path / "out", Options(engine=Wish(1)), make=build_fake)
    return tmp_path / "out"

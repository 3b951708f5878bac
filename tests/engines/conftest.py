from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_reader import build_fake

from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, Progress, Summary, refresh


@pytest.fixture(autouse=True)
def _apart(no_shipped_rules: None) -> None:
    """Read with the stand-in alone."""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(f"henan|{number}家 shanxi|{number % 7}项")
    return folder


@pytest.fixture
def run(raw: Path, tmp_path: Path) -> Callable[..., Summary]:
    def run(out: str, progress: Progress | None = None, **wish: object) -> Summary:
        return refresh([str(raw)], tmp_path / out, Options(engine=Wish(**wish)), progress, build_fake)

    return run

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_reader import build_fake

from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, Summary, refresh


@pytest.fixture(autouse=True)
def _apart(no_shipped_rules: None) -> None:
    """Read with the stand-in alone."""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder INPUT with three pages of two provinces."""
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("shanxi|12家 henan|7项")
    (folder / "b.txt").write_text("shanxi|30人")
    (folder / "c.txt").write_text("gansu|5家 名")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Summary]:
    """Refresh `out` beside the input with the stand-in for the pipeline."""

    def run(*inputs: Path, out: str = "out", **options: object) -> Summary:
        chosen = Options(**{"engine": Wish(1), **options})
        return refresh([str(path) for path in inputs], tmp_path / out, chosen, make=build_fake)

    return run


@pytest.fixture
def content() -> Callable[[Path], dict[str, bytes]]:
    """Return what analysts read of a store: every table but the ledger, byte for byte."""

    def content(out: Path) -> dict[str, bytes]:
        folder = out / "current"
        files = sorted(path for path in folder.rglob("*.parquet") if path.name != "ledger.parquet")
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    return content

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import object_server
import pytest
from fake_reader import build_fake

from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, refresh
from unionstats.tables.remote import RemoteStore


@pytest.fixture(autouse=True)
def _apart(no_shipped_rules: None) -> None:
    """Read with the stand-in alone."""


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


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """An object store in a process of its own."""
    pytest.importorskip("obstore", reason="the extra `object` is not installed")
    pytest.importorskip("moto", reason="moto's server is not installed")
    with object_server.running_server() as address:
        yield address


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RemoteStore:
    """An empty bucket, reached as the environment says."""
    for name, value in object_server.environment(server, tmp_path / "cache").items():
        monkeypatch.setenv(name, value)
    object_server.empty_bucket(server)
    return RemoteStore(object_server.ADDRESS)

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_rules(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep these tests apart from the shipped rules: what they read with is the stand-in."""
    folder = tmp_path_factory.mktemp("rules")
    monkeypatch.setattr("unionstats.rules.folder.shipped_rules", lambda: folder)

"""What holds for all tests."""

import os

import pytest
from hypothesis import settings

# No test may fail because the machine is busy: hypothesis gives each example 200 ms unless told otherwise.
# `make test` tries the same examples every time, so that what it says of a change is about the change; `make soak`
# looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture
def no_shipped_rules(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep a test apart from the shipped rules, which it does not read with and which change."""
    folder = tmp_path_factory.mktemp("rules")
    monkeypatch.setattr("unionstats.rules.folder.shipped_rules", lambda: folder)

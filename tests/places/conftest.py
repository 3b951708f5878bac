"""The shipped rules and a resolver of them, made once."""

from __future__ import annotations

import pytest

from unionstats.places.resolve import PlaceResolver
from unionstats.rules.folder import RuleFolder


@pytest.fixture(scope="session")
def folder() -> RuleFolder:
    """Return the shipped rules."""
    return RuleFolder.open()


@pytest.fixture(scope="session")
def resolver(folder: RuleFolder) -> PlaceResolver:
    """Return a resolver of the shipped rules, made once."""
    return PlaceResolver(folder)

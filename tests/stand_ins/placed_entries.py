"""Entries of the files in rules/places/, as parameters of tests."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from unionstats.rules.folder import shipped_rules


def table(name: str) -> dict[str, Any]:
    """Give one file as read."""
    return tomllib.loads((shipped_rules() / "places" / f"{name}.toml").read_text(encoding="utf-8"))


def entries(name: str, *sections: str) -> list[Any]:
    """Give the entries of sections, each a parameter of its own."""
    found = [entry for section in sections for entry in table(name)[section]]
    return [pytest.param(e, id=f"{e.get('id', e.get('code'))}-{number}") for number, e in enumerate(found)]

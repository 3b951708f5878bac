"""Entries of the files in rules/places/, as parameters of tests."""

from __future__ import annotations

from typing import Any

import pytest

from unionstats.rules.folder import RuleFolder


def table(name: str) -> dict[str, Any]:
    """Return one rule file, with all its parts."""
    (file,) = RuleFolder.open().rule_files(f"places/{name}.toml")
    return file.whole


def entries(name: str, *sections: str) -> list[Any]:
    """Return the entries of sections, each a parameter of its own."""
    found = [entry for section in sections for entry in table(name)[section]]
    return [pytest.param(e, id=f"{e.get('id', e.get('code'))}-{number}") for number, e in enumerate(found)]

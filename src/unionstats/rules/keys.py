"""The keys of an entry of a rule file: required ones and allowed ones."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from unionstats.errors import RuleError
from unionstats.rules.folder import Table, line_of


def unknown_key(name: str, known: Collection[str]) -> str:
    """Return the message for an entry with an unknown key: which key, and which ones are allowed."""
    return f"unknown key {name}; keys are {', '.join(sorted(known))}"


def check_keys(entry: Table, path: Path, *, needed: Collection[str] = (), allowed: Collection[str] = ()) -> None:
    """Raise an error for an entry that lacks a required key or has an unknown one.

    Raises:
        RuleError: names file, entry and line.
    """
    name = str(entry.get("id") or entry.get("field") or "")
    missing, unknown = sorted({*needed} - entry.keys()), sorted(entry.keys() - {*needed, *allowed})
    if missing or unknown:
        message = f"has no {', '.join(missing)}" if missing else unknown_key(unknown[0], {*needed, *allowed})
        line = line_of(path, f'"{name}"' if name else unknown[0] if unknown else "")
        raise RuleError(message, path=path, rule=name, line=line)

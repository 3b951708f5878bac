"""Turns scraped Chinese trade-union news into tidy, auditable statistics.

The names below are imported when first used, so that the command line starts quickly.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unionstats.numbers import quantities
    from unionstats.reading import read
    from unionstats.report.panel import panel
    from unionstats.tables.read import latest, load

__version__ = "0.11.0"
__all__ = ["__version__", "latest", "load", "panel", "quantities", "read"]

_HOMES = {
    "latest": "unionstats.tables.read",
    "load": "unionstats.tables.read",
    "panel": "unionstats.report.panel",
    "quantities": "unionstats.numbers",
    "read": "unionstats.reading",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted(__all__)

"""The folder of this user's caches."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder of this user's caches ($XDG_CACHE_HOME/unionstats), which may not be there yet.

    Raises:
        RuntimeError: the user has no home.
    """
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "unionstats"

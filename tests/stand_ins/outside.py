"""What is kept outside the project: pages and labels of others, which may not be published with it.

A clone without them skips the tests that need them, each with what it could not check. Where they lie is told by
UNIONSTATS_SHARED; else they are looked for beside the checkout.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("UNIONSTATS_SHARED") or Path(__file__).parents[3] / "shared")
SEEDS = SHARED / "seeds"


def needs(path: Path) -> pytest.MarkDecorator:
    """Mark a test that is skipped without a file or folder from outside."""
    return pytest.mark.skipif(not path.exists(), reason=f"not checked: {path.name} is kept outside (UNIONSTATS_SHARED)")

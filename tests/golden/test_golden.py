from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_facts_of_data_raw_are_as_reviewed() -> None:
    """A change of rules shows in the diff of a table that people read; write it anew with scripts/build_golden.py."""
    if not (ROOT / "tests" / "golden" / "facts.csv").is_file():
        pytest.skip("tests/golden/facts.csv is written by scripts/build_golden.py at a release")
    command = [sys.executable, ROOT / "scripts" / "build_golden.py", "--check"]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout[:4000]

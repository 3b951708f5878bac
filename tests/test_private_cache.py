"""jieba reads and writes no cache of its dictionary, which others could have written, and keeps silent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = "import unionstats; print(unionstats.read('送去360条毛毯。').facts[['measure', 'value']].to_dict('records'))"


def read(folder: Path) -> tuple[str, str]:
    """Read a page that needs jieba's dictionary in a process whose shared temporary folder is `shared`."""
    environment = os.environ | {"TMPDIR": str(folder / "shared"), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout, done.stderr


def test_a_file_planted_in_the_shared_temporary_folder_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    for planted in ("jieba.cache", "jieba.u.cache"):
        (tmp_path / "shared" / planted).write_bytes(b"\x80no marshal")
    first, again = read(tmp_path), read(tmp_path)
    assert first == again
    assert "'毛毯'" in first[0]
    assert first[1] == ""
    assert not list(tmp_path.rglob("cache/**/jieba*"))
    assert {path.read_bytes() for path in (tmp_path / "shared").iterdir()} == {b"\x80no marshal"}

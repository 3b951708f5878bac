from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from unionstats.errors import UsageError
from unionstats.tables.lock import LOCK_NAME, hold_lock
from unionstats.tables.verify import verify

KINDS = [
    "current/facts/shanxi.parquet",
    "current/facts/hainan.parquet",
    "current/pages.parquet",
    "current/removed.parquet",
    "current/ledger.parquet",
    "commits/1.json",
    "commits/2.json",
]


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    replace(path, bytes(content))


def truncate(path: Path) -> None:
    replace(path, path.read_bytes()[:-7])


def replace(path: Path, content: bytes) -> None:
    """Write a file anew: its hard links in other snapshots keep what they have."""
    path.unlink()
    path.write_bytes(content)


def test_a_store_as_it_was_committed_has_no_issues(out: Path) -> None:
    assert verify(out) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", [flip, truncate, Path.unlink])
def test_every_damage_of_every_kind_of_file_is_reported(out: Path, kind: str, damage: Callable[[Path], None]) -> None:
    damage(out / kind)
    assert verify(out)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("current/facts/shanxi.parquet", "current/facts/henan.parquet"),
        ("current/pages.parquet", "current/ledger.parquet"),
        ("commits/1.json", "commits/2.json"),
        ("snapshots/1", "snapshots/2"),
    ],
)
def test_a_swap_is_reported(out: Path, one: str, other: str) -> None:
    first, second = (_resolved(out, name) for name in (one, other))
    first.rename(out / "aside")
    second.rename(first)
    (out / "aside").rename(second)
    assert verify(out)


def _resolved(out: Path, name: str) -> Path:
    folder, _, number = name.partition("/")
    if folder != "snapshots":
        return out / name
    return next((out / folder).glob(f"{number}-*"))


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "commits/3.json.bak",
        "snapshots/9-deadbeef/x",
        "current/x.parquet",
        "current/facts/shanxi.0001.parquet",
        "current/facts/deep/x",
    ],
)
def test_an_extra_file_is_reported(out: Path, name: str) -> None:
    (out / name).parent.mkdir(exist_ok=True)
    (out / name).write_text("")
    assert verify(out)


@pytest.mark.parametrize("what", [b'"facts": 3', b'"created": "20', b'"sha256": "'])
def test_an_altered_commit_is_reported(out: Path, what: bytes) -> None:
    path = out / "commits/2.json"
    content = path.read_bytes()
    at = content.rindex(what) + len(what) - 1
    replace(path, content[:at] + (b"4" if content[at : at + 1] != b"4" else b"5") + content[at + 1 :])
    assert verify(out)


def test_white_space_in_a_commit_is_an_alteration_too(out: Path) -> None:
    path = out / "commits/2.json"
    replace(path, path.read_bytes() + b"\n")
    assert verify(out)


def test_a_link_that_leads_elsewhere_is_reported(out: Path) -> None:
    (out / "current").unlink()
    (out / "current").symlink_to(next((out / "snapshots").glob("1-*")))
    assert verify(out)


def test_a_missing_lock_file_is_reported(out: Path) -> None:
    (out / LOCK_NAME).unlink()
    assert verify(out)


def test_a_run_at_work_is_no_damage(out: Path) -> None:
    with hold_lock(out):
        (out / "snapshots/3-00000000").mkdir()
        assert verify(out) == []


def test_verify_of_nothing_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        verify(tmp_path)


def test_a_store_can_be_copied_away(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "elsewhere", symlinks=True)
    assert verify(tmp_path / "elsewhere") == []

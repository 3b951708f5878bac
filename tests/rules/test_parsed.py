"""What was parsed of the rule files is kept for the next start, and never matters for what is read."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from unionstats.rules import folder as folder_module
from unionstats.rules.folder import RuleFolder

RULES = 'title = "一"\n[[rule]]\nid = "a.b"\nwords = ["甲", "乙"]\nleast = 2\nshare = 0.5\n'

TABLE = tomllib.loads(RULES)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the cache a folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "unionstats"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Give a folder of rules with one file."""
    layer = tmp_path / "rules"
    layer.mkdir()
    (layer / "some.toml").write_text(RULES, encoding="utf-8")
    return layer


def read(rules: Path, *, fresh: bool = False) -> object:
    """Read the only file, as a start of the program does."""
    folder = RuleFolder((rules,), fresh=fresh)
    ((_, table),) = folder.tables("some.toml")
    folder.keep()
    return table


def count_parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each TOML text that is parsed from now on."""
    parsed: list[str] = []
    parse = tomllib.loads

    def loads(text: str) -> dict[str, object]:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(folder_module.tomllib, "loads", loads)
    return parsed


def test_a_file_is_parsed_once(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = count_parses(monkeypatch)
    assert read(rules) == read(rules) == TABLE
    assert len(parsed) == 1


def test_an_edited_file_is_parsed_anew_though_size_and_time_are_the_same(rules: Path) -> None:
    read(rules)
    path = rules / "some.toml"
    before = path.stat()
    path.write_text(RULES.replace("甲", "丙"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert read(rules) == tomllib.loads(RULES.replace("甲", "丙"))


def test_fresh_rules_neither_read_nor_write_it(rules: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(rules, fresh=True)
    assert not cache.exists()
    read(rules)
    parsed = count_parses(monkeypatch)
    assert read(rules, fresh=True) == TABLE
    assert len(parsed) == 1


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied"])
def test_a_damaged_file_counts_for_nothing_and_is_mended(rules: Path, cache: Path, damage: str) -> None:
    read(rules)
    (path,) = cache.iterdir()
    content = path.read_bytes()
    path.write_bytes({"cut": content[:-9], "changed": content.replace(b"0.5", b"0.6"), "emptied": b""}[damage])
    assert read(rules) == TABLE
    assert path.read_bytes() == content


def test_it_is_for_this_user_alone(rules: Path, cache: Path) -> None:
    read(rules)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in cache.iterdir())


def test_what_others_may_have_written_is_not_read(rules: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(rules)
    cache.chmod(0o777)
    parsed = count_parses(monkeypatch)
    assert read(rules) == TABLE
    assert len(parsed) == 1


def test_a_folder_that_cannot_be_written_is_not_missed(rules: Path, cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("no folder")
    assert read(rules) == TABLE


def test_a_full_disk_leaves_nothing_behind(rules: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert read(rules) == TABLE
    assert list(cache.iterdir()) == []


def test_values_that_json_has_not_are_parsed_each_time(rules: Path) -> None:
    (rules / "some.toml").write_text("day = 2026-08-03\n", encoding="utf-8")
    assert read(rules) == read(rules) == tomllib.loads("day = 2026-08-03\n")

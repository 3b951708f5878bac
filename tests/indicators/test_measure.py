"""Measure phrases where no rule fires, and jieba kept quiet and private."""

from functools import cache
from pathlib import Path

import pytest

from unionstats.evaluate.rules_examples import ExampleReader
from unionstats.indicators import measure
from unionstats.rules.folder import RuleFolder


@cache
def reader() -> ExampleReader:
    return ExampleReader(RuleFolder.open())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("发放宣传手册360册", "发放宣传手册"),
        ("送去360条毛毯", "毛毯"),
        ("厂区面积达3.6万平方米", "厂区面积"),
    ],
)
def test_an_unnamed_quantity_still_says_what_is_counted(text: str, phrase: str) -> None:
    (name,) = reader().namer.read(reader().view(text))
    assert (name.indicator, name.measure) == (None, phrase)


def test_jieba_writes_only_to_a_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = measure._private_cache()
    assert folder == tmp_path / "cache" / "unionstats"
    assert folder.stat().st_mode & 0o077 == 0


def test_a_cache_that_cannot_be_made_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert measure._private_cache().is_dir()

"""Shipped patterns are compiled when they are first used, an analyst's own at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
import regex

from unionstats.errors import RuleError
from unionstats.pipeline import Pipeline
from unionstats.rules.folder import RuleFolder
from unionstats.rules.lazy import compiled_later, group_names


def test_a_pattern_matches_as_if_it_had_been_compiled_at_once() -> None:
    source = r"(?P<first>[甲乙]) (?<second>丙+)"
    later, now = compiled_later(source, regex.VERBOSE), regex.compile(source, regex.VERBOSE)
    for text in ("甲丙丙", "丁", "x乙丙"):
        for method in ("match", "search", "fullmatch"):
            one, other = getattr(later, method)(text), getattr(now, method)(text)
            assert (one and one.groupdict()) == (other and other.groupdict())
    assert later.sub("-", "甲丙乙丙") == now.sub("-", "甲丙乙丙")
    assert later.flags == now.flags & ~regex.VERSION0


def test_names_of_groups_are_told_in_their_order_and_look_arounds_are_none() -> None:
    pattern = compiled_later(r"(?<=(?P<b>甲))(?<!丁)(?<a>乙)\(?<c>(?P<b>丙)", 0)
    assert group_names(pattern) == ("b", "a")
    assert group_names(regex.compile(r"(?P<one>x)(y)(?P<two>z)")) == ("one", "two")


def test_a_pipeline_compiles_few_of_the_shipped_patterns_before_it_reads() -> None:
    folder = RuleFolder.open()
    with patch("regex.compile", wraps=regex.compile) as compiled:
        Pipeline(folder)
    assert compiled.call_count < len(folder._compiled) / 4


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("lexicon.toml", '[patterns]\ngap = "("\n', "bad regular expression"),
        ("times.toml", "[patterns]\ntail = '''(坏'''\n", "bad regular expression"),
        ("times.toml", "[patterns]\ntail = '''((?:a+)+b)?'''\n", "for ever"),
    ],
)
def test_own_words_that_break_shipped_patterns_are_found_at_once(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    folder = RuleFolder.open(tmp_path)
    assert not folder.is_as_shipped
    # Without the rules of noise, which are most of all, come first and have no part in it.
    with patch("unionstats.pipeline.Cleaner"), pytest.raises(RuleError, match=problem):
        Pipeline(replace(folder, suspicious="for ever" in problem))


def test_own_rules_for_indicators_and_noise_leave_the_shipped_patterns_alone(tmp_path: Path) -> None:
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "own.toml").write_text("", encoding="utf-8")
    assert RuleFolder((tmp_path, tmp_path)).is_as_shipped

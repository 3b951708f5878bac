"""Every example that stands with a noise rule, one test each."""

from pathlib import Path
from typing import Any

import pytest
import regex

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.noise.definitions import NoiseRule
from unionstats.text.noise.loading import load_noise, noise_tables
from unionstats.text.noise.remover import NoiseRemover

FOLDER = RuleFolder.open()
TABLES = [
    table
    for kind in ("noise", "dense", "keywords", "phrases", "furniture", "register")
    for _, table in noise_tables(FOLDER, kind)
]
RULES = {rule.id: rule for rule in load_noise(FOLDER)}


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(table["id"], example, id=f"{table['id']}-{kind}-{number}")
        for table in TABLES
        for number, example in enumerate(table[kind])
    ]


@pytest.fixture(scope="module")
def remover() -> NoiseRemover:
    return NoiseRemover(FOLDER)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def claims(rule: NoiseRule | None, removed: str) -> bool:
    """Return whether a rule describes a stretch that another took first (several may describe one)."""
    return rule is not None and rule.pattern.search(removed.strip()) is not None


@pytest.mark.parametrize(("rule", "example"), examples("strip"))
def test_noise_goes(remover: NoiseRemover, rule: str, example: dict[str, str]) -> None:
    text = remover.remove(TrackedText.of(example["text"]))
    assert lines(text.text) == lines(example["leaves"])
    assert any(edit.rule == rule or claims(RULES.get(rule), edit.text) for edit in text.edits)


@pytest.mark.parametrize(("rule", "example"), examples("keep"))
def test_text_stays(remover: NoiseRemover, rule: str, example: dict[str, str]) -> None:
    assert remover.remove(TrackedText.of(example["text"])).text == example["text"], rule
    assert example["why"]


def test_every_rule_has_examples_of_both_kinds() -> None:
    assert len(TABLES) > 50
    assert all(table["strip"] and table["keep"] for table in TABLES)


def test_no_noise_rule_touches_a_match_example_of_an_indicator(remover: NoiseRemover) -> None:
    """What an indicator is read from must never be taken for noise."""
    # Examples mark their quantity by <> and may give variants as [one|other].
    texts = [
        regex.sub(r"\[([^|\]]*)[^\]]*\]", r"\1", text).replace("<", "").replace(">", "")
        for _, table in FOLDER.tables("indicators/*.toml")
        for rule in table.get("rule", ())
        for example in rule.get("match", ())
        for text in [example["text"] if isinstance(example, dict) else example]
    ]
    assert len(texts) > 1_000
    assert [text for text in texts if remover.remove(TrackedText.of(text)).text != text] == []


def test_an_own_folder_overrides_a_rule_by_its_id(tmp_path: Path) -> None:
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "own.toml").write_text(
        """[[noise]]
id = "noise.byline.source"
kind = "boilerplate"
scope = "line"
why = "a test"
trigger = ["甲乙丙"]
pattern = '''甲乙丙.*'''
strip = [{ text = "甲乙丙丁", leaves = "" }]
keep = [{ text = "丙乙甲", why = "another order" }]
""",
        encoding="utf-8",
    )
    rules = {rule.id: rule for rule in load_noise(RuleFolder.open(tmp_path))}
    assert rules["noise.byline.source"].kind == "boilerplate"
    assert len(rules) == len(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_pattern_comes_to_an_end_on_its_examples_over_and_over(name: str) -> None:
    """What a rule takes may stand in a line many times: a pattern that tries every way to part it never ends."""
    table = next(table for table in TABLES if table["id"] == name)
    pieces = {piece for example in table["strip"] for piece in lines(example["text"])}
    for piece in pieces:
        for sign in "， ":
            line = ((piece + sign) * 900)[:900]
            for ending in ("", "。", "甲"):
                RULES[name].pattern.search(line + ending, timeout=10)

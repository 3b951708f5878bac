"""Damage is undone by data, listed as edits, and clean text is left as it is."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.repair import KINDS, Repairer

RULES: list[dict[str, Any]] = [
    rule for _, table in RuleFolder.open().tables("repair.toml") for rule in table.get("repair", ())
]
REPAIRS = [
    pytest.param(rule["id"], example["text"], example["leaves"], id=f"{rule['id']}-{number}")
    for rule in RULES
    for number, example in enumerate(rule["repairs"])
]
KEEPS = [
    pytest.param(example["text"], id=f"{rule['id']}-{number}")
    for rule in RULES
    for number, example in enumerate(rule["keep"])
]
TONED = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*\s?\)")


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(RuleFolder.open())


def repaired(repairer: Repairer, text: str) -> str:
    return repairer.repair(TrackedText.of(text)).text


@pytest.mark.parametrize(("rule", "text", "leaves"), REPAIRS)
def test_a_rule_repairs_its_examples(repairer: Repairer, rule: str, text: str, leaves: str) -> None:
    result = repairer.repair(TrackedText.of(text))
    assert result.text == leaves
    silent = next(entry for entry in RULES if entry["id"] == rule).get("silent", False)
    assert (rule in {edit.rule for edit in result.edits}) is not silent


@pytest.mark.parametrize("text", KEEPS)
def test_no_rule_touches_what_must_stay(repairer: Repairer, text: str) -> None:
    assert repaired(repairer, text) == text


def test_clean_text_is_the_same_object(repairer: Repairer) -> None:
    text = TrackedText.of("甲县总工会今年走访职工1,200人次，发放慰问金35.6万元（其中春节20万元）。谁来办?大家办!")
    assert repairer.repair(text) is text


def test_a_unit_split_by_an_emoji_is_whole_again(repairer: Repairer) -> None:
    assert repaired(repairer, "惠及0.93亿人(🐮)次，国家(jiā(😤) )支持") == "惠及0.93亿人次，国家支持"


def test_no_number_grows_where_a_character_is_lost(repairer: Repairer) -> None:
    assert repaired(repairer, "新建职工书屋\ufffd20个") == "新建职工书屋⟦?⟧个"


def test_edits_lead_to_what_was_repaired(repairer: Repairer) -> None:
    result = repairer.repair(TrackedText.of("產(chǎn)業(yè)工人"))
    assert [(edit.start, edit.end, edit.text, edit.action) for edit in result.edits] == [
        (1, 7, "(chǎn)", "removed"),
        (8, 12, "(yè)", "removed"),
    ]
    assert result.raw_span(1, 2) == (7, 8)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_kinds_are_of_the_closed_list(rule: dict[str, Any]) -> None:
    assert rule["kind"] in KINDS


CHARACTERS = "產業工人甲乙，。,、()（）？?！&[ \n\u200b\u3000\ufffd\ue000"
WORDS = (
    "(chǎn)",
    "(yè )",
    "(km)",
    "(🐮)",
    "12",
    "345",
    "1",
    "000",
    ".5",
    "万元",
    "?wù)",
    "&nbsp;",
    "<p>",
    "</p>",
    "[b]",
)
PIECES = st.sampled_from([*CHARACTERS, *WORDS, ",,", "?！", "??", "⟦?⟧", "<b", "人(次)"])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_repaired_once_and_maps_back(repairer: Repairer, text: str) -> None:
    """No exception, no gloss left, every character leads back, and edits replay."""
    result = repairer.repair(TrackedText.of(text))
    assert not TONED.search(result.text)
    for at in range(len(result.text)):
        start, end = result.raw_span(at, at + 1)
        assert 0 <= start <= end <= len(text)
    assert all(text[edit.start : edit.end] for edit in result.edits)


@given(st.text(alphabet="甲乙工会会员职工，。、：0123456789.%万亿人次元月日（）“” \n", max_size=200))
def test_clean_pages_keep_every_digit(repairer: Repairer, text: str) -> None:
    result = repairer.repair(TrackedText.of(text)).text
    assert re.sub(r"\D", "", result) == re.sub(r"\D", "", text)


def test_a_rule_without_examples_is_refused(tmp_path: Path) -> None:
    rule = "[[repair]]\nid = 'own.x'\nkind = 'dots'\nwhy = 'w'\npattern = 'x'\n"
    (tmp_path / "repair.toml").write_text(rule, "utf-8")
    with pytest.raises(RuleError, match="needs repairs"):
        Repairer(RuleFolder.open(tmp_path))

"""Every example of the ignore rules, and what a bad rule file is told."""

import re
from pathlib import Path

import pytest
from quantity_cases import read_cases

from unionstats.errors import RuleError
from unionstats.numbers import quantities
from unionstats.numbers.ignore import IgnoreRule, IgnoreRules, load_ignore_rules
from unionstats.numbers.numeral import BEGINNINGS
from unionstats.numbers.scan import Scanner
from unionstats.rules.folder import RuleFolder

WRITTEN = re.sub("[0-9]", "", BEGINNINGS)
RULES = tuple(load_ignore_rules(RuleFolder.open()))
SCANNER = Scanner(RuleFolder.open())
IGNORED = [pytest.param(text, id=f"{rule.id}-{number}") for rule in RULES for number, text in enumerate(rule.match)]
COUNTED = [pytest.param(*case, id=f"{rule.id}-{number}") for rule in RULES for number, case in enumerate(rule.reject)]


@pytest.mark.parametrize("text", IGNORED)
def test_what_a_rule_ignores_is_no_quantity(text: str) -> None:
    assert [text[one.start : one.end] for one in quantities(text)] == []


@pytest.mark.parametrize(("text", "quote"), COUNTED)
def test_what_looks_like_it_but_counts_is_found(text: str, quote: str) -> None:
    assert quote in [text[one.start : one.end] for one in quantities(text)]


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_each_rule_ignores_at_least_one_of_its_examples(rule: IgnoreRule) -> None:
    assert rule.id in {name for text in rule.match for _, name in SCANNER.scan(text).ignored}


def _folder(tmp_path: Path, text: str) -> RuleFolder:
    (tmp_path / "ignore.toml").write_text(text, encoding="utf-8")
    return RuleFolder((tmp_path,))


def test_a_rule_needs_examples_of_both_kinds(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "[[ignore]]\nid='x'\nwhy='y'\npattern='1'\nmatch=['1']\nreject=[]\n")
    with pytest.raises(RuleError, match="examples of both kinds"):
        IgnoreRules(folder)


def test_a_rule_with_a_bad_pattern_is_named(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        "[[ignore]]\nid='x.y'\nwhy='y'\npattern='(1'\nmatch=['1']\nreject=[{text='2个', quote='2个'}]\n",
    )
    with pytest.raises(RuleError, match=r"x\.y"):
        IgnoreRules(folder)


def test_an_analysts_rule_replaces_the_shipped_one_of_its_id(tmp_path: Path) -> None:
    (tmp_path / "ignore.toml").write_text(
        "[[ignore]]\nid='rank'\nwhy='y'\npattern='9'\nmatch=['9个']\nreject=[{text='2个', quote='2个'}]\n",
        encoding="utf-8",
    )
    rules = {rule.id: rule for rule in load_ignore_rules(RuleFolder.open(tmp_path))}
    assert rules["rank"].pattern == "9"
    assert "ordinal" in rules


@pytest.mark.parametrize(
    ("kind", "numeral"), [("digits", "[0-9]+(?:[.][0-9]+)?[百千万亿]*"), ("written", f"[{WRITTEN}]+")]
)
def test_the_characters_beside_a_numeral_spare_no_rule_that_would_match(kind: str, numeral: str) -> None:
    rules = IgnoreRules(RuleFolder.open())
    folder = RuleFolder.open()
    patterns = [
        folder.compile(rule.pattern, path=rule.path, rule=rule.id) for rule in RULES if rule.numeral in {kind, "any"}
    ]
    texts = [text for rule in RULES for text in (*rule.match, *(text for text, _ in rule.reject))]
    texts += [text for text, _ in read_cases("genre.txt")]
    for text in texts:
        for found in re.finditer(numeral, text):
            first = next(filter(None, (pattern.match(text, found.start()) for pattern in patterns)), None)
            matched = first is not None and first.end() > first.start()
            assert (rules.match(text, *found.span()) is not None) == matched, (text, found[0])

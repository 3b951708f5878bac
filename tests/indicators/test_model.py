"""Rule files as values: layers, ids, and the catalogue itself."""

from pathlib import Path

import pytest
from outside import SHARED, needs

from unionstats.errors import RuleError
from unionstats.indicators.model import load_indicators
from unionstats.rules.folder import RuleFolder, shipped_rules

# The ids that users know: each has its file, and none is ever renamed.
CATALOGUE = Path(__file__).with_name("catalogue.txt").read_text("utf-8").split()
REQUIRED = SHARED / "INDICATORS.md"

OWN = """
[indicator]
id = "members_total"
title = "会员"
title_en = "Members"
kinds = ["people"]
level = "stock"
trigger = ["会员"]
[[rule]]
id = "{id}"
why = "own"
noun = '''会员'''
match = ["会员<3人>"]
reject = ["职工3人"]
"""


def folder_with(tmp_path: Path, *rules: str) -> RuleFolder:
    (tmp_path / "indicators").mkdir(parents=True)
    for number, rule in enumerate(rules):
        (tmp_path / "indicators" / f"own{number}.toml").write_text(OWN.format(id=rule), encoding="utf-8")
    return RuleFolder.open(tmp_path)


def test_every_id_of_the_catalogue_has_its_file() -> None:
    found = load_indicators(RuleFolder.open())
    assert sorted(found) == CATALOGUE
    paths = (indicator.path.relative_to(shipped_rules() / "indicators") for indicator in found.values())
    assert {path.parts[0].removesuffix(".toml") for path in paths} == set(CATALOGUE)


@needs(REQUIRED)
def test_the_catalogue_is_the_one_that_was_asked_for() -> None:
    rows = REQUIRED.read_text(encoding="utf-8").splitlines()
    assert sorted(row.split("`")[1] for row in rows if row.startswith("| `")) == CATALOGUE


def test_an_own_rule_is_added_and_one_of_the_same_id_replaces(tmp_path: Path) -> None:
    shipped = {rule.id for rule in load_indicators(RuleFolder.open())["members_total"].rules}
    added = load_indicators(folder_with(tmp_path / "a", "members_total.own"))["members_total"]
    assert {rule.id for rule in added.rules} == shipped | {"members_total.own"}
    replaced = load_indicators(folder_with(tmp_path / "b", "members_total.noun"))["members_total"]
    assert {rule.id for rule in replaced.rules} == shipped
    assert next(rule for rule in replaced.rules if rule.id == "members_total.noun").why == "own"


def test_one_indicator_in_two_files_of_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="also stands in own0"):
        load_indicators(folder_with(tmp_path, "members_total.a", "members_total.b"))


def test_every_rule_says_why_and_names_a_known_suffix() -> None:
    for indicator in load_indicators(RuleFolder.open()).values():
        for rule in indicator.rules:
            assert rule.why
            assert rule.indicator in {indicator.id, *(f"{indicator.id}.{suffix}" for suffix in indicator.suffixes)}

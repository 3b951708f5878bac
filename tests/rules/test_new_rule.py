"""`unionstats rules new`: a template that says what to fill in, and leaves what ships as it is."""

from pathlib import Path

import pytest

from unionstats.errors import RuleError, UsageError, WriteFailed
from unionstats.evaluate.rules_new import write_new_rule
from unionstats.indicators.model import load_indicators
from unionstats.rules.folder import RuleFolder, load_toml


def test_the_template_asks_for_what_is_missing_and_names_the_next_commands(tmp_path: Path) -> None:
    path = write_new_rule(tmp_path / "my rules", "apprenticeships")
    assert f"unionstats rules test apprenticeships --rules '{tmp_path}/my rules'" in path.read_text(encoding="utf-8")
    with pytest.raises(RuleError, match="has no title"):
        load_indicators(RuleFolder.open(tmp_path / "my rules"))


@pytest.mark.parametrize("indicator", ["members_total", "honours"])
def test_a_rule_for_an_indicator_that_ships_changes_nothing_else_of_it(indicator: str, tmp_path: Path) -> None:
    path = write_new_rule(tmp_path, indicator)
    filled = path.read_text(encoding="utf-8")
    for empty, words in (
        ('why = ""', 'why = "A wording."'),
        ("'''  '''", "'''甲乙'''"),
        ('"",  ', '"甲乙<3人>",'),
        ('text = ""', 'text = "丙丁3人"'),
    ):
        filled = filled.replace(empty, words)
    path.write_text(filled, encoding="utf-8")
    shipped = load_indicators(RuleFolder.open())[indicator]
    own = load_indicators(RuleFolder.open(tmp_path))[indicator]
    assert {rule.id for rule in own.rules} - {rule.id for rule in shipped.rules} == {f"{indicator}.own"}
    assert {rule.path for rule in own.rules if rule.path != path} == {rule.path for rule in shipped.rules}
    for name in ("title", "title_en", "level", "kinds", "range", "suffixes", "whole"):
        assert getattr(own, name) == getattr(shipped, name)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    write_new_rule(tmp_path, "apprenticeships")
    with pytest.raises(UsageError, match="exists"):
        write_new_rule(tmp_path, "apprenticeships")
    (tmp_path / "indicators" / "honours").mkdir()
    with pytest.raises(UsageError, match="honours exists"):
        write_new_rule(tmp_path, "honours")
    (tmp_path / "file").touch()
    with pytest.raises(WriteFailed, match="Not a directory"):
        write_new_rule(tmp_path / "file", "apprenticeships")


def test_the_template_is_toml(tmp_path: Path) -> None:
    for indicator in load_indicators(RuleFolder.open()):
        assert load_toml(write_new_rule(tmp_path, indicator))["indicator"]["id"] == indicator

"""Rule folders: an analyst's own lies over the shipped one, and errors lead to the line."""

from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, load_toml, shipped_rules


def folder(tmp_path: Path, lexicon: str) -> RuleFolder:
    (tmp_path / "lexicon.toml").write_text(lexicon, encoding="utf-8")
    return RuleFolder((tmp_path,))


def test_the_shipped_rules_are_found() -> None:
    assert (shipped_rules() / "lexicon.toml").is_file()


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text('a = 1\nb = "open\n', encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_toml(path)
    assert caught.value.line == 2
    assert str(caught.value).startswith(f"{path}:2: ")
    assert caught.value.exit_code == 2


def test_names_are_filled_in_longest_first(tmp_path: Path) -> None:
    rules = folder(tmp_path, '[words]\nmember = ["会员", "工会会员"]\nwho = ["{member}", "职工"]\n')
    assert rules.lexicon["member"] == "(?:工会会员|会员)"
    assert rules.expand("{who}{2,3}", path=tmp_path, rule="r") == "(?:(?:工会会员|会员)|职工){2,3}"


def test_a_circle_of_names_is_an_error(tmp_path: Path) -> None:
    rules = folder(tmp_path, '[patterns]\na = "{b}"\nb = "{a}"\n')
    with pytest.raises(RuleError, match="circle"):
        _ = rules.lexicon


def test_an_unknown_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="unknown name"):
        folder(tmp_path, "[words]\n").expand("{nobody}", path=tmp_path, rule="r")


def test_what_is_wrong_with_a_name_leads_to_its_line(tmp_path: Path) -> None:
    rules = folder(tmp_path, '[patterns]\na = "x"\nb = "{nobody}"\n')
    with pytest.raises(RuleError) as caught:
        _ = rules.lexicon
    assert caught.value.line == 3
    rules = folder(tmp_path, '[patterns]\nx = "y"\na = "{b}"\nb = "{a}"\n')
    with pytest.raises(RuleError) as caught:
        _ = rules.lexicon
    assert caught.value.line == 3


@pytest.mark.parametrize("pattern", ["(a+)*b", "((?:a|b)+)+c", "(?:工会|会员|工会会员)*卡", r"\s*\s+年"])
def test_a_pattern_that_runs_away_is_refused(pattern: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="takes for ever") as caught:
        folder(tmp_path, "[words]\n").compile(pattern, path=tmp_path / "x.toml", rule="r")
    assert caught.value.exit_code == 2


def test_a_bad_pattern_names_its_rule(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"rule noise\.x: bad regular expression"):
        folder(tmp_path, "[words]\n").compile("(工会", path=tmp_path / "noise.toml", rule="noise.x")


def test_the_digest_follows_every_file(tmp_path: Path) -> None:
    rules = folder(tmp_path, "[words]\n")
    before = rules.digest()
    (tmp_path / "more.toml").write_text("# new", encoding="utf-8")
    assert rules.digest() != before


def test_a_missing_folder_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such rules folder"):
        RuleFolder.open(tmp_path / "none")

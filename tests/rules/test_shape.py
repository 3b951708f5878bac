"""An own rule file that is not of the shipped ones' shape is the user's mistake, told on one line."""

from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder, shipped_rules

INDICATOR = """\
[indicator]
id = "pairs"
title = "结对"
title_en = "Pairs"
kinds = ["count"]
level = "flow"
range = [1, 1_000]
trigger = ["结对"]

[[rule]]
id = "pairs.noun"
why = "Pairs."
noun = '''结对'''
match = ["结对<46对>"]
reject = [{ text = "结对36人", why = "people" }]
"""


def problem(tmp_path: Path, name: str, text: str) -> RuleError:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        RuleFolder.open(tmp_path)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_file_of_the_right_shape_is_taken(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "pairs.toml").write_text(INDICATOR, encoding="utf-8")
    (tmp_path / "lexicon.toml").write_text(
        '[words]\nmine = ["结对"]\n[patterns]\npiece = "结{mine}"\n', encoding="utf-8"
    )
    assert RuleFolder.open(tmp_path).lexicon["mine"] == "(?:结对)"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('trigger = ["结对"]', 'trigger = "结对"', 8, "trigger: must be a list, not a text"),
        ('trigger = ["结对"]', "trigger = [3]", 8, "trigger: must hold a text, not a number"),
        ("range = [1, 1_000]", 'range = ["a", "b"]', 7, "range: must hold a number, not a text"),
        ("noun = '''结对'''", "noun = 3", 13, "rule pairs.noun: noun: must be a text, not a number"),
        ('match = ["结对<46对>"]', "match = [46]", 14, "match: must hold a table or a text, not a number"),
        ("[[rule]]", "[rule]", 10, "rule: must be a list, not a table"),
        ('title = "结对"', "title = true", 3, "title: must be a text, not true or false"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    found = problem(tmp_path, "indicators/pairs.toml", INDICATOR.replace(old, new))
    assert found.line == line
    assert message in str(found)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("stray.toml", "[x]\na = 1\n", "nothing reads a file of this name"),
        ("indicator/pairs.toml", INDICATOR, "nothing reads a file of this name"),
        ("measure.toml", '[frames]\nlead = "x"\n', "frames: unknown section; use frame, measure"),
        ("lexicon.toml", "[words]\nmine = 3\n", "mine: must be a list, not a number"),
        ("glosses.toml", "", "is empty; its sections are glosses"),
        ("noise/own.toml", 'noise = "x"\n', "noise: must be a list, not a text"),
        ("units/own.toml", "[[unit]]\naliases = 3\n", "aliases: must be a list, not a number"),
        ("times.toml", "[[expression]]\npattern = 3\n", "pattern: must be a text, not a number"),
        ("times/far/own.toml", "[[word]]\nfield = 'x'\n", "nothing reads a file of this name"),
    ],
)
def test_a_file_or_section_that_nothing_reads_is_told(tmp_path: Path, name: str, text: str, message: str) -> None:
    assert message in str(problem(tmp_path, name, text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("units.toml", "[[unit]]\nid = '麻袋'\nkind = 'count'\n"),
        ("units/sacks.toml", "[[unit]]\nid = '麻袋'\nkind = 'count'\n"),
        ("glosses/own.toml", "[glosses]\nreadings = 'zhi=之'\n"),
        ("indicators/pairs/head.toml", INDICATOR),
        ("indicators/honours/mine.toml", INDICATOR),
    ],
)
def test_an_own_file_may_be_whole_or_in_parts_whatever_the_shipped_one_is(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert RuleFolder.open(tmp_path)


def test_corrections_need_no_shipped_model(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").write_text("", encoding="utf-8")
    assert RuleFolder.open(tmp_path)


def test_the_shipped_rules_are_of_their_own_shape(tmp_path: Path) -> None:
    for path in shipped_rules().rglob("*.toml"):
        target = tmp_path / path.relative_to(shipped_rules())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert RuleFolder.open(tmp_path)

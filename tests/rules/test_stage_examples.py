"""Examples of rules of every stage: the shipped ones hold, and what is wrong with an own one is told."""

from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.evaluate.stage_examples import run_stage_examples
from unionstats.rules.folder import RuleFolder

OWN = {
    "noise/mine.toml": """[[noise]]
id = "noise.mine.lamp"
scope = "line"
kind = "share"
why = "x"
pattern = '点亮小灯'
strip = [{ text = "点亮小灯，陪伴6万人", leaves = "" }]
keep = [{ text = "点亮小灯笼的职工有60人", why = "x" }]
""",
    "repair.toml": """[[repair]]
id = "repair.mine"
kind = "jammer"
why = "x"
trigger = ["〓"]
pattern = '〓'
repairs = [{ text = "慰问〓职工", leaves = "慰问职工" }]
keep = [{ text = "符号〓两边" }]
""",
    "ignore.toml": """[[ignore]]
id = "name.mine"
why = "x"
pattern = '三山 (?=岛)'
match = ["来到三山岛", "来到五山岛的3人"]
reject = [{ text = "三山镇的9人", quote = "9人" }, { text = "三山岛的9人", quote = "8人" }]
""",
    "times.toml": """[[expression]]
id = "moment.mine"
why = "x"
trigger = ["digits"]
kind = "moment"
pattern = '''(?P<year>20\\d\\d) 年 稻熟 时'''
match = [
  { text = "2031年稻熟时，入会60人", period = "2031-01-01/2031-12-31" },
  { text = "2031年稻熟时，入会60人", period = "2031-09-01/2031-10-31" },
  { text = "稻熟时，入会60人", period = "/" },
]
reject = [{ text = "2031年，入会60人", why = "x" }, { text = "2031年稻熟时", why = "x" }]
""",
    "status.toml": """[[cue]]
id = "target.mine"
why = "x"
status = "target"
reach = "clause"
trigger = ["盼着"]
pattern = "盼着"
match = [{ text = "盼着建站60座。", quote = "60座" }, { text = "盼到了，建站60座。", quote = "60座" }]
reject = [{ text = "盼着60座。", quote = "60座", why = "x" }, { text = "建站60座。", quote = "61座", why = "x" }]
""",
}
PROBLEMS = {
    "noise.mine.lamp-keep-1": "点亮小灯笼的职工有60人 goes by noise.mine.lamp",
    "repair.mine-keep-1": "leaves 符号两边",
    "name.mine-match-2": "3人 counts",
    "name.mine-reject-2": "8人 is not found, but 9人",
    "moment.mine-match-2": "the period is 2031-01-01/2031-12-31",
    "moment.mine-match-3": "no time is found",
    "moment.mine-reject-2": "a time is found",
    "target.mine-match-2": "60座 is actual",
    "target.mine-reject-1": "60座 is target",
    "target.mine-reject-2": "61座 is no quantity",
}


def test_the_shipped_examples_hold() -> None:
    examples = list(run_stage_examples(RuleFolder.open()))
    assert [str(example) for example in examples if example.problem] == []
    assert len({example.id for example in examples}) == len(examples) > 3_000


@pytest.mark.parametrize("name", OWN)
def test_what_is_wrong_with_an_own_example_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(OWN[name], encoding="utf-8")
    rule = next(line.split('"')[1] for line in OWN[name].splitlines() if line.startswith("id ="))
    examples = list(run_stage_examples(RuleFolder.open(tmp_path), rule))
    problems = {one: problem for one, problem in PROBLEMS.items() if one.startswith(rule)}
    assert {example.id: example.problem for example in examples if example.problem} == problems
    assert len(examples) > len(problems)
    failed = next(example for example in examples if example.problem)
    assert str(failed).startswith(f"{path}:")
    assert str(failed).endswith(f": {failed.problem}")


ALIAS = """[[alias]]
code = "211324"
names = ["喀乡间"]
match = ["喀乡间总工会办班36期", "环县总工会办班36期"]
reject = ["环县总工会办班60期", "喀乡间总工会办班60期"]
"""


def test_what_is_wrong_with_an_own_example_of_places_is_told(tmp_path: Path) -> None:
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "aliases.toml").write_text(ALIAS, encoding="utf-8")
    examples = list(run_stage_examples(RuleFolder.open(tmp_path), "211324.喀乡间"))
    assert {example.id: example.problem for example in examples} == {
        "211324.喀乡间-match-1": None,
        "211324.喀乡间-match-2": "is told of 环县, county",
        "211324.喀乡间-reject-1": None,
        "211324.喀乡间-reject-2": "is told of 喀喇沁左翼蒙古族自治县, county",
    }


def test_an_example_that_lacks_something_is_told_with_its_rule(tmp_path: Path) -> None:
    text = OWN["times.toml"].replace('period = "/"', 'day = "/"').replace('"稻熟时，入会', '"2031年稻熟时，入会')
    (tmp_path / "times.toml").write_text(text, encoding="utf-8")
    with pytest.raises(
        RuleError, match=r"times\.toml:2: rule moment\.mine: match example 3 lacks or misspells 'period'"
    ):
        list(run_stage_examples(RuleFolder.open(tmp_path), "moment.mine"))

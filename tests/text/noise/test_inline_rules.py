"""Rules that cut within lines: a line that was seen before, in this page or another, is cut as if it were new."""

from __future__ import annotations

from pathlib import Path

import pytest

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.noise.remover import NoiseRemover

PAGE = (
    "县里办起职工夜校\n{}\n今年以来,南坪县各级工会走访慰问困难职工家庭三千二百余户。\n{}\n夜校每周开课两次,来的人很多。"
)


def rule(name: str, pattern: str, trigger: str, **fields: object) -> str:
    more = "\n".join(f"{key} = {str(value).lower() if value is True else value}" for key, value in fields.items())
    return f"""[[noise]]
id = "noise.own.{name}"
scope = "inline"
why = "a test"
pattern = '''{pattern}'''
trigger = ["{trigger}"]
{more}
strip = [{{ text = "甲", leaves = "" }}]
keep = [{{ text = "乙", why = "another" }}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "noise").mkdir()
    return tmp_path


def remover(folder: Path, *rules: str) -> NoiseRemover:
    (folder / "noise" / "own.toml").write_text("\n".join(rules), encoding="utf-8")
    return NoiseRemover(RuleFolder.open(folder))


def test_a_rule_for_one_host_finds_its_lines_after_pages_of_others(folder: Path) -> None:
    own = remover(folder, rule("hosted", "瑞澜堂$", "瑞澜", hosts='["a.example"]'))
    page = PAGE.format("夜校里教灯谜瑞澜堂", "夜校里教剪纸瑞澜堂")
    for _ in range(2):
        assert own.clean(TrackedText.of(page), host="b.example").text.text == page
        assert "瑞澜堂" not in own.clean(TrackedText.of(page), host="a.example").text.text


def test_a_rule_that_asks_for_two_finds_its_lines_after_pages_with_one(folder: Path) -> None:
    own = remover(folder, rule("twice", "瑞澜堂$", "瑞澜", least=2))
    once = PAGE.format("夜校里教灯谜瑞澜堂", "夜校里教剪纸")
    twice = PAGE.format("夜校里教灯谜瑞澜堂", "夜校里教剪纸瑞澜堂")
    for _ in range(2):
        assert own.remove(TrackedText.of(once)).text == once
        assert "瑞澜堂" not in own.remove(TrackedText.of(twice)).text


def test_what_stands_behind_a_cut_is_cut_in_the_next_pass(folder: Path) -> None:
    own = remover(folder, rule("outer", "瑞澜堂$", "瑞澜"), rule("inner", "瑞泽堂$", "瑞泽"))
    page = PAGE.format("夜校里教灯谜瑞泽堂瑞澜堂", "夜校里教剪纸")
    assert own.remove(TrackedText.of(page)).text == page.replace("瑞泽堂瑞澜堂", "")


@pytest.mark.parametrize(
    ("trigger", "line"), [("谜\\n", "瑞澜堂里教灯谜"), ("\\n瑞", "瑞澜堂里教灯谜"), ("堂 ", "瑞澜堂 夜校教灯谜")]
)
def test_a_trigger_may_hold_the_sign_beside_a_line(folder: Path, trigger: str, line: str) -> None:
    own = remover(folder, rule("beside", "瑞澜堂", trigger))
    assert "瑞澜堂" not in own.remove(TrackedText.of(PAGE.format(line, "夜校里教剪纸"))).text

"""Names read as brands in a page, cut wherever else they stand in it."""

from __future__ import annotations

from pathlib import Path

from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.noise.remover import NoiseRemover

PAGE = "4月2日,瑞泽城选出代表43名。\n瑞泽城(中国)"
OWN = """[[noise]]
id = "noise.own.learned"
kind = "brand_injection"
scope = "learned"
why = "a test"
pattern = '''手册'''
strip = [{ text = "瑞泽城(中国)\\n翻开瑞泽城手册,选出代表43名。", leaves = "翻开,选出代表43名。" }]
keep = [{ text = "翻开手册。", why = "no name" }]
"""


def test_a_name_goes_bare_only_where_the_page_holds_it_often() -> None:
    remover = NoiseRemover(RuleFolder.open())
    assert "瑞泽城选出" in remover.remove(TrackedText.of(PAGE)).text
    often = f"{PAGE}\n职工说,瑞泽城给他们发了奖。"
    assert "瑞泽城" not in remover.remove(TrackedText.of(often)).text


def test_a_rule_of_ones_own_takes_no_bound_away(tmp_path: Path) -> None:
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / "own.toml").write_text(OWN, encoding="utf-8")
    remover = NoiseRemover(RuleFolder.open(tmp_path))
    assert "瑞泽城选出" in remover.remove(TrackedText.of(PAGE)).text
    assert "翻开," in remover.remove(TrackedText.of("瑞泽城(中国)\n翻开瑞泽城手册,选出代表43名。")).text


def test_digits_behind_a_word_are_a_count_whatever_the_page_calls_itself() -> None:
    remover = NoiseRemover(RuleFolder.open())
    page = "168体育网页版\n4月2日,县总工会建成驿站168座,168选出代表43名。"
    assert remover.remove(TrackedText.of(page)).text.strip() == "4月2日,县总工会建成驿站168座,选出代表43名。"

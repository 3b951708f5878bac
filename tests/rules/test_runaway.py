"""Patterns that run away are told from those that do not, by reading them."""

from pathlib import Path

import pytest
import regex

from unionstats.pipeline import Pipeline
from unionstats.rules.folder import RuleFolder
from unionstats.rules.pattern_tree import loops_of, read_pattern
from unionstats.rules.runaway import attack_texts, find_runaway

RUNS_AWAY = [
    # a loop within a loop
    "(a+)+b", "(a+)*b", "(?:a*)*c", "((?:a|b)+)+c", "(x+x+)+y", "(?: [^x]+ [^x]+ )+ y", r"(?:\p{Han}*)+x",
    "(?:a+?b*)*c", "(?:a{1,3})*b", "(?:(?:a|b){2,}c?)+d", "(?:.*,)*x", r"(?:\d+[.]\d+)*x",
    "(?:a{1,3}){1,20}b",
    # alternatives that overlap, under a star
    "(?:a|a)*c", "(?:a|b|ab)*c", "(?:ab?|bc?|c)*d", r"(?:\w|\p{Han})+x", "(?:劳动|技能|劳动技能)*竞赛",
    "(?:(?:劳动|技能)?(?:职工|技能)?)*竞赛", "(?:[^。]{0,14}和)*完", "(?:全国|全国总|总)* 工会",
    # loops side by side
    "a*a*b", r"\s*\s+x", r"\w*\s?\w*;", r"[^。]*\p{Han}+完", r"\d+[0-9]*元",
    # inside what gives nothing back, and inside a look-around
    "(?>(?:a|ab|b)*c)d", "(?=(?:a|ab|b)*c)d", "x(?:(?:a|ab|b)*c)?d",
    # bounds that hide a nest: each loop is short, and the ways through them are millions
    "(?:a+){0,9}b", "(?:[^，]{0,40}职工[^。]{0,80}){1,6}完", r"(?:\w{0,8}\s{0,8}\w{0,8}){0,5}[。]",
    "(?:[^#]{0,24}[:：]{1,8}){0,4}年", "(?:.{0,160}?(?:本站|转载)){5}.{0,300}[。]",
    "(?=(?:[^，]{0,40}职工[^。]{0,80}){1,6}完)",
    # at the end of a pattern, where another may be put behind it
    "(?:a|b|ab)*", "x(?:a|b|ab)*c?", "((?:师|徒)+)+",
]  # fmt: skip
STAYS_LINEAR = [
    "(?:a++)+b", "(?:a+,)*x", r"\(a+\)*x", "(?:a+){0,2}b", "(?:a+)*+b", "(?>a+)+b", "(?:ab|ac|ad)*e",
    # a common beginning is harmless where only one way goes on
    "(?:a|ab|abc)*d", "(?:工会|工人)*会", "(?:劳动|技能|竞赛)*会", "(?:(?:全国|省级|市级)、?)*奖",
    "(?:a(?:b(?:c)*)*)*d", "(?:[a-z]+[0-9]+)*;", r"[^x]*x[^y]*y", r"\s*,\s*x", r"\d+\p{Han}*",
    # loops with bounds, few or parted by what only one of them takes
    "(?:职工[^，]{0,14}会员[^，]{0,14}){1,2}新", "[^，]{0,14}职工[^，]{0,14}会员[^，]{0,14}新",
    "(?:[^，]{0,40}，[^，。]{0,80}。){1,6}完", "(?:(?>[^，]{0,40}?职工)){1,6}完", r"(?:\w{0,8}+\s{1,8}+){0,5}[。]",
    "(?=.{1,50}$)(?:[^，]{0,9}职工){1,3}完",
    # nothing behind it can fail
    "a*a*", r".*\s*", "(?>(?:a|b|ab)*)c", "(?=(?:a|b|ab)*)c",
    "[(][^)]*[)]", r"a{2,5}a{3}b", "# a remark (a+)+\na+", r"[\](a+)+]b", r"\#+\*+x",
]  # fmt: skip


@pytest.mark.parametrize("pattern", RUNS_AWAY)
def test_what_runs_away_is_found(pattern: str) -> None:
    assert regex.compile(pattern, regex.VERBOSE | regex.VERSION1)
    assert find_runaway(pattern) is not None


@pytest.mark.parametrize("pattern", STAYS_LINEAR)
def test_what_stays_linear_is_left_alone(pattern: str) -> None:
    assert regex.compile(pattern, regex.VERBOSE | regex.VERSION1)
    assert find_runaway(pattern) is None


def test_the_text_that_is_told_leads_the_engine_astray() -> None:
    """What no engine's memory saves: the cost on the text told, over and over, passes any patience."""
    pattern = "(?:a|b|ab)*c"
    found = find_runaway(pattern)
    assert found is not None
    with pytest.raises(TimeoutError):
        regex.match(pattern, found.text * 30 + "dc", timeout=0.3)


def test_a_nest_of_bounded_loops_leads_the_engine_astray() -> None:
    pattern = "(?:[^，]{0,40}职工[^。]{0,80}){1,6}完"
    found = find_runaway(pattern)
    assert found is not None
    assert found.why == "loops that share one text in too many ways"
    with pytest.raises(TimeoutError):
        regex.match(pattern, (found.text * 800)[:800], timeout=0.3)


def test_the_direction_of_matching_tells_what_can_fail() -> None:
    assert find_runaway(r"x\s*\s*") is None
    assert find_runaway(r"x\s*\s*", backward=True) is not None


def test_the_message_is_one_line_with_the_piece_and_a_text() -> None:
    found = find_runaway("x (?: 职工 | 技能\n | 职工技能 )* y")
    assert str(found).count("\n") == 0
    assert "(?: 职工 | 技能 | 职工技能 )*" in str(found)


def test_a_loop_too_large_to_look_into_takes_no_time() -> None:
    words = "|".join(f"w{number}" for number in range(2000))
    assert find_runaway(f"(?:{words})*x") is None


def test_attack_texts_are_what_the_loops_take() -> None:
    assert list(attack_texts(r"(?:ab)+c*[(]d{2}e+")) == ["ab", "c", "e"]
    assert list(attack_texts("工会")) == []


def test_the_reader_sees_the_loops_of_the_shipped_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    compile_ = RuleFolder.compile

    def watched(self: RuleFolder, pattern: str, *, path: Path, rule: str, flags: int = 0) -> regex.Pattern[str]:
        seen.append(self.expand(pattern, path=path, rule=rule))
        return compile_(self, pattern, path=path, rule=rule, flags=flags)

    monkeypatch.setattr(RuleFolder, "compile", watched)
    Pipeline()
    assert sum(1 for pattern in seen for _ in loops_of(read_pattern(pattern))) > 100

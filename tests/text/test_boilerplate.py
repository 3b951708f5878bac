"""Learning what stands on many pages of a host."""

import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from unionstats.rules.folder import RuleFolder
from unionstats.text.boilerplate import Boilerplate, BoilerplateLearner, render_rules
from unionstats.text.edits import TrackedText
from unionstats.text.noise import NoiseRemover


def folder_with(text: str, path: Path) -> RuleFolder:
    (path / "noise").mkdir(exist_ok=True)
    (path / "noise" / "learnt.toml").write_text(text, encoding="utf-8")
    return RuleFolder.open(path)


def test_a_line_on_a_fifth_of_the_pages_belongs_to_the_host() -> None:
    learner = BoilerplateLearner()
    for number in range(40):
        learner.add("a.cn", [f"新闻{number}", "江北之窗欢迎您"] + (["夏送清凉专题"] if number % 6 == 0 else []))
        learner.add("b.cn", [f"消息{number}"])
    assert learner.find() == [Boilerplate("a.cn", "江北之窗欢迎您", 40, 40)]


def test_a_line_repeated_on_one_page_counts_once() -> None:
    learner = BoilerplateLearner()
    learner.add("a.cn", ["江北之窗"] * 9)
    assert learner.find() == []


def test_learnt_rules_act_on_their_host_alone(tmp_path: Path) -> None:
    rules = render_rules([Boilerplate("a.cn", "江北之窗 (首届) 欢迎您。", 40, 40)])
    remover = NoiseRemover(folder_with(rules, tmp_path))
    page = TrackedText.of("夏送清凉\n江北之窗 (首届) 欢迎您。\n慰问职工86人。")
    assert remover.clean(page, host="a.cn").text.text == "夏送清凉\n慰问职工86人。"
    assert remover.clean(page, host="b.cn").text is page
    assert remover.clean(page).text is page


@given(st.text(min_size=2, max_size=60).filter(lambda line: line.strip() == line and line.isprintable()))
def test_any_line_can_be_written_as_a_rule(line: str) -> None:
    table = tomllib.loads(render_rules([Boilerplate("a.cn", line, 9, 9)]))
    assert table["noise"][0]["trigger"] == [line]
    assert len(table["noise"][0]["strip"]) == len(table["noise"][0]["keep"]) == 1

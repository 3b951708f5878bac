"""Learning what stands on many pages of a host."""

import json
import tomllib
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from unionstats.cli import cli
from unionstats.rules.folder import RuleFolder
from unionstats.text.boilerplate import Boilerplate, BoilerplateLearner, render_rules
from unionstats.text.edits import TrackedText
from unionstats.text.noise.remover import NoiseRemover


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
    pattern = RuleFolder.open().compile(table["noise"][0]["pattern"], path=Path("learnt.toml"), rule="any")
    assert pattern.search(line)
    assert not pattern.search(f"{line}86人")
    assert len(table["noise"][0]["strip"]) == len(table["noise"][0]["keep"]) == 1


def page_of(host: str, number: int, frame: list[str]) -> str:
    text = [
        frame[0],
        f"第{number}矿区工会送清凉",
        f"第{number}矿区工会慰问一线职工{number}06人,送去防暑物资{number}2箱。",
        *frame[1:],
    ]
    return json.dumps({"url": f"http://{host}/{number}.html", "text": "\n".join(text)}, ensure_ascii=False)


def test_what_is_learnt_from_pages_cleans_pages_of_their_hosts(tmp_path: Path) -> None:
    """From pages to rules to clean pages, by the commands alone."""
    frames = {
        "a.example.cn": ["晋岭职工之窗恭候您", "直通车8"],
        "b.example.cn": ["矿区之声首屏位(甲)", "工友好声音,天天有好听。"],
    }
    lines = [page_of(host, number, frame) for host, frame in frames.items() for number in range(1, 17)]
    pages, rules = tmp_path / "pages.jsonl", tmp_path / "rules"
    pages.write_text("\n".join(lines), encoding="utf-8")
    learnt = CliRunner().invoke(cli, ["learn", str(pages), "--rules", str(rules)])
    assert (learnt.exit_code, learnt.output.split(": ")[1]) == (0, "4 lines of 2 hosts\n")
    assert CliRunner().invoke(cli, ["rules", "check", "--rules", str(rules)]).exit_code == 0

    own = page_of("a.example.cn", 3, [*frames["a.example.cn"], "直通车86次往返矿区,接送职工2400人,方便大家上下班。"])
    other = page_of("c.example.cn", 3, frames["a.example.cn"])
    pages.write_text(f"{own}\n{other}\n", encoding="utf-8")
    cleaned = CliRunner().invoke(cli, ["clean", str(pages), "--rules", str(rules)])
    first, second = cleaned.output.split("\n\n")
    assert "恭候您" not in first
    assert "直通车8\n" not in first
    assert "直通车86次往返矿区" in first
    assert "恭候您" in second


def test_where_nothing_is_learnt_no_file_is_written(tmp_path: Path) -> None:
    """A file of rules without a rule would stop every later run that is given the folder."""
    pages, rules = tmp_path / "pages.jsonl", tmp_path / "rules"
    pages.write_text("\n".join(page_of("a.example.cn", number, ["首页"]) for number in range(1, 9)), encoding="utf-8")
    learnt = CliRunner().invoke(cli, ["learn", str(pages), "--rules", str(rules)])
    assert (learnt.exit_code, learnt.output.split(" ")[0]) == (0, "no")
    assert not rules.exists()

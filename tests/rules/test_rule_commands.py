"""`unionstats rules`: what the commands print, and how they end."""

from pathlib import Path

import pandas as pd
import pytest

from unionstats.cli import main

CANTEENS = """
[indicator]
id = "canteens"
title = "职工食堂"
title_en = "Canteens"
kinds = ["count"]
units = ["个", "家"]
level = "stock"
trigger = ["食堂"]

[[rule]]
id = "canteens.noun"
why = "Canteens counted as places."
noun = '''职工? 食堂'''
match = [
  "改造职工食堂<16个>", "建成<9家>职工食堂", "新增职工食堂<3个>",
  "职工食堂<21个>", "开办职工食堂<8家>", "职工食堂达<40个>",
]
reject = [
  { text = "食堂职工16名", why = "staff" },
  { text = "驿站16个", why = "stations" },
  { text = "建成书屋9家", why = "reading rooms" },
  { text = "食堂补助3万元", why = "money" },
]
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["rules", *arguments])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "indicators").mkdir()
    return tmp_path


def write(own: Path, text: str, name: str = "canteens.toml") -> None:
    (own / "indicators" / name).write_text(text, encoding="utf-8")


def test_list_gives_a_line_per_indicator(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert len(out.splitlines()) == 50
    assert "members_total" in out


def test_show_gives_rules_with_reasons_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "members_total")
    assert code == 0
    assert "members_total.noun" in out
    assert "match: 全省工会会员总数达<618.4万人>" in out


def test_show_of_an_unknown_indicator_is_the_users_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "show", "nonsense")
    assert code == 2
    assert "no indicator nonsense" in err


def test_an_own_indicator_is_listed_and_its_examples_hold(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(own, CANTEENS)
    assert "canteens" in run(capsys, "list", "--rules", str(own))[1]
    code, out, _ = run(capsys, "test", "canteens", "--rules", str(own))
    assert (code, out) == (0, "10 examples hold\n")


def test_a_failing_example_is_one_line_with_file_and_rule(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(own, CANTEENS.replace("驿站16个", "职工食堂16个"))
    code, out, err = run(capsys, "test", "canteens", "--rules", str(own))
    assert code == 1
    assert "canteens.toml" in out
    assert "canteens.noun-reject-2" in out
    assert "1 of 10 examples fail" in err


BROKEN = {
    "no TOML": (CANTEENS.replace("[indicator]", "[indicator"), "not valid TOML"),
    "an unknown key": (CANTEENS.replace("why =", "wy ="), "unknown key wy"),
    "a bad pattern": (CANTEENS.replace("职工? 食堂", "职工( 食堂"), "bad regular expression"),
    "a pattern that runs away": (CANTEENS.replace("职工? 食堂", "(?:工+)* 食堂"), "takes for ever"),
    "an unknown name": (CANTEENS.replace("职工? 食堂", "{nobody} 食堂"), "unknown name {nobody}"),
    "no match example": (CANTEENS.partition("match =")[0] + "match = []\nreject = ['食堂1家']", "no match example"),
    "no reject example": (CANTEENS.partition("reject =")[0], "no reject example"),
    "no trigger": (CANTEENS.replace('trigger = ["食堂"]', ""), "no trigger"),
    "an unknown kind": (CANTEENS.replace('["count"]', '["counts"]'), "unknown kind counts"),
    "a foreign rule id": (CANTEENS.replace("canteens.noun", "canteen.noun"), "must begin with canteens."),
    "two rules of one id": (CANTEENS + CANTEENS[CANTEENS.index("[[rule]]") :], "two rules of this id"),
    "no anchor": (CANTEENS.replace("noun =", "clause ="), "needs one of noun, before, after"),
    "a quote that is not there": (
        CANTEENS.replace('"职工食堂<21个>"', "{text = '食堂', quote = '1个'}"),
        "quote 1个 is not",
    ),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_one_line_and_the_users_mistake(
    text: str, message: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(own, text)
    code, _, err = run(capsys, "check", "--rules", str(own))
    assert code == 2
    assert message in err
    assert "canteens.toml" in err
    assert len(err.splitlines()) == 1


def test_a_circle_in_the_lexicon_is_told(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(own, CANTEENS.replace("职工? 食堂", "{ring} 食堂"))
    (own / "lexicon.toml").write_text('[words]\nring = ["{round}"]\nround = ["{ring}"]\n', encoding="utf-8")
    code, _, err = run(capsys, "check", "--rules", str(own))
    assert code == 2
    assert "circle: ring → round → ring" in err


def test_check_tells_of_a_rule_that_another_shadows(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shadow = (
        CANTEENS[CANTEENS.index("[[rule]]") :].replace("canteens.noun", "canteens.all").replace("职工? 食堂", "食堂")
    )
    write(own, CANTEENS + shadow)
    code, out, _ = run(capsys, "check", "--rules", str(own))
    assert code == 1
    assert "rule canteens.all: wins none of its own examples (shadowed by canteens.noun)" in out


def test_check_tells_of_a_share_under_the_id_of_a_count(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rate = """
[[rule]]
id = "canteens.rate"
why = "How many firms have one."
kinds = ["percent"]
units = []
before = "食堂覆盖率"
match = ["食堂覆盖率<86%>"]
reject = ["食堂满意率<86%>"]
"""
    write(own, CANTEENS + rate)
    code, out, _ = run(capsys, "check", "--rules", str(own))
    assert code == 1
    assert "rule canteens.rate: names shares, which its indicator does not count" in out
    with_suffix = CANTEENS.replace('level = "stock"', 'level = "stock"\nsuffixes = ["rate"]')
    write(own, with_suffix + rate.replace("units = []", 'units = []\nsuffix = "rate"'))
    assert run(capsys, "check", "--rules", str(own))[0] == 0


def test_the_shipped_rules_are_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Also that no shipped pattern runs away: every stage compiles its patterns with the check on."""
    assert run(capsys, "check")[:2] == (0, "all rule files are well\n")


def test_new_writes_a_template_once(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "new", "canteens", "--rules", str(own))[0] == 0
    assert 'id = "canteens.noun"' in (own / "indicators" / "canteens.toml").read_text(encoding="utf-8")
    assert run(capsys, "new", "canteens", "--rules", str(own))[0] == 2
    assert run(capsys, "new", "Canteens!", "--rules", str(own))[0] == 2


def test_coverage_counts_rules_and_unnamed_phrases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "facts").mkdir()
    rows = [
        ("members_total", "members_total.noun", "会员", "会员36人。"),
        (None, None, "盒饭", "盒饭36份。"),
        (None, None, "盒饭", "送来盒饭60份。"),
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "rule", "measure", "sentence"])
    frame.to_parquet(tmp_path / "facts" / "shanxi.parquet")
    code, out, _ = run(capsys, "coverage", str(tmp_path))
    assert code == 0
    assert "1 of 3 facts have an indicator" in out
    assert "1  members_total.noun" in out
    assert "2  盒饭  盒饭36份。" in out
    assert "unions_total" in out


def test_coverage_of_no_output_is_the_users_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "coverage", str(tmp_path))[0] == 2


def test_the_how_to_works_as_written(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    how_to = (Path(__file__).parents[2] / "docs" / "how-to" / "new-indicator.md").read_text(encoding="utf-8")
    write(own, how_to.split("```toml\n")[1].split("```")[0], "apprenticeships.toml")
    assert run(capsys, "test", "apprenticeships", "--rules", str(own))[:2] == (0, "10 examples hold\n")

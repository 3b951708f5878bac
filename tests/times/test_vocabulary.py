"""Rule files of time and status: what is wrong in them is said with file, rule and line; own files add to ours."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from unionstats.errors import RuleError
from unionstats.rules.folder import RuleFolder
from unionstats.times.cues import CueFinder
from unionstats.times.dates import read_dates
from unionstats.times.expressions import TimeFinder
from unionstats.times.readings import Anchor, Told
from unionstats.times.status import StatusReader

EXPRESSION = """
[[expression]]
id = "own.day"
why = "w"
kind = "moment"
trigger = ["digits"]
pattern = '''x'''
match = []
reject = []
"""


def _own(folder: Path, name: str, text: str) -> RuleFolder:
    (folder / name).write_text(text, encoding="utf-8")
    return RuleFolder.open(folder)


def test_own_words_are_added_to_the_shipped_ones(tmp_path: Path) -> None:
    own = _own(tmp_path, "times.toml", '[[word]]\nfield = "year"\noffset = -1\nwords = ["旧岁"]\n')
    (expression,) = TimeFinder(own).find("旧岁,新建工会300家")
    reading = read_dates(expression.said, Anchor(2024, date(2024, 6, 5)), Told())
    assert (reading.start, reading.end) == (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (("[[expression]]", "[[expresion]]"), "unknown section"),
        (('why = "w"', ""), "has no why"),
        (('kind = "moment"', 'kind = "date"'), "kind must be"),
        (('["digits"]', '["numbers"]'), "trigger must"),
        (("'''x'''", "'''('''"), "bad regular expression"),
        (("'''x'''", "'''{nothing}'''"), "unknown name"),
    ],
)
def test_a_slip_in_a_time_rule_is_named_with_its_file(tmp_path: Path, wrong: tuple[str, str], message: str) -> None:
    with pytest.raises(RuleError, match=message) as caught:
        TimeFinder(_own(tmp_path, "times.toml", EXPRESSION.replace(*wrong)))
    assert caught.value.path == str(tmp_path / "times.toml")


def test_a_word_with_an_impossible_date_is_refused(tmp_path: Path) -> None:
    own = _own(tmp_path, "times.toml", '[[word]]\nfield = "part"\nfrom = "13-01"\nto = "06-30"\nwords = ["半岁"]\n')
    with pytest.raises(RuleError, match="半岁") as caught:
        TimeFinder(own)
    assert caught.value.line == 5


@pytest.mark.parametrize("wrong", ['status = "planned"', 'reach = "page"', 'kinds = ["sum"]', "trigger = []"])
def test_a_slip_in_a_cue_is_named_with_its_rule(tmp_path: Path, wrong: str) -> None:
    keys = {"status": '"target"', "reach": '"clause"', "kinds": '["money"]', "trigger": '["盼"]'}
    key, _, value = wrong.partition(" = ")
    cue = "".join(f"{name} = {text}\n" for name, text in (keys | {key: value}).items())
    text = f"[[cue]]\nid = \"own.hope\"\nwhy = \"w\"\n{cue}pattern = '''盼'''\nmatch = []\nreject = []\n"
    with pytest.raises(RuleError) as caught:
        StatusReader(_own(tmp_path, "status.toml", text))
    assert (caught.value.rule, caught.value.line) == ("own.hope", 2)


def test_one_pattern_of_a_list_may_be_replaced_and_the_others_stay(tmp_path: Path) -> None:
    own = _own(tmp_path, "status.toml", "[list]\njoins = '此外'\n")
    (tmp_path / "times.toml").write_text("[list]\nclosed = '；'\n", encoding="utf-8")
    assert CueFinder(own).phrases.joins.match("此外,再建")
    assert CueFinder(own).phrases.goes_on.pattern == CueFinder(RuleFolder.open()).phrases.goes_on.pattern
    assert TimeFinder(own).phrases.closed.match("；")


@pytest.mark.parametrize("name", ["times.toml", "status.toml"])
def test_a_pattern_of_a_list_that_nothing_reads_is_refused(tmp_path: Path, name: str) -> None:
    own = _own(tmp_path, name, "[list]\nheld_on = 'x'\n")
    with pytest.raises(RuleError, match="unknown key held_on") as caught:
        (TimeFinder if name == "times.toml" else CueFinder)(own)
    assert caught.value.line == 2

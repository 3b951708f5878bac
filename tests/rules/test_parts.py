"""A rule file may be a folder of parts: they are read as one, and contradict each other nowhere."""

import json
import tomllib
from pathlib import Path

import format_rules
import pytest

from unionstats.errors import RuleError
from unionstats.indicators.model import load_indicators
from unionstats.numbers.units import load_units
from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder, shipped_rules
from unionstats.times.cues import load_cues

HEAD = """[indicator]
id = "pairs"
title = "结对"
title_en = "pairs"
kinds = ["count"]
level = "flow"
"""
RULE = """[[rule]]
id = "pairs.{name}"
why = "x"
trigger = ["结对"]
noun = "结对"
match = ["结对<46对>"]
reject = [{{ text = "结对36人" }}]
"""
CUE = """[[cue]]
id = "target.strive"
why = "x"
status = "target"
reach = "clause"
trigger = ["奔着"]
pattern = "奔着"
match = []
reject = []
"""


def write(folder: Path, files: dict[str, str]) -> RuleFolder:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return RuleFolder((folder,))


def test_parts_are_given_sorted_layer_by_layer(tmp_path: Path) -> None:
    names = ["units/b.toml", "units/a.toml", "units.toml"]
    first = write(tmp_path / "first", dict.fromkeys(names, ""))
    rules = RuleFolder((*first.layers, *write(tmp_path / "second", {"units/a.toml": ""}).layers))
    found = [path.relative_to(tmp_path).as_posix() for path, _ in rules.tables("units.toml")]
    assert found == ["first/units/a.toml", "first/units/b.toml", "first/units.toml", "second/units/a.toml"]
    assert list(rules.files("units.toml")) == [path for path, _ in rules.tables("units.toml")]


def test_parts_as_one_table_hold_the_entries_and_keys_of_all(tmp_path: Path) -> None:
    parts = {
        "places/x/a.toml": "[[entry]]\nid = 'a'\n[list]\none = '1'\n",
        "places/x/b.toml": "[[entry]]\nid = 'b'\n[list]\ntwo = '2'\n",
    }
    path, table = only_table(write(tmp_path, parts), "x")
    assert path == tmp_path / "places" / "x"
    assert table == {"entry": [{"id": "a"}, {"id": "b"}], "list": {"one": "1", "two": "2"}}


@pytest.mark.parametrize(
    ("text", "other", "name"),
    [
        ("[[cue]]\nid = 'actual.x'\nwhy = 'x'\n", "[[cue]]\nid = 'actual.x'\nwhy = 'y'\n", "actual.x"),
        ("[list]\njoins = 'x'\n", "[list]\nplans_on = 'x'\njoins = 'y'\n", "joins"),
        ("level = 1\n", "level = 1\n", "level"),
    ],
)
def test_what_two_parts_both_say_is_an_error_that_names_both(tmp_path: Path, text: str, other: str, name: str) -> None:
    rules = write(tmp_path, {"status/one.toml": text, "status/two.toml": f"# more\n{other}"})
    with pytest.raises(RuleError, match=rf"status/two\.toml:\d: rule {name}: also stands in status/one\.toml"):
        load_cues(rules)


def test_an_own_file_overrides_the_entries_of_shipped_parts_by_their_ids(tmp_path: Path) -> None:
    for name in ("status.toml", "status/mine.toml"):
        write(tmp_path / name, {name: CUE})
        cues = [cue for cue in load_cues(RuleFolder.open(tmp_path / name)) if cue.id == "target.strive"]
        assert [cue.triggers for cue in cues] == [("奔着",)]
    write(tmp_path / "own", {"units.toml": "[[unit]]\nid = '元'\nkind = 'count'\n"})
    assert load_units(RuleFolder.open(tmp_path / "own")).words["元"].kind == "count"


def test_an_error_leads_to_the_part_and_its_line(tmp_path: Path) -> None:
    rules = write(tmp_path, {"places/x/a.toml": "a = 1\n", "places/x/b.toml": "\nid = 'x.broken'\n"})
    path, _ = only_table(rules, "x")
    with pytest.raises(RuleError, match=r"places/x/b\.toml:2: rule x\.broken: bad regular"):
        rules.compile("(", path=path, rule="x.broken")
    with pytest.raises(RuleError, match=r"places/x: rule x\.gone: bad regular"):
        rules.compile("(", path=path, rule="x.gone")


def test_the_rules_of_an_indicator_may_stand_in_files_of_its_folder(tmp_path: Path) -> None:
    parts = {"head.toml": HEAD, "one.toml": RULE.format(name="one"), "two.toml": RULE.format(name="two")}
    rules = write(tmp_path, {f"indicators/pairs/{name}": text for name, text in parts.items()})
    pairs = load_indicators(rules)["pairs"]
    assert [(rule.id, rule.path.name) for rule in pairs.rules] == [("pairs.one", "one.toml"), ("pairs.two", "two.toml")]
    assert pairs.path.name == "head.toml"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"pairs/one.toml": RULE.format(name="one")}, r"pairs/one\.toml: no \[indicator\] table"),
        (
            {"pairs/a.toml": RULE.format(name="one"), "pairs/b.toml": RULE.format(name="two")},
            r"pairs: no \[indicator\]",
        ),
        (
            {"pairs/a.toml": HEAD + RULE.format(name="a"), "pairs.toml": HEAD},
            r"also stands in indicators/pairs/a\.toml",
        ),
        ({"pairs/a.toml": HEAD, "twins.toml": HEAD}, r"twins\.toml: indicator pairs also stands in a\.toml"),
        (
            {"pairs/a.toml": HEAD + RULE.format(name="a"), "pairs/b.toml": RULE.format(name="a")},
            r"b\.toml:2: rule pairs\.a: also stands in indicators/pairs/a\.toml",
        ),
        ({"pairs/a.toml": HEAD + RULE.format(name="a") * 2}, r"a\.toml:\d+: rule pairs\.a: two rules of this id"),
    ],
)
def test_an_indicator_in_parts_that_is_none_is_refused(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(RuleError, match=message):
        load_indicators(write(tmp_path, {f"indicators/{name}": text for name, text in files.items()}))


def test_what_explains_rules_changes_no_digest(tmp_path: Path) -> None:
    rules = write(tmp_path, {"units/a.toml": ""})
    before = rules.digest()
    write(tmp_path, {"units/README.md": "# Units"})
    assert rules.digest() == before


def test_no_rule_file_is_over_400_lines() -> None:
    """A longer one is better told in parts; a list of words counts as one line, however it is laid out."""
    files = {path: path.read_text("utf-8") for path in shipped_rules().rglob("*.toml")}
    told = {path: format_rules.LIST.sub("words", text).count("\n") for path, text in files.items()}
    assert [path.name for path, lines in told.items() if lines > 400] == []


@pytest.mark.parametrize("many", [2, 12, 300])
def test_a_word_list_is_laid_out_once_and_for_all(many: int) -> None:
    words = [f"{number:09}" for number in range(many)]
    text = f"words = {json.dumps([*words, words[0]])}\nleast = 1\nstrip = [{{ text = '甲' }}]\n"
    laid_out = format_rules.laid_out(text)
    assert tomllib.loads(laid_out) == tomllib.loads(text) | {"words": words}
    assert max(map(len, laid_out.splitlines())) <= format_rules.LONGEST
    assert format_rules.laid_out(laid_out) == laid_out
    assert (laid_out.count("\n") == 3) is (many == 2)


def test_of_a_list_of_which_any_word_will_do_those_that_hold_another_go() -> None:
    """Not where words are counted, and not for the letters of a name of the lexicon."""
    words = ["登", "登录", "{digit}台", "台", "d"]
    text = f"trigger = {json.dumps(words)}\nsure = {json.dumps(words)}\n"
    assert tomllib.loads(format_rules.laid_out(text)) == {"trigger": ["登", "台", "d"], "sure": words}

"""A pattern that the standard library takes over matches as it did."""

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from unionstats.numbers.ignore import IgnoreRule, load_ignore_rules
from unionstats.rules.folder import RuleFolder
from unionstats.rules.standard import quick, quick_match, standard_source
from unionstats.text.noise.loading import noise_tables
from unionstats.times.cues import load_cues

LETTERS = "甲乙丙丁"
FLAGS = regex.VERBOSE | regex.VERSION1
FOLDER = RuleFolder.open()


ATOMS = st.sampled_from(
    [
        *LETTERS,
        "[甲乙]",
        "[^甲]",
        r"[\s甲]",
        r"[^\p{Han}]",
        ".",
        r"\p{Han}",
        "^",
        "$",
        r"\s",
        r"\S",
        r"\#",
        "# a remark\n",
    ]
)


def pieces(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return patterns made of smaller ones."""
    repeats = st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}?", "?+"])
    groups = st.sampled_from(["(?<=", "(?<!", "(?=", "(?!", "(?>", "(?P<named>", "(?<other>"])
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: f"(?:{'|'.join(some)})"),
        st.tuples(inner, repeats).map(lambda both: f"(?:{both[0]}){both[1]}"),
        st.tuples(groups, inner).map(lambda both: f"{both[0]}{both[1]})"),
    )


def what(found: regex.Match[str] | re.Match[str] | None) -> object:
    """Return all that anybody reads of a match."""
    return found and (found.span(), found.groupdict())


@given(st.recursive(ATOMS, pieces, max_leaves=8), st.text(LETTERS + "# ", max_size=6))
def test_both_engines_match_alike(pattern: str, text: str) -> None:
    """Wherever a random pattern is tried, both find the same, or nothing."""
    try:
        compiled = regex.compile(pattern, FLAGS)
    except regex.error:
        return
    quick = quick_match(compiled)
    for at in range(len(text) + 1):
        assert what(quick(text, at)) == what(compiled.match(text, at))


@pytest.mark.parametrize("rule", [*load_ignore_rules(FOLDER)], ids=lambda rule: rule.id)
def test_ignore_rules_match_alike(rule: IgnoreRule) -> None:
    """A rule that ignores numbers finds the same in its examples."""
    compiled = FOLDER.compile(rule.pattern, path=rule.path, rule=rule.id)
    quick = quick_match(compiled)
    for text in (*rule.match, *(text for text, _ in rule.reject)):
        for at in range(len(text)):
            assert what(quick(text, at)) == what(compiled.match(text, at))


def test_cues_match_alike() -> None:
    """A cue of status finds the same in the examples of all cues."""
    examples = [
        example if isinstance(example, str) else example["text"]
        for _, table in FOLDER.tables("status.toml")
        for cue in table.get("cue", ())
        for example in (*cue["match"], *cue["reject"])
    ]
    assert examples
    for cue in load_cues(FOLDER):
        pattern, quick = cue.pattern, quick_match(cue.pattern)
        for text in examples:
            for at in range(len(text)):
                assert what(quick(text, at, len(text))) == what(pattern.match(text, at, len(text)))


def test_noise_rules_find_alike() -> None:
    """A noise rule finds the same in its examples."""
    for path, table in noise_tables(FOLDER, "noise"):
        pattern = FOLDER.compile(table["pattern"], path=path, rule=table["id"])
        for example in (*table["strip"], *table["keep"]):
            for line in example["text"].split("\n"):
                assert list(map(what, quick(pattern).finditer(line))) == list(map(what, pattern.finditer(line)))


def test_what_the_standard_library_has_no_like_of_stays() -> None:
    """Repeated names, words and look-behind of any length are left to the other engine."""
    assert standard_source(r"(?<gap>甲)乙(?<gap>丙)") is None
    assert standard_source(r"\b甲") is None
    assert standard_source(r"(?<=甲+)乙") is None
    assert quick_match(regex.compile("甲", FLAGS | regex.REVERSE)).__self__.__class__ is regex.Pattern


def test_a_look_behind_of_many_gaps_is_left_to_the_other_engine_before_its_ways_are_built() -> None:
    """Forty to the sixth: none of them is written down to be counted."""
    assert standard_source(f"(?<={'[^。]{1,40}于' * 6})天") is None

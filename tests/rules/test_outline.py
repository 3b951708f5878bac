"""What is claimed of a pattern without trying it holds for whatever it matches."""

from collections.abc import Iterator
from functools import lru_cache

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from unionstats.indicators.model import BACKWARD, load_indicators
from unionstats.numbers.ignore import load_ignore_rules
from unionstats.rules.folder import RuleFolder
from unionstats.rules.outline import UNKNOWN, UNKNOWN_HEADS, heads_of, options_of, outline_of, with_first

LETTERS = "甲乙丙丁"
RUN = frozenset("甲乙0123456789一二三四五六七八九十百")

# A pattern is asked about once for each of its matches.
outline_of = lru_cache(1)(outline_of)
heads_of = lru_cache(1)(heads_of)


def claims_hold(pattern: str, text: str, start: int, end: int) -> bool:
    """Return whether a match from `start` to `end` is one of those that the outline and the heads speak of."""
    outline = outline_of(pattern)
    took = text[start:end]
    ended = outline.last is None or (took[-1] in outline.last if took else outline.empty)
    worded = outline.words is None or any(word in took for word in outline.words)
    before, first = text[:start][-1:], text[start : start + 1]
    beyond = text[start:].lstrip("".join(RUN))[:1]
    began = any(
        all(some is None or sign in some for some, sign in zip(head, (before, first, beyond), strict=True))
        for head in heads_of(pattern, RUN)
    )
    return ended and worded and began


def matches(pattern: str, text: str) -> Iterator[regex.Match[str]]:
    """Yield the matches of a pattern at all places of a text, read to the right and to the left."""
    flags = regex.VERBOSE | regex.VERSION1
    forward, backward = regex.compile(pattern, flags), regex.compile(pattern, flags | regex.REVERSE)
    for at in range(len(text) + 1):
        yield from filter(None, (forward.match(text, at), backward.match(text, 0, at)))


def pieces(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return patterns made of smaller ones."""
    repeats = st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "?+"])
    groups = st.sampled_from(["(?<=", "(?<!", "(?=", "(?!", "(?>", "(?P<gap>"])
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: f"(?:{'|'.join(some)})"),
        st.tuples(inner, repeats).map(lambda both: f"(?:{both[0]}){both[1]}"),
        st.tuples(groups, inner).map(lambda both: f"{both[0]}{both[1]})"),
    )


ATOMS = st.sampled_from(
    [*LETTERS, "[甲乙]", "[^甲]", "[丁-丙]", r"[\s甲]", ".", r"\p{Han}", "^", "$", r"\s", r"\#", "# a remark\n"]
)


@given(st.recursive(ATOMS, pieces, max_leaves=8), st.text(LETTERS + "# ", max_size=6))
def test_claims_hold_for_whatever_a_pattern_matches(pattern: str, text: str) -> None:
    assert all(claims_hold(pattern, text, *found.span()) for found in matches(pattern, text))


@given(st.recursive(ATOMS, pieces, max_leaves=8), st.text(LETTERS + "# ", max_size=6))
def test_alternatives_tried_in_turn_and_a_look_ahead_find_what_the_pattern_finds(pattern: str, text: str) -> None:
    flags = regex.VERBOSE | regex.VERSION1
    whole = regex.compile(pattern, flags)
    options = [regex.compile(option, flags) for option in options_of(pattern)]
    for at in range(len(text) + 1):
        found = whole.match(text, at)
        first = next(filter(None, (option.match(text, at) for option in options)), None)
        assert (found and found.span()) == (first and first.span())
    looking = regex.compile(with_first(pattern), flags)
    assert [found.span() for found in looking.finditer(text)] == [found.span() for found in whole.finditer(text)]


@pytest.mark.parametrize(
    "pattern",
    ["(?i)甲", "(?i:甲)", r"(甲)\1", "(?P<n>甲)(?P=n)", "(?(DEFINE)甲)乙", r"\L<words>", "(?R)甲"],
)
def test_nothing_is_claimed_of_patterns_out_of_the_ordinary(pattern: str) -> None:
    assert outline_of(pattern) == UNKNOWN
    assert heads_of(pattern, RUN) == UNKNOWN_HEADS


def test_all_blanks_are_known() -> None:
    blank = regex.compile(r"\s")
    assert outline_of(r"\s").last == frozenset(sign for sign in map(chr, range(0x11000)) if blank.match(sign))


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[^。]{0,8} (?:入会|建会)", {"入会", "建会"}),
        ("甲? (?:乙丙)+ 丁*", {"乙丙"}),
        ("(?:甲乙|丙) .", {"甲乙", "丙"}),
        ("甲 (?!乙丙丁) .", {"甲"}),
        ("会员(?:总?数)?", {"会员"}),
        ("(?:甲乙|.) 丙", {"丙"}),
    ],
)
def test_the_rarest_words_that_a_pattern_needs_are_told(pattern: str, words: set[str]) -> None:
    assert outline_of(pattern).words == words


def test_claims_hold_for_the_shipped_rules_on_their_examples() -> None:
    """And most of them claim something: an outline that says nothing spares nothing."""
    telling = tried = 0
    for indicator in load_indicators(RuleFolder.open()).values():
        examples = [str(entry) for rule in indicator.rules for some in rule.examples.values() for entry in some]
        for slot, pattern in ((slot, pattern) for rule in indicator.rules for slot, pattern in rule.patterns.items()):
            assert (pattern.flags & regex.REVERSE == regex.REVERSE) is (slot in BACKWARD)
            tried += 1
            telling += outline_of(pattern.pattern).words is not None
            for text in examples:
                assert all(claims_hold(pattern.pattern, text, *found.span()) for found in pattern.finditer(text))
    assert telling > 0.9 * tried


def test_claims_hold_for_the_shipped_ignore_rules_on_all_their_examples() -> None:
    folder = RuleFolder.open()
    rules = list(load_ignore_rules(folder))
    examples = [text for rule in rules for text in (*rule.match, *(text for text, _ in rule.reject))]
    for rule in rules:
        pattern = folder.compile(rule.pattern, path=rule.path, rule=rule.id)
        for text in examples:
            assert all(claims_hold(pattern.pattern, text, *found.span()) for found in pattern.finditer(text))

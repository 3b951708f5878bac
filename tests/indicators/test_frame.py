"""What rules see of a quantity."""

from functools import cache

import pytest

from unionstats.evaluate.rules_examples import ExampleReader
from unionstats.indicators.frame import Frame, Framer
from unionstats.rules.folder import RuleFolder


@cache
def tools() -> tuple[Framer, ExampleReader]:
    folder = RuleFolder.open()
    return Framer(folder), ExampleReader(folder)


def frames(text: str) -> list[Frame]:
    framer, reader = tools()
    return list(framer.frames(reader.view(text)))


def head(frame: Frame) -> str:
    return frame.text[frame.start : frame.head]


def test_other_quantities_are_marks() -> None:
    assert frames("慰问职工36户、发放5万元。")[0].text == "慰问职工#、发放#。"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("会员总数已达36万人", "会员总数"),
        ("会员（含农民工会员）达36万人", "会员"),
        ("会员由去年的36万人", "会员"),
        ("会员比上年同期增加36万人", "会员"),
        ("“爱心驿站”36个", "“爱心驿站"),
    ],
)
def test_amounting_words_are_left_out_of_the_head(text: str, words: str) -> None:
    assert head(frames(text)[0]) == words


def test_a_preposition_keeps_its_place() -> None:
    assert head(frames("工会为36户职工送温暖")[0]) == "工会为"


def test_a_shared_noun_is_found_across_a_list() -> None:
    last = frames("建成工作室36家，其中国家级3家、省级8家、市级25家")[-1]
    assert last.elided is not None
    assert last.text[last.start : last.elided].endswith("工作室")
    assert last.shared == 3


def test_the_phrase_behind_ends_at_a_verb_or_a_list() -> None:
    first = frames("36名劳模参加疗休养")[0]
    assert first.text[first.at + 1 : first.phrase_end] == "劳模"
    first = frames("学院36所、工作室8家")[0]
    assert first.phrase_end == first.at + 1


def test_a_long_sentence_is_seen_only_near_the_quantity() -> None:
    frame = frames("职" * 400 + "工36人" + "职" * 400)[0]
    assert frame.head - frame.start <= 60
    assert frame.clause_end - frame.at <= 61

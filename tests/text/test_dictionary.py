"""jieba cuts phrases by the dictionary as it is read here as it does by itself."""

from functools import cache
from typing import Any

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionstats.text.dictionary import Frequencies, all_times


@cache
def tokenizers() -> tuple[Any, Any]:
    """Return jieba with its own dictionary, and with ours."""
    jieba.setLogLevel("ERROR")
    theirs, ours = jieba.Tokenizer(), jieba.Tokenizer()
    theirs.initialize()
    ours.FREQ, ours.total, ours.initialized = Frequencies(), all_times(), True
    return theirs, ours


@given(st.text("总工会员技能竞赛一线的人民Ab3+-.%& \t\n，（𠀀", max_size=12))
def test_any_string_is_cut_alike(phrase: str) -> None:
    theirs, ours = tokenizers()
    assert list(ours.cut(phrase, HMM=False)) == list(theirs.cut(phrase, HMM=False))


@pytest.mark.parametrize("first", "工会的一A")
def test_each_word_is_as_frequent(first: str) -> None:
    theirs, ours = tokenizers()
    assert ours.total == theirs.total
    words = [word for word in theirs.FREQ if word[0] == first]
    assert words
    assert all(word in ours.FREQ and ours.FREQ[word] == theirs.FREQ.get(word) == ours.FREQ.get(word) for word in words)

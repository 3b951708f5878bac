"""Sentences as the genre writes them, with every quantity that must be found in them and no other."""

import pytest
from quantity_cases import Expected, read_cases, shown

from unionstats.numbers import quantities


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(*case, id=case[0][:24]) for case in read_cases("genre.txt")]
)
def test_a_sentence_of_the_genre_gives_its_quantities(text: str, expected: list[Expected]) -> None:
    assert [shown(text, quantity) for quantity in quantities(text)] == expected

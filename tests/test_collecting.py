"""The collector's pace while pages are read, and after."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from unionstats.collecting import rarely_collecting


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)


def test_the_usual_pace_comes_back_in_whatever_order_readers_are_done() -> None:
    gc.set_threshold(700, 10, 10)
    first, second = rarely_collecting(), rarely_collecting()
    first.__enter__()
    second.__enter__()
    assert gc.get_threshold()[0] > 700
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] > 700
    second.__exit__(None, None, None)
    assert gc.get_threshold() == (700, 10, 10)


def test_a_collector_that_is_off_stays_off() -> None:
    gc.set_threshold(0)
    with rarely_collecting():
        assert gc.get_threshold()[0] == 0

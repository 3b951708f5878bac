"""A page may take long, but not for ever."""

import threading

import pytest
import regex

from unionstats.errors import UnreadablePage
from unionstats.patience import watch

RUNAWAY = regex.compile("(?:a|aa)+b")


def test_a_rule_that_runs_away_is_stopped_and_the_page_set_aside() -> None:
    with watch() as allow:
        allow(0.05)
        with pytest.raises(UnreadablePage, match="rule_timeout"):
            RUNAWAY.search("a" * 300)


def test_nothing_comes_after_the_page_is_done() -> None:
    with watch() as allow:
        allow(0.01)
    assert not RUNAWAY.search("a" * 24)


def test_a_thread_of_a_cluster_reads_without_a_limit() -> None:
    found = []

    def read() -> None:
        with watch() as allow:
            allow(0.001)
            found.append(RUNAWAY.search("a" * 24))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == [None]

from __future__ import annotations

from pathlib import Path

import pytest

from unionstats.errors import UsageError
from unionstats.evaluate.floors import Difference, SavedScore, below, compare, raised, read_score, write_score

NAMES = {"quantity.recall": 0.9, "unit": 0.97}


def test_a_saved_score_reads_back(tmp_path: Path) -> None:
    write_score(tmp_path / "s.json", SavedScore("c", NAMES))
    assert read_score(tmp_path / "s.json") == SavedScore("c", NAMES)


def test_a_file_that_is_no_score_is_named(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text("[]")
    with pytest.raises(UsageError, match=r"s\.json: no saved score"):
        read_score(tmp_path / "s.json")


def test_floors_on_the_same_corpus_never_fall() -> None:
    new = raised(SavedScore("c", NAMES), SavedScore("c", {"quantity.recall": 0.95, "unit": 0.9}))
    assert new.shares == {"quantity.recall": 0.95, "unit": 0.97}


def test_another_corpus_starts_with_floors_of_its_own() -> None:
    score = SavedScore("d", {"quantity.recall": 0.8})
    assert raised(SavedScore("c", NAMES), score) == score


def test_one_sentence_read_otherwise_breaks_no_floor() -> None:
    score = SavedScore("d", {"indicator.patents.recall": 11 / 12, "quantity.recall": 0.9887})
    assert raised(None, score).shares == {"indicator.patents.recall": 0.9, "quantity.recall": 0.985}


def test_a_figure_no_longer_judged_is_under_its_floor() -> None:
    assert below(NAMES, {"quantity.recall": 0.9}) == [Difference("unit", 0.97, None)]


def test_only_what_differs_is_listed() -> None:
    assert compare(NAMES, NAMES | {"unit": 1.0}) == [Difference("unit", 0.97, 1.0)]

"""The project's own labelled pages: in order, and read at least as well as before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from outside import SEEDS, SHARED, needs

from unionstats.evaluate.floors import below, read_score
from unionstats.evaluate.gold import load_gold
from unionstats.evaluate.pages import Evaluation, evaluate
from unionstats.evaluate.score import shares
from unionstats.pipeline import Pipeline
from unionstats.rules.folder import RuleFolder

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold"
SEED_LABELS = SHARED / "gold" / "seeds.facts.jsonl"


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    folder = RuleFolder.open()
    gold = load_gold(GOLD / "facts.jsonl", folder)
    return evaluate(gold, [ROOT / "data" / "raw", GOLD / "pages"], Pipeline(folder))


@pytest.mark.parametrize("script", ["build_raw.py", "build_gold.py"])
def test_made_files_are_what_their_sources_make(script: str) -> None:
    """Pages follow from their masters, labels from the readers' notes: neither is edited by hand."""
    done = subprocess.run([sys.executable, ROOT / "scripts" / script, "--check"], capture_output=True, check=False)
    assert done.returncode == 0, f"run scripts/{script}"


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    rows = [json.loads(line) for line in (GOLD / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({row["source"] for row in rows}) >= 40
    assert sum("quote" in row for row in rows) >= 500


def test_every_raw_page_is_labelled() -> None:
    lines = (GOLD / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    labelled = {json.loads(line)["source"].partition("#")[0] for line in lines}
    assert {path.name for path in (ROOT / "data" / "raw").iterdir()} <= labelled


def test_no_figure_is_under_its_floor(evaluation: Evaluation) -> None:
    floors = read_score(GOLD / "floors.json")
    assert floors.corpus == evaluation.corpus, "pages or labels have changed: see docs/how-to/label-a-page.md"
    assert below(floors.shares, shares(evaluation.score)) == []


def test_a_page_without_facts_gives_none(evaluation: Evaluation) -> None:
    assert evaluation.pages["42-no-facts.txt"].facts == ()


@needs(SEED_LABELS)
def test_the_seed_pages_are_read_as_promised() -> None:
    """The promises of the first release, on labels that are not ours."""
    folder = RuleFolder.open()
    gold = load_gold(SEED_LABELS, folder)
    found = shares(evaluate(gold, [SEEDS], Pipeline(folder)).score)
    promised = {"quantity.precision": 0.95, "quantity.recall": 0.95, "value": 0.99, "unit": 0.97, "bound": 0.97}
    promised |= {"province": 0.97, "indicator.precision": 0.97, "indicator.recall": 0.93}
    assert below(promised, found) == []

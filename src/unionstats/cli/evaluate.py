"""`unionstats evaluate`: how well the rules read labelled pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from unionstats.cli.output import say
from unionstats.errors import CheckFailed, UsageError
from unionstats.evaluate import floors as kept
from unionstats.evaluate import show
from unionstats.evaluate.gold import load_gold
from unionstats.evaluate.pages import evaluate as evaluate_pages
from unionstats.evaluate.score import shares
from unionstats.pipeline import Pipeline
from unionstats.rules.folder import RuleFolder

_FILE = click.Path(dir_okay=False, path_type=Path)
_THERE = click.Path(exists=True, path_type=Path)


@dataclass(frozen=True, slots=True)
class ScoreFiles:
    """Where scores are kept: the options of the same names."""

    save: Path | None
    against: Path | None
    floors: Path | None
    raise_floors: bool


@click.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("pages", nargs=-1, required=True, type=_THERE)
@click.option("--rules", type=click.Path(path_type=Path), help="Folder of own rules, laid over the shipped ones.")
@click.option("--misses", is_flag=True, help="Show every disagreement in its sentence.")
@click.option("--save", type=_FILE, help="Write the score to a file, to compare with later.")
@click.option("--against", type=_FILE, help="Compare with a score saved before.")
@click.option("--floors", type=_FILE, help="Exit with 1 where a figure is under its floor.")
@click.option("--raise-floors", is_flag=True, help="Write --floors anew; on the same pages they only go up.")
def evaluate(gold: Path, pages: tuple[Path, ...], rules: Path | None, misses: bool, **files: Any) -> None:  # noqa: FBT001, ANN401 - click passes options by name
    """Score the facts of labelled PAGES against the labels in GOLD (JSON Lines).

    \b
    Examples:
      unionstats evaluate tests/gold/facts.jsonl data/raw tests/gold/pages
      unionstats evaluate gold.jsonl pages/ --misses --against before.json
    """
    folder = RuleFolder.open(rules)
    evaluation = evaluate_pages(load_gold(gold, folder), pages, Pipeline(folder))
    _print(show.summary(evaluation))
    if misses:
        _print(show.misses(evaluation))
    _keep(kept.SavedScore(evaluation.corpus, shares(evaluation.score)), ScoreFiles(**files))


def _keep(score: kept.SavedScore, files: ScoreFiles) -> None:
    if files.against:
        before = kept.read_score(files.against)
        if before.corpus != score.corpus:
            say(f"{files.against} was measured on other pages or labels", err=True)
        _print(("", *show.differences(kept.compare(before.shares, score.shares))))
    if files.save:
        kept.write_score(files.save, score)
    if files.raise_floors:
        _raise_floors(score, files.floors)
    elif files.floors:
        _check_floors(score, files.floors)


def _raise_floors(score: kept.SavedScore, path: Path | None) -> None:
    if path is None:
        raise UsageError("--raise-floors needs --floors FILE")
    old = kept.read_score(path) if path.exists() else None
    new = kept.raised(old, score)
    kept.write_score(path, new)
    _print(show.differences(kept.compare(old.shares if old else {}, new.shares)))


def _check_floors(score: kept.SavedScore, path: Path) -> None:
    floors = kept.read_score(path)
    if floors.corpus != score.corpus:
        raise CheckFailed(f"{path} belongs to other pages or labels: look at the figures, then --raise-floors")
    under = kept.below(floors.shares, score.shares)
    _print(show.differences(under))
    if under:
        raise CheckFailed(f"{len(under)} figures are under their floor in {path}")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)

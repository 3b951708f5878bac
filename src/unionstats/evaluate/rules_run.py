"""Runs all examples of a rule folder, and counts which rules a finished run used.

Implements `unionstats rules test` and `rules coverage`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyarrow.compute as pc
import pyarrow.dataset as ds

from unionstats.evaluate.rules_examples import Example, ExampleReader, read_examples
from unionstats.indicators.model import Indicator
from unionstats.rules.folder import RuleFolder, line_of


class Outcome(NamedTuple):
    """One example with its problem; None if it passes."""

    example: Example
    problem: str | None

    def __str__(self) -> str:
        path = self.example.rule.path
        line = line_of(path, self.example.quotes[0] if self.example.quotes else self.example.text)
        return f"{path}{f':{line}' if line else ''}: {self.example.id}: {self.example.text}: {self.problem}"


def run_examples(folder: RuleFolder, only: str | None = None) -> list[Outcome]:
    """Run the examples of all rules, or of those whose id begins with `only`.

    Returns:
        One outcome per example, in the order of indicators and rules.

    Raises:
        RuleError: a rule file that cannot be used.
    """
    reader = ExampleReader(folder)
    rules = [rule for rule in reader.rules() if only is None or rule.id.startswith(only)]
    return [Outcome(example, reader.check(example)) for rule in rules for example in read_examples(rule)]


class Unnamed(NamedTuple):
    """A measure phrase that no rule names, with its count and one sentence."""

    measure: str
    facts: int
    sentence: str


class Coverage(NamedTuple):
    """What the rules did in a finished run.

    fired: facts by rule id, most first.
    silent: indicators that no fact carries.
    unnamed: the commonest phrases without an indicator: the analyst's list of things to do.
    """

    facts: int
    named: int
    fired: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]
    unnamed: tuple[Unnamed, ...]


def read_coverage(snapshot: Path, indicators: Iterable[Indicator], most: int = 40) -> Coverage:
    """Count the facts of a snapshot by rule.

    Args:
        snapshot: a folder that holds `facts/`.
        indicators: of the rules at hand.
        most: how many unnamed phrases to give.
    """
    columns = ["indicator", "rule", "measure", "sentence"]
    table = ds.dataset(snapshot / "facts", format="parquet").to_table(columns=columns)
    rules = Counter(rule for rule in table["rule"].to_pylist() if rule)
    carried = {str(name).split(".")[0] for name in table["indicator"].to_pylist() if name}
    unnamed = table.filter(pc.is_null(table["indicator"])).select(["measure", "sentence"]).to_pylist()
    phrases = Counter(row["measure"] for row in unnamed)
    sample = {row["measure"]: row["sentence"] for row in reversed(unnamed)}
    ranked = sorted(phrases.items(), key=lambda item: (-item[1], item[0]))[:most]
    return Coverage(
        facts=table.num_rows,
        named=table.num_rows - len(unnamed),
        fired=tuple(sorted(rules.items(), key=lambda item: (-item[1], item[0]))),
        silent=tuple(indicator.id for indicator in indicators if indicator.id not in carried),
        unnamed=tuple(Unnamed(measure, facts, sample[measure]) for measure, facts in ranked),
    )

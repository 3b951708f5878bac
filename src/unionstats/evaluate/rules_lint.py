"""Lints all rule files: problems of a rule that show without reading any page.

The checks behind `unionstats rules check`. A file that cannot be used raises RuleError; what can be used but should not
stay is returned as an `Issue`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import regex

from unionstats.errors import RuleError
from unionstats.evaluate.rules_examples import ExampleReader, read_examples
from unionstats.indicators.model import Indicator, Rule
from unionstats.pipeline import Pipeline
from unionstats.rules.folder import RuleFolder, Table, line_of
from unionstats.rules.runaway import attack_texts
from unionstats.types import Naming

LEAST_MATCHES = 6
LEAST_REJECTS = 4
# Keys of entries, in any rule file, that hold a pattern. The other slots of indicator rules see at most frame.REACH
# characters, so that growth cannot hurt.
_PATTERN_KEYS = frozenset({"pattern", "sentence", "not_sentence"})
# Entries whose pattern is tried where a numeral stands, never searched for through a text.
_TRIED_IN_PLACE = frozenset({"ignore"})
_EXAMPLE_KEYS = frozenset({"match", "reject", "strip", "keep", "ignored", "counted", "repairs", "cases"})
# Kinds of quantity that are shares: added to the counts of an indicator they make no sum.
_SHARES = frozenset({"percent", "ratio"})
_SHARE_SUFFIX = ".rate"
# Four times the text may cost no more than so many times as much; quadratic patterns need 16.
_STEP = 4
_WORST_GROWTH = 13
_BASE_REPEATS = 300
# A pattern that needs more seconds than this for a text of the longer kind (1,200 characters) is hopeless.
_PATIENCE = 3.0
# Below this, the clock tells nothing.
_QUICK_SECONDS = 0.002


class Issue(NamedTuple):
    """One problem, shown on one line: file, line, rule, what is wrong."""

    path: Path
    rule: str
    message: str

    def __str__(self) -> str:
        line = line_of(self.path, f'"{self.rule}"')
        return f"{self.path}{f':{line}' if line else ''}: rule {self.rule}: {self.message}"


def lint_rules(folder: RuleFolder) -> list[Issue]:
    """Check every rule file of a folder.

    Every stage reads its files first, so that none is left whose keys and patterns nobody has looked at.

    Returns:
        Issues, in the order of the files; empty where all is well.

    Raises:
        RuleError: a file that cannot be used.
    """
    # Indicators first, which people write most: their slips are told at once.
    reader = ExampleReader(folder)
    Pipeline(folder)
    issues = [issue for indicator in reader.namer.indicators.values() for issue in _lint_indicator(indicator)]
    issues += [issue for rule in reader.rules() for issue in _lint_rule(reader, rule)]
    for path, table in folder.tables("**/*.toml"):
        issues += _lint_entries(folder, path, table)
    return issues


def _lint_indicator(indicator: Indicator) -> Iterator[Issue]:
    for kind, least in (("match", LEAST_MATCHES), ("reject", LEAST_REJECTS)):
        number = sum(len(rule.examples[kind]) for rule in indicator.rules)
        if number < least:
            yield Issue(indicator.path, indicator.id, f"{number} {kind} examples; an indicator needs {least}")
    for rule in indicator.rules:
        if rule.kinds & _SHARES - indicator.kinds and not rule.indicator.endswith(_SHARE_SUFFIX):
            yield Issue(rule.path, rule.id, 'names shares, which its indicator does not count: needs suffix = "rate"')


def _lint_rule(reader: ExampleReader, rule: Rule) -> Iterator[Issue]:
    yield from _lint_triggers(rule)
    winners = _winners(reader, rule)
    if winners and rule.id not in {name.rule for name in winners}:
        others = ", ".join(sorted({name.rule for name in winners if name.rule})) or "no rule"
        yield Issue(rule.path, rule.id, f"wins none of its own examples (shadowed by {others})")


def _winners(reader: ExampleReader, rule: Rule) -> list[Naming]:
    """Return how each quantity of the rule's match examples is named."""
    winners = []
    for example in read_examples(rule):
        if example.kind == "match":
            view = reader.view(example.text)
            for quantity, name in zip(view.quantities, reader.namer.read(view), strict=True):
                if view.text[quantity.start : quantity.end] in example.quotes:
                    winners.append(name)
    return winners


def _lint_triggers(rule: Rule) -> Iterator[Issue]:
    if len(set(rule.triggers)) < len(rule.triggers):
        yield Issue(rule.path, rule.id, "names a trigger twice")
    for example in read_examples(rule):
        if example.kind == "match" and not any(word in example.text for word in rule.triggers):
            yield Issue(rule.path, rule.id, f"no trigger in its own example {example.text}")


def _lint_entries(folder: RuleFolder, path: Path, table: Table) -> Iterator[Issue]:
    """Check what all rule files have in common: ids, patterns that compile and stay linear, examples that are there."""
    seen: set[str] = set()
    for section, entry in _entries(table):
        name = entry.get("id")
        if not isinstance(name, str):
            continue
        if name in seen and "why" in entry:
            yield Issue(path, name, "two entries of this id")
        seen.add(name)
        for key in _EXAMPLE_KEYS & entry.keys():
            if isinstance(entry[key], list) and not entry[key]:
                yield Issue(path, name, f"{key} is empty: an example that is missing cannot fail")
        for key in sorted(_PATTERN_KEYS & entry.keys()):
            if isinstance(entry[key], str) and section not in _TRIED_IN_PLACE and folder.suspects(path):
                yield from _lint_cost(folder, path, name, entry[key])


def _entries(table: Table) -> Iterator[tuple[str, dict[str, Any]]]:
    for section, entries in table.items():
        if isinstance(entries, list):
            yield from ((section, entry) for entry in entries if isinstance(entry, dict))


def _lint_cost(folder: RuleFolder, path: Path, name: str, pattern: str) -> Iterator[Issue]:
    try:
        compiled = folder.compile(pattern, path=path, rule=name)
    except RuleError:
        # It uses names of its own file, which the room that owns the file fills in, and has compiled by now.
        return
    for seed in _seeds(folder.expand(pattern, path=path, rule=name)):
        growth = _growth(compiled, seed)
        if growth > _WORST_GROWTH:
            message = f"cost grows faster than the text, measured on {seed!r} over and over: "
            yield Issue(path, name, f"{message}{growth:.0f} times for {_STEP} times as much")
            return


def _seeds(pattern: str) -> Iterator[str]:
    """Yield texts that, over and over, may lead a pattern astray: its own words, and what its loops take."""
    yield ("".join(regex.findall(r"[\p{Han}\d]+", pattern)[:12]) or "12")[:24]
    yield from attack_texts(pattern)


def _growth(compiled: regex.Pattern[str], seed: str) -> float:
    """Measure how the cost of a pattern grows with a text; endless where it takes longer than any page may."""
    short, long = (seed * (_BASE_REPEATS * factor // len(seed)) for factor in (1, _STEP))
    try:
        if _seconds(compiled, long) < _QUICK_SECONDS:
            return 0.0
        slow, quick = (min(_seconds(compiled, text) for _ in range(3)) for text in (long, short))
    except TimeoutError:
        return inf
    return slow / max(quick, _QUICK_SECONDS / _WORST_GROWTH)


def _seconds(compiled: regex.Pattern[str], text: str) -> float:
    start = process_time()
    for _ in compiled.finditer(text, timeout=_PATIENCE):
        pass
    return process_time() - start

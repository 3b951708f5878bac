"""What does not grow: cost with ten times the rules, and on pages made to be hard.

Hard pages are searched for: the first example of every shipped indicator, ignoring or noise rule, repeated, is tried;
the costliest are then cut, doubled and crossed with each other, and what costs more is kept, for some rounds.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from unionstats.indicators.match import Matcher
from unionstats.indicators.model import load_indicators
from unionstats.indicators.naming import Namer
from unionstats.numbers.ignore import load_ignore_rules
from unionstats.pipeline import Pipeline
from unionstats.types import ArticleView, RawPage

_LENGTH = 800
_TIMES = 10
_RUNS = 3
_ROUNDS = 3
_KEPT = 8
_SEED = 2026
# Of a script that no page is written in: the rules stand there, and never a trigger of theirs.
_NEVER = "\ua4d0"


def report(pipeline: Pipeline, texts: Sequence[str]) -> None:
    """Print how much more the hardest page costs than an ordinary one, and naming with ten times the rules."""
    ordinary = statistics.median(cost_of(pipeline, _long(text)) for text in texts[:100])
    hardest, seed = search(pipeline)
    print(f"\nhardest page found: {hardest / ordinary:.1f} × an ordinary one of its length, {seed!r} repeated")
    print(f"naming with {_TIMES} × the rules: {naming_growth(pipeline, texts[:200]):.2f} × the time")


def search(pipeline: Pipeline) -> tuple[float, str]:
    """Search for the page of `_LENGTH` characters that takes longest; give its seconds and what is repeated in it."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    # The slowest are measured again: a page that met a busy moment is not hard.
    known = {seed: cost_of(pipeline, _long(seed)) for seed in seeds(pipeline)}
    best = _costliest(pipeline, known)
    for _ in range(_ROUNDS):
        tried = {seed: cost_of(pipeline, _long(seed)) for seed in _mutants([*best], chance)}
        best = _costliest(pipeline, {**best, **tried})
    seed = max(best, key=best.__getitem__)
    return best[seed], seed


def _costliest(pipeline: Pipeline, known: dict[str, float]) -> dict[str, float]:
    first = sorted(known, key=known.__getitem__, reverse=True)[:_KEPT]
    return {seed: min(cost_of(pipeline, _long(seed)) for _ in range(_RUNS)) for seed in first}


def _mutants(best: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Yield texts made of the costliest ones: parts of them, themselves twice, one after the other."""
    for seed in best:
        cut = chance.randrange(len(seed))
        other = chance.choice(best)
        yield from (
            text for text in (seed[:cut], seed[cut:], seed + seed[:cut], seed + other, other[cut:] + seed) if text
        )


def cost_of(pipeline: Pipeline, text: str) -> float:
    """Return the seconds that a page takes."""
    start = time.perf_counter()
    pipeline.read(RawPage(source="page", format="text", content=text))
    return time.perf_counter() - start


def seeds(pipeline: Pipeline) -> Iterator[str]:
    """Yield the first example that each shipped rule must match."""
    for indicator in load_indicators(pipeline.folder).values():
        for rule in indicator.rules:
            example = rule.examples["match"][0]
            yield example if isinstance(example, str) else str(example["text"])
    for ignored in load_ignore_rules(pipeline.folder):
        yield ignored.match[0]
    for _, table in pipeline.folder.tables("noise/*.toml"):
        for entry in table.get("noise", ()):
            yield str(entry["strip"][0]["text"])


def _long(text: str) -> str:
    return (f"{text}，" * (_LENGTH // (len(text) + 1) + 1))[:_LENGTH]


def naming_growth(pipeline: Pipeline, texts: Sequence[str]) -> float:
    """Return how much longer quantities take to be named when there are ten times the rules, none of them triggered."""
    pages = (RawPage(source="page", format="text", content=text) for text in texts)
    views = [view for page in pages for view in pipeline.reading(page).views if view.quantities]
    few, many = Namer(pipeline.folder), Namer(pipeline.folder)
    rules = [rule for indicator in many.indicators.values() for rule in indicator.rules]
    copies = [
        replace(rule, id=f"{rule.id}.{number}", triggers=tuple(f"{word}{_NEVER}" for word in rule.triggers))
        for rule in rules
        for number in range(1, _TIMES)
    ]
    many.matcher = Matcher([*rules, *copies])
    return statistics.median(_seconds(many, views) / _seconds(few, views) for _ in range(_RUNS))


def _seconds(namer: Namer, views: Sequence[ArticleView]) -> float:
    start = time.process_time()
    for view in views:
        namer.read(view)
    return time.process_time() - start

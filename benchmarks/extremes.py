"""What does not grow: cost with ten times the rules, and on pages made to be hard.

A hard page is one example of a rule, repeated: every shipped indicator rule and every ignoring rule has its turn.
"""

from __future__ import annotations

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

_LENGTH = 1_500
_TIMES = 10
_RUNS = 5
# Of a script that no page is written in: the rules stand there, and never a trigger of theirs.
_NEVER = "\ua4d0"


def report(pipeline: Pipeline, texts: Sequence[str]) -> None:
    """Print how much more the hardest page costs than an ordinary one, and naming with ten times the rules."""
    ordinary = statistics.median(cost_of(pipeline, _long(text)) for text in texts[:100])
    # The slowest are measured again: a page that met a busy moment is not hard.
    first = sorted(hard_pages(pipeline), key=lambda page: -cost_of(pipeline, page[1]))
    hardest, rule = max((min(cost_of(pipeline, text) for _ in range(_RUNS)), rule) for rule, text in first[:20])
    print(f"\nhardest page: {hardest / ordinary:.1f} × an ordinary one of its length ({rule}, repeated)")
    print(f"naming with {_TIMES} × the rules: {naming_growth(pipeline, texts[:200]):.2f} × the time")


def cost_of(pipeline: Pipeline, text: str) -> float:
    """Give the seconds that a page takes."""
    start = time.process_time()
    pipeline.read(RawPage(source="page", format="text", content=text))
    return time.process_time() - start


def hard_pages(pipeline: Pipeline) -> Iterator[tuple[str, str]]:
    """Yield the id of a rule and a page of its first example, for every rule."""
    for indicator in load_indicators(pipeline.folder).values():
        for rule in indicator.rules:
            example = rule.examples["match"][0]
            yield rule.id, _long(example if isinstance(example, str) else str(example["text"]))
    for ignored in load_ignore_rules(pipeline.folder):
        yield ignored.id, _long(ignored.match[0])


def _long(text: str) -> str:
    return (f"{text}，" * (_LENGTH // (len(text) + 1) + 1))[:_LENGTH]


def naming_growth(pipeline: Pipeline, texts: Sequence[str]) -> float:
    """Give how much longer quantities take to be named when there are ten times the rules, none of them triggered."""
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

"""What removed stretches of a page said: its publisher, its date, its brands, where an article's text begins or ends.

Owns reading the named groups of a rule's matches. What is made of the marks is for bylines and layout to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from unionstats.rules.standard import Matched, quick
from unionstats.text.edits import TrackedText
from unionstats.text.lines import bullet_length
from unionstats.text.noise.definitions import NoiseRule
from unionstats.text.noise.verdict import Verdict


class Mark(NamedTuple):
    """Something a removed stretch said: which field, its words, and its place in the page as read.

    `field` is publisher, published, dateline, credit, brand, `opens` where an article's text begins, or `closes`
    where it ends.
    """

    at: int
    field: str
    value: str


def says_something(rule: NoiseRule) -> bool:
    """Return whether what a rule takes is read before it goes."""
    return bool(rule.groups) or rule.opens or rule.closes


def marks_of(rule: NoiseRule, found: Matched, at: int) -> Iterator[Mark]:
    """Yield what a match says.

    Args:
        rule: which found it.
        found: the match.
        at: its place in the page as read.
    """
    if rule.opens:
        yield Mark(at, "opens", found[0])
    if rule.closes:
        yield Mark(at, "closes", found[0])
    for name in rule.groups:
        if found[name]:
            yield Mark(at, name, found[name])


def marks_of_line(verdict: Verdict, text: TrackedText) -> Iterator[Mark]:
    """Yield what a line says that goes as a whole; where its rule finds nothing, behind its bullet."""
    line = verdict.line
    for rule in verdict.pieces or (verdict.rule,):
        if isinstance(rule, NoiseRule) and says_something(rule):
            pattern = quick(rule.pattern)
            matches = list(pattern.finditer(line.text))
            for found in matches or pattern.finditer(line.text[bullet_length(line.text) :]):
                yield from marks_of(rule, found, text.raw_at(line.start))

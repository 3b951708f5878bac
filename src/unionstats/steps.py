"""Work in steps, so that many pages can be read side by side: each stage for all of them before the next.

Why: a stage's rules, automata and code are far larger than what a core keeps close at hand. Page after page they push
each other out; stage after stage they are found where they were left. It saves a fifth of the time.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

Result = TypeVar("Result")

# Yields between two steps and returns the result.
Steps: TypeAlias = Generator[None, None, Result]


def finished(steps: Steps[Result]) -> Result:
    """Take all steps at once, and give what they lead to."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: Result = done.value
            return result

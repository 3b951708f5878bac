"""Stored scores: saved ones to compare with, and floors that only go up.

Owns both JSON formats and the comparison. A floor belongs to one corpus, identified by its hash.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from unionstats.errors import UsageError, WriteFailed

Shares = Mapping[str, float]


class Difference(NamedTuple):
    """One ratio that differs between two scores; None where a score has no such ratio."""

    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class SavedScore:
    """Ratios by name, for the corpus with this hash."""

    corpus: str
    shares: Shares


def read_score(path: Path) -> SavedScore:
    """Read a saved score or a file of floors.

    Raises:
        UsageError: it is neither.
    """
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return SavedScore(found["corpus"], {name: float(share) for name, share in found["shares"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: no saved score: {error}") from error


def write_score(path: Path, score: SavedScore) -> None:
    """Write a score so that it diffs well: one ratio per line, sorted.

    Raises:
        WriteFailed: the file cannot be written.
    """
    content = {"corpus": score.corpus, "shares": dict(sorted(score.shares.items()))}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}") from error


def compare(before: Shares, after: Shares) -> list[Difference]:
    """Return the ratios that differ, sorted by name."""
    return [
        Difference(name, before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def below(floors: Shares, shares: Shares) -> list[Difference]:
    """Return the ratios below their floor; one that is no longer judged counts as below."""
    return [
        Difference(name, floor, shares.get(name))
        for name, floor in sorted(floors.items())
        if (share := shares.get(name)) is None or share < floor
    ]


def floor_of(name: str, share: float) -> float:
    """Return the floor for a ratio: rounded down, so that one changed sentence does not block a good change.

    Half points for the figures over all labels, steps of five points for a single indicator with its few labels.

    >>> floor_of("quantity.recall", 0.9887), floor_of("indicator.patents.recall", 0.9091)
    (0.985, 0.9)
    """
    steps = 20 if name.count(".") == 2 else 200
    return math.floor(share * steps + 1e-9) / steps


def raised(floors: SavedScore | None, score: SavedScore) -> SavedScore:
    """Return the new floors: never lower on the same corpus; on another corpus those of the score."""
    earned = {name: floor_of(name, share) for name, share in score.shares.items()}
    if floors is None or floors.corpus != score.corpus:
        return SavedScore(score.corpus, earned)
    names = {*floors.shares, *earned}
    return SavedScore(score.corpus, {name: max(floors.shares.get(name, 0.0), earned.get(name, 0.0)) for name in names})

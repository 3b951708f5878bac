"""How well facts agree with labels: each fact is paired with one label by overlapping spans, then compared by field.

Owns what counts as correct. Reads no files (gold.py) and prints nothing (show.py).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from unionstats.evaluate.gold import EXTRA_FIELDS, Label, LabelledPeriod
from unionstats.types import FactRow

NO_INDICATOR = "-"


class Pairing(NamedTuple):
    """Labels and facts of one page: pairs, labels without a fact, facts without a label."""

    pairs: tuple[tuple[Label, FactRow], ...]
    missed: tuple[Label, ...]
    spurious: tuple[FactRow, ...]


class Miss(NamedTuple):
    """One disagreement: `field` is quantity or a judged field; `where` is its position in the page."""

    source: str
    where: int
    field: str
    quote: str
    expected: str
    got: str


@dataclass(slots=True)
class Ratio:
    """The number of correct judgements and the number of all."""

    right: int = 0
    judged: int = 0

    def count(self, right: bool) -> None:  # noqa: FBT001 - it is what is counted
        """Count one judgement."""
        self.right += right
        self.judged += 1

    @property
    def share(self) -> float | None:
        """The correct share; None if nothing was judged."""
        return self.right / self.judged if self.judged else None


@dataclass(slots=True)
class Score:
    """The total over all scored pages: ratios by name, and every disagreement.

    Names: `quantity.precision`, `quantity.recall`, `value` … `status` (of matched quantities),
    `indicator.precision`, `indicator.recall`, and `indicator.<id>.precision|recall` by catalogue id.
    `unplaced` facts have no span in the page as read (a figure torn by HTML elements) and are not judged.
    """

    ratios: dict[str, Ratio] = field(default_factory=lambda: defaultdict(Ratio))
    misses: list[Miss] = field(default_factory=list)
    pages: int = 0
    unplaced: int = 0

    def add(self, labels: Sequence[Label], facts: Sequence[FactRow], source: str) -> None:
        """Score one page; facts without a span cannot be paired and are only counted."""
        placed = [fact for fact in facts if fact.char_start is not None]
        self.unplaced += len(facts) - len(placed)
        pairing = pair(labels, placed)
        self.pages += 1
        for _, name, right in _quantity_judgements(pairing):
            self.ratios[name].count(right)
        for label, fact in pairing.pairs:
            for name, right, expected, got in _field_judgements(label, fact):
                self.ratios[name].count(right)
                if not right:
                    self.misses.append(Miss(source, label.start, name, label.quote, expected, got))
        self._count_indicators(pairing, source)
        self.misses.extend(
            Miss(source, label.start, "quantity", label.quote, f"{label.quote} ({label.measure})", "nothing")
            for label in pairing.missed
        )
        self.misses.extend(
            Miss(source, fact.char_start or 0, "quantity", fact.quote, "nothing", f"{fact.quote} ({fact.measure})")
            for fact in pairing.spurious
        )

    def _count_indicators(self, pairing: Pairing, source: str) -> None:
        """Count indicators over all labels and facts, also those that found no partner."""
        for label, fact in pairing.pairs:
            accepted = [base_indicator(indicator) for indicator in label.indicators]
            found = base_indicator(fact.indicator)
            right = found in accepted
            expected = found if right else accepted[0]
            self._count_indicator(expected, found)
            if not right:
                wanted = " or ".join(indicator or NO_INDICATOR for indicator in accepted)
                got = f"{fact.indicator or NO_INDICATOR} [{fact.rule or 'no rule'}]"
                self.misses.append(Miss(source, label.start, "indicator", label.quote, wanted, got))
        for label in pairing.missed:
            self._count_indicator(base_indicator(label.indicators[0]), None)
        for fact in pairing.spurious:
            self._count_indicator(None, base_indicator(fact.indicator))

    def _count_indicator(self, expected: str | None, found: str | None) -> None:
        right = expected == found
        for indicator, name in ((expected, "recall"), (found, "precision")):
            if indicator is not None:
                self.ratios[f"indicator.{name}"].count(right)
                self.ratios[f"indicator.{indicator}.{name}"].count(right)


def base_indicator(indicator: str | None) -> str | None:
    """Return the part before the dot: patents.granted and patents are one id of the catalogue."""
    return indicator.partition(".")[0] if indicator else None


def pair(labels: Sequence[Label], facts: Sequence[FactRow]) -> Pairing:
    """Pair facts with labels one to one, longest overlap first.

    Args:
        labels: of one page.
        facts: of the same page; those without a span match nothing.

    Returns:
        Pairs in the order of their labels, and what found no partner.
    """
    overlaps = sorted(
        (-length, label_at, fact_at)
        for label_at, label in enumerate(labels)
        for fact_at, fact in enumerate(facts)
        if (length := _overlap(label, fact)) > 0
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, label_at, fact_at in overlaps:
        if label_at not in partner and fact_at not in taken:
            partner[label_at] = fact_at
            taken.add(fact_at)
    return Pairing(
        tuple((labels[label_at], facts[partner[label_at]]) for label_at in sorted(partner)),
        tuple(label for at, label in enumerate(labels) if at not in partner),
        tuple(fact for at, fact in enumerate(facts) if at not in taken),
    )


def _overlap(label: Label, fact: FactRow) -> int:
    if fact.char_start is None or fact.char_end is None:
        return 0
    return min(label.end, fact.char_end) - max(label.start, fact.char_start)


def _quantity_judgements(pairing: Pairing) -> Iterator[tuple[Label | FactRow, str, bool]]:
    for label, fact in pairing.pairs:
        yield label, "quantity.recall", True
        yield fact, "quantity.precision", True
    for label in pairing.missed:
        yield label, "quantity.recall", False
    for fact in pairing.spurious:
        yield fact, "quantity.precision", False


Judgement = tuple[str, bool, str, str]


def _field_judgements(label: Label, fact: FactRow) -> Iterator[Judgement]:
    """Yield name, right or wrong, expected and got of every field that the label judges."""
    yield (
        "value",
        _same_numbers(label, fact),
        _numbers(label.value, label.low, label.high),
        _numbers(fact.value, fact.low, fact.high),
    )
    for name in ("unit", "bound", "kind", "province"):
        expected, got = getattr(label, name), getattr(fact, name)
        yield name, expected == got, str(expected), str(got)
    yield "period", any(same_period(period, fact) for period in label.periods), _periods(label), _period(fact)
    for name in EXTRA_FIELDS:
        if name in label.extra:
            expected, got = label.extra[name], getattr(fact, name)
            yield name, expected == got, str(expected), str(got)


def _same_numbers(label: Label, fact: FactRow) -> bool:
    pairs = ((label.value, fact.value), (label.low, fact.low), (label.high, fact.high))
    return all(_same_number(*numbers) for numbers in pairs)


def _same_number(expected: float | None, got: float | None) -> bool:
    if expected is None or got is None:
        return expected is got
    return math.isclose(expected, got, rel_tol=1e-9)


def _numbers(value: float | None, low: float | None, high: float | None) -> str:
    return f"{value:g}" if value is not None else f"{low}..{high}"


def same_period(period: LabelledPeriod | None, fact: FactRow) -> bool:
    """Return whether a fact's period is the labelled one.

    A label `/date` (a total up to then) accepts a cumulative period or a stock on that day; a bare `/` any such period,
    since its labeller knew no date.
    """
    if period is None:
        return fact.period_type == "none"
    if not period.upto:
        return (fact.period_start, fact.period_end) == (period.start, period.end)
    until = fact.period_type in {"cumulative", "point"}
    return until and (period.end is None or fact.period_end == period.end)


def _periods(label: Label) -> str:
    return " or ".join(
        "none" if period is None else f"{period.start or ''}/{period.end or ''}" for period in label.periods
    )


def _period(fact: FactRow) -> str:
    if fact.period_type == "none":
        return "none"
    return f"{fact.period_start or ''}/{fact.period_end or ''} {fact.period_type} [{fact.period_text}]"


def score_pages(pages: Iterable[tuple[str, Sequence[Label], Sequence[FactRow]]]) -> Score:
    """Score pages given as source, labels and facts; misses in the order of the pages and within them."""
    score = Score()
    for source, labels, facts in pages:
        score.add(labels, facts, source)
    order = {source: at for at, source in enumerate(dict.fromkeys(miss.source for miss in score.misses))}
    score.misses.sort(key=lambda miss: (order[miss.source], miss.where))
    return score


def shares(score: Score) -> Mapping[str, float]:
    """Return every judged ratio by name, rounded as in floors and saved scores."""
    return {name: round(ratio.share, 4) for name, ratio in sorted(score.ratios.items()) if ratio.share is not None}

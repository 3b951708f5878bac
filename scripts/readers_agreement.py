"""How far two readers of the same pages agree, field by field: what labels can be trusted for.

Owns the comparison of two readings. Pure: it reads no files (gold.py) and knows no facts (score.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from unionstats.evaluate.gold import EXTRA_FIELDS, Gold, Label
from unionstats.evaluate.score import base_indicator

FIELDS = ("value", "unit", "bound", "kind", "indicator", "province", "period", *EXTRA_FIELDS)

# Shared by chance much of the time, because few readings are possible: the share alone would flatter.
NOMINAL = frozenset({"bound", "kind", "indicator", "province", "status", "scope", "change"})

Reading = Hashable


@dataclass(slots=True)
class Field:
    """What two readers said of one field: `names` counts the pairs of their first readings."""

    names: Counter[tuple[Reading, Reading]] = field(default_factory=Counter)
    compatible: int = 0

    @property
    def judged(self) -> int:
        """The number of quantities for which both readers filled the field in."""
        return self.names.total()

    @property
    def same(self) -> int:
        """The number of quantities with the same first reading."""
        return sum(count for (one, other), count in self.names.items() if one == other)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of the first readings: agreement beyond chance; None where chance alone explains it all."""
        firsts: Counter[Reading] = Counter()
        seconds: Counter[Reading] = Counter()
        for (one, other), count in self.names.items():
            firsts[one] += count
            seconds[other] += count
        chance = sum(firsts[name] * seconds[name] for name in firsts) / max(self.judged, 1) ** 2
        return (self.same / self.judged - chance) / (1 - chance) if self.judged and chance < 1 else None


class Dispute(NamedTuple):
    """One quantity that two readers read differently; `field` is quantity where only one of them noted it."""

    source: str
    where: int
    field: str
    quote: str
    first: str
    second: str


@dataclass(slots=True)
class Agreement:
    """Two readings compared: quantities noted by both, by one only, and the fields of those noted by both."""

    both: int = 0
    first_only: int = 0
    second_only: int = 0
    fields: dict[str, Field] = field(default_factory=lambda: defaultdict(Field))
    disputes: list[Dispute] = field(default_factory=list)

    @property
    def noted(self) -> float | None:
        """The share of quantities noted by both among those noted by either; None where there are none."""
        total = self.both + self.first_only + self.second_only
        return self.both / total if total else None


def compare_readings(first: Gold, second: Gold) -> Agreement:
    """Compare two readings on the pages that both readers read.

    Args:
        first: labels of the first reader by page.
        second: labels of the second; pages of which the other knows nothing are left out.

    Returns:
        Counts by field, and every dispute in the order of the pages and within them.
    """
    agreement = Agreement()
    for source in first:
        if source in second:
            _compare_page(agreement, source, first[source], second[source])
    return agreement


def _compare_page(agreement: Agreement, source: str, first: Sequence[Label], second: Sequence[Label]) -> None:
    for one, other in _partners(first, second):
        if one and other:
            agreement.both += 1
            _compare_fields(agreement, source, one, other)
        elif one:
            agreement.first_only += 1
            agreement.disputes.append(Dispute(source, one.start, "quantity", one.quote, one.measure, "not noted"))
        elif other:
            agreement.second_only += 1
            agreement.disputes.append(Dispute(source, other.start, "quantity", other.quote, "not noted", other.measure))


def _partners(first: Sequence[Label], second: Sequence[Label]) -> Iterator[tuple[Label | None, Label | None]]:
    """Walk through both readings at once; the labels of one reading stand in order and never overlap."""
    ones, others = list(reversed(first)), list(reversed(second))
    while ones or others:
        if not others or (ones and ones[-1].end <= others[-1].start):
            yield ones.pop(), None
        elif not ones or others[-1].end <= ones[-1].start:
            yield None, others.pop()
        else:
            yield ones.pop(), others.pop()


def _compare_fields(agreement: Agreement, source: str, one: Label, other: Label) -> None:
    firsts, seconds = _readings(one), _readings(other)
    for name in FIELDS:
        if name in firsts and name in seconds:
            mine, theirs = firsts[name], seconds[name]
            found = agreement.fields[name]
            found.names[mine[0], theirs[0]] += 1
            found.compatible += not set(mine).isdisjoint(theirs)
            if mine[0] != theirs[0]:
                agreement.disputes.append(Dispute(source, one.start, name, one.quote, _say(mine), _say(theirs)))


def _readings(label: Label) -> Mapping[str, tuple[Reading, ...]]:
    """Return every field that a label judges with all its readings, the first one first."""
    return {
        "value": ((label.value, label.low, label.high),),
        "unit": (label.unit,),
        "bound": (label.bound,),
        "kind": (label.kind,),
        "indicator": tuple(base_indicator(name) for name in label.indicators),
        "province": (label.province,),
        "period": label.periods,
    } | {name: (reading,) for name, reading in label.extra.items()}


def _say(readings: Sequence[Reading]) -> str:
    return " or ".join("/".join(_word(part) for part in _parts(reading)) for reading in readings)


def _parts(reading: Reading) -> tuple[object, ...]:
    return tuple(reading)[:2] if isinstance(reading, tuple) else (reading,)


def _word(part: object) -> str:
    return f"{part:g}" if isinstance(part, float) else str(part if part is not None else "-")


def agreement_table(agreement: Agreement) -> Iterator[str]:
    """Yield an agreement as the lines of a Markdown table: what the documents print."""
    total = agreement.both + agreement.first_only + agreement.second_only
    yield "| field | judged | first readings the same | kappa | a reading in common |"
    yield "|---|---|---|---|---|"
    yield f"| quantity noted by both | {total} | {agreement.both} = {_percent(agreement.both, total)} | | |"
    for name in FIELDS:
        if name in agreement.fields:
            found = agreement.fields[name]
            same = f"{found.same} = {_percent(found.same, found.judged)}"
            kappa = found.kappa if name in NOMINAL else None
            beyond = "" if kappa is None else f"{kappa:.2f}"
            yield f"| {name} | {found.judged} | {same} | {beyond} | {_percent(found.compatible, found.judged)} |"


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}".replace("%", " %") if whole else "-"

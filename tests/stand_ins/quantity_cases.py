"""Reads the case files: one line a case, `text => quote = value unit bound /per; …`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from unionstats.types import Quantity

CASES = Path(__file__).parents[1] / "cases"


class Expected(NamedTuple):
    """What a case says of one quantity, as written in the file."""

    quote: str
    value: str
    unit: str
    bound: str
    per: str | None


def read_cases(name: str) -> Iterator[tuple[str, list[Expected]]]:
    """Yield text and expected quantities of each line of a case file that is no comment."""
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, _, expected = line.partition(" =>")
            yield text.replace("\\n", "\n"), [_expected(part) for part in expected.split("; ") if part.strip()]


def _expected(part: str) -> Expected:
    quote, _, rest = part.strip().rpartition(" = ")
    words = rest.split()
    per = words.pop()[1:] if words[-1].startswith("/") and len(words) > 2 else None
    return Expected(quote, words[0], words[1], words[2] if len(words) > 2 else "exact", per)


def shown(text: str, quantity: Quantity) -> Expected:
    """Return a quantity in the form of the case files."""
    value = f"{_plain(quantity.low)}..{_plain(quantity.high)}" if quantity.value is None else _plain(quantity.value)
    quote = text[quantity.start : quantity.end]
    return Expected(quote, value, quantity.unit or "-", quantity.bound, quantity.per)


def _plain(number: Decimal | None) -> str:
    if number is None:
        return ""
    return f"{round(number, 5).normalize():f}"

"""Labels in both languages. Owns how a pair of labels, and how figures, are written as HTML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from unionstats.report.selfcontained import asset, escaped
from unionstats.rules.folder import RuleFolder
from unionstats.text.edits import TrackedText
from unionstats.text.script import simplify

# How a hedge is written before a figure; `signs_note` of labels.toml explains them.
SIGNS = {"about": "≈", "more_than": ">", "nearly": "≲", "up_to": "≤"}
_HUNDRED_MILLION, _TEN_THOUSAND = 100_000_000, 10_000

Labels = Mapping[str, list[str]]


@cache
def labels_of(table: str) -> Labels:
    """Read one table of labels.toml: key → Chinese, English."""
    found: dict[str, Any] = tomllib.loads(asset("labels.toml"))[table]
    return found


def pair(labels: Labels, key: str, **values: object) -> str:
    """Return a label in Chinese and, less prominent, in English as HTML; `values` fill its braces."""
    chinese, english = (escaped(text.format(**values) if values else text) for text in labels[key])
    return f'{chinese} <span lang="en">{english}</span>'


def plain(labels: Labels, key: str) -> str:
    """Return a label in both languages without HTML elements, for attributes."""
    return escaped(" ".join(labels[key]))


def indicator_titles(folder: RuleFolder) -> dict[str, tuple[str, str]]:
    """Return the titles of the indicators of a rule folder: id → Chinese, English."""
    heads = [file.whole["indicator"] for file in folder.rule_files("indicators/*.toml")]
    return {head["id"]: (head.get("title", head["id"]), head.get("title_en", "")) for head in heads}


def simplified(quote: str) -> str:
    """Return a quote of the page in the form it has in the cleaned sentence.

    >>> simplified("８.９萬項")
    '8.9万项'
    """
    return simplify(TrackedText.of(quote))[0].text


def short_figure(value: float) -> str:
    """Return a figure in the form that Chinese readers use, to four digits.

    >>> [short_figure(value) for value in (86.5, 4120, 31_700, 1_250_000_000)]
    ['86.5', '4,120', '3.17万', '12.5亿']
    """
    for size, name in ((_HUNDRED_MILLION, "亿"), (_TEN_THOUSAND, "万")):
        if abs(value) >= size:
            return f"{value / size:,.4g}{name}"
    return f"{value:,.4g}" if value % 1 else f"{value:,.0f}"


def full_figure(value: float, bound: str) -> str:
    """Return a figure with all its digits and a sign for its bound.

    >>> full_figure(2_870_000.0, "nearly")
    '≲ 2,870,000'
    """
    sign = SIGNS.get(bound)
    return f"{sign} {value:,.15g}" if sign else f"{value:,.15g}"


def day(moment: object) -> str:
    """Return a day as 2024-05-01, or … if it is open or unknown."""
    if moment is None:
        return "…"
    return moment.isoformat() if type(moment) is date else str(moment)[:10]

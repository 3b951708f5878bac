"""The figures of a report: what a finished output holds, how good it is, and which series can be drawn from it.

Owns counting; draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unionstats.report.panel import panel
from unionstats.report.query import ask
from unionstats.tables.read import latest_folder, load

if TYPE_CHECKING:
    import pandas as pd

# A report is read by a person: more series than this is an appendix.
MOST_SERIES = 24


@dataclass(frozen=True)
class Series:
    """One indicator in one unit: `points` is a panel (tables of `unionstats.panel`) of provinces or the nation."""

    indicator: str
    unit: str
    points: pd.DataFrame


@dataclass(frozen=True)
class Overview:
    """What a report shows.

    Attributes:
        snapshot: name of the committed snapshot it was drawn from.
        totals: label (of labels.toml) -> count, in reading order.
        shares: label -> (count, of how many).
        provinces: slug -> facts.
        years: year -> facts.
        undated: facts without a year.
        series: the indicators with most points first.
        conflicts: rows of the panels whose sources differ.
        evidence: the facts that the series cite, indexed by fact_id.
        reasons: why pages were set aside or flagged -> pages.
    """

    snapshot: str
    totals: dict[str, int]
    shares: dict[str, tuple[int, int]]
    provinces: dict[str, int]
    years: dict[int, int]
    undated: int
    series: tuple[Series, ...]
    conflicts: pd.DataFrame
    evidence: pd.DataFrame
    reasons: dict[str, int]


def read_overview(out: Path) -> Overview:
    """Count one committed snapshot.

    Args:
        out: an output of `unionstats run`.

    Raises:
        UsageError: there is none.
    """
    snapshot = latest_folder(out)
    facts = load(snapshot)
    pages = ask(out, "select status, reason, flags, unclaimed from pages")
    series = tuple(_series(facts))
    cited = [fact for one in series for fact in one.points["fact_id"]]
    years = facts["period_end"].fillna(facts["period_start"]).dt.year
    return Overview(
        snapshot=snapshot.name,
        totals=_totals(facts, pages),
        shares=_shares(facts),
        provinces={str(slug): int(n) for slug, n in facts["province"].value_counts().items() if n},
        years={int(year): int(n) for year, n in years.value_counts().sort_index().items()},
        undated=int(years.isna().sum()),
        series=series,
        conflicts=_conflicts(series),
        evidence=facts[facts["fact_id"].isin(cited)].set_index("fact_id"),
        reasons=_reasons(pages),
    )


def _totals(facts: pd.DataFrame, pages: pd.DataFrame) -> dict[str, int]:
    return {
        "pages": len(pages),
        "facts": len(facts),
        "provinces": int(facts["province"].nunique()),
        "set_aside": int((pages["status"] == "quarantined").sum()),
        "flagged": int((pages["status"] == "flagged").sum()),
        "unclaimed": int(pages["unclaimed"].sum()),
    }


def _shares(facts: pd.DataFrame) -> dict[str, tuple[int, int]]:
    marks = {
        "named": facts["indicator"].notna(),
        "spans": facts["char_start"].notna(),
        "hedged": facts["bound"] != "exact",
        "repeats": facts["repeats"].notna(),
    }
    return {label: (int(mark.sum()), len(facts)) for label, mark in marks.items()}


def _reasons(pages: pd.DataFrame) -> dict[str, int]:
    aside = pages[pages["status"] != "ok"]
    named = aside["reason"].fillna(aside["flags"])
    return {str(reason): int(n) for reason, n in named.value_counts().sort_index().items()}


def _series(facts: pd.DataFrame) -> list[Series]:
    """Give the panels of every indicator that has more than one point, most points first."""
    found = []
    for indicator in sorted(facts["indicator"].dropna().unique()):
        own = facts[facts["indicator"] == indicator]
        for by in ("province", "national"):
            points = panel(own, str(indicator), by=by)
            if len(points) > 1:
                found.append(Series(str(indicator), str(points["unit"].iloc[0]), points))
                break
    return sorted(found, key=lambda one: (-len(one.points), one.indicator))[:MOST_SERIES]


def _conflicts(series: tuple[Series, ...]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - only to join frames that pandas made

    return pd.concat([one.points[one.points["conflict"]] for one in series]) if series else pd.DataFrame()

"""The figures of a report: the content of a finished output, its quality, and the series that can be drawn from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from unionstats.report.panel import candidates, panel
from unionstats.tables.read import load
from unionstats.tables.store import Store

if TYPE_CHECKING:
    import pandas as pd

# A report is read by a person: more series than this is an appendix.
MOST_SERIES = 24


@dataclass(frozen=True)
class Series:
    """One indicator in one unit; `points` is a panel (of `unionstats.panel`) of provinces or the nation.

    `counted` is the kind that the panel sets apart, "" for the indicator itself.
    """

    indicator: str
    counted: str
    level: str
    unit: str
    points: pd.DataFrame

    @property
    def key(self) -> str:
        """The identifier of the series on the page."""
        return "-".join(filter(None, (self.indicator, self.counted, self.level))).replace(".", "-")

    @property
    def has_trend(self) -> bool:
        """Whether any province has more than one year; otherwise only provinces can be compared."""
        return bool(self.points["province"].duplicated().any())


class Held(NamedTuple):
    """What the output contains for one indicator."""

    indicator: str
    facts: int
    provinces: int
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Overview:
    """The content of a report.

    Attributes:
        snapshot: name of the committed snapshot it was drawn from.
        created: when that was committed (UTC).
        totals: label (of labels.toml) -> count, in reading order.
        shares: label -> (count, of how many).
        lists: bounds, status, scope -> value -> facts, commonest first.
        provinces: slug -> facts.
        years: year -> facts.
        cells: (slug, year) -> facts.
        undated: facts without a year.
        held: one entry per indicator, most facts first.
        series: the indicators with most points first.
        more_series: how many could be drawn beside those.
        rivals: facts whose panel cell has values that differ, with the keys of the cell and whether it was taken.
        evidence: the facts that the series cite, indexed by fact_id.
        pages: status -> pages.
        reasons: why pages were set aside or flagged -> pages.
    """

    snapshot: str
    created: datetime
    totals: dict[str, int]
    shares: dict[str, tuple[int, int]]
    lists: dict[str, dict[str, int]]
    provinces: dict[str, int]
    years: dict[int, int]
    cells: dict[tuple[str, int], int]
    undated: int
    held: tuple[Held, ...]
    series: tuple[Series, ...]
    more_series: int
    rivals: pd.DataFrame
    evidence: pd.DataFrame
    pages: dict[str, int]
    reasons: dict[str, int]


def read_overview(out: Path) -> Overview:
    """Count one committed snapshot.

    Args:
        out: an output of `unionstats run`.

    Raises:
        UsageError: there is none.
    """
    store = Store(out)
    commit = store.newest()
    folder = store.folder_of(commit)
    facts = load(folder)
    facts["year"] = facts["period_end"].fillna(facts["period_start"]).dt.year.astype("Int32")
    pages = _pages(folder)
    every = _series(facts)
    series = tuple(every[:MOST_SERIES])
    rivals = _rivals(facts, series)
    cited = {fact for one in series for fact in one.points["fact_id"]} | set(rivals["fact_id"])
    dated = facts.dropna(subset=["year"])
    return Overview(
        snapshot=commit.snapshot.rsplit("/", 1)[-1],
        created=commit.created,
        totals=_totals(facts, pages),
        shares=_shares(facts),
        lists={name: _counted(facts[name]) for name in ("bound", "status", "scope")},
        provinces=_counted(facts["province"]),
        years={int(year): n for year, n in sorted(Counter(dated["year"]).items())},
        cells={
            (str(slug), int(year)): n
            for (slug, year), n in Counter(zip(dated["province"], dated["year"], strict=True)).items()
        },
        undated=len(facts) - len(dated),
        held=_held(facts),
        series=series,
        more_series=len(every) - len(series),
        rivals=rivals,
        evidence=facts[facts["fact_id"].isin(cited)].set_index("fact_id"),
        pages=_counted(pages["status"]),
        reasons=_reasons(pages),
    )


def _pages(folder: Path) -> pd.DataFrame:
    columns = ["status", "reason", "flags", "unclaimed", "host"]
    files = sorted(folder.glob("pages*.parquet"))
    frame: pd.DataFrame = pa.concat_tables(pq.read_table(file, columns=columns) for file in files).to_pandas()
    return frame


def _counted(column: pd.Series) -> dict[str, int]:
    """Count the values of a column that occur, commonest first."""
    counts = column.value_counts()
    return {str(value): int(n) for value, n in sorted(counts.items(), key=lambda one: (-one[1], str(one[0]))) if n}


def _totals(facts: pd.DataFrame, pages: pd.DataFrame) -> dict[str, int]:
    return {
        "pages": len(pages),
        "facts": len(facts),
        "provinces": int(facts.loc[~facts["province"].isin(["national", "unknown"]), "province"].nunique()),
        "indicators": int(facts["indicator"].nunique()),
        "sources": int(pages["host"].nunique()),
        "set_aside": int((pages["status"] == "quarantined").sum()),
    }


def _shares(facts: pd.DataFrame) -> dict[str, tuple[int, int]]:
    marks = {
        "named": facts["indicator"].notna(),
        "spans": facts["char_start"].notna(),
        "placed": facts["province"] != "unknown",
        "dated": facts["year"].notna(),
        "hedged": facts["bound"] != "exact",
        "repeats": facts["repeats"].notna(),
    }
    return {label: (int(mark.sum()), len(facts)) for label, mark in marks.items()}


def _reasons(pages: pd.DataFrame) -> dict[str, int]:
    aside = pages[pages["status"] != "ok"]
    return _counted(aside["reason"].fillna(aside["flags"]))


def _held(facts: pd.DataFrame) -> tuple[Held, ...]:
    found = []
    for indicator, own in facts.dropna(subset=["indicator"]).groupby("indicator", sort=True):
        provinces = own.loc[~own["province"].isin(["national", "unknown"]), "province"].nunique()
        years = own["year"].dropna()
        first, last = (int(years.min()), int(years.max())) if len(years) else (None, None)
        found.append(Held(str(indicator), len(own), int(provinces), first, last))
    return tuple(sorted(found, key=lambda one: (-one.facts, one.indicator)))


def _series(facts: pd.DataFrame) -> list[Series]:
    """Return the panels of every indicator that has more than one point, most points first."""
    found = []
    for indicator in sorted(facts["indicator"].dropna().unique()):
        own = facts[facts["indicator"] == indicator]
        for level in ("province", "national"):
            for counted, points in panel(own, str(indicator), by=level).groupby("counted", sort=True):
                if len(points) > 1:
                    found.append(Series(str(indicator), str(counted), level, str(points["unit"].iloc[0]), points))
    return sorted(found, key=lambda one: (-len(one.points), one.key))


def _rivals(facts: pd.DataFrame, series: tuple[Series, ...]) -> pd.DataFrame:
    """Return every statement behind the points whose sources differ, the one taken first."""
    import pandas as pd  # noqa: PLC0415 - only to join frames that pandas made

    columns = [
        "key",
        "indicator",
        "province",
        "year",
        "value",
        "unit",
        "bound",
        "measure",
        "source",
        "fact_id",
        "taken",
    ]
    found = []
    for one in series:
        torn = one.points[one.points["conflict"]]
        taken_of = dict(zip(zip(torn["province"], torn["year"], strict=True), torn["fact_id"], strict=True))
        if not taken_of:
            continue
        stated = candidates(facts[facts["indicator"] == one.indicator], one.indicator, by=one.level, unit=one.unit)
        stated = stated[stated["counted"] == one.counted]
        for cell, rows in stated.groupby(["province", "year"], sort=True, observed=True):
            if cell in taken_of:
                marked = rows.assign(key=one.key, taken=rows["fact_id"] == taken_of[cell])
                found.append(marked.sort_values("taken", ascending=False, kind="stable"))
    return pd.concat(found)[columns] if found else pd.DataFrame(columns=columns)

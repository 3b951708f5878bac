"""Province × year panels of one indicator. Decides which facts are comparable and which are not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from unionstats.errors import UsageError
from unionstats.rules.folder import RuleFolder
from unionstats.tables.names import check_indicators

if TYPE_CHECKING:
    import pandas as pd

# What a row is keyed by, for each level that a panel can have.
_KEYS = {
    "national": ["province"],
    "province": ["province"],
    "prefecture": ["province", "place"],
    "county": ["province", "place"],
}


def panel(facts: pd.DataFrame, indicator: str, *, by: str = "province", unit: str | None = None) -> pd.DataFrame:
    """Return a panel of one indicator: one row per place and year, and per kind of what the indicator counts.

    Only levels are compared: facts of status actual whose scope is `by`, in one unit, no amounts per unit, no amounts
    of change, no ranges, and neither parts of another figure nor repeats of one. Where several values remain for a
    place and year, the latest published is taken; it is never a sum, since a province's total and a city's share of it
    look alike.

    Args:
        facts: what `unionstats.load` gave.
        indicator: an id of the catalogue; `relief_funds` also takes `relief_funds.raised` and its like, each apart.
        by: national, province, prefecture or county: what the figures must be totals of.
        unit: the measure word to take; the commonest where None.

    Returns:
        One row per place, year, full indicator id and kind, sorted: province (and place), indicator, counted (the word
        of the measure that sets a kind apart, as 奖章 among honours; "" for the indicator itself), year, value, unit,
        bound, n (values found), min, max, conflict (they differ by more than printed figures are rounded), and the
        fact_id of the value taken.

    Raises:
        UsageError: `by` is no level, or there is no such indicator; says which was likely meant.
    """
    taken = candidates(facts, indicator, by=by, unit=unit)
    keys = [*_KEYS[by], "indicator", "counted", "year"]
    grouped = taken.groupby(keys, sort=True, observed=True)
    latest = grouped[["value", "unit", "bound", "fact_id"]].last()
    spread = grouped["value"].agg(n="size", min="min", max="max")
    result = latest.join(spread)
    result["conflict"] = result["max"] > result["min"] * 1.005
    columns = ["value", "unit", "bound", "n", "min", "max", "conflict", "fact_id"]
    return result[columns].reset_index()


def candidates(facts: pd.DataFrame, indicator: str, *, by: str, unit: str | None = None) -> pd.DataFrame:
    """Return the facts that `panel` chooses from; the chosen one comes last within each place and year.

    Args:
        facts: what `unionstats.load` gave.
        indicator: as for `panel`.
        by: as for `panel`.
        unit: as for `panel`.

    Returns:
        The rows of `facts` that may be compared, with their kind and year, sorted as a panel is.

    Raises:
        UsageError: as for `panel`.
    """
    if by not in _KEYS:
        raise UsageError(f"by={by!r}: use one of {', '.join(_KEYS)}")
    named = _is_named(facts["indicator"], indicator)
    if not named.any():
        check_indicators([indicator], facts["indicator"].dropna().unique())
    taken = facts[named & _comparable(facts, by)]
    if unit is None and len(taken):
        unit = str(taken["unit"].value_counts().sort_index(kind="stable").idxmax())
    taken = taken[taken["unit"] == unit]
    taken = taken.assign(year=taken["period_end"].fillna(taken["period_start"]).dt.year.astype("Int32"))
    taken = taken.assign(counted=_counted(taken, indicator))
    keys = [*_KEYS[by], "indicator", "counted", "year"]
    order = [*keys, "published", "source", "char_start"]
    taken = taken.dropna(subset=["year"]).sort_values(order, na_position="first", kind="stable")
    return taken.astype(dict.fromkeys(keys[:-1], "str"))


def _is_named(names: pd.Series, indicator: str) -> pd.Series:
    """Mark the ids that are an indicator's, with a suffix or without."""
    mask: pd.Series = (names == indicator) | names.str.startswith(f"{indicator}.", na=False)
    return mask


def _comparable(facts: pd.DataFrame, by: str) -> pd.Series:
    """Mark the facts that a panel may use."""
    mask: pd.Series = (facts["status"] == "actual") & (facts["scope"] == by) & facts["value"].notna()
    for column in ("per", "change", "repeats", "part_of"):
        mask &= facts[column].isna()
    return mask


def _counted(facts: pd.DataFrame, indicator: str) -> pd.Series:
    """Return for each fact the word of its measure that sets its kind apart, "" where none does."""
    words = _apart().get(indicator.partition(".")[0], ())
    measures = facts["measure"].fillna("") if "measure" in facts else facts["indicator"].map(lambda _: "")
    return measures.astype("str").map(lambda measure: next((word for word in words if word in measure), ""))


@cache
def _apart() -> dict[str, tuple[str, ...]]:
    """Read by indicator the words that set kinds apart; where several stand in a measure, the first listed counts."""
    heads = [file.whole["indicator"] for file in RuleFolder.open().rule_files("indicators/*.toml")]
    return {head["id"]: tuple(head.get("apart", ())) for head in heads}

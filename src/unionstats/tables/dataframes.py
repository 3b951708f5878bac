"""Tables as pandas DataFrames with the types that analysts need: days as dates, closed lists as categories."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from unionstats.tables.encode import build_table
from unionstats.types import FactRow, RemovedRow

# Closed lists of words; open ones (places, units, indicators) stay strings, which join and compare without surprise.
CATEGORIES = (
    "province",
    "province_name",
    "place_basis",
    "place_distance",
    "scope",
    "bound",
    "kind",
    "status",
    "change",
    "period_type",
    "period_basis",
    "action",
    "format",
    "script",
)


def frame_of(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a DataFrame: dates as datetime64, whole numbers as Int32 with NA."""
    frame: pd.DataFrame = table.to_pandas(
        types_mapper={pa.int32(): pd.Int32Dtype()}.get,
        categories=[name for name in CATEGORIES if name in table.column_names],
        date_as_object=False,
    )
    return frame


def facts_frame(rows: Iterable[FactRow]) -> pd.DataFrame:
    """Return facts as a DataFrame: one row per fact, the columns of the facts table, in the order given."""
    return frame_of(build_table("facts", rows))


def removed_frame(rows: Iterable[RemovedRow]) -> pd.DataFrame:
    """Return what was removed as a DataFrame: one row per stretch, the columns of the removed table."""
    return frame_of(build_table("removed", rows))

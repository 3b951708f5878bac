"""Queries a finished output with DuckDB: conditions on the facts, and free SQL. Owns the names of tables in SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from unionstats.errors import UsageError
from unionstats.tables.read import snapshot_folder

if TYPE_CHECKING:
    import pandas as pd


def ask(out: Path, sql: str) -> pd.DataFrame:
    """Run SQL on one committed snapshot: its tables are `facts`, `pages` and `removed`.

    Args:
        out: an output of `unionstats run`, or one of its snapshots.
        sql: one SELECT, in DuckDB's dialect.

    Raises:
        UsageError: DuckDB is not installed, or it does not take the SQL, or this is not one SELECT.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("this needs the extra: pip install 'unionstats[sql]'") from error
    connection: Any = duckdb.connect()
    try:
        snapshot = snapshot_folder(out).resolve()
        views = {"facts": snapshot / "facts" / "*.parquet", "pages": snapshot / "pages*.parquet"}
        views["removed"] = snapshot / "removed*.parquet"
        for name, files in views.items():
            quoted = str(files).replace("'", "''")
            connection.execute(f"create view {name} as select * from read_parquet('{quoted}')")  # noqa: S608 - our own names
        # The question may read these tables and nothing else of the machine.
        connection.execute(f"set allowed_directories = ['{str(snapshot).replace(chr(39), chr(39) * 2)}']")
        connection.execute("set enable_external_access = false")
        _check_asks(duckdb, sql)
        frame: pd.DataFrame = connection.execute(sql).df()
        return frame
    except duckdb.Error as error:
        raise UsageError(f"SQL: {error}") from error
    finally:
        connection.close()


def _check_asks(duckdb: Any, sql: str) -> None:  # noqa: ANN401 - a module that may be missing
    """Refuse SQL that is not one question: what else it did to the views would be lost, without a word."""
    kinds = duckdb.StatementType
    statements = duckdb.extract_statements(sql)
    # Some questions, as PIVOT, are several statements to DuckDB.
    asking = {kinds.SELECT, kinds.EXPLAIN, kinds.MULTI}
    if len(statements) != 1 or statements[0].type not in asking:
        raise UsageError("SQL: one SELECT over facts, pages and removed is asked for")


def text_literal(text: str) -> str:
    """Return text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

import unionstats
from unionstats.errors import UsageError
from unionstats.tables.dataframes import facts_frame
from unionstats.tables.encode import TableWriter, build_table
from unionstats.tables.schema import SCHEMAS
from unionstats.types import FactRow


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the shipped rules: they know what provinces are called."""
    monkeypatch.undo()


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("province", ["shanxi", "山西", "山西省", ["山西"]])
def test_a_province_goes_by_slug_or_name(out: Path, province: str) -> None:
    assert unionstats.load(out, province=province)["quote"].tolist() == ["12家", "31人"]


@pytest.mark.usefixtures("shipped")
def test_provinces_come_together_in_one_order(out: Path) -> None:
    assert unionstats.load(out, province=["shanxi", "henan"])["province"].tolist() == ["henan", "shanxi", "shanxi"]
    assert len(unionstats.load(out)) == 3


def test_days_and_closed_lists_have_their_types(out: Path) -> None:
    facts = unionstats.load(out)
    assert facts["published"].dtype.kind == "M"
    assert isinstance(facts["province"].dtype, pd.CategoricalDtype)
    assert facts["char_start"].dtype == pd.Int32Dtype()
    assert list(facts.columns) == list(FactRow._fields)


def test_columns_are_chosen_in_the_order_given(out: Path) -> None:
    assert list(unionstats.load(out, columns=["value", "unit"]).columns) == ["value", "unit"]


def row(indicator: str | None) -> FactRow:
    values = dict.fromkeys(FactRow._fields) | {"fact_id": str(indicator), "province": "shanxi", "indicator": indicator}
    return FactRow(**values)


def test_an_indicator_brings_its_suffixes_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    names = ["patents", "patents.applied", "patents_pending", None]
    for slug in unionstats.tables.schema.PROVINCES:
        rows = [row(name) for name in names] if slug == "shanxi" else []
        with (tmp_path / "facts" / f"{slug}.parquet").open("wb") as sink:
            writer = TableWriter(sink, "facts")
            writer.write(build_table("facts", rows))
            writer.close()
    assert unionstats.load(tmp_path, indicator="patents")["indicator"].tolist() == ["patents", "patents.applied"]
    assert unionstats.load(tmp_path, indicator=["patents.applied"])["indicator"].tolist() == ["patents.applied"]


@pytest.mark.parametrize("wrong", [{"province": "atlantis"}, {"columns": ["vlaue"]}])
def test_a_name_that_is_none_is_said(out: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="no such"):
        unionstats.load(out, **wrong)


def test_nothing_to_load_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no tables yet"):
        unionstats.load(tmp_path)


def test_every_reader_sees_the_same_columns_and_rows(out: Path) -> None:
    pattern = str(out / "current" / "facts" / "*.parquet")
    by_arrow = ds.dataset(out / "current" / "facts").to_table().sort_by("fact_id")
    by_polars = pl.read_parquet(pattern).sort("fact_id")
    by_duckdb = duckdb.sql(f"select * from '{pattern}' order by fact_id").to_arrow_table()  # noqa: S608 - the test's path
    files = sorted((out / "current" / "facts").iterdir())
    by_pandas = pd.concat([pd.read_parquet(file) for file in files if pq.read_metadata(file).num_rows])
    names = list(FactRow._fields)
    assert by_arrow.column_names == by_polars.columns == by_duckdb.column_names == list(by_pandas.columns) == names
    rows = by_arrow.to_pylist()
    assert by_polars.to_dicts() == rows
    assert by_duckdb.to_pylist() == rows
    assert by_pandas.sort_values("fact_id")["value"].tolist() == [each["value"] for each in rows]


def test_a_column_that_an_earlier_release_did_not_have_is_null(out: Path) -> None:
    folder = unionstats.latest(out) / "facts"
    for path in list(folder.iterdir()):
        older = pq.read_table(path).drop_columns(["flags", "part_of"])
        path.unlink()
        pq.write_table(older, path)
    facts = unionstats.load(out, province="shanxi")
    assert list(facts.columns) == list(FactRow._fields)
    assert facts["quote"].tolist() == ["12家", "31人"]
    assert facts["flags"].isna().all()


def test_every_reader_gives_columns_their_types(out: Path) -> None:
    """Told by what each reader calls them: text, whole numbers, numbers with a fraction, days."""
    pattern = str(out / "current" / "facts" / "*.parquet")
    files = sorted(path for path in (out / "current" / "facts").iterdir() if pq.read_metadata(path).num_rows)
    by_pandas = pd.concat([pd.read_parquet(file, dtype_backend="pyarrow") for file in files]).dtypes
    described = duckdb.sql(f"describe select * from '{pattern}'").fetchall()  # noqa: S608 - the test's path
    seen = {
        "duckdb": {str(row[0]): str(row[1]) for row in described},
        "polars": {name: str(kind) for name, kind in pl.read_parquet_schema(files[0]).items()},
        "pandas": {str(name): str(kind) for name, kind in by_pandas.items()},
        "pyarrow": {field.name: str(field.type) for field in ds.dataset(out / "current" / "facts").schema},
    }
    called = {
        "string": {"duckdb": "VARCHAR", "polars": "String", "pandas": "string[pyarrow]", "pyarrow": "string"},
        "int32": {"duckdb": "INTEGER", "polars": "Int32", "pandas": "int32[pyarrow]", "pyarrow": "int32"},
        "double": {"duckdb": "DOUBLE", "polars": "Float64", "pandas": "double[pyarrow]", "pyarrow": "double"},
        "date32[day]": {"duckdb": "DATE", "polars": "Date", "pandas": "date32[day][pyarrow]", "pyarrow": "date32[day]"},
    }
    for reader, kinds in seen.items():
        assert kinds == {field.name: called[str(field.type)][reader] for field in SCHEMAS["facts"]}, reader


def test_half_a_surrogate_pair_is_marked_and_keeps_its_place() -> None:
    broken = row(None)._replace(sentence="新建\ud83d工会12家")
    assert facts_frame([broken])["sentence"].tolist() == ["新建\ufffd工会12家"]

"""What a crash campaign on an object store runs in processes of its own: refreshes that are killed, and readers."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import campaign
import duckdb
import object_server
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
from fake_reader import build_fake
from pyarrow import fs

import unionstats
from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, refresh

# What changes an object store: each is one request.
STEPS = ("put", "copy", "delete")


def refresh_once(raw: Path, environment: dict[str, str], kill_at: int | None = None) -> None:
    """Refresh as a run would, or until the n-th request that changes the object store is about to be made."""
    os.environ.update(environment)
    if kill_at is not None:
        _kill_before(kill_at)
    rules = raw.parent / "no rules"
    rules.mkdir(exist_ok=True)
    with patch("unionstats.rules.folder.shipped_rules", lambda: rules):
        refresh([str(raw)], object_server.ADDRESS, Options(engine=Wish(1), keep=1), make=build_fake)


def _kill_before(nth: int) -> None:
    import obstore  # noqa: PLC0415 - an extra

    left = [nth]

    def stepping(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any request
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **named)

        return step

    for name in STEPS:
        setattr(obstore, name, stepping(getattr(obstore, name)))


def replace_in_place(raw: Path, environment: dict[str, str], kill_at: int | None = None) -> None:
    """Refresh by replacing table after table: what the store does not do, and why."""
    os.environ.update(environment)
    import obstore  # noqa: PLC0415 - an extra
    from obstore.store import from_url  # noqa: PLC0415 - an extra

    campaign.refresh_once(raw, raw.parent / "built")
    bucket = from_url(f"s3://{object_server.BUCKET}/inplace", client_options={"allow_http": True})
    if kill_at is not None:
        _kill_before(kill_at)
    for path in sorted((unionstats.latest(raw.parent / "built") / "facts").iterdir()):
        obstore.put(bucket, f"facts/{path.name}", path)


def killed(task: Callable[..., None], arguments: tuple[object, ...], seconds: float | None = None) -> bool:
    """Run a task in a process that ends itself, or is killed after some seconds; tell whether it was."""
    process = campaign.CONTEXT.Process(target=task, args=arguments)
    process.start()
    process.join(120 if seconds is None else seconds)
    process.kill()
    process.join()
    return process.exitcode != 0


def values_by_unionstats(_snapshot: str) -> Iterable[float]:
    """Read all values as our own users do."""
    return unionstats.load(object_server.ADDRESS, columns=["value"])["value"].tolist()


def values_by_pandas(snapshot: str) -> Iterable[float]:
    """Read them with pandas through pyarrow's own client."""
    filesystem = fs.S3FileSystem(
        endpoint_override=os.environ["AWS_ENDPOINT_URL"], scheme="http", region=os.environ["AWS_REGION"]
    )
    folder = f"{snapshot.removeprefix('s3://')}/facts"
    files = [info.path for info in filesystem.get_file_info(fs.FileSelector(folder))]
    frames = [pq.read_table(file, filesystem=filesystem, columns=["value"]).to_pandas() for file in files]
    return pd.concat(frames)["value"].tolist()


def values_by_polars(snapshot: str) -> Iterable[float]:
    """Read them with polars' own client."""
    options = {"aws_endpoint_url": os.environ["AWS_ENDPOINT_URL"], "aws_allow_http": "true"}
    return pl.read_parquet(f"{snapshot}/facts/*.parquet", columns=["value"], storage_options=options)["value"].to_list()


def values_by_duckdb(snapshot: str) -> Iterable[float]:
    """Read them with DuckDB through obstore: its own client is an extension that must be downloaded."""
    from obstore.fsspec import FsspecStore  # noqa: PLC0415 - an extra

    bucket = FsspecStore("s3", client_options={"allow_http": True})
    files = [f"s3://{name}" for name in bucket.glob(f"{snapshot.removeprefix('s3://')}/facts/*.parquet")]
    with duckdb.connect() as connection:
        connection.register_filesystem(bucket)
        rows = connection.execute("select value from read_parquet($files)", {"files": files}).fetchall()
    return [value for (value,) in rows]


READERS: dict[str, Callable[[str], Iterable[float]]] = {
    "unionstats": values_by_unionstats,
    "pandas": values_by_pandas,
    "polars": values_by_polars,
    "duckdb": values_by_duckdb,
}


def read_for_ever(name: str, environment: dict[str, str], expected: int, found: Any) -> None:  # noqa: ANN401 - a queue
    """Read the newest snapshot over and over; report each read, and whatever is wrong with it."""
    os.environ.update(environment)
    last = 0.0
    while os.getppid() > 1:
        try:
            values = list(READERS[name](str(unionstats.latest(object_server.ADDRESS))))
        except Exception as error:  # noqa: BLE001 - any error at all is what must not happen
            found.put((name, repr(error)))
            continue
        last = campaign.report(name, values, expected, last, found)
        time.sleep(1.5)  # readers leave the cores to the refreshes they watch

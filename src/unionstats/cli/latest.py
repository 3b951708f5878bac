"""`unionstats latest`: print the path of the newest snapshot."""

from __future__ import annotations

import click

from unionstats.cli.where import tables_argument
from unionstats.tables.read import latest as find_latest


@click.command()
@tables_argument
def latest(out: str) -> None:
    """Print the path of the newest committed snapshot in DIR (a folder or s3://…), to read while a run may be at work.

    [default: data/processed]

    \b
    Example:
      duckdb -c "select count(*) from '$(unionstats latest data/processed)/facts/*.parquet'"
    """
    click.echo(find_latest(out))

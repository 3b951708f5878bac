"""`unionstats rollback`: back to an earlier snapshot."""

from __future__ import annotations

import click

from unionstats.cli.completion import complete_path
from unionstats.cli.output import say
from unionstats.refresh.upkeep import rollback as go_back


@click.command()
@click.argument("number", type=click.IntRange(1))
@click.option(
    "--out",
    default="data/processed",
    shell_complete=complete_path,
    show_default=True,
    help="Folder of the tables, or s3://….",
)
def rollback(number: int, out: str) -> None:
    """Make snapshot NUMBER the newest again, as a new snapshot; `unionstats history` lists them.

    \b
    Example:
      unionstats rollback 41 --out data/processed
    """
    commit = go_back(number, out)
    say(f"snapshot {commit.number} of {out} is committed: the tables are those of snapshot {number}")

"""`unionstats rollback`: go back to an earlier snapshot."""

from __future__ import annotations

import click

from unionstats.cli.output import say
from unionstats.cli.where import out_option
from unionstats.refresh.upkeep import rollback as go_back


@click.command()
@click.argument("number", type=click.IntRange(1))
@out_option
def rollback(number: int, out: str) -> None:
    """Make snapshot NUMBER the newest again, as a new snapshot; `unionstats history` lists them.

    \b
    Example:
      unionstats rollback 41 --out data/processed
    """
    commit = go_back(number, out)
    say(f"snapshot {commit.number} of {out} is committed: the tables are those of snapshot {number}")

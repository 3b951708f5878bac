"""`unionstats status`: the state of the tables."""

from __future__ import annotations

import click

from unionstats.cli.output import say
from unionstats.cli.where import tables_argument
from unionstats.refresh.history import status_lines


@click.command()
@tables_argument
def status(out: str) -> None:
    """Show the state of the tables in DIR (a folder or s3://…): newest snapshot, inputs, whether a run is at work.

    [default: data/processed]

    \b
    Example:
      unionstats status data/processed
    """
    for line in status_lines(out):
        say(line)

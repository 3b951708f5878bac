"""`unionstats history`: list the snapshots that are kept."""

from __future__ import annotations

import click

from unionstats.cli.output import say
from unionstats.cli.where import tables_argument
from unionstats.refresh.history import history_lines


@click.command()
@tables_argument
def history(out: str) -> None:
    """List the snapshots in DIR (a folder or s3://…), newest first, with what each changed.

    [default: data/processed]

    \b
    Example:
      unionstats history data/processed
    """
    for line in history_lines(out):
        say(line)

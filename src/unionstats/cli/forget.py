"""`unionstats forget`: remove an INPUT from the tables."""

from __future__ import annotations

import click

from unionstats.cli.output import say
from unionstats.cli.where import out_option
from unionstats.refresh.upkeep import forget as forget_input


@click.command()
@click.argument("input_", metavar="INPUT")
@out_option
def forget(input_: str, out: str) -> None:
    """Drop INPUT: its pages and their facts leave the tables. The page files are not touched.

    \b
    Example:
      unionstats forget pages/2019 --out data/processed
    """
    commit = forget_input(input_, out)
    say(f"snapshot {commit.number} of {out} is committed: {commit.manifest.counts['pages']:,} pages are left")

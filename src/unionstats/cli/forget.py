"""`unionstats forget`: an INPUT leaves the tables."""

from __future__ import annotations

import click

from unionstats.cli.completion import complete_path
from unionstats.cli.output import say
from unionstats.refresh.upkeep import forget as forget_input


@click.command()
@click.argument("input_", metavar="INPUT")
@click.option(
    "--out",
    default="data/processed",
    shell_complete=complete_path,
    show_default=True,
    help="Folder of the tables, or s3://….",
)
def forget(input_: str, out: str) -> None:
    """Drop INPUT: its pages and their facts leave the tables. The page files are not touched.

    \b
    Example:
      unionstats forget pages/2019 --out data/processed
    """
    commit = forget_input(input_, out)
    say(f"snapshot {commit.number} of {out} is committed: {commit.manifest.counts['pages']:,} pages are left")

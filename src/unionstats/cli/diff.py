"""`unionstats diff`: how a change of rules changes the data."""

from __future__ import annotations

from pathlib import Path

import click

from unionstats.cli.output import say
from unionstats.evaluate.difference import compare_outputs, difference_lines


@click.command()
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@click.option("--columns", help="Comma-separated: compare these only.")
@click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Changes to show.")
@click.option("--check", is_flag=True, help="Exit with 1 where anything differs.")
def diff(old: Path, new: Path, columns: str | None, limit: int, check: bool) -> int:  # noqa: FBT001 - click's way
    """Compare two outputs, or two snapshots: facts gained, lost and changed, with their sentences.

    \b
    Examples:
      unionstats run pages/ --out after/ --rules my-rules && unionstats diff before/ after/
      unionstats diff tables/snapshots/3-1f0c2a tables/snapshots/4-9be771 --columns province,place
    """
    chosen = [name.strip() for name in columns.split(",") if name.strip()] if columns else None
    difference = compare_outputs(old, new, chosen)
    for line in difference_lines(difference, limit):
        say(line)
    return 1 if check and difference.changes else 0

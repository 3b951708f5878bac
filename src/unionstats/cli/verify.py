"""`unionstats verify`: check that the tables are what was committed."""

from __future__ import annotations

import click

from unionstats.cli.output import say
from unionstats.cli.where import tables_argument
from unionstats.errors import CheckFailed
from unionstats.tables.verify import verify as check_store


@click.command()
@tables_argument
def verify(out: str) -> None:
    """Check every snapshot in DIR (a folder or s3://…): bytes, columns, counts, ids, spans, and no more.

    Exits with 1 if anything is wrong. [default: data/processed]

    \b
    Example:
      unionstats verify data/processed
    """
    issues = check_store(out)
    for issue in issues:
        say(issue)
    if issues:
        raise CheckFailed(
            f"{out}: {len(issues)} things are wrong; unionstats rollback goes back to an earlier snapshot"
        )
    say(f"{out}: every snapshot is what was committed")

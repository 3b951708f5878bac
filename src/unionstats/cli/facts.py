"""`unionstats facts`: query a finished output from the shell."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import click

from unionstats.cli.completion import complete_columns, complete_indicator, complete_province
from unionstats.cli.output import say, write_bytes
from unionstats.cli.where import TablesFolder
from unionstats.errors import WriteFailed
from unionstats.report.export import FORMATS, export
from unionstats.report.listing import DEFAULT_COLUMNS, Question, answer, emptied_by, print_table

# Formats whose files have another ending than their name.
_ENDINGS = {"markdown": "md"}


class Day(click.ParamType[date]):
    """A day, or the first of a month or year: 2021, 2021-06, 2021-06-30."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it."""
        for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
            with suppress(ValueError):
                return datetime.strptime(str(value), form).replace(tzinfo=UTC).date()
        raise click.BadParameter(f"{value} is no day: write 2021, 2021-06 or 2021-06-30", ctx, param)


@click.command()
@click.argument("out", metavar="DIR", type=TablesFolder())
@click.option(
    "--province", multiple=True, shell_complete=complete_province, help="山西 or shanxi; may be given more than once."
)
@click.option(
    "--indicator",
    multiple=True,
    shell_complete=complete_indicator,
    help="An id of the catalogue; it also brings its suffixes.",
)
@click.option("--since", type=Day(), help="Only facts whose period ends on this day or later.")
@click.option("--where", help="An SQL condition on the columns: \"kind = 'money' and value > 1e6\".")
@click.option(
    "--columns",
    shell_complete=complete_columns,
    help=f"Comma-separated; default {', '.join(DEFAULT_COLUMNS)}. 'all' for every column.",
)
@click.option("--limit", type=click.IntRange(min=0), help="No more rows than this.")
@click.option("--sql", help="One SELECT over facts, pages and removed instead of the options above (DuckDB).")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", *FORMATS]),
    default="table",
    show_default=True,
    help="How to write it.",
)
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to a file; where --format does not say how, its ending does (else csv).",
)
def facts(
    out: Path,
    province: tuple[str, ...],
    indicator: tuple[str, ...],
    since: date | None,
    where: str | None,
    columns: str | None,
    limit: int | None,
    sql: str | None,
    kind: str,
    target: Path | None,
) -> None:
    """List facts of a finished output, or of one of its snapshots: a table that fits the terminal, or a file.

    \b
    Examples:
      unionstats facts data/processed --province 吉林 --indicator competitions_held
      unionstats facts data/processed --since 2021 --where "scope = 'province'" --format csv > facts.csv
      unionstats facts data/processed --sql "select indicator, count(*) n from facts group by 1 order by n desc"
      unionstats facts data/processed --format xlsx --output facts.xlsx
    """
    question = Question(province, indicator, since, where, columns, limit, sql)
    frame = answer(out, question)
    if kind == "table" and target is None:
        if frame.empty:
            say(emptied_by(out, question), err=True)
            return
        left_out = print_table(frame)
        if left_out:
            say(f"no room for {', '.join(left_out)}: a wider terminal, --columns or --format shows them", err=True)
        return
    if target is not None and kind == "table":
        kind = _format_of(target)
    content = export(frame, kind)
    if target is not None:
        try:
            target.write_bytes(content)
        except OSError as error:
            raise WriteFailed(f"{target}: {error.strerror}") from error
        say(f"{target}: {len(frame)} rows{_told(target, kind)}", err=True)
    elif kind in {"xlsx", "dta"} and sys.stdout.isatty():
        raise click.UsageError(f"{kind} is binary: give --output FILE")
    else:
        write_bytes(content)


def _told(target: Path, kind: str) -> str:
    """Return words that name the format, where the file's ending does not."""
    return "" if target.suffix.lower().removeprefix(".") in {kind, _ENDINGS.get(kind)} else f", as {kind}"


def _format_of(target: Path) -> str:
    """Return the format that a file's ending asks for; csv where it asks for none."""
    ending = target.suffix.lower().removeprefix(".")
    named = {short: name for name, short in _ENDINGS.items()}.get(ending, ending)
    return named if named in FORMATS else "csv"

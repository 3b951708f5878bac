"""`unionstats report`: a finished output as one page to send to a colleague."""

from __future__ import annotations

from pathlib import Path

import click

from unionstats.cli.output import say
from unionstats.cli.where import TablesFolder
from unionstats.errors import WriteFailed
from unionstats.report.overview import read_overview
from unionstats.report.report_html import report_html
from unionstats.rules.folder import RuleFolder


@click.command()
@click.argument("out", metavar="DIR", type=TablesFolder())
@click.option(
    "--html", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write."
)
@click.option("--rules", type=click.Path(path_type=Path), help="Your own rules folder, to name its indicators.")
def report(out: Path, target: Path, rules: Path | None) -> None:
    """Write one self-contained HTML page: coverage, series of each indicator with sources, conflicts, quality.

    \b
    Examples:
      unionstats report data/processed --html report.html
    """
    page = report_html(read_overview(out), RuleFolder.open(rules))
    try:
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        raise WriteFailed(f"{target}: {error.strerror}") from error
    say(f"{target}: {len(page.encode()) // 1024} KiB", err=True)

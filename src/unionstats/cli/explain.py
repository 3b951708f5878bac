"""`unionstats explain`: one page as the program sees it."""

from __future__ import annotations

from pathlib import Path

import click

from unionstats.cli.completion import complete_path
from unionstats.cli.output import say
from unionstats.errors import UnreadablePage, UsageError, WriteFailed
from unionstats.intake.sources import find_sources, read_source
from unionstats.pipeline import Pipeline
from unionstats.report.console import Console
from unionstats.report.explain_html import explain_html
from unionstats.report.labels import indicator_titles
from unionstats.report.marks import mark_page
from unionstats.report.terminal import print_explanation
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.types import RawPage


@click.command()
@click.argument("file", metavar="FILE", shell_complete=complete_path)
@click.option("--page", "number", default=1, show_default=True, help="Which page of a file that holds several.")
@click.option("--html", "out", type=click.Path(path_type=Path), help="Write one self-contained HTML page instead.")
@click.option("--rules", type=click.Path(path_type=Path), help="Your own rules folder, laid over the shipped rules.")
def explain(file: str, number: int, out: Path | None, rules: Path | None) -> None:
    """Show one page as the program sees it: what was removed, each fact and the evidence for it.

    Where there are no colours (in a pipe, on a dumb terminal) signs mark the page: 【fact】, [-removed-], ‹unclaimed›.

    \b
    Examples:
      unionstats explain page.txt | less -R
      unionstats explain crawl.jsonl --page 12
      unionstats explain page.html --html page-explained.html
    """
    if Path(file).is_dir():
        raise UsageError(f"{file} is a folder: name one of its files")
    settings = Settings()
    raw = _page(file, number, settings)
    folder = RuleFolder.open(rules)
    try:
        pipeline = Pipeline(folder, settings)
        reading = pipeline.reading(raw)
        marked = mark_page(reading, pipeline.words(reading))
    except UnreadablePage as error:
        raise UsageError(f"{raw.source}: {error}") from error
    if out is None:
        print_explanation(marked, Console())
        return
    try:
        out.write_text(explain_html(marked, indicator_titles(folder)), encoding="utf-8")
    except OSError as error:
        raise WriteFailed(f"{out}: {error.strerror}") from error
    say(f"{out}: {len(marked.facts)} facts", err=True)


def _page(file: str, number: int, settings: Settings) -> RawPage:
    pages = (raw for source in find_sources([file], settings) for raw in read_source(source, settings))
    for place, raw in enumerate(pages, 1):
        if place == number:
            return raw
    raise UsageError(f"{file} has no page {number}")

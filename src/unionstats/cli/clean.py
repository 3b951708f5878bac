"""`unionstats clean`: a page's clean text, as a filter for shells."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from unionstats.cli.completion import complete_path
from unionstats.cli.output import say, write_bytes
from unionstats.errors import UnreadablePage, UsageError
from unionstats.inert import inert_json, visible
from unionstats.intake.sources import find_sources, read_source
from unionstats.pipeline import Pipeline
from unionstats.report.marks import edit_words
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.text.clean import render
from unionstats.types import Document, RawPage

# Of a file in which no page can be read, so many are named.
_NAMED = 3


@click.command()
@click.argument("file", metavar="FILE", shell_complete=complete_path)
@click.option(
    "--show-removed",
    is_flag=True,
    help="What was removed or repaired, and why, on stderr: JSON lines, in a terminal words.",
)
@click.option("--rules", type=click.Path(path_type=Path), help="Your own rules folder, laid over the shipped rules.")
def clean(file: str, show_removed: bool, rules: Path | None) -> None:  # noqa: FBT001 - click passes options by name
    """Print the clean text of FILE (- for stdin): UTF-8, simplified, one paragraph a line.

    The title comes first; a blank line stands between articles. Captions are kept, bylines and chrome are gone.

    \b
    Examples:
      unionstats clean page.html
      curl -s URL | unionstats clean - --show-removed 2>removed.jsonl
    """
    settings = Settings()
    pipeline = Pipeline(RuleFolder.open(rules), settings)
    found = False
    unread: list[str] = []
    for raw in _pages(file, settings):
        try:
            document = pipeline.document(raw)
        except UnreadablePage as error:
            unread.append(f"{raw.source}: {error}")
            continue
        _print(("\n" if found else "") + render(document))
        found = True
        if show_removed:
            _show_removed(document)
    if not found:
        raise UsageError("; ".join(unread[:_NAMED]) or f"{file}: holds no page")
    for line in unread:
        say(f"unionstats: set aside: {line}", err=True)


def _print(text: str) -> None:
    """Print to a terminal in its own encoding and inert; to files and pipes as it is, always in UTF-8."""
    if sys.stdout.isatty():
        click.echo(visible(text), nl=False)
    else:
        write_bytes(text.encode())


def _pages(file: str, settings: Settings) -> Iterator[RawPage]:
    if file == "-":
        yield RawPage(source="-", format="text", content=sys.stdin.buffer.read())
        return
    for source in find_sources([file], settings):
        yield from read_source(source, settings)


def _show_removed(document: Document) -> None:
    for edit in sorted(document.text.edits):
        if sys.stderr.isatty():
            click.secho("{}: {}".format(*edit_words(edit)), dim=True, err=True)
        else:
            click.echo(inert_json(edit._asdict()), err=True)

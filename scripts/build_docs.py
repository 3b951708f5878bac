"""Writes the generated references in docs/reference/ from the program itself; --check fails where one is stale."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import click
from rich.console import Console

from unionstats import facts
from unionstats.cli import COMMANDS, cli
from unionstats.evaluate.gold import load_gold
from unionstats.evaluate.pages import evaluate
from unionstats.pipeline import Pipeline
from unionstats.refresh.driver import refresh
from unionstats.refresh.pages import IDENTICAL
from unionstats.report.listing import Question, answer, print_table
from unionstats.rules.folder import RuleFolder, Table
from unionstats.tables import schema
from unionstats.text import flags as page_flags
from unionstats.text import repair
from unionstats.text.noise import definitions
from unionstats.types import QUARANTINE_REASONS

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `make docs`; edit the program, not this file. -->\n\n"


def main() -> int:
    """Write or check every reference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a file is stale")
    check = parser.parse_args().check
    stale = []
    for path, text in documents():
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'stale, run make docs' if check else 'written'}", file=sys.stderr)
    return 1 if stale and check else 0


def documents() -> Iterator[tuple[Path, str]]:
    """Yield path and content of everything that is generated."""
    for name, content in references():
        yield REFERENCE / name, NOTE + content.rstrip() + "\n"
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    for name, block in (("OUTPUT", output_block()), ("ACCURACY", accuracy_block())):
        text = filled(text, name, block)
    yield readme, text


def filled(text: str, name: str, block: str) -> str:
    """Return a document with the block between its <!-- NAME --> marks replaced."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, rest = text.split(start)
    _, after = rest.split(end)
    return f"{before}{start}\n\n{block.strip()}\n\n{end}{after}"


def output_block() -> str:
    """Return rows of the tables that the main job writes, as the terminal shows them."""
    with tempfile.TemporaryDirectory() as folder:
        refresh([str(ROOT / "data" / "raw")], Path(folder) / "out")
        columns = "place,measure,value,unit,bound,indicator,period_end,status"
        where = "source = '04-portal-chuzhou.txt'"
        frame = answer(Path(folder) / "out", Question(where=where, columns=columns, limit=12))
    stream = StringIO()
    print_table(frame, Console(file=stream, width=118, color_system=None, force_terminal=False))
    lines = "\n".join(line.rstrip() for line in stream.getvalue().splitlines())
    return f"What `make run` makes of one of its pages:\n\n```text\n{lines}\n```"


def accuracy_block() -> str:
    """Return the figures of `unionstats evaluate` on the project's own labelled pages."""
    folder = RuleFolder.open()
    gold = load_gold(ROOT / "tests" / "gold" / "facts.jsonl", folder)
    score = evaluate(gold, [ROOT / "data" / "raw", ROOT / "tests" / "gold" / "pages"], Pipeline(folder)).score
    names = ("quantity.precision", "quantity.recall", "value", "unit", "bound", "kind", "province", "place")
    names += ("scope", "period", "status", "indicator.precision", "indicator.recall")
    rows = [f"| {name} | {score.ratios[name].share:.1%} | {score.ratios[name].judged:,} |" for name in names]
    return "\n".join(["| | right | of |", "|---|---|---|", *rows])


def references() -> Iterator[tuple[str, str]]:
    """Yield the name and content of every generated reference."""
    yield "cli.md", "".join(cli_reference())
    yield "columns.md", "".join(columns_reference())
    yield "indicators.md", "".join(indicators_reference())
    yield "reasons.md", "".join(reasons_reference())


def cli_reference() -> Iterator[str]:
    """Yield the help of the program and of every command, as it is printed."""
    yield "# Command line\n\n"
    settings = {**cli.context_settings, "terminal_width": 100, "max_content_width": 100}
    root = click.Context(cli, info_name="unionstats", **settings)
    yield f"```text\n{cli.get_help(root)}\n```\n"
    for name in COMMANDS:
        command = cli.get_command(root, name)
        assert command is not None, name
        yield from command_reference(command, root, f"unionstats {name}")


def command_reference(command: click.Command, parent: click.Context, title: str) -> Iterator[str]:
    """Yield the help of one command and of the commands below it."""
    context = click.Context(command, info_name=title.rsplit(" ", 1)[1], parent=parent, terminal_width=100)
    context.max_content_width = 100
    yield f"\n## {title}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, name
            yield from command_reference(below, context, f"{title} {name}")


def columns_reference() -> Iterator[str]:
    """Yield the data dictionary of the tables."""
    yield "# Columns of the tables\n"
    for title, columns in (("facts", schema.COLUMNS), ("pages", schema.PAGES), ("removed", schema.REMOVED)):
        yield f"\n## {title}\n\n| column | type | meaning |\n|---|---|---|\n"
        for column in columns:
            yield f"| `{column.name}` | {column.type} | {column.meaning} |\n"


def indicators_reference() -> Iterator[str]:
    """Yield the catalogue of indicators as the rule files have it."""
    yield "# Indicators\n\n| id | 名称 | covers | kinds | level |\n|---|---|---|---|---|\n"
    for file in RuleFolder.open().rule_files("indicators/*.toml"):
        entry: Table = file.whole["indicator"]
        kinds = ", ".join(entry.get("kinds", ()))
        yield f"| `{entry['id']}` | {entry['title']} | {entry.get('title_en', '')} | {kinds} | {entry['level']} |\n"


def reasons_reference() -> Iterator[str]:
    """Yield the closed lists: why pages are set aside or flagged, what facts are flagged for, what was removed."""
    yield "# Closed lists: reasons, flags, kinds\n"
    noise_and_damage = dict(sorted((definitions.KINDS | repair.KINDS).items()))
    lists = (
        ("`reason` of pages that are quarantined", QUARANTINE_REASONS),
        ("`reason` of pages that are flagged", {flag: page_flags.FLAGS[flag] for flag in sorted(page_flags.REASONS)}),
        ("`flags` of pages", page_flags.FLAGS | {IDENTICAL: "its facts stand under an identical page's source"}),
        ("`flags` of facts", facts.FLAGS),
        ("`kind` of what was removed or repaired", noise_and_damage),
        ("`scope` of rules for noise", definitions.SCOPES),
    )
    for title, entries in lists:
        yield f"\n## {title}\n\n| | meaning |\n|---|---|\n"
        for name, meaning in entries.items():
            yield f"| `{name}` | {meaning} |\n"


if __name__ == "__main__":
    sys.exit(main())

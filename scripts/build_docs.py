"""Writes the generated references in docs/reference/ from the program itself; --check fails where one is stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from unionstats.cli import COMMANDS, cli
from unionstats.rules.folder import RuleFolder, Table
from unionstats.tables import schema
from unionstats.types import QUARANTINE_REASONS

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
NOTE = "<!-- Written by `make docs`; edit the program, not this file. -->\n\n"


def main() -> int:
    """Write or check every reference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a file is stale")
    check = parser.parse_args().check
    stale = []
    for name, content in references():
        path = REFERENCE / name
        text = NOTE + content.rstrip() + "\n"
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/reference/{name}: {'stale, run make docs' if check else 'written'}", file=sys.stderr)
    return 1 if stale and check else 0


def references() -> Iterator[tuple[str, str]]:
    """Yield the name and content of every generated reference."""
    yield "cli.md", "".join(cli_reference())
    yield "columns.md", "".join(columns_reference())
    yield "indicators.md", "".join(indicators_reference())
    yield "reasons.md", "".join(reasons_reference())


def cli_reference() -> Iterator[str]:
    """Yield the help of the program and of every command, as it is printed."""
    yield "# Command line\n\n"
    root = click.Context(cli, info_name="unionstats", terminal_width=100, max_content_width=100)
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
    for _, table in RuleFolder.open().tables("indicators/*.toml"):
        entry: Table = table["indicator"]
        kinds = ", ".join(entry.get("kinds", ()))
        yield f"| `{entry['id']}` | {entry['title']} | {entry.get('title_en', '')} | {kinds} | {entry['level']} |\n"


def reasons_reference() -> Iterator[str]:
    """Yield the closed list of reasons for which a page is set aside."""
    yield "# Why a page is set aside\n\n| reason | meaning |\n|---|---|\n"
    for reason, meaning in QUARANTINE_REASONS.items():
        yield f"| `{reason}` | {meaning} |\n"


if __name__ == "__main__":
    sys.exit(main())

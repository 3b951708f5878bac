"""`unionstats config`: the values a command would use, and where each comes from."""

from __future__ import annotations

import click

from unionstats.cli.completion import complete_command
from unionstats.cli.configuration import FILES, check_configuration, default_map, find_configuration
from unionstats.cli.output import say


@click.group()
def config() -> None:
    """See the configuration of this folder.

    \b
    Examples:
      unionstats config show
      unionstats config show clean
    """


@config.command()
@click.argument("command", default="run", shell_complete=complete_command)
@click.pass_context
def show(context: click.Context, command: str) -> None:
    """Say which value each option of COMMAND would have here, and where it comes from.

    \b
    Examples:
      unionstats config show run
    """
    root = context.find_root().command
    target = root.get_command(context, command) if isinstance(root, click.Group) else None
    if target is None:
        raise click.UsageError(f"no such command: {command}")
    path, tables = find_configuration()
    values = default_map(target, tables.get(command, {}))
    if path is not None:
        check_configuration(path, target, tables.get(command, {}))
    say(f"configuration: {path or 'none (' + ' or '.join(FILES) + ' in this folder)'}")
    for parameter in target.params:
        name = str(parameter.name)
        value, origin = (values[name], str(path)) if name in values else (parameter.get_default(context), "default")
        say(f"{name:<22} {_shown(value):<32} {origin}")


def _shown(value: object) -> str:
    unset = value is None or "UNSET" in repr(value)
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value)) or "-"
    return "-" if unset else str(value)

"""The configuration file: unionstats.toml, or [tool.unionstats] in pyproject.toml.

Finds and checks that file. Secrets never come from it, only from the environment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import click

from unionstats.errors import UsageError, meant

FILES = ("unionstats.toml", "pyproject.toml")


def find_configuration(folder: Path | None = None) -> tuple[Path | None, dict[str, dict[str, Any]]]:
    """Read the configuration of the working folder.

    Returns:
        The file (None where there is none) and, per command, its options' values.

    Raises:
        UsageError: the file is no TOML or has no table per command.
    """
    for name in FILES:
        path = (folder or Path.cwd()) / name
        if not path.is_file():
            continue
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            if name == "pyproject.toml":
                continue  # another tool's file; theirs to complain about
            raise UsageError(f"{path}: {error}") from error
        own = table.get("tool", {}).get("unionstats") if name == "pyproject.toml" else table
        if own is not None:
            return path, _tables(own, path)
    return None, {}


def _tables(own: dict[str, Any], path: Path) -> dict[str, dict[str, Any]]:
    for command, values in own.items():
        if not isinstance(values, dict):
            raise UsageError(f"{path}: {command} stands outside a table; write [run] before the options of run")
    return own


def check_tables(path: Path, tables: dict[str, dict[str, Any]], commands: Collection[str]) -> None:
    """Raise an error for tables that belong to no command.

    Raises:
        UsageError: names the file and the table.
    """
    for name in tables:
        if name not in commands:
            raise UsageError(f"{path}: [{name}] is no command{meant(name, commands)}")


def check_configuration(path: Path, command: click.Command, values: dict[str, Any]) -> None:
    """Raise an error for unknown options and invalid values, so that no typing error passes in silence.

    Raises:
        UsageError: names the file, the command and what there is.
    """
    known = [str(parameter.name) for parameter in command.params]
    unknown = [name for name in values if name.replace("-", "_") not in known]
    if unknown:
        options = ", ".join(known)
        raise UsageError(f"{path}: [{command.name}] has no option {', '.join(unknown)}; there are {options}")
    context = click.Context(command)
    given = default_map(command, values)
    for parameter in command.params:
        if parameter.name in given and not isinstance(parameter.type, click.File):
            try:
                parameter.type_cast_value(context, given[parameter.name])
            except click.BadParameter as error:
                raise UsageError(f"{path}: [{command.name}] {parameter.name}: {error.message}") from error


def default_map(command: click.Command, values: dict[str, Any]) -> dict[str, Any]:
    """Return values by parameter name, as click expects them; a repeatable option may have a single value."""
    many = {parameter.name for parameter in command.params if parameter.multiple or parameter.nargs == -1}
    named = {name.replace("-", "_"): value for name, value in values.items()}
    return {name: [value] if name in many and not isinstance(value, list) else value for name, value in named.items()}

"""The option and the argument that name the tables, shared by several commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from unionstats.cli.completion import complete_path

_DEFAULT = "data/processed"

out_option = click.option(
    "--out", default=_DEFAULT, shell_complete=complete_path, show_default=True, help="Folder of the tables, or s3://…."
)


class TablesFolder(click.Path):
    """A folder of tables on this machine, for commands that ask many questions of them."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        """Read it; an address is told apart from a folder that is not there."""
        if "://" in str(value):
            self.fail(f"{value} is an address: this needs a folder; unionstats.load reads addresses", param, ctx)
        return super().convert(value, param, ctx)


tables_argument = click.argument("out", metavar="[DIR]", default=_DEFAULT, shell_complete=complete_path)

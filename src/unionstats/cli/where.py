"""Where a command's tables are: the option and the argument that several commands share."""

from __future__ import annotations

import click

from unionstats.cli.completion import complete_path

_DEFAULT = "data/processed"

out_option = click.option(
    "--out", default=_DEFAULT, shell_complete=complete_path, show_default=True, help="Folder of the tables, or s3://…."
)
tables_argument = click.argument("out", metavar="[DIR]", default=_DEFAULT, shell_complete=complete_path)

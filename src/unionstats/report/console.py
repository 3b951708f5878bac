"""Prints tables and marked-up pages, and ends quietly when the reader closes the pipe."""

from __future__ import annotations

import sys

import rich.console


class Console(rich.console.Console):
    """Rich's console, except that a closed pipe raises an error, on which the command line ends quietly."""

    def on_broken_pipe(self) -> None:
        """Raise the error; Rich would end the program with exit code 1."""
        raise sys.exc_info()[1] or BrokenPipeError

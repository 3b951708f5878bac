"""The command line: one file per command, no logic. A command is imported only when it is called.

Owns the list of commands and how errors reach the shell.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any

import click
from click.shell_completion import CompletionItem

from unionstats import __version__
from unionstats.cli.configuration import check_configuration, check_tables, default_map, find_configuration
from unionstats.cli.output import say
from unionstats.errors import UnionstatsError, meant

# name -> (module under unionstats.cli, one line for --help); the module has a click command of that name.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run", "Read raw pages and refresh the tables."),
    "clean": ("clean", "Print a page's clean text."),
    "learn": ("learn", "Find what stands on many pages of a host, as rules to look over."),
    "explain": ("explain", "Show one page as the program sees it, each fact with its evidence."),
    "facts": ("facts", "Ask a finished output: list or export facts."),
    "report": ("report", "Write what an output holds as one HTML page."),
    "latest": ("latest", "Print the path of the newest committed snapshot."),
    "status": ("status", "Tell how the tables stand: snapshot, inputs, who is at work."),
    "history": ("history", "List the snapshots that are kept."),
    "verify": ("verify", "Check that the tables are what was committed."),
    "forget": ("forget", "Drop an INPUT from the tables."),
    "rollback": ("rollback", "Go back to an earlier snapshot."),
    "diff": ("diff", "Compare two outputs: facts gained, lost, changed."),
    "evaluate": ("evaluate", "Score the facts of labelled pages."),
    "config": ("config", "See which options this folder's configuration sets."),
    "rules": ("rules", "See, check, test and extend the rules that name indicators."),
}


# What a shell reports of a program whose reader went away (128 + SIGPIPE).
CLOSED_PIPE = 141


@contextmanager
def _pipe_may_close() -> Iterator[None]:
    """End quietly where the reader of our output went away, as in `unionstats clean big.txt | head`."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError as error:
        # What is still buffered has nowhere to go; without this the interpreter would complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise click.exceptions.Exit(CLOSED_PIPE) from error


class LazyGroup(click.Group):
    """A group that imports a command only when it is called, so that --help is fast."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:  # noqa: ANN401 - click's signature
        """Read the command line; --help writes here."""
        with _pipe_may_close():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command gives
        """Run the command that was called."""
        with _pipe_may_close():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """List the commands in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return a command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"unionstats.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)  # noqa: S101 - a wrong list is a fault of ours, not the user's
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command called and give it the values of the configuration file."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"No such command {args[0]!r}{meant(args[0], COMMANDS)}", ctx)
        name, command, rest = super().resolve_command(ctx, args)
        path, tables = find_configuration()
        if path is not None:
            check_tables(path, tables, COMMANDS)
        if path is not None and command is not None and name in tables:
            check_configuration(path, command, tables[name])
            ctx.default_map = {**(ctx.default_map or {}), name: default_map(command, tables[name])}
        return name, command, rest

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer commands and options without importing the commands."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(name, help=said) for name, (_, said) in COMMANDS.items() if name.startswith(incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="unionstats")
def cli() -> None:
    """Turn scraped Chinese trade-union news into tidy, auditable statistics.

    \b
    Examples:
      unionstats run pages/ --out tables/     read pages, write one Parquet table per province
      unionstats clean page.html              see a page's clean text
      unionstats COMMAND --help               options and examples of a command
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error a user can act on becomes one line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a GBK terminal lacks characters; better ? than a traceback
    try:
        code = cli.main(args=arguments, prog_name="unionstats", standalone_mode=False)
    except click.exceptions.Abort:
        _end("interrupted", 130)
    except KeyboardInterrupt:
        _end("interrupted", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except UnionstatsError as error:
        _end(str(error), error.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _end(message: str, code: int) -> None:
    say(f"unionstats: {message}", err=True)
    sys.exit(code)

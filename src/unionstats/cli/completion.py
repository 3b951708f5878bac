"""Shell completion: provinces, indicators, columns, paths. Reads only names, to stay fast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from click.shell_completion import CompletionItem

from unionstats.errors import UnionstatsError

# Chinese from here on: whoever begins a name so goes on so.
_FIRST_HAN = "\u4e00"


def complete_province(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer slugs with their Chinese names, or Chinese names if one was begun."""
    from unionstats.places.gazetteer import load_provinces  # noqa: PLC0415 - only where it is asked for
    from unionstats.rules.folder import RuleFolder  # noqa: PLC0415 - the same

    provinces = load_provinces(RuleFolder.open())
    if begun >= _FIRST_HAN:
        return _fitting(((province.name, province.slug) for province in provinces), begun)
    return _fitting(((province.slug, province.name) for province in provinces), begun)


def complete_indicator(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer the ids of the catalogue, with their suffixes, and their titles."""
    return _fitting(_indicators(), begun)


def _indicators() -> Iterator[tuple[str, str]]:
    from unionstats.indicators.catalogue import load_titles  # noqa: PLC0415 - only where it is asked for
    from unionstats.rules.folder import RuleFolder  # noqa: PLC0415 - the same

    try:
        yield from load_titles(RuleFolder.open())
    except (UnionstatsError, KeyError):
        return  # a broken rule file is told of by the command itself


def complete_columns(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer columns of the facts, again after each comma."""
    from unionstats.tables.schema import COLUMNS  # noqa: PLC0415 - only where it is asked for

    done, comma, last = begun.rpartition(",")
    names = ((f"{done}{comma}{column.name}", column.meaning) for column in COLUMNS if column.name.startswith(last))
    return _fitting(names, begun)


def complete_path(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Let the shell offer its files and folders."""
    return [CompletionItem(begun, type="file")]


def complete_command(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:  # noqa: ARG001 - click's signature
    """Offer the commands of the program."""
    root = context.find_root().command
    return root.shell_complete(context, begun) if not begun.startswith("-") else []


def _fitting(names: Iterable[tuple[str, str]], begun: str) -> list[CompletionItem]:
    return [CompletionItem(name, help=said) for name, said in names if name.startswith(begun)]

"""`unionstats learn`: find lines that stand on many pages of a host, and write them as noise rules to review."""

from __future__ import annotations

from pathlib import Path

import click

from unionstats.cli.completion import complete_path
from unionstats.cli.output import say
from unionstats.evaluate.rules_learnt import learn_lines, write_learnt


@click.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, shell_complete=complete_path)
@click.option("--rules", type=click.Path(path_type=Path), required=True, help="Your own rules folder, to write into.")
def learn(inputs: tuple[str, ...], rules: Path) -> None:
    """Find lines that stand on many pages of one host and write them to RULES/noise/learnt.toml.

    Look the file over before you use the folder: each rule in it deletes a line. Pages need an address (JSON Lines,
    Parquet, WARC). `run` itself never learns.

    \b
    Examples:
      unionstats learn crawl.jsonl --rules my-rules
      unionstats run crawl.jsonl --out tables --rules my-rules
    """
    found = learn_lines(inputs)
    if not found:
        say(f"no line stands on many pages of a host when they are clean: {rules} is as it was")
        return
    path = write_learnt(rules, found)
    say(f"{path}: {len(found)} lines of {len({each.host for each in found})} hosts")

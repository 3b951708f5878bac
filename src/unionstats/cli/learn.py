"""`unionstats learn`: find what stands on many pages of a host, and write it as noise rules to be looked over."""

from __future__ import annotations

from pathlib import Path

import click

from unionstats.cli.completion import complete_path
from unionstats.cli.output import say
from unionstats.errors import UnreadablePage, UsageError, WriteFailed
from unionstats.intake.sources import find_sources, read_source
from unionstats.pipeline import Pipeline
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.text.boilerplate import BoilerplateLearner, render_rules


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
    settings = Settings()
    learner = BoilerplateLearner()
    pipeline = Pipeline(RuleFolder.open(), settings)
    seen: set[str] = set()
    for source in find_sources(inputs, settings):
        for raw in read_source(source, settings):
            try:
                document = pipeline.document(raw)
            except UnreadablePage:
                continue
            page = document.page
            if page.host and page.page_id not in seen:
                seen.add(page.page_id)
                learner.add(page.host, document.text.text.split("\n"))
    if not seen:
        raise UsageError("no page with an address: boilerplate is learnt host by host")
    found = learner.find()
    if not found:
        say(f"no line stands on many pages of a host when they are clean: {rules} is as it was")
        return
    path = rules / "noise" / "learnt.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_rules(found), encoding="utf-8")
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}") from error
    say(f"{path}: {len(found)} lines of {len({each.host for each in found})} hosts")

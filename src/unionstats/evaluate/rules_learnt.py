"""Writes lines that stand on many pages of a host as noise rules, to be reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from unionstats.errors import UnreadablePage, UsageError, WriteFailed
from unionstats.intake.sources import find_sources, read_source
from unionstats.pipeline import Pipeline
from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.text.boilerplate import Boilerplate, BoilerplateLearner, render_rules


def learn_lines(inputs: Sequence[str]) -> list[Boilerplate]:
    """Return the lines that stand on many cleaned pages of one host; each page counts once.

    Raises:
        UsageError: an INPUT is missing, or no page has an address.
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
    return learner.find()


def write_learnt(folder: Path, found: Sequence[Boilerplate]) -> Path:
    """Write lines as rules into `folder`/noise/learnt.toml, replacing those learnt before.

    Raises:
        WriteFailed: it could not be written.
    """
    path = folder / "noise" / "learnt.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_rules(found), encoding="utf-8")
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}") from error
    return path

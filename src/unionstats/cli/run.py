"""`unionstats run`: raw pages to tables."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import IO, Any, NamedTuple

import click

from unionstats.cli.completion import complete_path
from unionstats.cli.output import say
from unionstats.engines.chosen import Wish
from unionstats.errors import UnionstatsError, UsageError
from unionstats.places.gazetteer import load_provinces
from unionstats.refresh import Options, Summary, refresh
from unionstats.refresh.options import limited
from unionstats.refresh.show import summary_lines
from unionstats.refresh.terminal import JsonProgress, shown
from unionstats.rules.folder import RuleFolder
from unionstats.tables.store import KEEP_SNAPSHOTS

DEFAULT_INPUT = "data/raw"
DEFAULT_OUT = "data/processed"
TOO_MANY_SET_ASIDE, INTERRUPTED = 6, 130


class Percent(click.ParamType[float]):
    """A percentage: 5% or 5."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read it."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)%?", str(value))
        if found is None or float(found[1]) > 100:
            self.fail(f"{value} is no percentage between 0% and 100%", param, ctx)
        return float(found[1])


class Show(NamedTuple):
    """How the run is shown: the options of the same names."""

    quiet: bool
    log_json: IO[str] | None


@click.command()
@click.argument("inputs", metavar="[INPUT]...", nargs=-1, default=(DEFAULT_INPUT,), shell_complete=complete_path)
@click.option(
    "--out",
    default=DEFAULT_OUT,
    shell_complete=complete_path,
    show_default=True,
    help="Folder of the tables, one of its own, or s3://….",
)
@click.option("--workers", type=click.IntRange(1), help="Processes that read pages.  [default: one per core]")
@click.option("--cluster", metavar="ADDRESS|FILE", help="Read on a Dask cluster: its scheduler's address or file.")
@click.option("--without-tls", is_flag=True, help="Let the cluster be elsewhere and unencrypted.")
@click.option("--executor", metavar="MODULE:FACTORY", help="Read on any other concurrent.futures.Executor.")
@click.option("--rules", type=click.Path(path_type=Path), help="Folder of own rules, laid over the shipped ones.")
@click.option("--prune", is_flag=True, help="Drop vanished pages, even if more than 20 % of an INPUT are gone.")
@click.option("--full", is_flag=True, help="Read every page again.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be read.")
@click.option("--keep", type=click.IntRange(1), default=KEEP_SNAPSHOTS, show_default=True, help="Snapshots to keep.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=VALUE", help="Set a limit: max_page_bytes=64MiB.")
@click.option("--quiet", is_flag=True, help="Show no progress, only the summary.")
@click.option("--log-json", type=click.File("a", encoding="utf-8"), help="Append progress to a file, as JSON lines.")
@click.option("--fail-on-quarantine", type=Percent(), metavar="N%", help="Exit with 6 if more pages are set aside.")
def run(inputs: tuple[str, ...], out: str, rules: Path | None, fail_on_quarantine: float | None, **asked: Any) -> int:  # noqa: ANN401 - click passes options by name
    """Read the pages under each INPUT and bring the tables up to date.

    INPUT is a file, a folder or an address (s3://…): .txt, .html, .jsonl, .parquet (each also .gz or .zst), .warc.gz.
    Files of other kinds are passed over; unpack a .zip first. [default: data/raw]

    Only new and changed pages are read. Pages of INPUTs not named this time stay.

    \b
    Examples:
      unionstats run
      unionstats run pages/ more.jsonl.gz --out tables/
      unionstats run pages/ --out tables/ --dry-run
    """
    show = Show(**{name: asked.pop(name) for name in Show._fields})
    settings = limited(asked.pop("limits"))
    engine = Wish(**{name: asked.pop(name) for name in Wish.__slots__})
    if inputs == (DEFAULT_INPUT,) and not Path(DEFAULT_INPUT).exists():
        raise UsageError(f"there is no {DEFAULT_INPUT} here; name what to read: unionstats run INPUT --out {out}")
    options = Options(engine=engine, rules=rules, settings=settings, **asked)
    with _logged(show.log_json), _heard_at_once(), shown(quiet=show.quiet, log=show.log_json) as progress:
        summary = refresh(inputs, out, options, progress)
    names = {province.slug: province.name for province in load_provinces(RuleFolder.open(rules))}
    for line in summary_lines(summary, names):
        say(line)
    if show.log_json is not None:
        _log(show.log_json, summary)
    if fail_on_quarantine is not None and summary.quarantined_percent > fail_on_quarantine:
        say(
            f"unionstats: {summary.quarantined_percent:.1f} % of the pages are set aside, "
            f"more than the {fail_on_quarantine:g} % allowed; the tables are committed",
            err=True,
        )
        return TOO_MANY_SET_ASIDE
    return 0


@contextmanager
def _heard_at_once() -> Iterator[None]:
    """Answer Ctrl-C at once: workers that are starting or have a batch in hand take seconds to end.

    SIGTERM (systemd, timeout, a machine that is shut down) is taken like it.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        # Not through a stream, which may be in the middle of a line.
        os.write(2, b"\nunionstats: stopping; what was read is kept for the next run\n")
        signal.default_int_handler(number, frame)

    usual = signal.getsignal(signal.SIGINT)
    # Where it is ignored (nohup), or somebody else's business, it stays so.
    if usual is not signal.default_int_handler or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, stop)
    terminated = signal.signal(signal.SIGTERM, lambda _number, _frame: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, terminated)
        signal.signal(signal.SIGINT, usual)


@contextmanager
def _logged(stream: IO[str] | None) -> Iterator[None]:
    """Let a log end with what ended the run, too, where that was an error."""
    try:
        yield
    except UnionstatsError as error:
        if stream is not None:
            JsonProgress(stream).log("failed", error=str(error), exit_code=error.exit_code)
        raise
    except KeyboardInterrupt:
        if stream is not None:
            JsonProgress(stream).log("interrupted", exit_code=INTERRUPTED)
        raise


def _log(stream: IO[str], summary: Summary) -> None:
    JsonProgress(stream).log(
        "done",
        number=summary.number,
        committed=summary.committed,
        changes=summary.changes,
        seconds=round(summary.seconds, 3),
        **{
            key: value for key, value in asdict(summary.manifest).items() if key in {"counts", "set_aside", "provinces"}
        },
    )

"""How a run's progress is shown: a moving line on a terminal, a plain line now and then elsewhere, JSON in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from unionstats.inert import inert_json, visible
from unionstats.refresh.progress import Progress

_PLAIN_SECONDS = 30.0
_NAMED = 20


class Told(Progress):
    """Counts what every way of showing shows: pages, facts, pages a second."""

    def __init__(self) -> None:
        self.pages = self.facts = self.aside = 0
        self._begun = time.monotonic()

    def advance(self, pages: int, facts: int) -> None:
        """Count."""
        self.pages += pages
        self.facts += facts

    def line(self) -> str:
        """Give the figures so far as a line."""
        rate = self.pages / max(time.monotonic() - self._begun, 0.001)
        return f"{self.pages:,} pages, {self.facts:,} facts, {rate:,.0f} pages/s"


class PlainProgress(Told):
    """Lines on stderr: what is said, what is set aside (the first few), and the figures every 30 seconds."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        super().__init__()
        self._stream = stream or sys.stderr
        self._last = time.monotonic()

    def say(self, line: str) -> None:
        """Write one line."""
        self._stream.write(f"{visible(line)}\n")
        self._stream.flush()

    def note(self, line: str) -> None:
        """Say it."""
        self.say(line)

    def advance(self, pages: int, facts: int) -> None:
        """Count, and now and then say how far it is."""
        super().advance(pages, facts)
        if time.monotonic() - self._last >= _PLAIN_SECONDS:
            self._last = time.monotonic()
            self.say(self.line())

    def set_aside(self, source: str, reason: str, detail: str) -> None:
        """Name the first pages that are set aside; all of them have a row in `pages`."""
        self.aside += 1
        if self.aside <= _NAMED:
            self.say(f"set aside: {source}: {reason}" + (f" ({detail})" if detail else ""))
        elif self.aside == _NAMED + 1:
            self.say("set aside: more; all have a row in pages")


class TerminalProgress(PlainProgress):
    """A moving line with the figures, above it what is said."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self.bar = Bar(*columns, console=console, transient=True)
        self._task = self.bar.add_task("starting", total=None)
        self._stage = "starting"

    def say(self, line: str) -> None:
        """Write one line above the moving one."""
        self.bar.console.print(visible(line), markup=False, highlight=False)

    def stage(self, name: str) -> None:
        """Show what is being done."""
        self._stage = name
        self._show()

    def advance(self, pages: int, facts: int) -> None:
        """Count and show."""
        Told.advance(self, pages, facts)
        self._show()

    def _show(self) -> None:
        self.bar.update(self._task, description=f"{self._stage}: {self.line()}")


class JsonProgress(Told):
    """One JSON object a line, for programs that watch runs."""

    def __init__(self, stream: IO[str]) -> None:
        super().__init__()
        self._stream = stream

    def stage(self, name: str) -> None:
        """Log it."""
        self.log("stage", name=name)

    def note(self, line: str) -> None:
        """Log it."""
        self.log("note", text=line)

    def advance(self, pages: int, facts: int) -> None:
        """Count and log."""
        super().advance(pages, facts)
        self.log("progress", pages=self.pages, facts=self.facts)

    def set_aside(self, source: str, reason: str, detail: str) -> None:
        """Log it."""
        self.log("set_aside", source=source, reason=reason, detail=detail)

    def log(self, event: str, **values: object) -> None:
        """Write one object with the time in it."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._stream.write(inert_json({"time": at, "event": event, **values}) + "\n")
        self._stream.flush()


class Both(Progress):
    """Tells several."""

    def __init__(self, tellers: Sequence[Progress]) -> None:
        self._tellers = tellers

    def stage(self, name: str) -> None:
        """Pass it on."""
        for teller in self._tellers:
            teller.stage(name)

    def note(self, line: str) -> None:
        """Pass it on."""
        for teller in self._tellers:
            teller.note(line)

    def advance(self, pages: int, facts: int) -> None:
        """Pass it on."""
        for teller in self._tellers:
            teller.advance(pages, facts)

    def set_aside(self, source: str, reason: str, detail: str) -> None:
        """Pass it on."""
        for teller in self._tellers:
            teller.set_aside(source, reason, detail)


@contextmanager
def shown(*, quiet: bool, log: IO[str] | None = None) -> Iterator[Progress]:
    """Give the way of showing that fits: none, a terminal's, plain lines; and a JSON log beside it where asked for."""
    console = Console(stderr=True)
    terminal = None if quiet or not console.is_terminal else TerminalProgress(console)
    tellers: list[Progress] = [] if quiet else [terminal or PlainProgress()]
    if log is not None:
        tellers.append(JsonProgress(log))
    if terminal is None:
        yield Both(tellers)
        return
    with terminal.bar:
        yield Both(tellers)

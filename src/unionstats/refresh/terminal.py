"""Shows the progress of a run: a moving line on a terminal, plain lines from time to time elsewhere, JSON in a log."""

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
# Before this, an estimate of the time left would be a guess.
_EARLY_SECONDS, _EARLY_SHARE = 3.0, 0.01
# Below so many pages a second, tenths tell something.
_QUICK = 10


class Told(Progress):
    """Counts what every display needs: pages, facts, pages per second, time left."""

    def __init__(self) -> None:
        self.pages = self.facts = self.aside = 0
        self.share = 0.0
        self._begun = time.monotonic()

    def reach(self, share: float) -> None:
        """Record the share read; the time left is computed from it."""
        self.share = share

    def advance(self, pages: int, facts: int) -> None:
        """Count."""
        self.pages += pages
        self.facts += facts

    def line(self) -> str:
        """Return the current figures as a line."""
        spent = max(time.monotonic() - self._begun, 0.001)
        pace = self.pages / spent
        line = f"{self.pages:,} pages, {self.facts:,} facts, {pace:,.{0 if pace >= _QUICK else 1}f} pages/s"
        left = time_left(spent, self.share)
        return f"{line}, {left} left" if left else line


def time_left(spent: float, share: float) -> str | None:
    """Return the estimated time left; None at the very beginning and at the end of a run.

    >>> time_left(60, 0.25), time_left(7200, 0.5), time_left(1, 0.5), time_left(600, 1)
    ('3:00', '2:00:00', None, None)
    """
    if spent < _EARLY_SECONDS or not _EARLY_SHARE <= share < 1:
        return None
    minutes, seconds = divmod(round(spent * (1 - share) / share), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class PlainProgress(Told):
    """Lines on stderr: messages, the first pages set aside, and the figures every 30 seconds."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        super().__init__()
        self._stream = stream or sys.stderr
        self._last = time.monotonic()

    def say(self, line: str) -> None:
        """Write one line."""
        self._stream.write(f"{visible(line)}\n")
        self._stream.flush()

    def note(self, line: str) -> None:
        """Print it."""
        self.say(line)

    def advance(self, pages: int, facts: int) -> None:
        """Count, and from time to time print the figures."""
        super().advance(pages, facts)
        if time.monotonic() - self._last >= _PLAIN_SECONDS:
            self._last = time.monotonic()
            self.say(self.line())

    def set_aside(self, source: str, reason: str, detail: str) -> None:
        """Print the first pages that are set aside; all of them have a row in `pages`."""
        self.aside += 1
        if self.aside <= _NAMED:
            self.say(f"set aside: {source}: {reason}" + (f" ({detail})" if detail else ""))
        elif self.aside == _NAMED + 1:
            self.say("set aside: more; all have a row in pages")


class TerminalProgress(PlainProgress):
    """A moving line with the figures, with messages above it."""

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
        self.bar.update(self._task, description=f"{self._stage}: {self.line()}" if self.pages else self._stage)


class JsonProgress(Told):
    """One JSON object per line, for programs that monitor runs."""

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
        self.log("progress", pages=self.pages, facts=self.facts, share=round(self.share, 4))

    def set_aside(self, source: str, reason: str, detail: str) -> None:
        """Log it."""
        self.log("set_aside", source=source, reason=reason, detail=detail)

    def log(self, event: str, **values: object) -> None:
        """Write one object with a timestamp."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._stream.write(inert_json({"time": at, "event": event, **values}) + "\n")
        self._stream.flush()


class Both(Progress):
    """Passes events on to several displays."""

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

    def reach(self, share: float) -> None:
        """Pass it on."""
        for teller in self._tellers:
            teller.reach(share)

    def set_aside(self, source: str, reason: str, detail: str) -> None:
        """Pass it on."""
        for teller in self._tellers:
            teller.set_aside(source, reason, detail)


@contextmanager
def shown(*, quiet: bool, log: IO[str] | None = None) -> Iterator[Progress]:
    """Yield the display that fits: none, a moving line, or plain lines, plus a JSON log if requested."""
    console = Console(stderr=True)
    moving = console.is_terminal and not console.is_dumb_terminal and not quiet
    terminal = TerminalProgress(console) if moving else None
    tellers: list[Progress] = [] if quiet else [terminal or PlainProgress()]
    if log is not None:
        tellers.append(JsonProgress(log))
    if terminal is None:
        yield Both(tellers)
        return
    with terminal.bar:
        yield Both(tellers)

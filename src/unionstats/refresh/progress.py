"""The events that a refresh reports while it runs. This class is silent; the command line has others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from unionstats.intake.sources import Source, read_source
from unionstats.intake.streams import Position
from unionstats.settings import Settings
from unionstats.types import RawPage

# How far it is need not be asked at each page.
_ASKED = 32


class Progress:
    """Receives the events of a run; subclasses show them."""

    def stage(self, name: str) -> None:
        """Announce what is being done now."""

    def note(self, line: str) -> None:
        """Report something the user should know: why everything is read again, that a worker died."""

    def advance(self, pages: int, facts: int) -> None:
        """Count pages that were read, and the facts found in them."""

    def reach(self, share: float) -> None:
        """Report the share of the bytes of all INPUTs that has been read, from 0 to 1."""

    def set_aside(self, source: str, reason: str, detail: str) -> None:
        """Report a page that was flagged or set aside, and why."""


class Journey:
    """Reads sources and reports progress by their stored bytes, so that one huge file counts like many small ones.

    Args:
        size: bytes of all of them.
        settings: limits.
        progress: told.
    """

    def __init__(self, size: int, settings: Settings, progress: Progress) -> None:
        self._size, self._settings, self._progress = max(size, 1), settings, progress
        self._done = 0

    def pages(self, sources: Iterable[Source]) -> Iterator[RawPage]:
        """Yield the pages of some sources."""
        for source in sources:
            position = Position()
            for number, page in enumerate(read_source(replace(source, position=position), self._settings)):
                if number % _ASKED == 0:
                    self._progress.reach(min((self._done + position.reached()) / self._size, 1.0))
                yield page
            self._done += source.size

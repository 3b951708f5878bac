"""What a refresh tells while it runs. This one keeps silent; the command line has others."""

from __future__ import annotations


class Progress:
    """Told of everything worth showing; overridden where it is shown."""

    def stage(self, name: str) -> None:
        """Say what is being done now."""

    def note(self, line: str) -> None:
        """Say something the user should know: why everything is read again, that a worker died."""

    def advance(self, pages: int, facts: int) -> None:
        """Count pages that were read, and the facts found in them."""

    def reach(self, share: float) -> None:
        """Tell which share of the files of all INPUTs has been opened so far, from 0 to 1."""

    def set_aside(self, source: str, reason: str, detail: str) -> None:
        """Name a page that was flagged or set aside, and why."""

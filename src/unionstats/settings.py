"""The limits of a run, each with the reason for its default. Paths and rules are not settings."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of one run; picklable, the same in every worker.

    Args:
        max_page_bytes: a decoded page over this is set aside; the largest real newspaper page seen is under 1 MiB.
        max_spool_bytes: a compressed Parquet file is unpacked to disk before it is read; over this it is set aside.
        max_records: an archive with more records than this is read no further: it is an attack or a mistake.
        max_files: a folder with more files than this is refused: it is an attack or a mistake.
        rule_seconds: a page is set aside, whole, when it takes so much processor time more than its size explains.
    """

    max_page_bytes: int = 32 * MIB
    max_spool_bytes: int = 16 * 1024 * MIB
    max_records: int = 100_000_000
    max_files: int = 20_000_000
    rule_seconds: float = 20.0

    @property
    def max_line_bytes(self) -> int:
        r"""The longest JSONL line read into memory: \uXXXX takes twice the bytes of the character it stands for."""
        return 2 * self.max_page_bytes + MIB

    def page_seconds(self, size: int) -> float:
        """Return the processor time that a page of this size may take; sound rules need a tenth of it."""
        return self.rule_seconds + size / 50_000

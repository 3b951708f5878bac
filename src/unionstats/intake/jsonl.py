"""JSONL files: one page per line. Owns how lines are numbered and named."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator
from hashlib import blake2b

import numpy as np

from unionstats.intake.charset import find_reading
from unionstats.intake.plain import problem_of
from unionstats.intake.records import bad_record, read_record
from unionstats.intake.streams import Source, find_lines, open_unpacked
from unionstats.settings import Settings
from unionstats.types import RawPage

_FAULTS = (OSError, EOFError, zlib.error)


def read_jsonl(source: Source, settings: Settings) -> Iterator[RawPage]:
    """Read the pages of a JSONL file.

    Yields:
        A page for each line that is not blank, `name#id` where all lines have an id of their own, else `name#n` with
        the line's number.
    """
    try:
        by_id = _ids_are_unique(source, settings)
        for number, line in _numbered_lines(source, settings):
            yield _read_line(source.name, number, line, by_id=by_id)
    except _FAULTS as error:
        yield RawPage(source.name, "text", b"", problem=problem_of(source), detail=str(error))


def _numbered_lines(source: Source, settings: Settings) -> Iterator[tuple[int, bytes | None]]:
    with open_unpacked(source) as stream:
        for number, line in enumerate(find_lines(stream, settings.max_line_bytes), 1):
            if number > settings.max_records:
                raise OSError(f"more than {settings.max_records} lines")
            if line is None or line.strip(b" \t\xef\xbb\xbf"):
                yield number, line


def _read_line(name: str, number: int, line: bytes | None, *, by_id: bool) -> RawPage:
    label = f"{name}#{number}"
    if line is None:
        return RawPage(label, "text", b"", problem="too_large", detail="a line over the limit")
    record = _parse(line)
    if record is None:
        return bad_record(label, "not a JSON object")
    identity = _identity(record) if by_id else None
    return read_record(label if identity is None else f"{name}#{identity}", record)


def _parse(line: bytes) -> dict[str, object] | None:
    try:
        record = json.loads(_decode(line))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _decode(line: bytes) -> str:
    """Decode a line: JSON is UTF-8, but not all that is called JSON."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        reading = find_reading(line, None)
        return reading.text if reading else ""


def _identity(record: dict[str, object]) -> str | None:
    given = record.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    return str(given).strip().encode("utf-8", "replace").decode() or None


def _ids_are_unique(source: Source, settings: Settings) -> bool:
    """Return whether every record has an id and no two the same: eight bytes a record, not the records, are kept.

    A line that holds no record goes by its number, which must be no other line's id either.
    """
    sums = array("Q")
    try:
        for number, line in _numbered_lines(source, settings):
            record = _parse(line) if line is not None else None
            identity = str(number) if record is None else _identity(record)
            if identity is None:
                return False
            sums.append(int.from_bytes(blake2b(identity.encode(), digest_size=8).digest(), "little"))
    except _FAULTS:
        return False
    return len(np.unique(np.frombuffer(sums, np.uint64))) == len(sums)

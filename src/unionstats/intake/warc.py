"""WARC files from crawlers: the responses that hold HTML or text."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from unionstats.intake.responses import Response, read_body, read_response
from unionstats.intake.streams import Source, open_unpacked
from unionstats.settings import Settings
from unionstats.types import PageFormat, RawPage

_TYPES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_HTML = frozenset({"text/html", "application/xhtml+xml"})


def read_warc(source: Source, settings: Settings) -> Iterator[RawPage]:
    """Read the pages of a WARC file.

    Yields:
        A page `name#n` for each successful response of HTML or plain text, counted from 1. Images, scripts, redirects
        and error pages are no pages.
    """
    try:
        # Unpacked here, not by the archive reader, which takes a file that was cut short for one that ends.
        with open_unpacked(source) as stream:
            yield from _read_records(source.name, stream, settings)
    except (OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:
        yield RawPage(source.name, "html", b"", problem="bad_archive", detail=str(error))


def _read_records(name: str, stream: BinaryIO, settings: Settings) -> Iterator[RawPage]:
    number = 0
    # Responses are read here: the archive reader loses what follows a body whose packing is not what its headers say.
    for record in ArchiveIterator(stream, record_types=_TYPES, parse_http=False):
        response = read_response(record.reader) if _holds_response(record) else None
        form = _format_of(record, response)
        if form is None:
            continue
        number += 1
        if number > settings.max_records:
            raise OSError(f"more than {settings.max_records} records")
        yield _read_record(f"{name}#{number}", form, (record, response), settings.max_page_bytes)


def _content_type(record: WarcRecord) -> str:
    return (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def _holds_response(record: WarcRecord) -> bool:
    return _content_type(record) == "application/http"


def _format_of(record: WarcRecord, response: Response | None) -> PageFormat | None:
    if _holds_response(record):
        if response is None or response.status != 200:
            return None
        kind = response.media_type or "text/html"
    else:
        kind = _content_type(record)
    if kind in _HTML:
        return "html"
    return "text" if kind == "text/plain" else None


def _read_record(label: str, form: PageFormat, found: tuple[WarcRecord, Response | None], limit: int) -> RawPage:
    record, response = found
    url = record.headers.get("WARC-Target-URI")
    try:
        content = read_body(response, record.reader, limit) if response else record.reader.read(limit + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        return RawPage(label, form, b"", url=url, problem="bad_record", detail=str(error))
    if len(content) > limit:
        return RawPage(label, form, b"", url=url, problem="too_large", detail=f"more than {limit} bytes")
    declared = response.charset if response else None
    return RawPage(label, form, content, url=url.strip("<>") if url else None, declared=declared)

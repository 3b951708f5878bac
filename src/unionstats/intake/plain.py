"""A file that is one page: .txt, .html, .htm."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from unionstats.intake.streams import Source, open_unpacked
from unionstats.settings import Settings
from unionstats.types import PageFormat, RawPage


def read_plain(source: Source, settings: Settings) -> Iterator[RawPage]:
    """Read a file as a single page; reading stops if it unpacks to more than the limit."""
    form: PageFormat = "html" if source.container == "html" else "text"
    try:
        with open_unpacked(source) as stream:
            content = stream.read(settings.max_page_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        yield RawPage(source.name, form, b"", problem=problem_of(source), detail=str(error))
        return
    if len(content) > settings.max_page_bytes:
        detail = f"more than {settings.max_page_bytes} bytes"
        yield RawPage(source.name, form, b"", problem="too_large", detail=detail)
        return
    yield RawPage(source.name, form, content)


def problem_of(source: Source) -> str:
    """Name the reason why a file could not be read."""
    archive = source.compression != "none" or source.container in {"parquet", "warc"}
    return "bad_archive" if archive else "unreadable_file"

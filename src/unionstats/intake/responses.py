"""HTTP responses as crawlers store them: status, headers, and bodies that may be chunked or compressed.

Many crawlers store a body decompressed but keep the original headers, so a header is believed only if the body looks
compressed.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import Protocol

from fastwarc.stream_io import BrotliReader

_LONGEST_HEAD = 256 * 1024
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_HEADER = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)
_CHUNK = re.compile(rb"[\r\n]{0,4}([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_GZIP_MAGIC = b"\x1f\x8b"


class Readable(Protocol):
    """A stream of a record's bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Response:
    """Status and headers of a stored response; `begun` is the part of the body that was read with them."""

    status: int
    headers: dict[str, str]
    begun: bytes

    @property
    def media_type(self) -> str:
        """What kind of content it is said to be, lower case, "" where unsaid."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the server named."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1].lower() if found else None


def read_response(stream: Readable) -> Response | None:
    """Read status line and headers; None if the stream does not begin with an HTTP response."""
    head = stream.read(8192)
    found = _BLANK_LINE.search(head)
    while not found and len(head) < _LONGEST_HEAD and (more := stream.read(8192)):
        head += more
        found = _BLANK_LINE.search(head)
    status = _STATUS.match(head)
    if not status:
        return None
    end = found.start() if found else len(head)
    headers = {name.decode("ascii").lower(): text.decode("latin-1") for name, text in _HEADER.findall(head[:end])}
    return Response(int(status[1]), headers, head[found.end() :] if found else b"")


def read_body(response: Response, stream: Readable, limit: int) -> bytes:
    """Read a response's body, dechunked and decompressed.

    Args:
        response: its head, as `read_response` gave it.
        stream: that it was read from.
        limit: no more than one byte over it is given, however far the body unpacks.

    Raises:
        zlib.error: packed data that are damaged.
    """
    body = response.begun + _read_all(stream, limit + 1 - len(response.begun))
    if len(body) > limit:
        return body[: limit + 1]
    if "chunked" in response.headers.get("transfer-encoding", "").lower():
        body = _without_chunks(body)
    for coding in reversed(response.headers.get("content-encoding", "").lower().split(",")):
        body = _unpacked(body, coding.strip().removeprefix("x-"), limit)
    return body[: limit + 1]


def _read_all(stream: Readable, size: int) -> bytes:
    parts = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _without_chunks(body: bytes) -> bytes:
    """Put together a body sent in chunks; one that is none is given back, one that is torn as far as it goes."""
    parts = []
    at = 0
    while found := _CHUNK.match(body, at):
        size = int(found[1], 16)
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size
        if not size:
            break
    return b"".join(parts) if parts else body


def _unpacked(body: bytes, coding: str, limit: int) -> bytes:
    if coding == "gzip":
        return zlib.decompressobj(31).decompress(body, limit + 1) if body.startswith(_GZIP_MAGIC) else body
    if coding == "deflate":
        # The standard means the zlib format; many servers send the bare stream.
        return _inflated(body, 15, limit) or _inflated(body, -15, limit) or body
    if coding == "br":
        return _without_brotli(body, limit)
    return body


def _inflated(body: bytes, window: int, limit: int) -> bytes:
    """Unpack as far as the data go; nothing where they are of another format."""
    try:
        return zlib.decompressobj(window).decompress(body, limit + 1)
    except zlib.error:
        return b""


def _without_brotli(body: bytes, limit: int) -> bytes:
    try:
        return bytes(BrotliReader(io.BytesIO(body)).read(limit + 1))
    except (OSError, EOFError, ValueError, RuntimeError):
        return body

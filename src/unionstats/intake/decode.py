"""From bytes to text: the page as read, its id, its host.

Pages that are too large, empty, binary or undecodable are set aside here, with the reason.
"""

from __future__ import annotations

import codecs
from hashlib import sha256
from urllib.parse import urlsplit

import regex

from unionstats.errors import UnreadablePage
from unionstats.intake.charset import Reading, check_reading, find_reading, plausibility
from unionstats.settings import Settings
from unionstats.types import Page, RawPage

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"RIFF",
    b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x7fELF", b"MZ\x90", b"PAR1", b"OggS", b"ID3",
    b"\x00\x00\x01\x00", b"{\\rtf", b"SQLite format 3", b"wOFF", b"wOF2", b"\x00\x01\x00\x00",
)  # fmt: skip
_CONTROL = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_OPENS_HTML = regex.compile(
    r"(?i)\s*(?:<!--(?s:.{0,2000}?)-->\s*)?(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b"
)
_HOLDS_HTML = regex.compile(r"(?i)<(?:!doctype\s+html|html|body)\b")
_LINE_TAG = regex.compile(r"(?i)<(?:/?p|/?div|br|/?tr|/?li|/?h[1-6]|/?section|/?table)\b")
# The signs that Windows puts where Latin-1 has control characters, and the bytes that stand for them.
_WINDOWS_SIGNS = {ord(sign): byte for byte in range(0x80, 0xA0) if (sign := bytes([byte]).decode("cp1252", "ignore"))}
# Another reading than the valid one must be this plausible.
_CERTAIN = 0.7
_LETTERS = regex.compile(r"[\u2e80-\uffff]")


def read_page(raw: RawPage, settings: Settings) -> Page:
    """Read a page as found.

    Args:
        raw: the page as its source gave it.
        settings: limits.

    Returns:
        The page as read: decoded, byte order mark dropped, newlines untouched.

    Raises:
        UnreadablePage: it is too large, empty, binary, in no encoding that gives text, or could not be fetched.
    """
    if raw.problem:
        raise UnreadablePage(raw.problem, raw.detail)
    text, encoding = _decode(raw, settings)
    text = text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise UnreadablePage("empty")
    return Page(
        page_id=_page_id(text, raw),
        source=raw.source,
        raw=text,
        format="html" if raw.format == "html" or _is_html(text) else "text",
        encoding=encoding,
        url=raw.url,
        host=host_of(raw.url),
        title=raw.title,
        published=raw.published,
    )


def _is_html(text: str) -> bool:
    """Return whether a text is plainly HTML: by its beginning, or by tags where text has line ends."""
    if "<" not in text:
        return False
    if _OPENS_HTML.match(text) or (_HOLDS_HTML.search(text, 0, 3000) and text.count("</") > 4):
        return True
    return text.lstrip().startswith("<") and len(_LINE_TAG.findall(text)) > max(3, len(text.split("\n")))


def host_of(url: str | None) -> str | None:
    """Return the host of an address in lower case, without port; None if it has none.

    >>> host_of("https://WWW.Example.org:8080/a.html")
    'www.example.org'
    """
    try:
        return (urlsplit(url).hostname or None) if url else None
    except ValueError:
        return None


def _page_id(text: str, raw: RawPage) -> str:
    given = (raw.url or "", raw.title or "", raw.published.isoformat() if raw.published else "")
    sums = sha256(text.encode("utf-8", "replace"))
    sums.update("\0".join(("", *given)).encode("utf-8", "replace"))
    return sums.hexdigest()[:32]


def _decode(raw: RawPage, settings: Settings) -> tuple[str, str]:
    content, limit = raw.content, settings.max_page_bytes
    if isinstance(content, str):
        if len(content) * 4 > limit and len(content.encode("utf-8", "replace")) > limit:
            raise UnreadablePage("too_large", f"more than {limit} bytes")
        return content, "utf-8"
    if len(content) > limit:
        raise UnreadablePage("too_large", f"more than {limit} bytes")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            reading = check_reading(content[len(mark) :].decode(encoding, "replace"), encoding)
            if reading is None:
                raise UnreadablePage("undecodable", f"marked as {encoding}, but it is not")
            return reading.text, encoding
    return _decode_unmarked(content, raw.declared)


def _decode_unmarked(content: bytes, told: str | None) -> tuple[str, str]:
    if content.startswith(_MAGIC):
        raise UnreadablePage("binary", "an image, archive or office file")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        reading = find_reading(content, told)
    else:
        if b"\0" not in content:
            return (text, "utf-8") if text.isascii() or _LETTERS.search(text) else _reconsidered(text, content, told)
        reading = find_reading(content, told)
    if reading is None or _is_binary(content, reading):
        controls = len(_CONTROL.findall(content))
        raise UnreadablePage("binary" if controls * 50 > len(content) else "undecodable")
    return reading.text, reading.encoding


def _reconsidered(text: str, content: bytes, told: str | None) -> tuple[str, str]:
    """Read again what is valid UTF-8 without one Chinese character: maybe by chance, maybe encoded twice."""
    for source in (content, text.translate(_WINDOWS_SIGNS).encode("latin-1", "replace")):
        reading = find_reading(source, told)
        if reading and _LETTERS.search(reading.text) and plausibility(reading.text[:4000]) > _CERTAIN:
            return reading.text, reading.encoding
    return text, "utf-8"


def _is_binary(content: bytes, reading: Reading) -> bool:
    """Return whether an encoding reads the bytes without loss, but as control characters."""
    if reading.encoding.startswith("utf-16"):
        return plausibility(reading.text[:4000]) < 0.35
    return len(_CONTROL.findall(content)) * 200 > len(content)

"""Pages of a WARC come out as the server meant them, whatever its headers say of packing, and none is lost."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from page_files import SENTENCE, warc

from unionstats.intake.decode import read_page
from unionstats.settings import Settings
from unionstats.types import RawPage

Read = Callable[..., list[RawPage]]
PAGE = f"<html><body><h1>甲县总工会走访职工</h1><p>{SENTENCE}</p></body></html>"
UTF8, GBK = PAGE.encode(), PAGE.encode("gb18030")
PACKED = gzip.compress(UTF8)


def chunks(body: bytes, size: int = 41) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(f"{len(part):x};ext=1\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


HTML = "Content-Type: text/html"
RESPONSES = {
    "charset": (f"{HTML}; charset=GBK", GBK),
    "charset in quotes": (f'{HTML};charset="gb2312"', GBK),
    "names in capitals": ("CONTENT-TYPE: TEXT/HTML; CHARSET=GB18030", GBK),
    "charset that is wrong": (f"{HTML}; charset=iso-8859-1", GBK),
    "charset of another page": (f"{HTML}; charset=gbk", UTF8),
    "no type": ("Server: stand-in", UTF8),
    "gzip": (f"{HTML}\r\nContent-Encoding: gzip", PACKED),
    "x-gzip": (f"{HTML}\r\nContent-Encoding: x-gzip", PACKED),
    "gzip cut short": (f"{HTML}\r\nContent-Encoding: gzip", PACKED[:-6]),
    "zlib": (f"{HTML}\r\nContent-Encoding: deflate", zlib.compress(UTF8)),
    "deflate without its frame": (f"{HTML}\r\nContent-Encoding: deflate", zlib.compress(UTF8)[2:-4]),
    "brotli": (f"{HTML}\r\nContent-Encoding: br", brotli.compress(UTF8)),
    "chunks": (f"{HTML}; charset=gbk\r\nTransfer-Encoding: chunked", chunks(GBK)),
    "chunks of gzip": (f"{HTML}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip", chunks(PACKED)),
    "chunks without an end": (f"{HTML}\r\nTransfer-Encoding: chunked", chunks(UTF8)[:-5]),
    "said to be gzip": (f"{HTML}\r\nContent-Encoding: gzip", UTF8),
    "said to be deflate": (f"{HTML}\r\nContent-Encoding: deflate", UTF8),
    "said to be brotli": (f"{HTML}\r\nContent-Encoding: br", UTF8),
    "said to be in chunks": (f"{HTML}\r\nTransfer-Encoding: chunked", UTF8),
    "a long head": (f"{HTML}\r\nX-Padding: {'x' * 20_000}", UTF8),
}


@pytest.mark.parametrize(("headers", "body"), RESPONSES.values(), ids=RESPONSES)
def test_a_response_is_read_whatever_its_headers_say(tmp_path: Path, pages: Read, headers: str, body: bytes) -> None:
    """The one behind it too: no reader loses its place in an archive."""
    last = ("http://a.cn/last", f"200 OK\r\n{HTML}", UTF8)
    (tmp_path / "a.warc.gz").write_bytes(warc(("http://a.cn/1", f"200 OK\r\n{headers}", body), last))
    found = [read_page(page, Settings()) for page in pages(tmp_path)]
    assert [page.url for page in found] == ["http://a.cn/1", "http://a.cn/last"]
    assert [page.raw for page in found] == [PAGE, PAGE]


def test_a_head_of_bare_line_feeds_is_a_head(tmp_path: Path, pages: Read) -> None:
    response = warc(("http://a.cn/1", f"200 OK\n{HTML}; charset=gbk\n\n", GBK))
    (tmp_path / "a.warc.gz").write_bytes(response)
    assert [read_page(page, Settings()).raw.strip() for page in pages(tmp_path)] == [PAGE]


def test_a_damaged_body_is_set_aside_alone(tmp_path: Path, pages: Read) -> None:
    broken = PACKED[:12] + b"\xff" * 40 + PACKED[52:]
    records = [
        ("http://a.cn/1", f"200 OK\r\n{HTML}\r\nContent-Encoding: gzip", broken),
        ("http://a.cn/2", f"200 OK\r\n{HTML}", UTF8),
    ]
    (tmp_path / "a.warc.gz").write_bytes(warc(*records))
    assert [page.problem for page in pages(tmp_path)] == ["bad_record", None]


def test_chunks_over_the_limit_are_set_aside(tmp_path: Path, pages: Read) -> None:
    body = chunks(b"<p>" + b"x" * 2_000_000, 100_000)
    record = ("http://a.cn/1", f"200 OK\r\n{HTML}\r\nTransfer-Encoding: chunked", body)
    (tmp_path / "a.warc.gz").write_bytes(warc(record))
    limited = Settings(max_page_bytes=len(body) - 50)
    assert [page.problem for page in pages(tmp_path, limited)] == ["too_large"]

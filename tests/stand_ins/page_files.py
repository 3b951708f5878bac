"""Page files of every kind, made afresh."""

import gzip
import json
from io import BytesIO

import pyarrow as pa
from pyarrow import parquet

SENTENCE = "甲县总工会今年走访职工1200人次，发放慰问金35.6万元。"


def packed(content: bytes, suffix: str) -> bytes:
    """Pack content as its file's name says."""
    if suffix == ".gz":
        return gzip.compress(content)
    if suffix == ".zst":
        return bytes(pa.compress(content, "zstd", asbytes=True))
    return content


def jsonl(*records: object) -> bytes:
    """Return records as the lines of a JSONL file."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def warc(*pages: tuple[str, str, bytes]) -> bytes:
    """Return responses (address, headers, body) as a crawler leaves them: a gzip member each."""
    members = []
    for url, headers, body in pages:
        payload = b"HTTP/1.1 " + headers.encode() + b"\r\n\r\n" + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        head += f"WARC-Record-ID: <urn:uuid:{len(members):032}>\r\nContent-Type: application/http; msgtype=response\r\n"
        head += f"Content-Length: {len(payload)}\r\n\r\n"
        members.append(gzip.compress(head.encode() + payload + b"\r\n\r\n"))
    return b"".join(members)


def table(**columns: list[object]) -> bytes:
    """Return columns as a Parquet file."""
    stream = BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return stream.getvalue()

"""A stand-in for the pipeline: a page is lines `province|quote`; quick, and open to mischief."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import regex

from unionstats.rules.folder import RuleFolder
from unionstats.settings import Settings
from unionstats.types import FactRow, PageResult, PageRow, RawPage, RemovedRow

_FACT = regex.compile(r"([a-z]+)\|(\d+)([家项人])")


class FakeReader:
    """Reads `shanxi|12家` as a fact of Shanxi.

    `KILL` ends the process, `BAD` sets the page aside, `SIGN folder` says who read it, `NAP` takes its time.
    """

    def prepare(self) -> None:
        """Need nothing."""

    def read_all(self, pages: Sequence[RawPage]) -> list[PageResult]:
        """Read pages one after the other."""
        return [self.read(raw) for raw in pages]

    def read(self, raw: RawPage) -> PageResult:
        """Read one page."""
        text = raw.content.decode() if isinstance(raw.content, bytes) else raw.content
        if "KILL" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "KILLONCE" not in text and "ONCE" in text:
            marker = Path(text.split("ONCE ")[1].split()[0])
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if "NAP" in text:
            time.sleep(0.02)
        if "SIGN" in text:
            Path(text.split("SIGN ")[1].split()[0], str(os.getpid())).touch()
        page_id = hashlib.sha256(f"{text}\0{raw.url}".encode()).hexdigest()[:32]
        facts = tuple(_fact(page_id, raw, found) for found in _FACT.finditer(text))
        return PageResult(
            page=_page(page_id, raw, text, len(facts)),
            facts=facts,
            removed=(RemovedRow(page_id, raw.source, 0, 1, "removed", "chrome", "noise.test", text[:1], ""),),
            unclaimed=("#名",) if "名" in text else (),
            story=text,
            seconds={"numbers": 0.001},
        )


def build_fake(folder: RuleFolder, settings: Settings) -> FakeReader:  # noqa: ARG001 - the signature of MakeReader
    return FakeReader()


def _fact(page_id: str, raw: RawPage, found: regex.Match[str]) -> FactRow:
    start, end = found.span(2)[0], found.span(3)[1]
    empty = dict.fromkeys(FactRow._fields)
    return FactRow(
        **empty
        | {
            "fact_id": hashlib.sha256(f"{page_id}{start}".encode()).hexdigest()[:32],
            "page_id": page_id,
            "source": raw.source,
            "published": raw.published,
            "url": raw.url,
            "article": 0,
            "province": found[1],
            "province_name": found[1],
            "place_basis": "name",
            "place_distance": "clause",
            "scope": "province",
            "measure": "工会",
            "quote": found[2] + found[3],
            "value": float(found[2]),
            "bound": "exact",
            "unit": found[3],
            "kind": "count",
            "status": "actual",
            "period_type": "none",
            "period_basis": "none",
            "sentence": found[0],
            "char_start": start,
            "char_end": end,
            "flags": "",
        }
    )


def _page(page_id: str, raw: RawPage, text: str, facts: int) -> PageRow:
    bad = "BAD" in text or raw.problem is not None
    return PageRow(
        page_id=page_id,
        source=raw.source,
        url=raw.url,
        host=None,
        title=None,
        publisher=None,
        published=raw.published,
        format=raw.format,
        encoding="utf-8",
        script="simplified",
        status="quarantined" if bad else "ok",
        reason=(raw.problem or "empty") if bad else None,
        flags="",
        cluster=None,
        articles=1,
        facts=facts,
        unclaimed=0,
        chars=len(text),
        chars_removed=1,
    )

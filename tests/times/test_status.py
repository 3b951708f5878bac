"""Every example of rules/status/, and reviews told apart from outlooks in whole passages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from unionstats.rules.folder import RuleFolder
from unionstats.times.status import StatusReader
from unionstats.types import ArticleView

ViewOf = Callable[..., ArticleView]
CUES: list[dict[str, Any]] = [
    cue for _, table in RuleFolder.open().tables("status.toml") for cue in table.get("cue", ())
]


@pytest.fixture(scope="module")
def reader(folder: RuleFolder) -> StatusReader:
    return StatusReader(folder)


def _status(reader: StatusReader, view_of: ViewOf, example: dict[str, str]) -> str:
    before, quote, after = example["text"].rpartition(example["quote"])
    assert quote, "the quote does not stand in the text"
    published = date.fromisoformat(example["anchor"]) if "anchor" in example else None
    (status,) = reader.read(view_of(f"{before}‹{quote}›{after}", title=example.get("title"), published=published))
    return status


def _examples(key: str) -> list[Any]:
    return [
        pytest.param(cue["status"], example, id=f"{cue['id']}.{key}-{number}")
        for cue in CUES
        for number, example in enumerate(cue[key], 1)
    ]


@pytest.mark.parametrize(("status", "example"), _examples("match"))
def test_a_cue_gives_its_status(reader: StatusReader, view_of: ViewOf, status: str, example: dict[str, str]) -> None:
    assert _status(reader, view_of, example) == status


@pytest.mark.parametrize(("status", "example"), _examples("reject"))
def test_a_cue_leaves_alone_what_it_does_not_speak_of(
    reader: StatusReader, view_of: ViewOf, status: str, example: dict[str, str]
) -> None:
    assert _status(reader, view_of, example) != status, example["why"]

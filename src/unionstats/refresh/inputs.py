"""The INPUTs of a run: their names in the ledger, and the check that inputs and output do not contain each other."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from unionstats.errors import Refused


def name_of(text: str) -> str:
    """Return the name of an INPUT in the ledger: an absolute path, or an address as it is.

    Symbolic links are not resolved: a link that is pointed to each month's folder is one INPUT.
    """
    return text.rstrip("/") if "://" in text else os.path.abspath(text)  # noqa: PTH100 - Path.absolute keeps ..


def check_apart(inputs: Sequence[str], out: str) -> None:
    """Refuse an output inside an INPUT or an INPUT inside the output: a run would read or destroy its own files.

    Raises:
        Refused: names both.
    """
    target = _real(out)
    for text in inputs:
        source = _real(text)
        if source == target or source.is_relative_to(target) or target.is_relative_to(source):
            raise Refused(f"input {text} and output {out} lie in each other: choose an output folder of its own")


def _real(text: str) -> Path:
    if "://" in text:
        return Path("/", *text.split("://", 1))
    return Path(os.path.realpath(text))

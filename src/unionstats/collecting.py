"""How often Python looks for garbage in cycles while pages are read: more rarely than it would of its own."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_COLLECTED_TOGETHER = 10_000


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Look for cycles more rarely: pages make many values and hardly a cycle, and the usual pace costs a twentieth.

    A collector that was turned off stays so; the usual pace is set again at the end.
    """
    usual = gc.get_threshold()
    if usual[0]:
        gc.set_threshold(max(usual[0], _COLLECTED_TOGETHER), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)

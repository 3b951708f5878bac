"""Runs Python's cyclic garbage collector less often while pages are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_COLLECTED_TOGETHER = 10_000
_LOCK = Lock()
# The usual pace, once for each who is reading: the first sets the rare one, the last goes back.
_READING: list[tuple[int, int, int]] = []


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Look for cycles more rarely: pages make many values and hardly a cycle, and the usual pace costs a fourteenth.

    A collector that was turned off stays so. The pace is the process's: it is set back when the last of those who read
    at the same time is done.
    """
    with _LOCK:
        usual = _READING[0] if _READING else gc.get_threshold()
        _READING.append(usual)
        if usual[0]:
            gc.set_threshold(max(usual[0], _COLLECTED_TOGETHER), *usual[1:])
    try:
        yield
    finally:
        with _LOCK:
            _READING.pop()
            if not _READING:
                gc.set_threshold(*usual)

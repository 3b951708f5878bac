"""Imported by the fork server before it forks the first worker: builds once what every worker needs.

What to build is given in an environment variable, because a fork server can only import modules. If anything fails
here, the workers build it themselves and report the error.
"""

from __future__ import annotations

import base64
import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

VARIABLE = "UNIONSTATS_PREPARE"


@contextmanager
def ordered(make: Callable[[], object]) -> Iterator[None]:
    """Let a fork server started in this context call `make`, a picklable function, with its arguments."""
    os.environ[VARIABLE] = base64.b64encode(pickle.dumps(make)).decode()
    try:
        yield
    finally:
        del os.environ[VARIABLE]


def _prepare() -> None:
    order = os.environ.pop(VARIABLE, None)
    if order is None:
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's business
    with suppress(Exception):
        pickle.loads(base64.b64decode(order))()  # noqa: S301 - written by our own parent process
    gc.freeze()  # what is shared stays shared: the collector would write into every page of it


_prepare()

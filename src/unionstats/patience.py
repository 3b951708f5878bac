"""How long a page may take: processor time, so that the tables do not depend on how busy the machine is.

Owns the timer. It runs where signals are delivered, in the main thread of a Unix process; elsewhere there is no limit.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from unionstats.errors import UnreadablePage


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Give up on a page after so many seconds of processor time, also within a regular expression.

    Raises:
        UnreadablePage: the time is up; the reason is rule_timeout.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, usual)


def _give_up(_number: int, _frame: object) -> None:
    raise UnreadablePage("rule_timeout")

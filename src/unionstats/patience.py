"""The time limit for one page, in processor time, so that the tables do not depend on how busy the machine is.

The timers work where signals are delivered: in the main thread of a Unix process. Elsewhere there is no limit. A page
may hang in code that Python cannot interrupt; a process that does nothing but read pages may then be ended with it (see
`disposable`), so that the run goes on without that page.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from unionstats.errors import UnreadablePage

# A page stuck within a library is ended with its process after twice its time and a second, or after so many times its
# time by the clock if it only waits: a busy machine must not look like a page that hangs.
_WAITING = 60
_DISPOSABLE: list[bool] = []


def disposable() -> None:
    """Allow this process to be ended with a page that hangs in it: it is a worker and will be replaced."""
    _DISPOSABLE.append(True)


@contextmanager
def watch() -> Iterator[Callable[[float], None]]:
    """Yield a function that sets how many seconds the current page has left; 0 stops the timer.

    Raises:
        UnreadablePage: out of whatever is going on when the time is up.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield lambda _seconds: None
        return
    usual = signal.signal(signal.SIGVTALRM, _give_up)
    try:
        yield _set_timers
    finally:
        _set_timers(0)
        signal.signal(signal.SIGVTALRM, usual)


def _set_timers(seconds: float) -> None:
    """Set them, or stop them all. SIGPROF and SIGALRM end the process by default, and no library can hold that up."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    if _DISPOSABLE:
        signal.setitimer(signal.ITIMER_PROF, seconds and 2 * seconds + 1)
        signal.setitimer(signal.ITIMER_REAL, seconds and _WAITING * seconds)


def _give_up(_number: int, _frame: object) -> None:
    raise UnreadablePage("rule_timeout")

"""The lock that lets only one run at a time write a store on a local disk.

The kernel releases it when the process ends, however it ends, so a crash never leaves a lock behind.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from unionstats.errors import StoreBusy, WriteFailed

LOCK_NAME = ".unionstats.lock"


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a store; the lock file also marks the folder as a store.

    Raises:
        StoreBusy: another run holds it; names its process and since when.
        WriteFailed: the folder cannot be written.
    """
    path = folder / LOCK_NAME
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(f"another run is at work on {folder} ({_holder(handle)})") from None
        _sign(handle)
        yield
    finally:
        os.close(handle)


def is_locked(folder: Path) -> bool:
    """Return whether a run is in progress on a store."""
    return holder_of(folder) is not None


def holder_of(folder: Path) -> str | None:
    """Return the process that works on a store; None if there is none."""
    try:
        handle = os.open(folder / LOCK_NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(handle)
    finally:
        os.close(handle)
    return None


def _sign(handle: int) -> None:
    """Write who holds the lock; only a courtesy, so a full disk does not end the run here."""
    line = json.dumps({"pid": os.getpid(), "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"})
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, line.encode(), 0)
    except OSError:
        return


def _holder(handle: int) -> str:
    try:
        read = json.loads(os.pread(handle, 1_000, 0))
        return f"pid {read['pid']}, since {read['since']}"
    except (ValueError, KeyError, TypeError):
        return "it has not said who it is yet"

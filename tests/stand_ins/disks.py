"""Disks that fail, kill or remember: what the store's promises are tried against."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from unionstats.tables.files import Disk

CHANGES = ("sync_file", "sync_folder", "make_folder", "link", "rename", "symlink", "remove", "remove_folder")


class HastyDisk(Disk):
    """Makes nothing durable: for tests in which the power stays on, as it does while they run."""

    @staticmethod
    def _sync(path: Path, flags: int) -> None:
        os.close(os.open(path, flags))

    def sync_files(self, paths: Iterable[Path]) -> None:
        """Do it one by one: what is tried is counted, and must come in the same order each time."""
        for path in paths:
            self.sync_file(path)


class SteppingDisk(HastyDisk):
    """Calls `before` ahead of every change, with its name and arguments; every write to a file is one, too."""

    def __init__(self, before: Callable[..., None]) -> None:
        self.before = before

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - any method of Disk
        found = super().__getattribute__(name)
        if name not in CHANGES:
            return found

        def step(*arguments: Any) -> None:  # noqa: ANN401 - any arguments of Disk's methods
            self.before(name, *arguments)
            found(*arguments)

        return step

    @contextmanager
    def create(self, path: Path) -> Iterator[IO[bytes]]:
        """Open a file whose writes are steps."""
        self.before("create", path)
        with super().create(path) as sink:
            yield _Sink(sink, lambda content: self.before("write", path, content))  # type: ignore[misc]

    def scratch(self, folder: Path) -> IO[bytes]:
        """Open a file without a name whose writes are steps."""
        self.before("scratch", folder)
        return _Sink(super().scratch(folder), lambda content: self.before("write_scratch", folder, content))  # type: ignore[return-value]


class _Sink:
    def __init__(self, file: IO[bytes], before: Callable[[bytes], None]) -> None:
        self._file = file
        self._before = before

    def write(self, content: bytes) -> int:
        self._before(bytes(content))
        return self._file.write(content)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of a file
        return getattr(self._file, name)


class FailingDisk(SteppingDisk):
    """Fails at the n-th step, and at every later one where it stays broken."""

    def __init__(self, nth: int, error: int, *, stays: bool = False) -> None:
        super().__init__(self._count)
        self.steps = 0
        self._nth, self._error, self._stays = nth, error, stays

    def _count(self, *_: object) -> None:
        self.steps += 1
        if self.steps == self._nth or (self._stays and self.steps > self._nth):
            raise OSError(self._error, os.strerror(self._error))


class KillingDisk(SteppingDisk):
    """Ends the process without a word before the n-th step."""

    def __init__(self, nth: int) -> None:
        super().__init__(self._count)
        self._left = nth

    def _count(self, *_: object) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Step(NamedTuple):
    """One recorded change."""

    name: str
    arguments: tuple[Any, ...]


class RecordingDisk(SteppingDisk):
    """Remembers every step, for a replay."""

    def __init__(self) -> None:
        super().__init__(self._record)
        self.steps: list[Step] = []

    def _record(self, name: str, *arguments: object) -> None:
        self.steps.append(Step(name, arguments))

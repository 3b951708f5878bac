"""The n-th file call fails: the run ends with one clear error, and the tables are whole."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from disks import FailingDisk, HastyDisk
from fake_reader import build_fake

from unionstats.engines.chosen import Wish
from unionstats.errors import WriteFailed
from unionstats.refresh import Options, refresh
from unionstats.tables.lock import LOCK_NAME
from unionstats.tables.store import Store
from unionstats.tables.verify import verify

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
OPTIONS = Options(engine=Wish(1), keep=1)
_DRAWN = re.compile(r"(?<=\d)-[0-9a-f]{8}")


def tables(out: Path) -> dict[str, bytes]:
    """Return the tables of the newest snapshot, byte for byte."""
    store = Store(out)
    folder = store.folder_of(store.newest())
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def run(raw: Path, store: Store) -> None:
    refresh([str(raw)], store, OPTIONS, make=build_fake)


def left_in(broken: Path) -> frozenset[tuple[str, str]]:
    """Return all that lies in a store, to tell whether a fault left what another one did; names are partly random."""
    names = (path for path in broken.rglob("*") if path.name != LOCK_NAME)
    return frozenset((_DRAWN.sub("", str(path.relative_to(broken))), _content(path)) for path in names)


def _content(path: Path) -> str:
    if path.is_symlink():
        return str(path.readlink())
    return "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()


def campaign(out: Path, step: int, errors: tuple[int, ...], *, stays: bool) -> int:
    """Let every step-th call fail, until a run passes; give how many calls that is."""
    raw, broken = out.parent / "raw", out.parent / "broken"
    before = tables(out)
    (raw / "a.txt").write_text("shanxi|13家 gansu|2人")
    run(raw, Store(out.parent / "scratch", HastyDisk()))
    after = tables(out.parent / "scratch")
    mended: set[frozenset[tuple[str, str]]] = set()
    for nth in range(1, 10_000, step):
        shutil.copytree(out, broken, symlinks=True)
        disk = FailingDisk(nth, errors[nth % len(errors)], stays=stays)
        with suppress(WriteFailed):
            run(raw, Store(broken, disk))
        found = tables(broken)
        assert found in (before, after), f"call {nth} left something else"
        if disk.steps < nth:
            assert found == after
            return disk.steps
        if (state := left_in(broken)) not in mended:
            mended.add(state)
            run(raw, Store(broken, HastyDisk()))
            assert tables(broken) == after, f"after call {nth} failed, the next run did not mend it"
            assert verify(broken) == [], f"call {nth} left something behind"
        shutil.rmtree(broken)
    pytest.fail("no run ever passed")


@pytest.mark.parametrize("stays", [False, True])
def test_a_failing_file_call_ends_clean(out: Path, stays: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert campaign(out, 61, ERRORS, stays=stays) > 100


@pytest.mark.soak
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("stays", [False, True])
def test_every_failing_file_call_ends_clean(out: Path, error: int, stays: bool) -> None:  # noqa: FBT001 - the same
    campaign(out, 1, (error,), stays=stays)


def test_the_first_run_fails_clean_too(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("shanxi|12家")
    for nth in (1, 2, 3, 4, 5, 20, 100):
        with pytest.raises(WriteFailed):
            run(raw, Store(tmp_path / "out", FailingDisk(nth, errno.ENOSPC)))
        assert Store(tmp_path / "out").numbers() == []
    run(raw, Store(tmp_path / "out"))
    assert verify(tmp_path / "out") == []

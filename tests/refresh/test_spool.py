from __future__ import annotations

import errno
import itertools
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from disks import FailingDisk, HastyDisk, RecordingDisk
from fake_reader import FakeReader
from power import PowerModel, at_random, write_out

from unionstats.refresh.recipe import Recipe
from unionstats.refresh.spool import Spool, facts_of
from unionstats.refresh.work import Item, encode_results
from unionstats.types import RawPage

RECIPE = Recipe("1.0", "rules", "settings", "libraries")
OTHER = RECIPE._replace(rules="others")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A spool with two pages in two parts."""
    spool = Spool(tmp_path / "spool", RECIPE, HastyDisk())
    for number in range(2):
        raw = RawPage(source=f"{number}.txt", format="txt", content=f"shanxi|{number}家 gansu|2人")
        spool.add(encode_results([(Item("raw", f"hash of {number}", raw), FakeReader().read(raw))]))
        spool.flush()
    return tmp_path / "spool"


def holds(folder: Path) -> tuple[int, int, int]:
    """Count the pages, facts and removed stretches that a run would find."""
    spool = Spool(folder, RECIPE, HastyDisk())
    facts = [*spool.pieces(facts_of("shanxi")), *spool.pieces(facts_of("gansu"))]
    return (
        len(spool.readings()),
        sum(piece.rows for piece in facts),
        sum(piece.rows for piece in spool.pieces("removed")),
    )


def interrupted(filled: Path, recipe: Recipe) -> Iterator[tuple[int, int, int]]:
    """Clear a copy of the spool until the n-th step fails, for every n; yield what is found then."""
    for nth in itertools.count(1):
        copy = filled.with_name("copy")
        shutil.copytree(filled, copy)
        disk = FailingDisk(nth, errno.EIO, stays=True)
        with suppress(OSError):
            Spool(copy, recipe, disk).clear()
        yield holds(copy)
        if disk.steps < nth:
            return
        shutil.rmtree(copy)


@pytest.mark.parametrize("recipe", [RECIPE, OTHER], ids=["its own run", "a run with other rules"])
def test_a_spool_cleared_halfway_is_found_whole_or_not_at_all(filled: Path, recipe: Recipe) -> None:
    """Facts without their entries would enter the tables unasked, entries without their facts would hide a loss."""
    whole = holds(filled)
    assert whole == (2, 4, 2)
    found = list(interrupted(filled, recipe))
    assert set(found) == {whole, (0, 0, 0)}
    assert found[-1] == (0, 0, 0)


def after_losses_of_power(filled: Path, *, synced: bool) -> set[tuple[int, int, int]]:
    """Clear a spool that was safe on disk; give what a run may find if the power goes on the way."""
    start, recorded, found = (filled.parent / name for name in ("start", "recorded", "found"))
    for folder in (start, recorded):
        shutil.copytree(filled, folder / "spool")
    disk = RecordingDisk()
    Spool(recorded / "spool", RECIPE, disk).clear()
    held = set()
    for end in range(len(disk.steps) + 1):
        model = PowerModel(start, recorded)
        for step in disk.steps[:end]:
            if synced or step.name != "sync_folder":
                model.apply(step)
        for seed in range(12):
            write_out(model.found(at_random(seed), at_random(-seed)), found)
            held.add(holds(found / "spool"))
            shutil.rmtree(found)
    return held


def test_a_spool_cleared_while_the_power_goes_is_found_whole_or_not_at_all(filled: Path) -> None:
    assert after_losses_of_power(filled, synced=True) == {holds(filled), (0, 0, 0)}


def test_without_its_sync_a_spool_would_be_found_in_pieces(filled: Path) -> None:
    assert after_losses_of_power(filled, synced=False) > {holds(filled), (0, 0, 0)}

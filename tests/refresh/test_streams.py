"""What is held at once is a matter of memory: it changes no byte of the tables, nor what they are made from."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from unionstats.refresh import Summary, clusters, diff, links, spool
from unionstats.refresh.upkeep import forget
from unionstats.tables import merge, scratch
from unionstats.tables.verify import verify

Run = Callable[..., Summary]


def write_stories(folder: Path, number: int, prefix: str) -> None:
    """Write stories, each third nearly the one before it, with facts of two provinces."""
    folder.mkdir()
    for index in range(number):
        told = index - (index % 3 == 2)
        chance = random.Random(told)  # noqa: S311 - no secrets here
        story = "".join(map(chr, chance.choices(range(0x4E00, 0x59B8), k=120)))
        (folder / f"{prefix}{index:03}.txt").write_text(f"shanxi|{told}家 henan|{told % 5}项 {index} {story}")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few rows be too many."""
    for module, name, value in (
        (merge, "STRETCH_ROWS", 16),
        (links, "_HELD_ROWS", 5),
        (spool, "_PART_BYTES", 3_000),
        (clusters, "_PAIRS_AT_ONCE", 3),
        (clusters, "_BANDS_AT_ONCE", 3),
        (scratch, "_BLOCK_ROWS", 4),
        (diff, "_LOOK_PAGES", 3),
        (diff, "_INDEXED_ROWS", 7),
    ):
        monkeypatch.setattr(module, name, value)


@pytest.fixture
def histories(tmp_path: Path, run: Run) -> Callable[[str], list[Path]]:
    """Make tables of two INPUTs that share pages, some of which vanish, move to their other source and come again."""
    one, other = tmp_path / "one", tmp_path / "other"
    write_stories(one, 90, "a")
    write_stories(other, 60, "b")

    def histories(name: str) -> list[Path]:
        run(one, other, out=f"{name} at once")
        run(other, out=f"{name} other")
        run(one, out=f"{name} bit by bit")
        run(other, out=f"{name} bit by bit")
        run(one, other, out=f"{name} forgets")
        forget(str(one), tmp_path / f"{name} forgets")
        return [tmp_path / f"{name} {history}" for history in ("at once", "bit by bit", "other", "forgets")]

    return histories


def test_tables_do_not_depend_on_how_much_is_held_at_once(
    histories: Callable[[str], list[Path]],
    content: Callable[[Path], dict[str, bytes]],
    request: pytest.FixtureRequest,
) -> None:
    at_ease = [content(out) for out in histories("at ease")]
    request.getfixturevalue("small")
    outs = histories("small")
    assert [content(out) for out in outs] == at_ease
    assert at_ease[0] == at_ease[1]
    assert at_ease[2] == at_ease[3]
    assert [line for out in outs for line in verify(out)] == []


def test_the_stories_are_linked_and_move(histories: Callable[[str], list[Path]]) -> None:
    """Otherwise the test above would prove little."""
    both, _, _, left = (pq.read_table(out / "current/facts/shanxi.parquet").to_pylist() for out in histories("seen"))
    assert sum(row["repeats"] is not None for row in both) == 30
    assert {row["source"][0] for row in both} == {"a"}
    assert {row["source"][0] for row in left} == {"b"}


def change_chains(folder: Path, chance: random.Random) -> None:
    """Let stories of chains, each nearly the next, come or go, so that clusters part, grow, merge and lose heads."""
    folder.mkdir(exist_ok=True)
    for chain in range(6):
        whole = "".join(map(chr, random.Random(chain).choices(range(0x4E00, 0x59B8), k=400)))  # noqa: S311 - the same
        for link in range(8):
            path = folder / f"{chance.choice('am')}{chain}-{link}.txt"  # at one source, at the other, or at both
            if chance.random() < 0.2 and path.exists():
                path.unlink()
            elif chance.random() < 0.4:
                path.write_text(f"shanxi|{chain}家 henan|{link % 2}项 {whole[link * 20 : link * 20 + 160]}")


def test_links_never_depend_on_which_clusters_changed_before(
    tmp_path: Path, run: Run, content: Callable[[Path], dict[str, bytes]]
) -> None:
    chance = random.Random(11)  # noqa: S311 - no secrets here
    for step in range(12):
        change_chains(tmp_path / "raw", chance)
        run(tmp_path / "raw", prune=True, full=step % 4 == 3)
        run(tmp_path / "raw", out=f"scratch {step}")
        assert content(tmp_path / "out") == content(tmp_path / f"scratch {step}"), step


def test_a_cluster_that_did_not_change_has_no_table_written_again(tmp_path: Path, run: Run) -> None:
    write_stories(tmp_path / "raw", 30, "a")
    run(tmp_path / "raw")
    first = tmp_path / "out" / "current" / "facts" / "shanxi.parquet"
    written = first.stat().st_ino
    (tmp_path / "raw" / "z.txt").write_text("gansu|5家")
    assert run(tmp_path / "raw").committed
    assert first.stat().st_ino == written

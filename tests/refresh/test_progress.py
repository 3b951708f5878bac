"""How a run is shown: a line every 30 seconds where nobody watches, a moving line in a terminal, JSON for programs."""

import gzip
import json
import random
from io import StringIO
from pathlib import Path

import pytest
from fake_reader import build_fake
from rich.console import Console

from unionstats.engines.chosen import Wish
from unionstats.refresh import Options, Progress, refresh, terminal
from unionstats.refresh.terminal import Both, JsonProgress, PlainProgress, TerminalProgress

HOSTILE = "a\x1b]8;;http://x\x07\u202e[/b].txt"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(terminal.time, "monotonic", made)
    return made


def test_piped_it_says_how_far_it_is_every_thirty_seconds(clock: Clock) -> None:
    stream = StringIO()
    progress = PlainProgress(stream)
    for second in range(95):
        clock.now = 100.0 + second
        progress.reach(second / 190)
        progress.advance(10, 40)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert lines[0] == "310 pages, 1,240 facts, 10 pages/s, 2:40 left"


@pytest.mark.parametrize("packing", ["", ".gz"])
def test_one_huge_file_is_told_of_by_its_bytes(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"pages.jsonl{packing}"
    chance = random.Random(1)  # noqa: S311 - no secrets here
    with gzip.open(path, "wt") if packing else path.open("w") as file:
        for number in range(1_000):
            # What packs badly: some readers take a packed file by the 128 KiB.
            file.write(json.dumps({"id": number, "text": f"shanxi|{number}家 {chance.randbytes(3_000).hex()}"}) + "\n")
    shares: list[float] = []
    progress = Progress()
    progress.reach = shares.append  # type: ignore[method-assign]
    refresh([str(path)], tmp_path / "out", Options(engine=Wish(1)), progress, build_fake)
    assert shares == sorted(shares)
    assert len([share for share in shares if 0.2 < share < 0.8]) > 10


def test_only_the_first_pages_set_aside_are_named() -> None:
    stream = StringIO()
    progress = PlainProgress(stream)
    for number in range(100):
        progress.set_aside(f"{number}.txt", "empty", "")
    lines = stream.getvalue().splitlines()
    assert lines[0] == "set aside: 0.txt: empty"
    assert lines[-1] == "set aside: more; all have a row in pages"
    assert len(lines) == 21


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_terminal_shows_one_moving_line_that_fits(clock: Clock, width: int) -> None:
    stream = StringIO()
    console = Console(file=stream, force_terminal=True, width=width, color_system=None)
    progress = TerminalProgress(console)
    with progress.bar:
        progress.stage("reading pages")
        clock.now += 10
        progress.reach(0.5)
        progress.advance(1200, 34_000)
        rendered = console.render_lines(progress.bar.get_renderable())
    text = ["".join(segment.text for segment in line) for line in rendered]
    assert len(text) == 1
    if width >= 80:
        for words in ("reading pages", "1,200 pages", "34,000 facts", "120 pages/s", "0:10 left"):
            assert words in text[0]


def test_no_file_name_acts_on_a_terminal_or_a_log() -> None:
    plain, moving, log = StringIO(), StringIO(), StringIO()
    shown = TerminalProgress(Console(file=moving, force_terminal=True, width=80))
    progress = Both([PlainProgress(plain), shown, JsonProgress(log)])
    progress.set_aside(HOSTILE, "empty", HOSTILE)
    progress.note(HOSTILE)
    for stream in (plain, moving, log):
        assert "\x1b]" not in stream.getvalue()
        assert "\u202e" not in stream.getvalue()
        assert "[/b]" in stream.getvalue()
    assert json.loads(log.getvalue().splitlines()[0])["source"] == HOSTILE


def test_a_log_has_one_object_a_line() -> None:
    log = StringIO()
    progress = JsonProgress(log)
    progress.stage("reading pages")
    progress.reach(0.25)
    progress.advance(3, 5)
    events = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [event["event"] for event in events] == ["stage", "progress"]
    assert (events[1]["pages"], events[1]["facts"], events[1]["share"]) == (3, 5, 0.25)

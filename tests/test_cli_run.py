"""`unionstats run` as a shell sees it: output, exit codes, one clear line for each mistake and never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import unionstats
from unionstats.cli import main

PAGE = "山西省总工会2023年工作综述\n2023年，山西省各级工会新建基层工会412家，发展会员3.6万人。\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    return folder


def call(*arguments: object) -> int:
    """Run the command line here; give its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def test_a_run_ends_with_a_summary_and_the_line_that_loads_it(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("run", raw, "--out", tmp_path / "out", "--log-json", tmp_path / "log") == 0
    output = capsys.readouterr().out
    facts = unionstats.load(tmp_path / "out", province="山西")
    assert "山西    shanxi" in output.replace("  山西", "山西  ") or "山西  shanxi" in output
    assert f"facts       {len(facts)}" in output
    assert f"unionstats.load({str(tmp_path / 'out')!r})" in output
    events = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [event["event"] for event in events][-1] == "done"
    assert call("run", raw, "--out", tmp_path / "out", "--quiet") == 0
    again = capsys.readouterr()
    assert "nothing changed" in again.out
    assert again.err == ""


def test_a_log_ends_with_what_ended_the_run(raw: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "theirs.txt").touch()
    assert call("run", raw, "--out", tmp_path / "other", "--quiet", "--log-json", log) == 3
    last = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["event"], last["exit_code"]) == ("failed", 3)
    assert str(tmp_path / "other") in last["error"]


def test_bad_pages_get_a_row_each_and_the_run_goes_on(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (raw / "empty.txt").write_bytes(b"")
    (raw / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20)
    (raw / "lines.jsonl").write_text('{"text": \n', encoding="utf-8")
    (raw / "torn.txt.gz").write_bytes(b"\x1f\x8b\x08\x00garbage")
    assert call("run", raw, "--out", tmp_path / "out", "--fail-on-quarantine", "50%") == 6
    told = capsys.readouterr()
    assert "set aside   4 pages (80.0 %)" in told.out
    assert "the tables are committed" in told.err
    rows = pq.read_table(unionstats.latest(tmp_path / "out") / "pages.parquet").to_pylist()
    assert {row["source"].split("#")[0]: row["status"] for row in rows} == {
        "a.txt": "ok",
        "empty.txt": "quarantined",
        "image.txt": "quarantined",
        "lines.jsonl": "quarantined",
        "torn.txt.gz": "quarantined",
    }


@pytest.mark.usefixtures("raw")
@pytest.mark.parametrize(
    "case",
    [
        (["nowhere"], 2, "nowhere"),
        (["empty"], 2, "no pages"),
        (["raw", "--no-such-option"], 2, "No such option"),
        (["raw", "--fail-on-quarantine", "300%"], 2, "no percentage"),
        (["raw", "--rules", "broken"], 2, "broken/noise/x.toml"),
        (["raw", "--rules", "nowhere"], 2, "nowhere"),
        (["raw", "--out", "raw/out"], 3, "lie in each other"),
        (["raw", "--out", "foreign"], 3, "not empty"),
        (["raw", "--out", "file/out"], 5, "file"),
        (["raw", "--executor", "nothing"], 2, "module:factory"),
    ],
)
def test_each_mistake_gets_one_clear_line_and_its_exit_code(
    case: tuple[list[str], int, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments, code, message = case
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken" / "noise").mkdir(parents=True)
    (tmp_path / "broken" / "noise" / "x.toml").write_text("[[noise\n")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.txt").write_text("")
    (tmp_path / "file").write_text("")
    out = [] if "--out" in arguments else ["--out", "out"]
    assert call("run", *arguments, *out) == code
    told = capsys.readouterr()
    assert message in told.err
    assert "Traceback" not in told.err
    assert not (tmp_path / "out").exists() or code != 2 or "executor" in arguments[1]


def test_limits_can_be_set_and_a_wrong_one_is_said(
    raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (raw / "long.txt").write_text(PAGE * 40, encoding="utf-8")
    assert call("run", raw, "--out", tmp_path / "out", "--limit", "max_page_bytes=2KiB") == 0
    assert "too_large 1" in capsys.readouterr().out
    assert call("run", raw, "--out", tmp_path / "out") == 0
    told = capsys.readouterr()
    assert "settings changed since the last run" in told.err
    assert "set aside   no page" in told.out
    for wrong in ("max_pages=1", "max_files=many", "max_files"):
        assert call("run", raw, "--out", tmp_path / "out", "--limit", wrong) == 2
        assert "max_page_bytes" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_the_store_whole(number: signal.Signals, raw: Path, tmp_path: Path) -> None:
    for page in range(3_000):
        (raw / f"{page}.txt").write_text(f"{PAGE}{page}", encoding="utf-8")
    log = tmp_path / "run.log"
    command = [sys.executable, "-m", "unionstats", "run", raw, "--out", tmp_path / "out", "--log-json", log]
    # Where these tests run in the background it is ignored, and what they start would ignore it, too.
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, usual)
    while not (tmp_path / "out" / "snapshots").exists():
        time.sleep(0.05)
    time.sleep(0.5)
    os.kill(running.pid, number)
    _, told = running.communicate(timeout=60)
    assert (running.returncode, "Traceback" in told) == (130, False)
    assert told.index("unionstats: stopping") < told.index("unionstats: interrupted")
    assert not list((tmp_path / "out" / "snapshots").iterdir())
    assert not (tmp_path / "out" / "current").exists()
    assert json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["event"] == "interrupted"


def test_the_store_tells_of_itself(raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert call("run", raw, "--out", out, "--workers", 1) == 0
    for command, message in [
        (["latest", out], str(unionstats.latest(out))),
        (["status", out], f"1 pages of {raw}"),
        (["history", out], "run"),
        (["verify", out], "every snapshot is what was committed"),
        (["rollback", 1, "--out", out], "snapshot 2"),
        (["forget", raw, "--out", out], "0 pages are left"),
    ]:
        capsys.readouterr()
        assert call(*command) == 0
        assert message in capsys.readouterr().out
    next((out / "snapshots").glob("3-*/facts/shanxi.parquet")).write_bytes(b"")
    assert call("verify", out) == 1

"""Tables in an object store, against a real server process on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from fake_reader import build_fake
from object_server import ADDRESS, KEY, SECRET, proxy

import unionstats
from unionstats.cli import main
from unionstats.engines.chosen import Wish
from unionstats.errors import CheckFailed, Refused, StoreBusy, UsageError, WriteFailed
from unionstats.refresh import Options, Progress, Summary, refresh
from unionstats.refresh.history import history_lines, status_lines
from unionstats.refresh.remote import home_of
from unionstats.refresh.upkeep import forget, rollback
from unionstats.tables import remote
from unionstats.tables.lock import hold_lock
from unionstats.tables.remote import RemoteStore
from unionstats.tables.store import Store
from unionstats.tables.verify import verify

QUICK = {"max_retries": 2, "retry_timeout": timedelta(seconds=20)}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text("shanxi|12家 henan|7项")
    (folder / "b.txt").write_text("gansu|3家")
    return folder


def run(raw: Path, out: str | Path = ADDRESS, progress: Progress | None = None) -> Summary:
    return refresh([str(raw)], out, Options(engine=Wish(1)), progress, build_fake)


def remote_tables(bucket: RemoteStore) -> dict[str, bytes]:
    commit = bucket.newest()
    return {name: bucket.read(f"{commit.snapshot}/{name}") for name in commit.files if name != "ledger.parquet"}


def local_tables(out: Path) -> dict[str, bytes]:
    store = Store(out)
    commit = store.newest()
    folder = store.folder_of(commit)
    return {name: (folder / name).read_bytes() for name in commit.files if name != "ledger.parquet"}


def test_tables_in_an_object_store_are_those_of_a_folder(bucket: RemoteStore, raw: Path, tmp_path: Path) -> None:
    assert run(raw).committed
    assert not run(raw).committed
    (raw / "a.txt").write_text("shanxi|13家")
    assert run(raw).changes["changed"] == 1
    run(raw, tmp_path / "scratch")
    assert bucket.numbers() == [1, 2]
    assert remote_tables(bucket) == local_tables(tmp_path / "scratch")
    assert unionstats.load(ADDRESS, columns=["quote"])["quote"].tolist() == ["3家", "13家"]
    assert unionstats.latest(ADDRESS) == f"{ADDRESS}/{bucket.newest().snapshot}"


def test_another_machine_goes_on_from_what_is_there(
    bucket: RemoteStore, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(raw)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    (raw / "c.txt").write_text("gansu|4家")
    assert run(raw).changes == {"new": 1, "changed": 0, "unchanged": 2, "vanished": 0}
    assert bucket.numbers() == [1, 2]


class Overtaken(Progress):
    """Lets another run commit just before this one does."""

    def __init__(self, other: Callable[[], object]) -> None:
        self.notes: list[str] = []
        self._other: Callable[[], object] | None = other

    def stage(self, name: str) -> None:
        """Run the other."""
        if name == "sending tables" and self._other:
            other, self._other = self._other, None
            other()

    def note(self, line: str) -> None:
        """Remember it."""
        self.notes.append(line)


def test_the_second_of_two_runs_begins_again_and_nothing_is_lost(
    bucket: RemoteStore, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(raw)
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.txt").write_text("hunan|9家")
    (raw / "c.txt").write_text("gansu|4家")

    def overtake() -> None:
        with monkeypatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
            run(other)

    progress = Overtaken(overtake)
    assert run(raw, progress=progress).committed
    assert "another run committed first" in progress.notes[0]
    assert bucket.numbers() == [1, 2, 3]
    assert sorted(unionstats.load(ADDRESS, columns=["quote"])["quote"]) == ["12家", "3家", "4家", "7项", "9家"]
    snapshots = {name.split("/")[1] for name, _ in bucket.files("snapshots/")}
    assert len(snapshots) == 3


@pytest.mark.parametrize("times", [1, 40])
def test_a_commit_whose_answer_was_lost_is_recognised(
    bucket: RemoteStore, server: str, raw: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Lost once, the library asks again and hears that it exists; lost for good, we look who made it."""
    lost: list[str] = []

    def lose(method: str, path: str, _headers: dict[str, str]) -> bool:
        if method == "PUT" and "/commits/" in path and len(lost) < times:
            lost.append(path)
            return False
        return True

    with proxy(server, lose) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        monkeypatch.setattr(remote, "RETRIES", QUICK)
        assert run(raw).committed
    assert lost
    assert bucket.numbers() == [1]


@pytest.mark.parametrize("times", [1, 40])
def test_a_commit_of_another_run_is_not_taken_for_ones_own(
    bucket: RemoteStore, server: str, raw: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """The answer is lost, and the commit that is there is another run's: this one begins again on it."""
    elsewhere = ADDRESS.replace("union", "elsewhere")
    run(raw, elsewhere)
    other = RemoteStore(elsewhere)
    lost: list[str] = []

    def overtake(method: str, path: str, _headers: dict[str, str]) -> bool:
        if method != "PUT" or not path.endswith("/commits/1.json") or len(lost) >= times:
            return True
        if not lost:
            for name, _ in sorted(other.files(""), reverse=True):
                bucket._create(name, other.read(name))
        lost.append(path)
        return False

    (raw / "c.txt").write_text("gansu|4家")
    with proxy(server, overtake) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        monkeypatch.setattr(remote, "RETRIES", QUICK)
        assert run(raw).number == 2
        assert verify(ADDRESS) == []
    assert lost
    assert bucket.numbers() == [1, 2]


def test_a_store_that_ignores_conditional_writes_is_refused(
    bucket: RemoteStore, server: str, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget_condition(_method: str, _path: str, headers: dict[str, str]) -> bool:
        headers.pop(next((name for name in headers if name.lower() == "if-none-match"), ""), None)
        return True

    with proxy(server, forget_condition) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        with pytest.raises(Refused, match="conditional writes"):
            run(raw)
    assert list(bucket.files("")) == []


def test_four_runs_at_once_each_get_their_turn(bucket: RemoteStore, tmp_path: Path) -> None:
    script = (
        "import sys; sys.path[:0] = [sys.argv[1]]\n"
        "from fake_reader import build_fake\n"
        "from unionstats.refresh import refresh\n"
        f"refresh([sys.argv[2]], {ADDRESS!r}, make=build_fake)\n"
    )
    runs = []
    for number in range(4):
        pages = tmp_path / f"input{number}"
        pages.mkdir()
        (pages / f"{number}.txt").write_text(f"shanxi|{number}家")
        environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / f"cache{number}")}
        stand_ins = str(Path(__file__).parents[1] / "stand_ins")
        runs.append(subprocess.Popen([sys.executable, "-c", script, stand_ins, str(pages)], env=environment))
    assert [each.wait(60) for each in runs] == [0, 0, 0, 0]
    assert bucket.numbers() == [1, 2, 3, 4]
    assert bucket.newest().manifest.provinces == {"shanxi": 4}


@pytest.mark.usefixtures("bucket")
def test_a_server_that_is_gone_is_said_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "RETRIES", QUICK)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(WriteFailed) as failed:
        RemoteStore(ADDRESS).read("x")
    assert SECRET not in str(failed.value)
    assert failed.value.__cause__ is None


def test_credentials_stand_nowhere(bucket: RemoteStore, raw: Path, tmp_path: Path) -> None:
    run(raw)
    everything = b"".join(bucket.read(name) for name, _ in bucket.files(""))
    everything += b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert SECRET.encode() not in everything
    assert KEY.encode() not in everything
    with pytest.raises(UsageError, match="environment"):
        RemoteStore(f"s3://key:{SECRET}@tables/union")


@pytest.mark.parametrize("gone", [False, True])
def test_credentials_are_in_nothing_that_a_run_says(
    bucket: RemoteStore,
    raw: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gone: bool,  # noqa: FBT001
) -> None:
    """Its output, its log and, where it fails in a program of one's own, the whole traceback with all its causes."""
    if gone:
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    script = (
        "import sys, traceback; sys.path[:0] = [sys.argv[1]]\n"
        "from fake_reader import build_fake\n"
        "from unionstats.refresh import refresh\n"
        "from unionstats.refresh.terminal import shown\n"
        "from unionstats.tables import remote\n"
        "remote.RETRIES['max_retries'] = 1\n"
        "with open(sys.argv[4], 'w') as log, shown(quiet=False, log=log) as progress:\n"
        "    print(refresh([sys.argv[2]], sys.argv[3], None, progress, build_fake))\n"
    )
    stand_ins = str(Path(__file__).parents[1] / "stand_ins")
    command = [sys.executable, "-c", script, stand_ins, str(raw), ADDRESS, str(tmp_path / "log")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, "Traceback" in done.stderr) == ((1, True) if gone else (0, False))
    said = done.stdout + done.stderr + (tmp_path / "log").read_text()
    assert "looking at the input" in said or gone
    assert SECRET not in said
    assert KEY not in said
    assert gone or bucket.numbers() == [1]


@pytest.mark.usefixtures("bucket")
def test_nothing_there_is_said() -> None:
    with pytest.raises(UsageError, match="no tables yet"):
        unionstats.load(ADDRESS)


def replace(bucket: RemoteStore, name: str, content: bytes) -> None:
    bucket._obstore.put(bucket._bucket, name, content)


def flip(bucket: RemoteStore, name: str) -> None:
    content = bytearray(bucket.read(name))
    content[len(content) // 2] ^= 1
    replace(bucket, name, bytes(content))


def truncate(bucket: RemoteStore, name: str) -> None:
    replace(bucket, name, bucket.read(name)[:-7])


def remove(bucket: RemoteStore, name: str) -> None:
    bucket._obstore.delete(bucket._bucket, name)


def swap(bucket: RemoteStore, name: str) -> None:
    first, second = bucket.read(name), bucket.read(partner(name))
    replace(bucket, name, second)
    replace(bucket, partner(name), first)


def partner(name: str) -> str:
    """Return the file with which a file is swapped."""
    snapshot = "/".join(name.split("/")[:2])
    return "commits/2.json" if name.startswith("commits/") else f"{snapshot}/facts/gansu.parquet"


def add(bucket: RemoteStore, name: str) -> None:
    replace(bucket, f"{name}.bak", b"")


@pytest.mark.parametrize("damage", [flip, truncate, remove, swap, add])
def test_every_damage_of_every_kind_of_file_is_reported(
    bucket: RemoteStore, raw: Path, damage: Callable[[RemoteStore, str], None]
) -> None:
    run(raw)
    (raw / "a.txt").write_text("shanxi|13家")
    run(raw)
    assert verify(ADDRESS) == []
    snapshot = bucket.newest().snapshot
    tables = ["facts/shanxi", "facts/hainan", "pages", "removed", "ledger"]
    unseen = []
    for name in [*(f"{snapshot}/{table}.parquet" for table in tables), "commits/1.json"]:
        kept = {each: bucket.read(each) for each in (name, partner(name))}
        damage(bucket, name)
        unseen += [] if verify(ADDRESS) else [name]
        remove(bucket, f"{name}.bak")
        for each, content in kept.items():
            replace(bucket, each, content)
    assert unseen == []
    assert verify(ADDRESS) == []


def test_a_damaged_file_is_never_built_upon(
    bucket: RemoteStore, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(raw)
    flip(bucket, f"{bucket.newest().snapshot}/facts/shanxi.parquet")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    (raw / "c.txt").write_text("gansu|4家")
    with pytest.raises(CheckFailed, match=r"facts/shanxi\.parquet is damaged"):
        run(raw)
    assert bucket.numbers() == [1]


def test_history_and_status_tell_what_happened(bucket: RemoteStore, raw: Path) -> None:
    run(raw)
    (raw / "a.txt").write_text("shanxi|13家")
    run(raw)
    assert [line.split()[0] for line in history_lines(ADDRESS)] == ["snapshot", "2", "1"]
    status = "\n".join(status_lines(ADDRESS))
    assert f"snapshot 2 of {ADDRESS}" in status
    assert f"2 pages of {raw}" in status
    assert "no run is at work on this machine" in status
    with hold_lock(home_of(bucket.address)):
        assert "a run is at work on this machine (pid" in "\n".join(status_lines(ADDRESS))
        with pytest.raises(StoreBusy, match="another run is at work"):
            run(raw)


def test_a_forgotten_input_leaves_what_a_build_without_it_gives(bucket: RemoteStore, raw: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.txt").write_text("hunan|9家")
    run(raw)
    run(other)
    with pytest.raises(UsageError, match="no input"):
        forget(str(tmp_path / "never"), ADDRESS)
    commit = forget(str(other), ADDRESS)
    assert (commit.number, bucket.newest().to_json()) == (3, commit.to_json())
    run(raw, tmp_path / "scratch")
    assert remote_tables(bucket) == local_tables(tmp_path / "scratch")
    assert verify(ADDRESS) == []


def test_a_rollback_gives_back_the_tables_as_they_were(bucket: RemoteStore, raw: Path) -> None:
    run(raw)
    before = remote_tables(bucket)
    (raw / "a.txt").write_text("shanxi|13家")
    run(raw)
    assert remote_tables(bucket) != before
    assert rollback(1, ADDRESS).number == 3
    assert remote_tables(bucket) == before
    assert verify(ADDRESS) == []
    assert run(raw).changes["changed"] == 1
    with pytest.raises(UsageError, match="no snapshot 9"):
        rollback(9, ADDRESS)


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize("command", ["verify", "history", "status", "latest", "rollback", "forget"])
def test_commands_take_addresses_and_say_where_nothing_is(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = {"rollback": ["1", "--out", ADDRESS], "forget": ["x", "--out", ADDRESS]}.get(command, [ADDRESS])
    with pytest.raises(SystemExit) as ended:
        main([command, *arguments])
    assert ended.value.code == 2
    assert "holds no tables yet" in capsys.readouterr().err


def test_old_snapshots_and_what_broken_runs_left_go_after_a_day(
    bucket: RemoteStore, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "KEEP_TIME", timedelta())
    monkeypatch.setattr(remote, "ABANDONED", timedelta())
    for name in ("snapshots/7-deadbeef/pages.parquet", f"{remote.PROBES}abc"):
        replace(bucket, name, b"left")
    for number in range(4):
        (raw / "a.txt").write_text(f"shanxi|{number}家")
        refresh([str(raw)], ADDRESS, Options(engine=Wish(1), keep=2), make=build_fake)
    assert bucket.numbers() == [3, 4]
    assert {name.split("/")[1].split("-")[0] for name, _ in bucket.files("snapshots/")} == {"3", "4"}
    assert list(bucket.files(remote.PROBES)) == []
    assert verify(ADDRESS) == []

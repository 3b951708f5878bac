"""Tables in an object store, against a real server process on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_reader import build_fake

import unionstats
from unionstats.engines.chosen import Wish
from unionstats.errors import Refused, UsageError, WriteFailed
from unionstats.refresh import Options, Progress, Summary, refresh
from unionstats.tables.remote import RemoteStore
from unionstats.tables.store import Store

pytest.importorskip("obstore", reason="the extra `object` is not installed")
pytest.importorskip("moto", reason="moto's server is not installed")

ADDRESS = "s3://tables/union"
SECRET = "canary-9f8e7d6c5b4a"  # noqa: S105 - a bird


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An object store on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> RemoteStore:
    """An empty bucket, reached as the environment says."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "AKIACANARY",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(name, value)
    import boto3  # noqa: PLC0415 - only with moto

    client = boto3.client("s3", endpoint_url=server)
    client.create_bucket(Bucket="tables")
    resource = boto3.resource("s3", endpoint_url=server).Bucket("tables")
    resource.objects.all().delete()
    return RemoteStore(ADDRESS)


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
    snapshots = {name.split("/")[1] for name, _ in bucket._list("snapshots/")}
    assert len(snapshots) == 3


def test_a_commit_whose_answer_was_lost_is_recognised(
    bucket: RemoteStore, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import obstore  # noqa: PLC0415 - an extra

    create = RemoteStore._create

    def lossy(self: RemoteStore, name: str, content: bytes) -> bool:
        made = create(self, name, content)
        if name.startswith("commits/"):
            raise obstore.exceptions.GenericError("connection reset")
        return made

    monkeypatch.setattr(RemoteStore, "_create", lossy)
    assert run(raw).committed
    assert bucket.numbers() == [1]


def test_a_store_that_ignores_conditional_writes_is_refused(
    bucket: RemoteStore, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RemoteStore, "_create", lambda *_: True)
    monkeypatch.setattr(bucket._obstore, "delete", lambda *_: None)
    with pytest.raises(Refused, match="conditional writes"):
        run(raw)


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
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(WriteFailed) as failed:
        RemoteStore(ADDRESS).read("x")
    assert SECRET not in str(failed.value)
    assert failed.value.__cause__ is None


def test_credentials_stand_nowhere(bucket: RemoteStore, raw: Path, tmp_path: Path) -> None:
    run(raw)
    everything = b"".join(bucket.read(name) for name, _ in bucket._list(""))
    everything += b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert SECRET.encode() not in everything
    assert b"AKIACANARY" not in everything
    with pytest.raises(UsageError, match="environment"):
        RemoteStore(f"s3://key:{SECRET}@tables/union")


@pytest.mark.usefixtures("bucket")
def test_nothing_there_is_said() -> None:
    with pytest.raises(UsageError, match="no tables yet"):
        unionstats.load(ADDRESS)

"""A store in an object store (s3://…), through obstore. Needs the extra `object`.

The protocol is that of store.py without links and locks: files are uploaded whole in one PUT each, unchanged ones are
copied on the server, and `commits/<n>.json` is put only if it does not exist. A run that loses this race deletes what
it uploaded and starts again. Credentials come from the environment or the usual files; no address, commit or message
ever contains them.
"""

from __future__ import annotations

import importlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from unionstats.errors import CheckFailed, Refused, UsageError, WriteFailed
from unionstats.tables.commits import Commit
from unionstats.tables.store import KEEP_TIME

# What no commit names may be on its way, if it is not older than this.
ABANDONED = timedelta(hours=24)
_CHUNK = 8 * 1024 * 1024
# An object store that does not answer is asked again, for a minute or so.
RETRIES = {"max_retries": 8, "retry_timeout": timedelta(seconds=60)}
PROBES = ".unionstats.probes/"
# How often a run begins again because others were first.
ATTEMPTS = 10


@dataclass
class RemoteStore:
    """The committed snapshots under an address.

    Args:
        address: s3://bucket/prefix, or any other that obstore knows.

    Raises:
        UsageError: the extra is not installed, or the address is none.
    """

    address: str
    _obstore: Any = field(init=False, repr=False)
    _bucket: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.address = self.address.rstrip("/")
        parts = urlsplit(self.address)
        if parts.username or parts.password:
            raise UsageError("credentials do not belong in an address: set them in the environment")
        try:
            self._obstore = importlib.import_module("obstore")
            stores = importlib.import_module("obstore.store")
        except ImportError as error:
            raise UsageError("addresses need the extra: pip install 'unionstats[object]'") from error
        plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
        try:
            self._bucket = stores.from_url(self.address, client_options={"allow_http": plain}, retry_config=RETRIES)
        except (ValueError, self._obstore.exceptions.BaseError) as error:
            raise UsageError(f"{self.address} is no address of an object store ({type(error).__name__})") from error

    def numbers(self) -> list[int]:
        """List the numbers of the commits, oldest first."""
        names = (Path(name).name for name, _ in self.files("commits/"))
        return sorted(int(name.removesuffix(".json")) for name in names if name.removesuffix(".json").isdigit())

    def head(self) -> tuple[Commit, bytes] | None:
        """Read the newest commit, with its bytes; None if there is none."""
        numbers = self.numbers()
        if not numbers:
            return None
        commit, content = self._commit_with_bytes(numbers[-1])
        return commit, content

    def newest(self) -> Commit:
        """Read the newest commit.

        Raises:
            UsageError: there is none.
        """
        self.check_filled()
        head = self.head()
        assert head is not None  # noqa: S101 - it is filled
        return head[0]

    def check_filled(self) -> None:
        """Raise an error if there are no tables yet.

        Raises:
            UsageError: there is no commit.
        """
        if not self.numbers():
            raise UsageError(f"{self.address} holds no tables yet: unionstats run INPUT --out {self.address}")

    def commit_of(self, number: int) -> Commit:
        """Read a commit.

        Raises:
            UsageError: there is none of that number.
            CheckFailed: it is damaged.
        """
        if number not in self.numbers():
            raise UsageError(f"{self.address} has no snapshot {number}")
        return self._commit_with_bytes(number)[0]

    def _commit_with_bytes(self, number: int) -> tuple[Commit, bytes]:
        name = f"commits/{number}.json"
        content = self.read(name)
        commit = Commit.from_json(f"{self.address}/{name}", content)
        if commit.number != number:
            raise CheckFailed(f"{self.address}/{name} is damaged: it is commit {commit.number}")
        return commit, content

    def read(self, name: str) -> bytes:
        """Read a file.

        Raises:
            WriteFailed: the object store does not answer, or does not have it.
        """
        with self._reported(name):
            return bytes(self._obstore.get(self._bucket, name).bytes())

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces, so that it need not fit into memory.

        Raises:
            WriteFailed: the object store does not answer, or does not have it.
        """
        with self._reported(name):
            for chunk in self._obstore.get(self._bucket, name).stream(min_chunk_size=_CHUNK):
                yield bytes(chunk)

    def check_conditional(self) -> None:
        """Check that "put if absent" is honoured; otherwise two runs could both believe to have committed.

        Raises:
            Refused: it is not.
        """
        name = f"{PROBES}{secrets.token_hex(8)}"
        with self._reported(name):
            created = [self._create(name, b"") for _ in range(2)]
            self._obstore.delete(self._bucket, name)
        if created != [True, False]:
            raise Refused(f"{self.address} does not honour conditional writes (If-None-Match): two runs could collide")

    def publish(self, commit: Commit, before: Commit | None, folder: Path | None = None) -> bool:
        """Upload a snapshot and commit it.

        Args:
            commit: what it is to be.
            before: an earlier commit of this store, from whose snapshot unchanged files are copied.
            folder: the snapshot on this machine; None where all its files are unchanged.

        Returns:
            Whether it is now the newest; False where another run was first.

        Raises:
            WriteFailed: the object store failed; nothing of the snapshot can be seen.
        """
        same = {} if before is None else {record: f"{before.snapshot}/{name}" for name, record in before.files.items()}
        for name, record in sorted(commit.files.items()):
            target = f"{commit.snapshot}/{name}"
            with self._reported(target):
                if record in same:
                    self._obstore.copy(self._bucket, same[record], target)
                elif folder is not None:
                    self._obstore.put(self._bucket, target, folder / name, use_multipart=False)
        if self._commit(f"commits/{commit.number}.json", commit.to_json()):
            return True
        with self._reported(commit.snapshot):
            self._delete(commit.snapshot)
        return False

    def rollback(self, number: int) -> Commit:
        """Make an earlier snapshot the newest again, by copies within the object store.

        Raises:
            UsageError: there is no such snapshot any more.
            CheckFailed: its commit is damaged.
            WriteFailed: the object store failed, or other runs were first time and again.
        """
        commit = self.commit_of(number)
        manifest = replace(commit.manifest, action=f"rollback to {number}")
        for _ in range(ATTEMPTS):
            new = max(self.numbers()) + 1
            again = Commit(new, f"snapshots/{new}-{secrets.token_hex(4)}", datetime.now(UTC), commit.files, manifest)
            if self.publish(again, commit):
                return again
        raise self.overtaken()

    def overtaken(self) -> WriteFailed:
        """Return the error to raise if other runs were first at every attempt."""
        return WriteFailed(f"{self.address}: other runs were first {ATTEMPTS} times")

    def expire(self, keep: int) -> None:
        """Remove old snapshots, commit first, and leftovers of interrupted runs; nothing younger than 24 hours.

        Where a commit is damaged nothing is dropped: what lies there may be needed to go back to.
        """
        try:
            commits = [self._commit_with_bytes(number)[0] for number in self.numbers()]
        except CheckFailed:
            return
        now = datetime.now(UTC)
        for commit, successor in pairwise(commits):
            if commit.number > commits[-1].number - keep or now - successor.created < KEEP_TIME:
                break
            with self._reported(commit.snapshot):
                self._obstore.delete(self._bucket, f"commits/{commit.number}.json")
                self._delete(commit.snapshot)
        committed = {commit.snapshot for commit in commits}
        for name, changed in [*self.files("snapshots/"), *self.files(PROBES)]:
            if "/".join(name.split("/")[:2]) not in committed and now - changed > ABANDONED:
                with self._reported(name):
                    self._obstore.delete(self._bucket, name)

    def _commit(self, name: str, content: bytes) -> bool:
        """Create a commit; where the answer was lost, look who made it."""
        with self._reported(name):
            try:
                if self._create(name, content):
                    return True
            except self._obstore.exceptions.GenericError:
                if not any(found == name for found, _ in self.files("commits/")):
                    raise
        return self.read(name) == content

    def _create(self, name: str, content: bytes) -> bool:
        try:
            self._obstore.put(self._bucket, name, content, mode="create")
        except self._obstore.exceptions.AlreadyExistsError:
            return False
        return True

    def _delete(self, prefix: str) -> None:
        names = [name for name, _ in self.files(f"{prefix}/")]
        if names:
            self._obstore.delete(self._bucket, names)

    def files(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Yield the files under a prefix, each with the time of its last change."""
        with self._reported(prefix):
            for page in self._obstore.list(self._bucket, prefix):
                yield from ((entry["path"], entry["last_modified"]) for entry in page)

    def _reported(self, name: str) -> _Reported:
        return _Reported(f"{self.address}/{name}", self._obstore.exceptions.BaseError)


@dataclass(frozen=True, slots=True)
class _Reported:
    """Turns what obstore raises into one line that names the file and the kind of fault, and no more.

    The messages of object stores may repeat requests with all their headers; those stay out of logs.
    """

    name: str
    faults: type[BaseException]

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, (self.faults, OSError)):
            raise WriteFailed(f"the object store failed at {self.name}: {type(error).__name__}") from None

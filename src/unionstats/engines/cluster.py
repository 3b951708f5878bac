"""A Dask cluster as an executor. Needs the extra `cluster`.

Finds the scheduler and refuses to send pages over an open network: whoever reaches a Dask scheduler without TLS can run
anything on its workers.
"""

from __future__ import annotations

import importlib
import ipaddress
import json
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from unionstats.errors import Refused, UsageError

_CONNECT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Cluster:
    """A connected cluster.

    Attributes:
        executor: hands calls to its workers.
        threads: how many calls run at once.
        killed: what a call ends with whose workers died, time and again.
    """

    executor: Executor
    threads: int
    killed: type[BaseException]


def connect(where: str, *, allow_plain: bool = False) -> Cluster:
    """Connect to a scheduler.

    Args:
        where: its address (tls://host:8786), or the file in which it wrote it (--scheduler-file).
        allow_plain: whether a scheduler elsewhere may do without TLS.

    Raises:
        UsageError: the extra is not installed, or nobody answers.
        Refused: the scheduler is elsewhere and its connection is not encrypted.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        raise UsageError("--cluster needs the extra: pip install 'unionstats[cluster]'") from error
    address = _address(where)
    if not allow_plain:
        _check_private(address)
    try:
        client = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {address}: {error}") from error
    threads = sum(client.nthreads().values())
    if not threads:
        client.close()
        raise UsageError(f"the Dask scheduler at {address} has no workers")
    return Cluster(_ClusterExecutor(client), threads, distributed.KilledWorker)


class _ClusterExecutor(Executor):
    """Dask's executor, ending as the standard ones do."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - an extra, without types
        self._client = client
        self._inner = client.get_executor(pure=False, retries=0)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - Executor's signature
        future: Future[Any] = self._inner.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the same
        self._inner.shutdown(wait=wait and not cancel_futures)
        self._client.close()


def _address(where: str) -> str:
    """Return the address, read from the scheduler's file where it is one."""
    path = Path(where)
    if "://" in where or not path.is_file():
        return where if "://" in where else f"tcp://{where}"
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return str(read["address"])
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"{where} is no scheduler file: {error}") from error


def _check_private(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme in {"tls", "wss"} or _is_loopback(parts.hostname or ""):
        return
    raise Refused(f"{address} is not on this machine and not encrypted: use tls://, or allow it with --without-tls")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

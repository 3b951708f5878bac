"""Sorted arrays of 16-byte hashes, for sets of pages and facts that are too large for Python's own sets.

Owns how a reading is identified, and how very many ids are looked up at once.
"""

from __future__ import annotations

import hashlib
from binascii import unhexlify
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from unionstats.errors import CheckFailed

DIGEST_BYTES = 16
Digests = npt.NDArray[np.bytes_]
Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NO_DIGESTS: Digests = np.empty(0, f"S{DIGEST_BYTES}")


def digest_of(*names: str) -> bytes:
    """Hash some names to 16 bytes: input, source and content together identify one reading of one page."""
    return hashlib.blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()


def digests(values: Sequence[bytes]) -> Digests:
    """Return hashes as an array."""
    return np.frombuffer(b"".join(values), f"S{DIGEST_BYTES}")


def digest_column(column: pa.ChunkedArray) -> Digests:
    """Return a column of hashes as an array."""
    whole = column.combine_chunks()
    if not len(whole):
        return NO_DIGESTS
    return np.frombuffer(whole.buffers()[1], NO_DIGESTS.dtype, len(whole), whole.offset * DIGEST_BYTES)


def id_column(column: pa.ChunkedArray | pa.StringArray) -> Digests:
    """Return a column of page_ids or fact_ids (hexadecimal hashes) as an array with the same sort order.

    Raises:
        CheckFailed: they are not.
    """
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    try:
        return digests([unhexlify("".join(whole.to_pylist()))]) if len(whole) else NO_DIGESTS
    except ValueError as error:
        raise CheckFailed(f"an id that is none: {error}") from error


def id_of(digest: bytes) -> str:
    """Return an id as the tables have it; NumPy drops trailing zero bytes."""
    return digest.ljust(DIGEST_BYTES, b"\0").hex()


def positions(of: Digests, among: Digests) -> Rows:
    """Return for each value its position among sorted ones; -1 if it is missing."""
    if not len(among):
        return np.full(len(of), -1, np.int64)
    found = np.searchsorted(among, of)
    found[found == len(among)] = 0
    return np.where(among[found] == of, found, -1)


class DigestSet:
    """A growing set of hashes."""

    def __init__(self) -> None:
        self._runs: list[Digests] = []

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def holds(self, values: Digests) -> Flags:
        """Return for each hash whether it is in the set."""
        held = np.zeros(len(values), np.bool_)
        for run in self._runs:
            held |= positions(values, run) >= 0
        return held

    def add(self, values: Digests) -> Flags:
        """Add hashes and return for each whether it is new; of duplicates only the first is."""
        new = np.zeros(len(values), np.bool_)
        new[np.unique(values, return_index=True)[1]] = True
        new &= ~self.holds(values)
        if new.any():
            self._runs.append(np.sort(values[new]))
            # Each run is more than twice as long as the next, so that there are few and each hash is moved a few times.
            while len(self._runs) > 1 and len(self._runs[-2]) <= 2 * len(self._runs[-1]):
                self._runs.append(_merged([self._runs.pop(), self._runs.pop()]))
        return new

    def sorted(self) -> Digests:
        """Return all of them in order."""
        self._runs = [_merged(self._runs)] if self._runs else []
        return self._runs[0] if self._runs else NO_DIGESTS


def _merged(runs: Sequence[Digests]) -> Digests:
    return np.sort(np.concatenate(runs), kind="stable")

"""Finds near-duplicate pages from their signatures alone. The result depends on the set of pages, not on its history.

MinHash with bands (LSH): pages that agree in one of 32 bands of four permutations are compared by all 128. At the
threshold of 0.6 a pair is compared with probability 0.99, at 0.3 with 0.23. Within a band each page is compared with
the next one and with the first (by page_id), so a band shared by very many pages costs no more than their number. Pages
whose addresses contain the same article id are compared as well; they need less similarity, because copies on hijacked
hosts are padded and rewritten.

The signatures are in a file: a few bands of all pages are in memory at a time, and whole signatures only of the pairs
being compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from unionstats.tables.digests import Rows
from unionstats.tables.scratch import RowFile

SIMILAR = 0.6
# Two stories of one beat share a tenth of their stretches, a copy with as much again pasted around it a half.
SIMILAR_WITH_ID = 0.3
_BAND = 8
_BANDS_AT_ONCE = 4
_PAIRS_AT_ONCE = 16_384
_Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Signatures:
    """The signatures of some pages, in the order of their page_ids.

    Args:
        file: signatures in any order.
        rows: where in it the signature of each page stands.
    """

    file: RowFile
    rows: Rows

    def bands(self) -> Iterator[_Keys]:
        """Yield each band of all pages."""
        for first in range(0, self.file.width, _BAND * _BANDS_AT_ONCE):
            last = min(first + _BAND * _BANDS_AT_ONCE, self.file.width)
            found = np.empty((self.file.rows, (last - first) // _BAND), "<u8")
            for start in self.file.blocks():
                block = self.file.block(start)
                found[start : start + len(block)] = np.ascontiguousarray(block[:, first:last]).view("<u8")
            for band in range(found.shape[1]):
                yield found[self.rows, band]

    def likeness(self, left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        """Return the share of equal permutations for pairs of pages."""
        one, other = (self.file.take(self.rows[side]).view("<u2") for side in (left, right))
        shares: npt.NDArray[np.float64] = (one == other).mean(axis=1)
        return shares


def find_clusters(signatures: Signatures, hints: _Keys) -> Rows:
    """Group near-duplicate pages.

    Args:
        signatures: of pages, in the order of their page_ids.
        hints: for each a hash of the article id in its address; 0 where there is none.

    Returns:
        For each page the first one of its group, which may be itself.
    """
    parents = np.arange(len(signatures.rows))
    for band in signatures.bands():
        _join_alike(parents, signatures, _neighbours(band), SIMILAR)
    hinted = np.flatnonzero(hints)
    left, right = _neighbours(hints[hinted])
    _join_alike(parents, signatures, (hinted[left], hinted[right]), SIMILAR_WITH_ID)
    return _roots(parents)


def _join_alike(parents: Rows, signatures: Signatures, pairs: tuple[Rows, Rows], asked: float) -> None:
    """Join the groups of pairs that are alike; pairs of one group already need no look."""
    roots = _roots(parents)
    apart = roots[pairs[0]] != roots[pairs[1]]
    left, right = (side[apart] for side in pairs)
    for start in range(0, len(left), _PAIRS_AT_ONCE):
        some, others = (side[start : start + _PAIRS_AT_ONCE] for side in (left, right))
        alike = signatures.likeness(some, others) >= asked
        for one, other in zip(some[alike].tolist(), others[alike].tolist(), strict=True):
            _join(parents, one, other)


def _neighbours(keys: _Keys) -> tuple[Rows, Rows]:
    """Pair each row with the next and with the first one of the same key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    later = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    begins = np.diff(later, prepend=-1) != 1
    first = (later[begins] - 1)[np.cumsum(begins) - 1]
    return np.concatenate((order[later - 1], order[first])), np.concatenate((order[later], order[later]))


def _roots(parents: Rows) -> Rows:
    """Return the root of each row."""
    roots = parents
    while (roots != (above := roots[roots])).any():
        roots = above
    return roots


def _root(parents: Rows, number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = int(parents[number])
    return number


def _join(parents: Rows, left: int, right: int) -> None:
    """Join two groups under the smaller of their roots, so that a group's root is its smallest page_id."""
    one, other = _root(parents, left), _root(parents, right)
    parents[max(one, other)] = min(one, other)

"""Near-duplicate pages, found from their signatures alone: a function of the set of pages, whatever the history.

MinHash with bands (LSH): pages that agree in one of 32 bands of four permutations are compared by all 128. At the
threshold of 0.6 a pair is looked at with probability 0.99, at 0.3 with 0.23. Within a band each page is compared with
the next one and with the first (by page_id), so a band shared by very many pages costs no more than their number.
Pages whose addresses carry the same article id are compared in the same way; of them less likeness is asked, as copies
on hijacked hosts are padded and rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from unionstats.refresh.canonical import article_id_of
from unionstats.refresh.signature import PERMUTATIONS

SIMILAR = 0.6
# Two stories of one beat share a tenth of their stretches, a copy with as much again pasted around it a half.
SIMILAR_WITH_ID = 0.3
_Rows = npt.NDArray[np.int64]


def find_clusters(entries: pa.Table) -> dict[str, str]:
    """Group near-duplicate pages.

    Args:
        entries: all pages, with page_id, url and signature.

    Returns:
        page_id → the smallest page_id of its group. Pages alone are not in it, identical pages at two sources are.
    """
    pages = entries.select(["page_id", "url", "signature"]).filter(pc.is_valid(entries["signature"]))
    if not pages.num_rows:
        return {}
    names, first, counts = np.unique(
        np.asarray(pages["page_id"].to_pylist(), dtype=object), return_index=True, return_counts=True
    )
    joined = b"".join(pages["signature"].take(first).to_pylist())
    signatures = np.frombuffer(joined, dtype="<u2").reshape(len(names), PERMUTATIONS)
    parents = np.arange(len(names))
    # Identical pages have one page_id; their address is among what it is a hash of.
    urls = pages["url"].take(first).to_pylist()
    for left, right in chain(_similar_pairs(signatures), _pairs_of_one_article(signatures, urls)):
        _join(parents, left, right)
    roots = np.asarray([_root(parents, number) for number in range(len(names))])
    sizes = np.bincount(roots, weights=counts, minlength=len(names))
    return {str(names[number]): str(names[root]) for number, root in enumerate(roots) if sizes[root] > 1}


def _similar_pairs(signatures: npt.NDArray[np.uint16]) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows whose signatures are alike; every row of a group is linked to another of it."""
    bands = np.ascontiguousarray(signatures).view("<u8")
    for band in range(bands.shape[1]):
        left, right = _neighbours(bands[:, band])
        if len(left):
            alike = (signatures[left] == signatures[right]).mean(axis=1) >= SIMILAR
            yield from zip(left[alike].tolist(), right[alike].tolist(), strict=True)


def _pairs_of_one_article(signatures: npt.NDArray[np.uint16], urls: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows whose addresses carry the same article id and whose signatures are somewhat alike."""
    ids = [article_id_of(url) for url in urls]
    rows = np.asarray([row for row, name in enumerate(ids) if name is not None], dtype=np.int64)
    numbers: dict[str, int] = {}
    keys = np.asarray([numbers.setdefault(name, len(numbers)) for name in ids if name is not None], dtype=np.uint64)
    if not len(rows):
        return
    left, right = (rows[side] for side in _neighbours(keys))
    alike = (signatures[left] == signatures[right]).mean(axis=1) >= SIMILAR_WITH_ID
    yield from zip(left[alike].tolist(), right[alike].tolist(), strict=True)


def _neighbours(keys: npt.NDArray[np.uint64]) -> tuple[_Rows, _Rows]:
    """Pair each row with the next and with the first one of the same key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    same = ordered[1:] == ordered[:-1]
    begins = np.concatenate(([0], np.flatnonzero(~same) + 1))
    group = np.cumsum(np.concatenate(([0], ~same)))
    later = np.flatnonzero(same) + 1
    left = np.concatenate((order[later - 1], order[begins[group[later]]]))
    right = np.concatenate((order[later], order[later]))
    return left, right


def _root(parents: _Rows, number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = int(parents[number])
    return number


def _join(parents: _Rows, left: int, right: int) -> None:
    """Join two groups under the smaller of their roots, so that a group's root is its smallest page_id."""
    one, other = _root(parents, left), _root(parents, right)
    parents[max(one, other)] = min(one, other)

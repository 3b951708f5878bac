"""The MinHash of a story: 256 bytes that identify near-duplicates without reading the text again.

128 permutations of which 16 bits each are kept: two stories that share 60 % of their four-character substrings agree in
about 77 of them. Read as 32 words of 64 bits, the same bytes are the bands of the index (see clusters.py).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import rensa

PERMUTATIONS = 128
SIGNATURE_BYTES = 2 * PERMUTATIONS
_SEED = 20_260_101
_STRETCH = 4
# Shorter stories share too much by chance (a date line, a caption): only their twins count, found by hashing the whole.
_SHORT = 60
_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)
_FINISH = np.uint64(0xFF51_AFD7_ED55_8CCD)
_HALF = np.uint64(33)


def signature_of(story: str) -> bytes | None:
    """Return the MinHash of simplified text without punctuation; None for an empty text."""
    if not story:
        return None
    codes = np.frombuffer(story.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    width = _STRETCH if len(story) >= _SHORT else len(story)
    hashes = _hash_stretches(codes, width)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(hashes, [0, len(hashes)], PERMUTATIONS, _SEED)
    return np.asarray(matrix.to_rows()[0], dtype=np.uint32).astype("<u2").tobytes()


def _hash_stretches(codes: npt.NDArray[np.uint64], width: int) -> npt.NDArray[np.uint64]:
    """Hash every stretch of `width` characters, all at once."""
    count = len(codes) - width + 1
    hashes = codes[:count].copy()
    for offset in range(1, width):
        hashes = (hashes * _MIX) ^ codes[offset : offset + count]
    hashes *= _FINISH
    hashes ^= hashes >> _HALF
    return hashes

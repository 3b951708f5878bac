from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionstats.errors import CheckFailed
from unionstats.tables.digests import DigestSet, digest_column, digest_of, digests, id_column, id_of, positions

# Hashes that end or begin in zeros are the ones that an array of bytes may confuse.
HASH = st.one_of(st.binary(min_size=16, max_size=16), st.sampled_from([bytes(16), b"a" + bytes(15), bytes(15) + b"a"]))


@settings(deadline=None, max_examples=50)
@given(batches=st.lists(st.lists(HASH, max_size=9), max_size=9))
def test_a_set_tells_once_of_each_hash_that_it_is_new(batches: list[list[bytes]]) -> None:
    found, seen = DigestSet(), set()
    for batch in batches:
        new = found.add(digests(batch))
        assert new.sum() == len(set(batch) - seen)
        seen |= set(batch)
        assert found.holds(digests(batch)).all()
    assert len(found) == len(seen)
    assert [id_of(each) for each in found.sorted()] == sorted(each.hex() for each in seen)
    assert not found.holds(digests([b"none of them....."[:16]])).any()


@settings(deadline=None, max_examples=50)
@given(values=st.lists(HASH, max_size=20))
def test_ids_are_found_where_they_stand_among_sorted_ones(values: list[bytes]) -> None:
    column = pa.chunked_array([[each.hex() for each in values[:7]], [each.hex() for each in values[7:]]], pa.string())
    ids = id_column(column)
    assert [id_of(each) for each in ids] == column.to_pylist()
    among = np.unique(ids)
    assert [id_of(among[place]) for place in positions(ids, among)] == column.to_pylist()
    assert (positions(digests([hashlib.md5(b"x").digest()]), among) == -1).all()  # noqa: S324 - any hash


def test_a_column_that_is_part_of_a_longer_one_gives_its_own_hashes() -> None:
    column = pa.chunked_array([pa.array([bytes([n]) * 16 for n in range(1, 9)], pa.binary(16))])
    assert digest_column(column.slice(3, 2)).tolist() == [b"\x04" * 16, b"\x05" * 16]


def test_names_are_told_apart_wherever_they_are_parted() -> None:
    assert digest_of("a", "bc") != digest_of("ab", "c")


@pytest.mark.parametrize("name", ["p", "xyz0" * 8])
def test_what_is_no_id_is_damage(name: str) -> None:
    with pytest.raises(CheckFailed):
        id_column(pa.chunked_array([[name]]))

"""Deflate in pieces is one zlib stream, whatever the number of threads."""

import zlib
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from kquant.files.deflate import WINDOW, Way, _joined, deflate


def pieces(data: bytes, count: int) -> list[tuple[bytes, bytes]]:
    """Cut data evenly, each piece with what comes before."""
    cuts = [len(data) * i // count for i in range(count + 1)]
    pairs = pairwise(cuts)
    return [(data[max(0, a - WINDOW) : a], data[a:b]) for a, b in pairs]


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("way", [Way(1), Way(6), Way(6, zlib.Z_RLE)])
@pytest.mark.parametrize("length", [0, 1, 300_000])
def test_one_stream(count: int, way: Way, length: int) -> None:
    """What comes out is what went in, and its checksum is right."""
    data = np.random.default_rng(1).integers(0, 9, length, dtype=np.uint8).tobytes()
    parts = deflate(count, pieces(data, count).__getitem__, way)
    assert len(parts) == count
    assert zlib.decompress(b"".join(parts)) == data


def test_any_number_of_threads(use_threads: Callable[[int], None]) -> None:
    """The bytes are the same."""
    data = np.random.default_rng(1).integers(0, 9, 200_000, dtype=np.uint8).tobytes()
    results = []
    for count in (1, 2, 5):
        use_threads(count)
        results.append(deflate(6, pieces(data, 6).__getitem__, Way(4)))
    assert results[0] == results[1] == results[2]


def test_pieces_refer_to_those_before() -> None:
    """A piece that repeats the one before it costs next to nothing."""
    noise = np.random.default_rng(1).bytes(20_000)
    parts = deflate(2, pieces(noise + noise, 2).__getitem__, Way(6))
    assert len(parts[1]) < 300


def test_checksums_are_joined() -> None:
    """The checksum of "Wiki" and "pedia" is that of "Wikipedia", 0x11E60398."""
    joined = _joined(zlib.adler32(b"Wiki"), zlib.adler32(b"pedia"), 5)
    assert joined == zlib.adler32(b"Wikipedia") == 0x11E60398
    ones = b"\xff" * 100_000
    assert _joined(zlib.adler32(ones), zlib.adler32(ones), 100_000) == zlib.adler32(
        ones + ones
    )

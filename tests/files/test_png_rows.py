"""Rows of PNG: bits by hand, and filters that can be undone."""

import numpy as np
import pytest

from kquant.files.deflate import WINDOW
from kquant.files.png_rows import NONE, UP, Rows, filtered, packed
from kquant.runtime.arrays import U8


@pytest.mark.parametrize(
    ("indices", "bits", "expected"),
    [
        ([1, 0, 1, 1, 0, 0, 0, 1, 1], 1, [0b10110001, 0b10000000]),
        ([1, 2, 3, 0, 2], 2, [0b01101100, 0b10000000]),
        ([15, 1, 7], 4, [0xF1, 0x70]),
        ([255, 3], 8, [255, 3]),
    ],
)
def test_packed(indices: list[int], bits: int, expected: list[int]) -> None:
    """The first pixel is the highest; what is left of a byte is 0."""
    row = np.array([indices, indices], dtype=np.uint8)
    assert packed(row, bits).tolist() == [expected, expected]


def test_filtered() -> None:
    """Differences are modulo 256."""
    rows = np.array([[5, 7], [4, 9]], dtype=np.uint8)
    above = np.array([6, 1], dtype=np.uint8)
    assert filtered(rows, above, NONE).tolist() == [[0, 5, 7], [0, 4, 9]]
    assert filtered(rows, above, UP).tolist() == [[2, 255, 6], [2, 255, 2]]
    assert filtered(rows, None, UP).tolist() == [[2, 5, 7], [2, 255, 2]]


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("kind", [NONE, UP])
def test_pieces(bits: int, kind: int) -> None:
    """Pieces follow each other, and each comes with the bytes before it."""
    rng = np.random.default_rng(bits)
    indices: U8 = rng.integers(0, 1 << bits, (1003, 1501), dtype=np.uint8)
    rows = Rows(indices, bits)
    whole = filtered(packed(indices, bits), None, kind).tobytes()
    found = [rows.piece(number, kind) for number in range(rows.pieces)]
    assert rows.pieces == -(-len(whole) // (1 << 18))
    assert b"".join(data for _, data in found) == whole
    place = 0
    for before, data in found:
        assert before == whole[max(0, place - WINDOW) : place]
        place += len(data)


def test_sample() -> None:
    """Small pictures are looked at as a whole, others in three places."""
    indices = np.random.default_rng(1).integers(0, 9, (900, 100), dtype=np.uint8)
    rows = Rows(indices, 8)
    assert len(rows.sample(1 << 20, UP)) == 900 * 101
    assert len(rows.sample(1010, UP)) == 3 * 1010
    assert rows.sample(1010, NONE)[:101] == b"\0" + indices[178].tobytes()

"""Colors as numbers of 24 bits, and pixels with alpha above."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kquant.color.packed import (
    alpha_of,
    color_of,
    hex_to_colors,
    is_among,
    is_visible,
    opaque,
    pack,
    positions_of,
    unpack,
    with_alpha,
)
from kquant.runtime.arrays import U32

NUMBERS = st.integers(0, (1 << 24) - 1)


def packed(*numbers: int) -> U32:
    """Return packed colors, or pixels."""
    return np.array(numbers, dtype=np.uint32)


def test_packing_by_hand() -> None:
    """Red is the lowest byte: (1, 2, 3) is 1 + 2 * 256 + 3 * 65536."""
    colors = np.array([[1, 2, 3]], dtype=np.uint8)

    assert pack(colors).tolist() == [1 + 2 * 256 + 3 * 65536]
    assert unpack(packed(0x030201)).tolist() == [[1, 2, 3]]
    assert unpack(packed(0xFF030201)).tolist() == [[1, 2, 3]]


@given(st.lists(NUMBERS, max_size=20))
def test_unpacking_undoes_packing(numbers: list[int]) -> None:
    """Numbers of 24 bits come back when they are unpacked and packed again."""
    assert pack(unpack(packed(*numbers))).tolist() == numbers


def test_hex_codes() -> None:
    """Codes are read with and without a hash; none make an empty array."""
    assert hex_to_colors(["#0180ff", "102030"]).tolist() == [
        [1, 128, 255],
        [16, 32, 48],
    ]
    assert hex_to_colors([]).shape == (0, 3)
    with pytest.raises(ValueError, match="hexadecimal"):
        hex_to_colors(["red"])


def test_alpha_by_hand() -> None:
    """Alpha is the topmost byte, and the color is what lies below."""
    pixels = packed(0x00030201, 0x01030201, 0xFF030201, 0x00FFFFFF, 0x01000000)

    assert alpha_of(pixels).tolist() == [0, 1, 255, 0, 1]
    assert color_of(pixels).tolist() == [0x030201] * 3 + [0xFFFFFF, 0]
    assert is_visible(pixels).tolist() == [False, True, True, False, True]


def test_alpha_is_added() -> None:
    """Colors become pixels of any opacity, or opaque ones."""
    colors = packed(0x030201, 0)

    assert with_alpha(colors, np.array([9, 0], np.uint8)).tolist() == [0x09030201, 0]
    assert opaque(colors).tolist() == [0xFF030201, 0xFF000000]


def test_positions_by_hand() -> None:
    """Of 7, 5 and 6, the first two are in the table 5, 7, 9: in places 1 and 0."""
    which, where = positions_of(packed(7, 5, 6), packed(5, 7, 9))

    assert which.tolist() == [0, 1]
    assert where.tolist() == [1, 0]


@given(st.lists(NUMBERS, max_size=8), st.sets(NUMBERS, max_size=8), st.data())
def test_positions(wanted: list[int], table: set[int], data: st.DataObject) -> None:
    """Every wanted color that is in the table is found, and no other."""
    wanted += data.draw(st.lists(st.sampled_from(sorted(table)))) if table else []
    ascending = packed(*sorted(table))

    which, where = positions_of(packed(*wanted), ascending)

    assert which.tolist() == [i for i, color in enumerate(wanted) if color in table]
    assert ascending[where].tolist() == [wanted[i] for i in which]


def test_is_among() -> None:
    """Each color is looked for among a few; among none there is none."""
    colors = packed(1, 2, 3)

    assert is_among(colors, packed(3, 1, 8)).tolist() == [True, False, True]
    assert is_among(colors, packed()).tolist() == [False] * 3

"""Distinct colors with counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kquant.color.packed import pack, unpack
from kquant.images.histogram import Histogram, bounded, ranked

CORNERS = pack(
    np.array([[0, 0, 0], [200, 0, 0], [127, 127, 9], [127, 128, 255]], dtype=np.uint8)
)


def test_colors_and_length() -> None:
    """A histogram has a color for each packed number, in their order."""
    histogram = Histogram(np.array([255, 0xFF0000], np.uint32), np.array([3.0, 1.0]))

    assert len(histogram) == 2
    assert histogram.colors.tolist() == [[255, 0, 0], [0, 0, 255]]


def test_each_once() -> None:
    """Every color gets a count of 1."""
    histogram = Histogram.each_once(np.array([5, 7, 9], dtype=np.uint32))

    assert histogram.packed.tolist() == [5, 7, 9]
    assert histogram.counts.tolist() == [1.0, 1.0, 1.0]


def test_arrays_are_its_own() -> None:
    """A histogram does not change when the arrays it was made of do."""
    packed, counts = np.array([5, 7], np.uint32), np.array([1.0, 2.0])
    histogram = Histogram(packed, counts)

    packed[:], counts[:] = 0, 0

    assert histogram.packed.tolist() == [5, 7]
    assert histogram.counts.tolist() == [1.0, 2.0]
    assert not histogram.counts.flags.writeable


def test_bins_by_hand() -> None:
    """With one bit per channel, four colors fall into three corners of the cube.

    200 is in the upper half of red, 128 in that of green, and 255 in that of blue.
    """
    order = np.argsort(CORNERS)
    labels, count = Histogram.each_once(CORNERS[order]).bins((1, 1, 1))

    by_color = dict(zip(CORNERS[order].tolist(), labels.tolist(), strict=True))
    black, red, dark, blue = (by_color[color] for color in CORNERS.tolist())
    assert black == dark
    assert len({black, red, blue}) == count == 3
    assert sorted({*labels.tolist()}) == [0, 1, 2]


@pytest.mark.parametrize("bits", [(5, 6, 5), (4, 5, 4), (2, 0, 1)])
@given(st.sets(st.integers(0, (1 << 24) - 1), min_size=1, max_size=40))
def test_a_bin_is_what_the_upper_bits_say(
    bits: tuple[int, int, int], colors: set[int]
) -> None:
    """Colors share a bin exactly when the chosen upper bits of all channels agree."""
    packed = np.array(sorted(colors), dtype=np.uint32)
    labels, count = Histogram.each_once(packed).bins(bits)

    shifted = [
        tuple(level >> (8 - kept) for level, kept in zip(color, bits, strict=True))
        for color in unpack(packed).tolist()
    ]
    pairs = set(zip(shifted, labels.tolist(), strict=True))
    assert len(pairs) == len(set(shifted)) == len(set(labels.tolist())) == count
    assert set(labels.tolist()) == set(range(count))


def test_bounded_weights() -> None:
    """Sums of up to 30 bits stay; larger ones are halved until they have 30."""
    most = np.array([2.0**30 - 2, 1])
    assert bounded(most) is most
    assert bounded(np.array([2.0**30, 3])).tolist() == [2.0**29, 1]


@given(st.lists(st.integers(0, 40)))
def test_ranked_is_unique(numbers: list[int]) -> None:
    """A table gives what sorting does, of no numbers too."""
    array = np.array(numbers, dtype=np.uint32)

    distinct, ranks = ranked(array, 41)

    expected, inverse = np.unique(array, return_inverse=True)
    assert np.array_equal(distinct, expected)
    assert np.array_equal(ranks, inverse)

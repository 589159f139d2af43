"""Outlines, counted by hand on maps of few pixels."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.art.shapes.outlines import Outlines
from kquant.runtime.arrays import U8

MAPS = arrays(
    np.uint8,
    st.tuples(st.integers(1, 6), st.integers(1, 6)),
    elements=st.integers(0, 3),
)


def test_one_pixel_has_one_closed_outline() -> None:
    """Four cracks, counterclockwise from the upper left corner, area on the left."""
    outlines = Outlines.of(np.array([[1]], dtype=np.uint8))

    assert outlines.closed.tolist() == [True]
    assert outlines.places(outlines.origins).tolist() == [0, 1j, 1 + 1j, 1]
    assert (outlines.upper[0], outlines.lower[0]) == (1, 0)


def test_halves_share_one_arc() -> None:
    """Two pixels: an arc around each, and one between the two junctions."""
    outlines = Outlines.of(np.array([[1, 2]], dtype=np.uint8))
    pairs = sorted(zip(outlines.upper.tolist(), outlines.lower.tolist(), strict=True))

    assert pairs == [(1, 0), (2, 0), (2, 1)]
    assert sorted(np.diff(outlines.first).tolist()) == [1, 3, 3]
    assert not outlines.closed.any()


def test_pixels_that_touch_at_a_corner_make_a_junction() -> None:
    """Of a checkerboard, every arc ends in the middle."""
    outlines = Outlines.of(np.array([[1, 2], [2, 1]], dtype=np.uint8))
    middle = 1 * 3 + 1

    assert sum(middle in pair for pair in np.stack(outlines.ends(), axis=1)) == 4


@given(MAPS)
def test_each_crack_is_traced_once(labels: U8) -> None:
    """All edges between different pixels are there, none of them twice."""
    around = np.pad(labels, 1)
    count = (around[1:] != around[:-1]).sum() + (around[:, 1:] != around[:, :-1]).sum()
    outlines = Outlines.of(labels)
    places = outlines.middles()

    assert len(places) == count == len(set(places.tolist()))
    assert (outlines.upper > outlines.lower).all()

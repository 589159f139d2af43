"""Smooth curves: corners are kept, staircases are not."""

import numpy as np

from kquant.art.shapes.outlines import Outlines
from kquant.art.shapes.smoothing import Freedom, smooth
from kquant.runtime.arrays import U8


def disk(radius: float) -> U8:
    """Return a disk of ones in the middle of zeros."""
    place = np.arange(2 * int(radius) + 5) - int(radius) - 2
    inside: U8 = (np.hypot(*np.meshgrid(place, place)) < radius).astype(np.uint8)
    return inside


def test_corners_of_a_square_are_kept() -> None:
    """A square has four lines from corner to corner."""
    arcs = smooth(Outlines.of(np.ones((8, 8), dtype=np.uint8)))
    corners = arcs.points[arcs.curves.begin].tolist()

    assert corners == [0, 8j, 8 + 8j, 8]


def test_a_disk_becomes_round() -> None:
    """No end of a curve is further from the circle than half a pixel."""
    arcs = smooth(Outlines.of(disk(20)))
    ends = arcs.points[arcs.curves.begin] - (22.5 + 22.5j)

    assert len(ends) < 24
    assert np.abs(np.abs(ends) - 20).max() < 0.6


def test_a_staircase_becomes_straight() -> None:
    """An edge of slope 1 from side to side is one curve, apart from its ends."""
    y, x = np.mgrid[:40, :40]
    outlines = Outlines.of((1 + (x > y)).astype(np.uint8))
    arcs = smooth(outlines)
    between = int(np.flatnonzero(outlines.lower == 1)[0])

    assert arcs.first[between + 1] - arcs.first[between] <= 4


def test_sharp_outlines_keep_each_corner_of_pixels() -> None:
    """Every turn of a staircase is the end of a curve."""
    labels = np.tril(np.ones((5, 5), dtype=np.uint8))
    arcs = smooth(Outlines.of(labels), sharp=True)

    assert len(arcs.curves.begin) == 2 + 2 * 5


def test_large_pictures_are_free_to_move_more() -> None:
    """Edges move at most half a pixel up to half a megapixel, then further."""
    assert Freedom.of(1024 * 512, 100_000) == (2, 0.2, 0.3)
    assert Freedom.of(4096 * 3072, 200_000) == (8, 0.55, 0.6)


def test_large_pictures_full_of_edges_are_not() -> None:
    """With 0.28 edges to a pixel, a large picture is drawn as closely as a small one."""
    assert Freedom.of(1_000_000, 280_000) == (2, 0.2, 0.3)


def test_edges_to_nothing_keep_their_corner_at_the_frame() -> None:
    """An edge of steps by two that cuts off the upper left meets the left at y = 5."""
    y, x = np.mgrid[:12, :40]
    labels = (x + 2 * y >= 10).astype(np.uint8)
    arcs = smooth(Outlines.of(labels))

    assert 5j in arcs.points[arcs.curves.begin]

"""Which holes are left out."""

import numpy as np
import pytest

from kquant.art.shapes.holes import without_hidden
from kquant.art.shapes.outlines import Outlines
from kquant.art.shapes.sides import Sides


@pytest.mark.parametrize(("inside", "loops"), [(0, 2), (1, 3), (3, 2)])
def test_holes_stay_unless_they_are_painted_over(inside: int, loops: int) -> None:
    """A square of 2 with a spot: below it or empty, its hole stays; above, it goes."""
    labels = np.full((5, 5), 2, dtype=np.uint8)
    labels[2, 2] = inside
    outlines = Outlines.of(labels)
    sides = Sides.of(outlines)
    order, first = without_hidden(*sides.loops(), labels, outlines)

    assert len(first) - 1 == loops
    assert first[-1] == len(order)


def test_what_shows_in_a_hole_keeps_it() -> None:
    """Inside an upper ring is an area below both: the lower one must not cover it."""
    labels = np.full((7, 7), 2, dtype=np.uint8)
    labels[2:5, 2:5] = 3
    labels[3, 3] = 1
    outlines = Outlines.of(labels)
    sides = Sides.of(outlines)
    before = len(sides.loops()[1]) - 1
    _, first = without_hidden(*sides.loops(), labels, outlines)

    assert len(first) - 1 == before

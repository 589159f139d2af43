"""How far areas spread beneath others."""

import numpy as np
import pytest

from kquant.art.shapes.outlines import Outlines
from kquant.art.shapes.sides import Sides
from kquant.art.shapes.smoothing import smooth
from kquant.art.shapes.spreading import SPREAD, shifts
from kquant.runtime.arrays import U8, AnyArray


def spread(labels: U8, upper: int, lower: int) -> AnyArray:
    """Return the shifts of the arc between two labels."""
    outlines = Outlines.of(labels)
    arcs = smooth(outlines)
    shift = shifts(labels, outlines, arcs, Sides.of(outlines), 10)
    pair = (outlines.upper == upper) & (outlines.lower == lower)
    arc = int(np.flatnonzero(pair)[0])
    return shift[:, arcs.first[arc] : arcs.first[arc + 1]]


def test_an_area_spreads_in_full_where_there_is_room() -> None:
    """Beside a wide upper area on the right, it is all that is allowed."""
    labels = np.ones((12, 40), dtype=np.uint8)
    labels[:, 20:] = 2

    assert spread(labels, 2, 1).real == pytest.approx(SPREAD)


def test_an_area_never_crosses_one_on_top_of_another() -> None:
    """Below a bar of 2 pixels beside a lower area, it spreads only by half of that."""
    labels = np.full((12, 40), 2, dtype=np.uint8)
    labels[:, 20:22] = 3
    labels[:, 22:] = 1

    assert np.abs(spread(labels, 3, 2)).max() <= 1


def test_an_area_never_spreads_beyond_the_middle_of_a_spot() -> None:
    """Below 3 x 3 pixels by 1.5 from each side, so by 2.1 from corners: no fold."""
    labels = np.ones((12, 14), dtype=np.uint8)
    labels[5:8, 6:9] = 2

    assert 1 < np.abs(spread(labels, 2, 1)).max() < 2.2


def test_an_area_spreads_in_full_at_the_frame() -> None:
    """Below a triangle at the left, also where that leads out of the picture."""
    y, x = np.mgrid[:21, :40]
    labels = np.where(x + abs(y - 10) < 8, 2, 1).astype(np.uint8)
    shift = spread(labels, 2, 1)

    assert min(abs(shift[0, 0]), abs(shift[1, -1])) > 1

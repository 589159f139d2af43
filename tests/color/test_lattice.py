"""The integer lattice in which colors are compared."""

import numpy as np
import pytest

from kquant.color.lattice import FittingSpace
from kquant.color.packed import unpack
from kquant.color.spaces import srgb_to_oklab

SOME_COLORS = unpack(np.arange(0, 1 << 24, 1009, dtype=np.uint32))
SPACES = [
    FittingSpace("srgb", 1.0),
    FittingSpace("oklab", 0.45),
    FittingSpace("oklab", 0.05),
    FittingSpace("oklab", 4.0),
]


def test_srgb_by_hand() -> None:
    """An sRGB level is ten steps, and the middle of the cube is the origin."""
    points = FittingSpace("srgb", 1.0).points(np.array([[0, 127, 255]], dtype=np.uint8))

    assert points.tolist() == [[-1275.0, -5.0, 1275.0]]


def test_lightness_weight() -> None:
    """A step in lightness is `lightness_weight` times one in a or b."""
    space = FittingSpace("oklab", 0.5)

    points = space.points(SOME_COLORS)

    lab = srgb_to_oklab(SOME_COLORS)
    expected = (lab - [0.5, 0, 0]) * [0.5 * space.steps, space.steps, space.steps]
    assert points == pytest.approx(expected, abs=0.5001)


@pytest.mark.parametrize("space", SPACES, ids=repr)
def test_points_keep_float32_exact(space: FittingSpace) -> None:
    """Points are integers, so short that no product or sum passes 2**24."""
    points = space.points(SOME_COLORS)

    assert points.dtype == np.float32
    assert np.array_equal(points, np.rint(points))
    assert 3 * np.square(points, dtype=np.float64).sum(axis=1).max() < 2**24


def test_colors_come_back() -> None:
    """Colors come back from the lattice: exactly in sRGB, within 2 levels in Oklab."""
    for space, most in zip(SPACES[:2], [0, 2], strict=True):
        returned = space.colors(space.points(SOME_COLORS)).astype(int)

        assert np.abs(returned - SOME_COLORS).max() <= most


def test_points_outside_the_gamut_are_clipped() -> None:
    """What is beyond white is white."""
    for space in SPACES:
        beyond = space.points(np.array([[255, 255, 255]], dtype=np.uint8)) + 40

        assert space.colors(beyond).max() == 255

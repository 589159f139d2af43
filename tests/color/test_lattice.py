"""The integer lattice in which colors are compared."""

import numpy as np
import pytest

from kquant.color.lattice import FittingSpace
from kquant.color.packed import unpack
from kquant.color.spaces import srgb_to_oklab

SOME_COLORS = unpack(np.arange(0, 1 << 24, 1009, dtype=np.uint32))
SRGB = FittingSpace("srgb", 1.0)
OKLAB = [FittingSpace("oklab", weight) for weight in (0.05, 0.45, 1.0, 4.0)]
SPACES = [SRGB, *OKLAB]


def test_srgb_by_hand() -> None:
    """An sRGB level is ten steps, and the middle of the cube is the origin."""
    points = SRGB.points(np.array([[0, 127, 255]], dtype=np.uint8))

    assert points.tolist() == [[-1275.0, -5.0, 1275.0]]
    assert SRGB.steps == 10


def test_steps_of_oklab_by_hand() -> None:
    """The farthest color is 2300 steps from the middle: 0.3225 of chroma, W/2 up.

    2300 / hypot(0.45 / 2, 0.3225) = 5848.9, and 2300 / hypot(2, 0.3225) = 1135.3.
    """
    assert FittingSpace("oklab", 0.45).steps == 5848
    assert FittingSpace("oklab", 4.0).steps == 1135


@pytest.mark.parametrize("space", OKLAB, ids=repr)
def test_lightness_weight(space: FittingSpace) -> None:
    """A difference in lightness counts `lightness_weight` times one in a or b."""
    points = space.points(SOME_COLORS)

    scale = space.steps * np.array([space.lightness_weight, 1, 1])
    exact = (srgb_to_oklab(SOME_COLORS) - [0.5, 0, 0]) * scale
    assert np.abs(points - exact).max() <= 0.5 + 1e-9  # rounded to the nearest step


@pytest.mark.parametrize("space", SPACES, ids=repr)
def test_points_keep_float32_exact(space: FittingSpace) -> None:
    """Points are integers, so short that no product or sum passes 2**24."""
    points = space.points(SOME_COLORS)

    assert points.dtype == np.float32
    assert np.array_equal(points, np.rint(points))
    assert 3 * np.square(points, dtype=np.float64).sum(axis=1).max() < 2**24


def test_colors_come_back_from_srgb() -> None:
    """Every color is the nearest one to its own point in sRGB."""
    assert np.array_equal(SRGB.colors(SRGB.points(SOME_COLORS)), SOME_COLORS)


@pytest.mark.parametrize("space", OKLAB, ids=repr)
def test_colors_come_back_from_oklab(space: FittingSpace) -> None:
    """A point that is not rounded to the lattice is turned back into its color."""
    scale = space.steps * np.array([space.lightness_weight, 1, 1])
    exact = (srgb_to_oklab(SOME_COLORS) - [0.5, 0, 0]) * scale

    assert np.array_equal(space.colors(exact), SOME_COLORS)


@pytest.mark.parametrize("space", SPACES, ids=repr)
def test_points_outside_the_gamut_are_clipped(space: FittingSpace) -> None:
    """A point beyond white becomes white, and one below black becomes black."""
    white = space.points(np.array([[255, 255, 255]], dtype=np.uint8))
    away = np.array([1.0, 0, 0]) if space.name == "oklab" else np.ones(3)

    assert space.colors(white + 40 * away).tolist() == [[255, 255, 255]]
    assert space.colors(-white - 40 * away).tolist() == [[0, 0, 0]]


def test_unknown_spaces_are_refused() -> None:
    """A space that does not exist is named in the error."""
    with pytest.raises(ValueError, match="there is no fitting space 'rgb'"):
        FittingSpace("rgb", 1.0)  # type: ignore[arg-type] # wrong on purpose


def test_both_arguments_are_needed() -> None:
    """A space has no default name and no default weight: `Options` has them."""
    with pytest.raises(TypeError, match="lightness_weight"):
        FittingSpace("oklab")  # type: ignore[call-arg] # wrong on purpose

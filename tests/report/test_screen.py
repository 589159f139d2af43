"""The parts of the screen: where they are, and which colors they have."""

import numpy as np
import pytest

from kquant.images.raster import Raster
from kquant.report.screen import (
    GROUND,
    HEIGHT,
    PICTURE,
    WIDTH,
    picture_part,
    picture_size,
    strip_part,
    whole_screen,
    words_part,
)
from kquant.runtime.arrays import U8


@pytest.mark.parametrize(
    "size", [(1, 1), (3, 900), (9000, 2), (200, 200), (2000, 1600)]
)
def test_pictures_of_any_shape_have_a_place(size: tuple[int, int]) -> None:
    """A picture is within its place, and touches two of its edges unless in squares."""
    width, height = picture_size(*size)
    assert 1 <= width <= PICTURE.width
    assert 1 <= height <= PICTURE.height
    pixels = np.full((size[1], size[0], 3), 9, dtype=np.uint8)
    part = picture_part(Raster.from_array(pixels), (width, height))
    assert part.pixels.shape == (height, width, 3)
    assert (part.pixels == 9).all()
    assert whole_screen([part]).shape == (HEIGHT, WIDTH, 3)


def test_small_pictures_are_squares(noise: U8) -> None:
    """Each pixel of a small picture is a square of its color."""
    small = noise[:8, :6]
    part = picture_part(Raster.from_array(small), picture_size(6, 8))
    assert np.array_equal(part.pixels, small.repeat(43, axis=0).repeat(43, axis=1))


def test_checks_behind_transparency() -> None:
    """Nothing but checks is seen of a transparent pixel; an opaque one stays."""
    pixels = np.array([[[255, 0, 0, 255], [0, 255, 0, 0]]], dtype=np.uint8)
    shown = picture_part(Raster.from_array(pixels), picture_size(2, 1)).pixels
    left, right = np.split(shown, 2, axis=1)
    assert (left == [255, 0, 0]).all()
    assert len(np.unique(right.reshape(-1, 3), axis=0)) == 2
    assert (right < 100).all()


def test_strip() -> None:
    """Each color is as wide as its share; without shares, there is only ground."""
    colors = np.array([[255, 0, 0], [0, 0, 255]], dtype=np.uint8)
    strip = strip_part(colors, np.array([0.25, 0.75])).pixels
    assert (strip == [255, 0, 0]).all(axis=2).mean() == pytest.approx(0.25, abs=0.01)
    assert (strip == [0, 0, 255]).all(axis=2).mean() == pytest.approx(0.75, abs=0.01)
    assert (strip_part(colors, np.zeros(2)).pixels == GROUND).all()


def test_words_keep_their_columns() -> None:
    """What changes in one pair of words does not move the next."""
    one = words_part([("k", "8"), ("inertia", "5")]).pixels
    two = words_part([("k", "256"), ("inertia", "5")]).pixels
    assert not np.array_equal(one, two)
    assert np.array_equal(one[:, 170:], two[:, 170:])

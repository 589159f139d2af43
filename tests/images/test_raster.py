"""Decoded pictures."""

from typing import Any

import numpy as np
import pytest

from kquant import Raster
from kquant.runtime.arrays import U8


def test_packing_by_hand() -> None:
    """Red is the lowest byte and alpha the highest, which is 0 without alpha."""
    pixels = np.array([[[1, 2, 3, 4]]], dtype=np.uint8)

    with_alpha, without = Raster.from_array(pixels), Raster.from_array(pixels[..., :3])

    assert with_alpha.read_rows(0, 1).tolist() == [[0x04030201]]
    assert without.read_rows(0, 1).tolist() == [[0x030201]]
    assert (with_alpha.has_alpha, without.has_alpha) == (True, False)


def test_size_and_resolution() -> None:
    """Width and height are those of the array, and the resolution is kept."""
    raster = Raster.from_array(np.zeros((2, 5, 3), np.uint8), dpi=(300.0, 200.0))

    assert (raster.width, raster.height, raster.dpi) == (5, 2, (300.0, 200.0))


def test_raster_keeps_its_pixels(noise: U8) -> None:
    """A raster does not change when the array it was made of does."""
    raster = Raster.from_array(noise)
    before = raster.read_rows(0, 48).copy()

    noise[:] = 0

    assert np.array_equal(raster.read_rows(0, 48), before)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 1 << 20), (1 << 20, 3)])
def test_bands_cover_the_rows(width: int, height: int) -> None:
    """Bands follow each other from the first row to the last, and none is empty."""
    bands = Raster(width, height, lambda *_: np.empty(0, np.uint32)).bands()

    rows = [row for band in bands for row in band]
    assert (rows[0], rows[-1]) == (0, height)
    assert rows[1:-1:2] == rows[2::2]
    assert all(top < bottom for top, bottom in bands)


def test_bands_by_hand() -> None:
    """Bands of 10 pixels are 3 rows high at a width of 3, and the rest is the last."""
    raster = Raster(3, 8, lambda *_: np.empty(0, np.uint32))

    assert raster.bands(10) == [(0, 3), (3, 6), (6, 8)]
    assert raster.bands(1) == [(row, row + 1) for row in range(8)]


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((4, 4), np.uint8), r"shape \(h, w, 3\) for RGB or .*, got \(4, 4\)"),
        (np.zeros((4, 4, 2), np.uint8), r"got \(4, 4, 2\)"),
        (np.zeros((0, 4, 3), np.uint8), r"got \(0, 4, 3\)"),
        (np.zeros((4, 4, 3)), "must be uint8, from 0 to 255, got float64"),
    ],
)
def test_bad_pixels(pixels: Any, message: str) -> None:
    """An array that is not a picture is refused."""
    with pytest.raises(ValueError, match=message):
        Raster.from_array(pixels)

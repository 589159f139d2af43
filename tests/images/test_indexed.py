"""Decoded pixels, and indices into a palette."""

from typing import Any

import numpy as np
import pytest

from kquant import IndexedImage, Palette, Raster
from kquant.errors import PaletteError
from kquant.runtime.arrays import U8

RGB = Palette.from_hex("#ff0000 #00ff00 #0000ff")


def test_packing_by_hand() -> None:
    """Red is the lowest byte and alpha the highest; without alpha that one is 0."""
    pixels = np.array([[[1, 2, 3, 4]]], dtype=np.uint8)

    with_alpha, without = Raster.from_array(pixels), Raster.from_array(pixels[..., :3])

    assert with_alpha.read_rows(0, 1).tolist() == [[0x04030201]]
    assert without.read_rows(0, 1).tolist() == [[0x030201]]
    assert (with_alpha.has_alpha, without.has_alpha) == (True, False)


def test_raster_keeps_its_pixels(noise: U8) -> None:
    """What happens to the array afterwards does not matter."""
    raster = Raster.from_array(noise)
    before = raster.read_rows(0, 48).copy()

    noise[:] = 0

    assert np.array_equal(raster.read_rows(0, 48), before)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 1 << 20), (1 << 20, 3)])
def test_bands_cover_the_rows(width: int, height: int) -> None:
    """Bands follow each other from the first row to the last, none empty."""
    bands = Raster(width, height, lambda *_: np.empty(0, np.uint32)).bands()

    rows = [row for band in bands for row in band]
    assert (rows[0], rows[-1]) == (0, height)
    assert rows[1:-1:2] == rows[2::2]
    assert all(top < bottom for top, bottom in bands)


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((4, 4), np.uint8), r"shape \(h, w, 3 or 4\), got \(4, 4\)"),
        (np.zeros((4, 4, 2), np.uint8), r"got \(4, 4, 2\)"),
        (np.zeros((0, 4, 3), np.uint8), r"got \(0, 4, 3\)"),
        (np.zeros((4, 4, 3)), "must be uint8, got float64"),
    ],
)
def test_bad_pixels(pixels: Any, message: str) -> None:
    """Arrays that are no picture are refused."""
    with pytest.raises(ValueError, match=message):
        Raster.from_array(pixels)


def test_pixels_by_hand() -> None:
    """Indices become colors; alpha is added as it is."""
    indices = np.array([[2, 0]], dtype=np.uint8)
    alpha = np.array([[7, 255]], dtype=np.uint8)

    opaque, veiled = IndexedImage(indices, RGB), IndexedImage(indices, RGB, alpha)

    assert opaque.to_array().tolist() == [[[0, 0, 255], [255, 0, 0]]]
    assert veiled.to_array().tolist() == [[[0, 0, 255, 7], [255, 0, 0, 255]]]
    assert (opaque.width, opaque.height) == (2, 1)


def test_shares_by_hand() -> None:
    """Shares add up to 1; what is half transparent counts half, the rest nothing."""
    indices = np.array([[0, 0, 0, 1]], dtype=np.uint8)
    alpha = np.array([[200, 100, 0, 100]], dtype=np.uint8)

    assert IndexedImage(indices, RGB).shares().tolist() == [0.75, 0.25, 0.0]
    assert IndexedImage(indices, RGB, alpha).shares().tolist() == [0.75, 0.25, 0.0]
    assert not IndexedImage(indices, RGB, alpha * 0).shares().any()


@pytest.mark.parametrize(
    ("indices", "alpha", "message"),
    [
        ([[3]], None, "index 3 is outside a palette of 3 colors"),
        ([1, 2], None, r"indices must have shape \(h, w\), got \(2,\)"),
        ([[1, 2]], [[255]], "alpha and indices must have the same shape"),
    ],
)
def test_bad_images(indices: Any, alpha: Any, message: str) -> None:
    """Indices outside the palette, and shapes that do not match, are refused."""
    with pytest.raises((ValueError, PaletteError), match=message):
        IndexedImage(indices, RGB, alpha)

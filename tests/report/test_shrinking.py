"""Shrinking: means of light, worked out by hand, and nothing of what is transparent."""

import numpy as np
import pytest

from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.report.shrinking import as_raster, shrunk, size_within
from kquant.runtime.arrays import U8


def pixels(raster: Raster) -> list[list[list[int]]]:
    """Return the four bytes of each pixel."""
    rows = np.ascontiguousarray(raster.read_rows(0, raster.height), dtype="<u4")
    levels: list[list[list[int]]] = (
        rows.view(np.uint8).reshape(raster.height, raster.width, 4).tolist()
    )
    return levels


def test_half_the_light_is_188() -> None:
    """Black and white side by side are 188 from afar: half of the light, not 128."""
    stripes = np.zeros((4, 4, 3), dtype=np.uint8)
    stripes[:, ::2] = 255
    assert (
        pixels(shrunk(Raster.from_array(stripes), 2, 2))
        == [[[188, 188, 188, 0]] * 2] * 2
    )


def test_parts_of_pixels_count() -> None:
    """Three pixels on two: each gets one and a half."""
    row = np.array([[[255] * 3, [0] * 3, [0] * 3]], dtype=np.uint8)
    (left, right) = pixels(shrunk(Raster.from_array(row), 2, 1))[0]
    assert left[0] == 213  # two thirds of the light
    assert right[0] == 0


def test_what_is_transparent_has_no_color() -> None:
    """Only alpha is averaged with transparent pixels."""
    row = np.array([[[200, 0, 0, 255], [0, 255, 0, 0]]], dtype=np.uint8)
    assert pixels(shrunk(Raster.from_array(row), 1, 1)) == [[[200, 0, 0, 128]]]
    clear = Raster.from_array(np.zeros((2, 2, 4), dtype=np.uint8))
    assert pixels(shrunk(clear, 1, 1)) == [[[0, 0, 0, 0]]]


def test_one_color_stays(photo: U8) -> None:
    """Any size of one color is that color, and of a photo has its mean light."""
    flat = Raster.from_array(np.full((50, 70, 3), [3, 140, 255], dtype=np.uint8))
    assert {tuple(x) for row in pixels(shrunk(flat, 31, 13)) for x in row} == {
        (3, 140, 255, 0)
    }
    whole = Raster.from_array(photo)
    (mean,) = pixels(shrunk(whole, 1, 1))[0]
    (of_small,) = pixels(shrunk(shrunk(whole, 64, 61), 1, 1))[0]
    assert np.abs(np.subtract(mean, of_small)).max() <= 1


@pytest.mark.parametrize(
    ("size", "fitted"),
    [((800, 300), (400, 150)), ((10, 20), (10, 20)), ((9000, 1), (400, 1))],
)
def test_size_within(size: tuple[int, int], fitted: tuple[int, int]) -> None:
    """The shape stays; small pictures keep their size."""
    raster = Raster(*size, lambda top, end: np.zeros((end - top, size[0]), np.uint32))
    assert size_within(raster, 400, 400) == fitted


def test_as_raster() -> None:
    """A reduced picture is read like any other, with its alpha."""
    palette = Palette.from_hex("#010203 #ff0000")
    indices = np.array([[0, 1]], dtype=np.uint8)
    assert pixels(as_raster(IndexedImage(indices, palette))) == [
        [[1, 2, 3, 0], [255, 0, 0, 0]]
    ]
    alpha = np.array([[255, 7]], dtype=np.uint8)
    raster = as_raster(IndexedImage(indices, palette, alpha))
    assert pixels(raster) == [[[1, 2, 3, 255], [255, 0, 0, 7]]]

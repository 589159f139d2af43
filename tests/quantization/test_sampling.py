"""How many pixels the fit looks at."""

from random import Random
from typing import Any

import numpy as np
import pytest

from kquant import Options, Raster
from kquant.images.counting import PictureColors
from kquant.options import Auto
from kquant.quantization.sampling import histogram_for_fit
from kquant.runtime.arrays import U8, U32

SIDE = 2048  # 4 million pixels, each of another color, of which none is stored


def rows_of_all_colors(top: int, bottom: int) -> U32:
    """Return rows of a picture in which no color occurs twice."""
    numbers = np.arange(top * SIDE, bottom * SIDE, dtype=np.uint32)
    return numbers.reshape(bottom - top, SIDE)


LARGE = PictureColors(
    Raster(SIDE, SIDE, rows_of_all_colors), np.arange(SIDE * SIDE, dtype=np.uint32)
)


def counted(picture: PictureColors, options: Options) -> float:
    """Return how many pixels the fit looks at."""
    return float(histogram_for_fit(picture, options, Random(0)).counts.sum())


@pytest.mark.parametrize(
    ("colors", "pixels"),
    [
        (1, 2**16),
        (64, 2**16),
        (65, 65 * 1024),
        (200, 200 * 1024),
        (256, 2**18),
        ("auto", 2**16),
    ],
)
def test_default(colors: int | Auto, pixels: int) -> None:
    """There are 1024 pixels per color, but at least 2**16, and 2**18 at most."""
    assert counted(LARGE, Options(colors=colors)) == pixels


def test_a_given_palette_counts_by_its_length() -> None:
    """The number of colors is that of the palette."""
    assert counted(LARGE, Options(palette=("red",) * 100)) == 100 * 1024


@pytest.mark.parametrize("size", [1, 1000, SIDE * SIDE - 1])
def test_given_size(size: int) -> None:
    """A sample has exactly as many pixels as asked for."""
    assert counted(LARGE, Options(sample=size)) == size


@pytest.mark.parametrize("sample", ["all", SIDE * SIDE, 1 << 31])
def test_all_pixels(sample: Any) -> None:
    """All pixels are counted when asked for, or when the sample would be as large."""
    assert counted(LARGE, Options(sample=sample)) == SIDE * SIDE


def test_few_colors_are_counted() -> None:
    """A large picture of at most 4096 colors is counted completely."""

    def rows(top: int, bottom: int) -> U32:
        return rows_of_all_colors(top, bottom) % np.uint32(4096)

    few = PictureColors(Raster(SIDE, SIDE, rows), np.arange(4096, dtype=np.uint32))

    assert counted(few, Options()) == SIDE * SIDE


def test_small_pictures_are_counted(noise: U8) -> None:
    """A picture that has been sorted is counted already."""
    assert (
        counted(PictureColors.of(Raster.from_array(noise)), Options())
        == noise[..., 0].size
    )


def test_a_sample_that_sees_nothing() -> None:
    """If the sample meets transparent pixels only, all pixels are counted."""
    pixels = np.zeros((60, 60, 4), dtype=np.uint8)
    pixels[0, 0] = 255
    colors = PictureColors.of(Raster.from_array(pixels))

    histogram = histogram_for_fit(colors, Options(sample=1), Random(1))

    assert len(colors.sample(1, Random(1))) == 0
    assert histogram.packed.tolist() == [0xFFFFFF]

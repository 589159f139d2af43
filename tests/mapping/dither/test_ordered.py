"""Ordered dithering: shares of entries, and thresholds."""

import numpy as np
import pytest

from kquant.images.counting import PictureColors
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.mapping.dither.mixtures import Mixtures
from kquant.mapping.dither.ordered import ordered, thresholds

BLACK_AND_WHITE = Palette.from_hex("#000000 #ffffff")


def mixture(share: float) -> Mixtures:
    """Return a mixture of black and white, with a share of black for one color."""
    parts = np.full((3, 1), 65535, dtype=np.uint16)
    parts[0] = round(share * 65536)
    return Mixtures(np.array([[0, 1, 1, 1]], dtype=np.uint8), parts)


def test_the_bayer_matrix_is_the_published_one() -> None:
    """The ranks begin as in Bayer's paper, and each of 0..63 occurs once."""
    ranks = thresholds("bayer") // 1024

    np.testing.assert_array_equal(ranks[:2, :4], [[0, 32, 8, 40], [48, 16, 56, 24]])
    np.testing.assert_array_equal(np.sort(ranks, axis=None), np.arange(64))


@pytest.mark.parametrize("kind", ["bayer", "blue-noise"])
def test_thresholds_are_amid_their_steps(kind: str) -> None:
    """n thresholds divide 0..1 evenly, each in the middle of its part."""
    matrix = np.sort(thresholds(kind), axis=None) / 65536

    assert matrix == pytest.approx((np.arange(matrix.size) + 0.5) / matrix.size)


def test_pattern_by_hand() -> None:
    """A share of 0.2 is black where (rank + 0.5) / 64 is below it: ranks 0 to 12."""
    pixels = np.full((8, 16, 3), 51, dtype=np.uint8)
    colors = PictureColors.of(Raster.from_array(pixels))

    image = ordered(colors, mixture(0.2), BLACK_AND_WHITE, thresholds("bayer"))

    expected = np.tile(thresholds("bayer") // 1024 > 12, (1, 2))
    np.testing.assert_array_equal(image.indices, expected)
    assert image.indices[:, :8].sum() == 64 - 13


@pytest.mark.parametrize("kind", ["bayer", "blue-noise"])
def test_the_pattern_goes_on_from_band_to_band(kind: str) -> None:
    """A picture of several bands has one pattern, also where bands meet."""
    pixels = np.full((1500, 900, 3), 51, dtype=np.uint8)
    colors = PictureColors.of(Raster.from_array(pixels))
    bands = colors.raster.bands()
    matrix = thresholds(kind)
    assert any(top % len(matrix) for top, _ in bands)

    image = ordered(colors, mixture(0.2), BLACK_AND_WHITE, matrix)

    across, down = -(-900 // len(matrix)), -(-1500 // len(matrix))
    expected = np.tile(matrix >= round(0.2 * 65536), (down, across))[:1500, :900]
    np.testing.assert_array_equal(image.indices, expected)

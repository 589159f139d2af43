"""Ordered dithering: mixtures of two entries, and thresholds."""

import numpy as np
import pytest

from kquant.color.lattice import FittingSpace
from kquant.color.packed import pack
from kquant.images.counting import PictureColors
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.mapping.dither.ordered import find_mixtures, ordered, thresholds
from kquant.runtime.arrays import U32

SRGB = FittingSpace("srgb", 1.0)
BLACK_AND_WHITE = Palette.from_hex("#000000 #ffffff")
GRAYS = pack(np.array([[0] * 3, [51] * 3, [102] * 3, [255] * 3], dtype=np.uint8))
LABELS = np.array([0, 0, 0, 1], dtype=np.uint8)


def mixture(first: int, second: int, share: float) -> int:
    """Return the number of a mixture."""
    return first + (second << 8) + (round(share * 65536) << 16)


def mixtures_at(strength: float) -> U32:
    """Return how the grays are mixed of black and white."""
    return find_mixtures(GRAYS, LABELS, BLACK_AND_WHITE, SRGB, strength)


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


def test_mixtures_by_hand() -> None:
    """Of black and white, 51 takes 51 / 255 of white, and 102 takes 102 / 255.

    Black and white themselves are not mixed.
    """
    black, fifth, two_fifths, white = mixtures_at(1.0).tolist()

    assert fifth == mixture(0, 1, 0.2)
    assert two_fifths == mixture(0, 1, 0.4)
    assert (black >> 16, white >> 16) == (0, 0)
    assert (black & 255, white & 255) == (0, 1)


def test_strength_by_hand() -> None:
    """At half the strength, shares are twice as far from a half: 0.4 becomes 0.3.

    0.2 would become -0.1, and is not mixed.
    """
    shares = [number / 65536 for number in (mixtures_at(0.5) >> np.uint32(16)).tolist()]

    assert shares == pytest.approx([0, 0, 0.3, 0], abs=1 / 65536)


def test_pattern_by_hand() -> None:
    """A share of 0.2 takes white where (rank + 0.5) / 64 is below it: ranks 0 to 12."""
    pixels = np.full((8, 16, 3), 51, dtype=np.uint8)
    colors = PictureColors.of(Raster.from_array(pixels))
    mixtures = np.array([mixture(0, 1, 0.2)], dtype=np.uint32)

    image = ordered(colors, mixtures, BLACK_AND_WHITE, thresholds("bayer"))

    expected = np.tile(thresholds("bayer") // 1024 <= 12, (1, 2))
    np.testing.assert_array_equal(image.indices, expected)
    assert image.indices[:, :8].sum() == 13


@pytest.mark.parametrize("kind", ["bayer", "blue-noise"])
def test_the_pattern_goes_on_from_band_to_band(kind: str) -> None:
    """A picture of several bands has one pattern, also where bands meet."""
    pixels = np.full((1500, 900, 3), 51, dtype=np.uint8)
    colors = PictureColors.of(Raster.from_array(pixels))
    bands = colors.raster.bands()
    matrix = thresholds(kind)
    assert any(top % len(matrix) for top, _ in bands)

    image = ordered(
        colors, np.array([mixture(0, 1, 0.2)], np.uint32), BLACK_AND_WHITE, matrix
    )

    across, down = -(-900 // len(matrix)), -(-1500 // len(matrix))
    expected = np.tile(matrix < round(0.2 * 65536), (down, across))[:1500, :900]
    np.testing.assert_array_equal(image.indices, expected)

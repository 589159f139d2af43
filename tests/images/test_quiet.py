"""Weights of pixels by how quiet their surroundings are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kquant.images.animation import Animation, Timing
from kquant.images.counting import PictureColors
from kquant.images.quiet import around_pixels, reach, weigh, weights_of_rows
from kquant.images.raster import Raster
from kquant.runtime.arrays import U8

WHITE = 255


def weights(raster: Raster) -> U8:
    """Return the weight of each pixel of a picture."""
    pixels = raster.read_rows(0, raster.height)
    return weights_of_rows(raster, pixels, 0, raster.height)


def gray(levels: U8) -> Raster:
    """Return a picture of these grays, shape (h, w)."""
    return Raster.from_array(np.repeat(levels[..., None], 3, axis=2))


def noise(height: int, width: int, channels: int = 3) -> U8:
    """Return random pixels."""
    shape = height, width, channels
    return np.random.default_rng(4).integers(0, 256, shape, dtype=np.uint8)


def test_an_edge_by_hand() -> None:
    """Left black, right white: away from the edge 200, beside it 9.

    The blocks that begin 2 pixels before the edge, at it and 2 after see a quarter of
    the other side: sqrt(1/4 * 3/4) = 0.433 is the deviation, and 4 / (0.02 + 0.433)
    is 8.8.
    """
    levels = np.zeros((8, 16), dtype=np.uint8)
    levels[:, 8:] = WHITE

    found = weights(gray(levels))

    assert (found == found[0]).all()
    assert found[0].tolist() == [200] * 6 + [9] * 6 + [200] * 4


def test_a_small_difference_by_hand() -> None:
    """Lightness 0.532 and 0.568 in turn, by 3 pixels: a deviation of 0.018, weight 105.

    The weights of the nine pixels are 1/4 and 1/2 in a row, so half of them are light.
    """
    levels = np.full((6, 24), 92, dtype=np.uint8)
    levels[:, 3::6] = levels[:, 4::6] = levels[:, 5::6] = 101
    light = np.cbrt([((x / 255 + 0.055) / 1.055) ** 2.4 for x in (92, 101)])
    deviation = np.diff(np.rint(1000 * light)).item() / 2000

    found = weights(gray(levels))[:, 8:14]

    assert found.tolist() == [[round(4 / (0.02 + deviation))] * 6] * 6


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (2, 3), (7, 5)])
def test_tiny_pictures(shape: tuple[int, int]) -> None:
    """Every pixel has a weight from 8 to 200; without any difference it is 200."""
    assert (weights(gray(np.full(shape, 77, dtype=np.uint8))) == 200).all()
    found = weights(Raster.from_array(noise(*shape)))
    assert found.shape == shape
    assert found.min() >= 8


def test_single_pixels_have_the_weights_of_rows() -> None:
    """The weights of a sample are those of the whole, whatever rows were read."""
    raster = Raster.from_array(noise(21, 13))
    positions = np.arange(7 * 13, 12 * 13)
    first, last = reach(raster, 7, 12)
    around = raster.read_rows(first, last)

    found = weigh(around_pixels(raster, around, 7, positions), has_alpha=False)

    assert found.tolist() == weights(raster)[7:12].reshape(-1).tolist()
    assert weights_of_rows(raster, around, 7, 12).reshape(-1).tolist() == found.tolist()


def test_what_cannot_be_seen_does_not_count() -> None:
    """Colors under alpha 0 change no weight of the pixels around them."""
    pixels = noise(12, 12, 4)
    pixels[..., 3] = np.where(pixels[..., 3] < 128, 0, pixels[..., 3])
    hidden = pixels[..., 3] == 0
    other = pixels.copy()
    other[hidden, :3] = 200

    assert np.array_equal(
        weights(Raster.from_array(pixels)), weights(Raster.from_array(other))
    )


def test_what_is_transparent_is_no_contrast() -> None:
    """A white disc on transparent black is as quiet as without the black."""
    pixels = np.zeros((9, 9, 4), dtype=np.uint8)
    pixels[3:6, 3:6] = 255

    assert (weights(Raster.from_array(pixels)) == 200).all()


def test_frames_do_not_see_each_other() -> None:
    """The weights of a frame are those that it has by itself, for odd heights too."""
    frames = [Raster.from_array(noise(5, 7)), gray(np.zeros((5, 7), dtype=np.uint8))]
    strip = Animation.of(frames, Timing((100, 100))).strip

    assert strip.frames == 2
    expected = np.concatenate([weights(frame) for frame in frames])
    assert np.array_equal(weights(strip), expected)


@given(st.integers(1, 30), st.integers(1, 30), st.booleans())
def test_histograms_add_up_the_weights(height: int, width: int, alpha: bool) -> None:
    """A color counts the sum of its pixels' weights, times their alpha, rounded up."""
    pixels = noise(height, width, 4 if alpha else 3) // 64 * 85
    raster = Raster.from_array(pixels)
    opacity = pixels[..., 3] / 255 if alpha else np.ones((height, width))
    each = np.ceil(np.round(weights(raster) * opacity, 9))
    seen = opacity > 0
    codes = pixels[..., :3].astype(int) @ [1, 1 << 8, 1 << 16]
    colors, places = np.unique(codes[seen], return_inverse=True)

    small = PictureColors.of(raster)
    histogram = small.histogram(quiet=True)
    large = PictureColors(raster, small.packed).histogram(quiet=True)

    assert histogram.packed.tolist() == colors.tolist()
    assert histogram.quiet is not None
    assert large.quiet is not None
    expected = np.bincount(places, each[seen], len(colors))
    assert histogram.quiet.tolist() == expected.tolist()
    assert large.quiet.tolist() == expected.tolist()
    assert histogram.counts.tolist() == small.histogram().counts.tolist()

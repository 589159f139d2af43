"""Distinct colors with counts."""

from random import Random

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.color.packed import pack
from kquant.images.counting import PictureColors
from kquant.images.histogram import Histogram
from kquant.images.raster import Raster
from kquant.runtime.arrays import U8

TINY = hnp.arrays(
    np.uint8, st.tuples(*[st.integers(1, 3)] * 2, st.sampled_from([3, 4]))
)


def counted(pixels: U8) -> Histogram:
    """Count every pixel."""
    return PictureColors.of(Raster.from_array(pixels)).histogram()


def sampled(pixels: U8, size: int, seed: int = 0) -> Histogram:
    """Count a sample of the pixels."""
    return PictureColors.of(Raster.from_array(pixels)).sample(size, Random(seed))


def test_by_hand() -> None:
    """Two red pixels and a blue one; red comes first, as its number is lower."""
    pixels = np.array([[[255, 0, 0], [0, 0, 255], [255, 0, 0]]], dtype=np.uint8)

    histogram = counted(pixels)

    assert histogram.colors.tolist() == [[255, 0, 0], [0, 0, 255]]
    assert histogram.counts.tolist() == [2.0, 1.0]


def test_alpha_by_hand() -> None:
    """A pixel counts by its alpha, and not at all at 0."""
    pixels = np.array([[[9, 9, 9, 128], [9, 9, 9, 255], [5, 5, 5, 0]]], dtype=np.uint8)

    for histogram in (counted(pixels), sampled(pixels, 3)):
        assert histogram.colors.tolist() == [[9, 9, 9]]
        assert histogram.counts.tolist() == [383.0]


def test_bins_by_hand() -> None:
    """With one bit to a channel the colors fall into 3 corners of the cube."""
    levels = [[[0, 0, 0], [200, 0, 0], [127, 127, 9], [127, 128, 255]]]

    labels, count = counted(np.array(levels, dtype=np.uint8)).bins((1, 1, 1))

    assert (labels.tolist(), count) == ([0, 2, 0, 1], 3)


def test_sample_is_stratified() -> None:
    """Of every ten pixels in a row, a sample of a tenth holds exactly one."""
    number = np.arange(5000, dtype=np.uint32)
    pixels = number.view(np.uint8).reshape(50, 100, 4)[..., :3]

    histogram = sampled(pixels, 500)

    assert np.array_equal(histogram.packed // 10, np.arange(500))


def test_sample_follows_the_seed(noise: U8) -> None:
    """The same seed draws the same pixels, another seed draws others."""
    first, again, other = (sampled(noise, 300, seed) for seed in (1, 1, 2))

    assert np.array_equal(first.packed, again.packed)
    assert not np.array_equal(first.packed, other.packed)


def test_sample_estimates_the_counts(photo: U8) -> None:
    """The mean color of a large sample is within a level of the photo's."""
    histogram = sampled(photo, 1 << 14)

    mean = np.average(histogram.colors, axis=0, weights=histogram.counts)
    assert mean == pytest.approx(photo.mean(axis=(0, 1)), abs=1.0)


@given(pixels=TINY)
@settings(deadline=None, max_examples=40)
def test_counts_add_up(pixels: U8) -> None:
    """Colors are distinct, ascending and complete; counts add up to the pixels."""
    histogram = counted(pixels)

    alpha = pixels[..., 3] if pixels.shape[2] == 4 else np.ones(pixels.shape[:2])
    visible = pack(pixels.reshape(-1, pixels.shape[2])[alpha.reshape(-1) > 0])
    assert np.array_equal(histogram.packed, np.unique(visible))
    assert histogram.counts.sum() == alpha.sum()


def test_pictures_of_several_bands() -> None:
    """Nothing is lost or counted twice where bands of rows meet."""
    pixels = np.random.default_rng(0).integers(0, 4, (3, 400_000, 4), dtype=np.uint8)

    histogram = counted(pixels)

    assert len(Raster.from_array(pixels).bands()) > 1
    packed, ranks = np.unique(pack(pixels.reshape(-1, 4)), return_inverse=True)
    assert np.array_equal(histogram.packed, packed)
    assert np.array_equal(histogram.counts, np.bincount(ranks, pixels[..., 3].flat))

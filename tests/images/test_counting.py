"""Pixels counted by their colors."""

from collections.abc import Callable
from random import Random

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.color.packed import color_of, is_visible, pack
from kquant.images.counting import PictureColors
from kquant.images.histogram import Histogram
from kquant.images.raster import Raster
from kquant.runtime.arrays import U8

TINY = hnp.arrays(
    np.uint8,
    st.tuples(*[st.integers(1, 4)] * 2, st.sampled_from([3, 4])),
    elements=st.one_of(st.integers(0, 255), st.sampled_from([0, 1, 255])),
)


def colors_of(pixels: U8) -> PictureColors:
    """Look at every pixel."""
    return PictureColors.of(Raster.from_array(pixels))


def without_ranks(pixels: U8) -> PictureColors:
    """Return the colors of a picture as if it were too large to be ranked."""
    raster = Raster.from_array(pixels)
    return PictureColors(raster, PictureColors.of(raster).packed)


def sampled(pixels: U8, size: int, seed: int = 0) -> Histogram:
    """Count a sample of the pixels."""
    return colors_of(pixels).sample(size, Random(seed))


def test_by_hand() -> None:
    """Two red pixels and a blue one: red has the lower number, so it comes first."""
    pixels = np.array([[[255, 0, 0], [0, 0, 255], [255, 0, 0]]], dtype=np.uint8)

    for colors in (colors_of(pixels), without_ranks(pixels)):
        histogram = colors.histogram()
        assert histogram.colors.tolist() == [[255, 0, 0], [0, 0, 255]]
        assert histogram.counts.tolist() == [2.0, 1.0]


def test_alpha_by_hand() -> None:
    """A pixel counts by its alpha, which at 0 is not at all: 128 + 255 = 383."""
    pixels = np.array([[[9, 9, 9, 128], [9, 9, 9, 255], [5, 5, 5, 0]]], dtype=np.uint8)

    for histogram in (
        colors_of(pixels).histogram(),
        without_ranks(pixels).histogram(),
        sampled(pixels, 3),
    ):
        assert histogram.colors.tolist() == [[9, 9, 9]]
        assert histogram.counts.tolist() == [383.0]


def test_ranked_pixels_by_hand() -> None:
    """Red has the lower number, so its rank is 0; the transparent pixel has none."""
    blue, red = [0, 0, 255, 255], [255, 0, 0, 255]
    pixels = np.array([[blue, red, [9, 9, 9, 0], red]], dtype=np.uint8)

    ranked = colors_of(pixels).pixels

    assert ranked is not None
    assert ranked.ranks.tolist() == [1, 0, 0]


@given(pixels=TINY)
@settings(max_examples=200)
def test_both_ways_of_counting_agree(pixels: U8) -> None:
    """Ranked pixels and a table of all colors give the same counts."""
    by_rank, by_table = colors_of(pixels), without_ranks(pixels)

    assert by_rank.pixels is not None
    assert by_table.pixels is None
    first, second = by_rank.histogram(), by_table.histogram()
    assert np.array_equal(first.packed, second.packed)
    assert np.array_equal(first.counts, second.counts)


@given(pixels=TINY)
@settings(max_examples=100)
def test_counts_add_up(pixels: U8) -> None:
    """Colors are distinct, ascending and complete, and counts add up to the alpha."""
    histogram = colors_of(pixels).histogram()

    alpha = pixels[..., 3] if pixels.shape[2] == 4 else np.ones(pixels.shape[:2])
    visible = pack(pixels.reshape(-1, pixels.shape[2])[alpha.reshape(-1) > 0])
    assert np.array_equal(histogram.packed, np.unique(visible))
    assert histogram.counts.sum() == alpha.sum()


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("channels", [3, 4])
def test_large_pictures(
    count: int, channels: int, use_threads: Callable[[int], None]
) -> None:
    """A picture too large to be ranked is counted completely, on any number of threads."""
    use_threads(count)
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 30, (3, 400_000, channels), dtype=np.uint8)

    colors = colors_of(pixels)
    histogram = colors.histogram()

    assert colors.pixels is None
    assert len(colors.raster.bands()) > 1
    flat = pixels.reshape(-1, channels)
    weights = flat[:, 3].astype(float) if channels == 4 else np.ones(len(flat))
    packed, ranks = np.unique(pack(flat), return_inverse=True)
    counts = np.bincount(ranks, weights)
    assert np.array_equal(histogram.packed, packed[counts > 0])
    assert np.array_equal(histogram.counts, counts[counts > 0])


def test_sample_is_stratified() -> None:
    """Of every ten pixels in a row, a sample of a tenth holds exactly one."""
    number = np.arange(5000, dtype=np.uint32)
    pixels = number.view(np.uint8).reshape(50, 100, 4)[..., :3]

    histogram = sampled(pixels, 500)

    assert np.array_equal(histogram.packed // 10, np.arange(500))


def test_sample_follows_the_seed(noise: U8) -> None:
    """The same seed draws the same pixels, and another seed draws others."""
    first, again, other = (sampled(noise, 300, seed) for seed in (1, 1, 2))

    assert np.array_equal(first.packed, again.packed)
    assert not np.array_equal(first.packed, other.packed)


def test_samples_do_not_depend_on_threads(
    use_threads: Callable[[int], None], in_step: Callable[[str, int], None]
) -> None:
    """One thread and four draw the same pixels of a picture of several bands."""
    pixels = np.random.default_rng(3).integers(0, 256, (900, 2000, 3), dtype=np.uint8)
    colors = colors_of(pixels)
    assert len(colors.raster.bands()) >= 4

    use_threads(1)
    first = colors.sample(1 << 16, Random(5))
    use_threads(4)
    in_step("searchsorted", 4)
    second = colors.sample(1 << 16, Random(5))

    assert np.array_equal(first.packed, second.packed)
    assert np.array_equal(first.counts, second.counts)


def test_sample_estimates_the_counts(photo: U8) -> None:
    """The mean of a sample is within four standard errors of the photo's mean.

    The standard error of the mean of n pixels is their deviation over sqrt(n).
    """
    size = 1 << 14
    histogram = sampled(photo, size)

    mean = np.average(histogram.colors, axis=0, weights=histogram.counts)
    errors = photo.std(axis=(0, 1)) / size**0.5
    assert histogram.counts.sum() == size
    assert (np.abs(mean - photo.mean(axis=(0, 1))) < 4 * errors).all()


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("shape", [(5, 7), (1000, 600)])
def test_ranks_lead_back_to_the_colors(shape: tuple[int, int], channels: int) -> None:
    """`packed` at the rank of a visible pixel is its color, in any band of rows.

    The larger picture has more pixels than are ranked when colors are counted.
    """
    pixels = np.random.default_rng(0).integers(0, 4, (*shape, channels)) * 85
    raster = Raster.from_array(pixels.astype(np.uint8))
    colors = PictureColors.of(raster)

    ranks = colors.ranks()

    top = 2
    rows = raster.read_rows(top, shape[0])
    seen = is_visible(rows) if channels == 4 else np.ones(rows.shape, dtype=bool)
    found = colors.packed.take(ranks(rows, top))
    np.testing.assert_array_equal(found[seen], color_of(rows)[seen])

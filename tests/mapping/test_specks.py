"""Specks take the color around them."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.mapping import regions
from kquant.mapping.specks import absorb_specks
from tests.mapping.slow_specks import slowly_absorbed

PALETTE = Palette.from_hex("#000000 #202020 #606060 #ffffff")


def picture(*rows: str, palette: Palette = PALETTE) -> IndexedImage:
    """Make a picture of digits, which are indices; a dot is transparent."""
    signs = np.array([list(row) for row in rows])
    indices = np.where(signs == ".", "0", signs).astype(np.uint8)
    alpha = np.where(signs == ".", 0, 255).astype(np.uint8)
    return IndexedImage(indices, palette, alpha if (signs == ".").any() else None)


def rows(image: IndexedImage) -> list[str]:
    """Return the visible digits of a picture, with dots elsewhere."""
    signs = image.indices.astype("<U1")
    if image.alpha is not None:
        signs[image.alpha == 0] = "."
    return ["".join(row) for row in signs.tolist()]


@pytest.mark.parametrize(
    ("before", "size", "after"),
    [
        pytest.param(
            "00000 00311 00000 33333", 2, "00000 00011 00000 33333", id="longest"
        ),
        pytest.param(
            "33333 11211 33333 22222", 2, "33333 11111 33333 22222", id="alike"
        ),
        pytest.param(
            "0000 0100 0010 0000 1111", 2, "0000 0000 0000 0000 1111", id="corner"
        ),
        pytest.param(
            "0000 0110 0010 1111", 3, "0000 0110 0010 1111", id="large-enough"
        ),
        pytest.param("000 010 000", 5, "000 010 000", id="last-of-its-color"),
        pytest.param("01000 00000 00011", 5, "00000 00000 00011", id="largest-stays"),
        pytest.param("001 000 100", 5, "001 000 000", id="first-of-equals-stays"),
        pytest.param("0..1. 0.... 11111", 5, "0..1. 0.... 11111", id="nothing-around"),
        pytest.param(
            "00.22 01.22 00.22 11111", 2, "00.22 00.22 00.22 11111", id="alpha"
        ),
    ],
)
def test_specks_by_hand(before: str, size: int, after: str) -> None:
    """Each small map turns into what the rules say."""
    assert rows(absorb_specks(picture(*before.split()), size)) == after.split()


def test_of_two_colors_as_near_the_first_is_taken() -> None:
    """A speck between equal colors, along borders as long, takes the lower index."""
    twins = Palette.from_hex("#000000 #ffffff #000000")
    before = picture("00000", "22122", "00000", "11111", palette=twins)
    assert rows(absorb_specks(before, 2)) == ["00000", "22022", "00000", "11111"]


def test_the_smallest_go_first() -> None:
    """A pixel joins three beside it, and together they are large enough to stay."""
    before = picture("0000", "0220", "0230", "0000", "3333", "2222")
    after = rows(absorb_specks(before, 4))
    assert after == ["0000", "0220", "0220", "0000", "3333", "2222"]


def test_one_pixel_is_always_enough() -> None:
    """Size 1 returns the very same picture."""
    before = picture("01", "10")
    assert absorb_specks(before, 1) is before


maps = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda shape: st.tuples(
        arrays(np.uint8, shape, elements=st.integers(0, 3)),
        arrays(np.uint8, shape, elements=st.sampled_from([0, 255, 255, 255])),
    )
)


@settings(max_examples=200)
@given(maps, st.integers(1, 12), st.booleans())
def test_what_holds_for_any_picture(
    channels: tuple[np.ndarray, np.ndarray], size: int, opaque: bool
) -> None:
    """No color is lost, no speck is left, and nothing is left to do."""
    indices, alpha = channels
    before = IndexedImage(indices, PALETTE, None if opaque else alpha)
    after = absorb_specks(before, size)
    assert_no_speck_is_left(after, size)
    shown = before.shares() > 0
    np.testing.assert_array_equal(after.shares() > 0, shown)
    np.testing.assert_array_equal(absorb_specks(after, size).indices, after.indices)


@pytest.mark.parametrize("scale", [1, 3])
def test_against_another_labelling(scale: int) -> None:
    """SciPy's connected components find no speck that should not be there."""
    rng = np.random.default_rng(0)
    noise = ndimage.gaussian_filter(rng.normal(size=(150, 210)), scale)
    indices = np.digitize(noise, np.quantile(noise, [0.25, 0.5, 0.75]))
    after = absorb_specks(IndexedImage(indices.astype(np.uint8), PALETTE), 20)
    assert_no_speck_is_left(after, 20)


def assert_no_speck_is_left(image: IndexedImage, size: int) -> None:
    """Check that small regions are the largest of their color, or have no neighbor."""
    seen = (
        np.ones(image.indices.shape, bool) if image.alpha is None else image.alpha > 0
    )
    for index in range(len(image.palette)):
        labels, count = ndimage.label(seen & (image.indices == index))
        sizes = np.bincount(labels.ravel(), minlength=count + 1)
        for label in range(1, count + 1):
            around = ndimage.binary_dilation(labels == label) & seen & (labels != label)
            if sizes[label] < size and around.any():
                assert sizes[label] == sizes[1:].max()
                assert label == 1 + sizes[1:].argmax()


@settings(deadline=None, max_examples=300)
@given(maps, st.integers(2, 14), st.booleans(), st.sampled_from([1, 7, 20, 1000]))
def test_the_same_as_it_was_first_written(
    channels: tuple[np.ndarray, np.ndarray], size: int, opaque: bool, band: int
) -> None:
    """Bands of any height, down to a row, give what the graph of all runs gives."""
    indices, alpha = channels
    before = IndexedImage(indices, PALETTE, None if opaque else alpha)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regions, "_BAND_PIXELS", band)
        after = absorb_specks(before, size)
    np.testing.assert_array_equal(after.indices, slowly_absorbed(before, size).indices)


@pytest.mark.parametrize("size", [3, 40, 10_000])
def test_the_same_on_noise(size: int) -> None:
    """Specks that span many bands, in many rounds, come out the same as well."""
    noise = np.random.default_rng(0).integers(0, 4, (90, 110), dtype=np.uint8)
    before = IndexedImage(noise, PALETTE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regions, "_BAND_PIXELS", 500)
        after = absorb_specks(before, size)
    np.testing.assert_array_equal(after.indices, slowly_absorbed(before, size).indices)


def test_noise_takes_little_memory() -> None:
    """At most 12 bytes a pixel more, beside what a few bands take."""
    side = 700
    noise = np.random.default_rng(0).integers(0, 4, (side, side), dtype=np.uint8)
    before = IndexedImage(noise, PALETTE)
    tracemalloc.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(regions, "_BAND_PIXELS", 1 << 12)
            absorb_specks(before, 5)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * side**2

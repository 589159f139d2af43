"""Pairs of color and opacity: what a palette can hold, and what becomes of the rest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.images.indexed import IndexedImage
from kquant.images.opacity import (
    MOST_COLORS_BESIDE,
    Entries,
    _points,
    entries_of,
    pairs_beyond,
)
from kquant.images.palette import Palette
from kquant.runtime.arrays import F64, U8

RNG = np.random.default_rng(4)


def palette(k: int) -> Palette:
    """Return k distinct colors."""
    codes = np.random.default_rng(k).choice(1 << 24, k, replace=False)
    colors = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    return Palette(colors.astype(np.uint8))


def seen(entries: Entries, image: IndexedImage) -> U8:
    """Return the pixels that the entries give."""
    pairs = entries.pairs[entries.indices(image)]
    colors = image.palette.colors[pairs & 255]
    return np.dstack([colors, (pairs >> 8).astype(np.uint8)])


def over(pixels: U8, background: int) -> F64:
    """Lay pixels over a gray background."""
    alpha = pixels[..., 3:] / 255
    result: F64 = pixels[..., :3] * alpha + background * (1 - alpha)
    return result


def test_few_pairs() -> None:
    """Hidden pixels have one entry, whatever their color; the palette comes last."""
    indices = np.array([[0, 1, 1, 0, 1]], dtype=np.uint8)
    alpha = np.array([[0, 0, 9, 255, 9]], dtype=np.uint8)
    image = IndexedImage(indices, palette(3), alpha)
    entries = entries_of(image)
    assert entries is not None
    opaque = 255 << 8
    assert entries.pairs.tolist() == [0, 1 + (9 << 8), opaque, opaque + 1, opaque + 2]
    assert entries.indices(image).tolist() == [[0, 0, 1, 2, 1]]
    assert pairs_beyond(image) == 0


def test_distances_are_what_is_seen() -> None:
    """Squared distances are those of the channels on black and on white, added up."""
    image = IndexedImage(np.zeros((1, 1), np.uint8), palette(256))
    pairs = RNG.integers(0, 1 << 16, 200)
    points = _points(pairs, image)
    pixels = np.column_stack([image.palette.colors[pairs & 255], pairs >> 8])
    expected = sum(
        np.square(over(pixels[:100], gray) - over(pixels[100:], gray)).sum(axis=1)
        for gray in (0, 255)
    )
    got = np.square(points[:100] - points[100:]).sum(axis=1) / 2  # of half levels
    assert np.sqrt(got) == pytest.approx(np.sqrt(expected), abs=1.5)


def test_full_house() -> None:
    """256 pairs are kept as they are, without room for colors that are never opaque."""
    alpha = np.arange(256, dtype=np.uint8)[None]
    image = IndexedImage(np.zeros((1, 256), np.uint8), palette(2), alpha)
    entries = entries_of(image)
    assert entries is not None
    assert np.array_equal(seen(entries, image)[..., 3], alpha)
    assert pairs_beyond(image) == 0
    image = IndexedImage(
        np.repeat([[0, 1]], 256, 1).astype(np.uint8),
        palette(2),
        np.hstack([alpha, alpha]),
    )
    assert pairs_beyond(image) == 511  # of the two pairs with nothing to see, one


@settings(max_examples=25)
@given(st.sampled_from([2, 9, 60, MOST_COLORS_BESIDE]), st.integers(0, 1 << 32))
def test_merged(k: int, seed: int) -> None:
    """All k colors stay, opaque and hidden pixels are exact, and others are near."""
    rng = np.random.default_rng(seed)
    indices = rng.permutation(np.resize(np.arange(k, dtype=np.uint8), 40 * 50))
    alpha = rng.integers(0, 256, (40, 50), dtype=np.uint8)
    alpha[rng.random(alpha.shape) < 0.2] = 0
    alpha[:, ::3] = 255
    image = IndexedImage(indices.reshape(40, 50), palette(k), alpha)
    entries = entries_of(image)
    assert entries is not None
    assert len(entries.pairs) <= 256
    got, expected = seen(entries, image), image.to_array()
    exact = alpha == 255
    assert np.array_equal(got[exact], expected[exact])
    assert not got[alpha == 0][:, 3].any()
    assert len(np.unique(got[got[..., 3] > 0][:, :3], axis=0)) == k
    for gray in (0, 255):
        gap = np.square(over(got, gray) - over(expected, gray)).mean() ** 0.5
        assert gap < 5 + k / 8


def test_colors_that_are_never_opaque_stay() -> None:
    """A color keeps the pair that most of its pixels have."""
    rng = np.random.default_rng(1)
    indices = rng.integers(0, 200, (80, 90), dtype=np.uint8)
    alpha = rng.integers(1, 255, indices.shape, dtype=np.uint8)
    image = IndexedImage(indices, palette(200), alpha)
    entries = entries_of(image)
    assert entries is not None
    assert len(entries.pairs) <= 256
    got = seen(entries, image)
    assert len(np.unique(got[..., :3].reshape(-1, 3), axis=0)) == 200
    again = entries_of(
        IndexedImage(
            (entries.pairs[entries.indices(image)] & 255).astype(np.uint8),
            image.palette,
            got[..., 3],
        )
    )
    assert again is not None
    assert np.array_equal(
        np.unique(again.pairs), np.unique(entries.pairs[entries.indices(image)])
    )


def test_too_many_colors() -> None:
    """Eight entries at least are left for opacities, or there is no palette."""
    indices = RNG.permutation(np.resize(np.arange(248, dtype=np.uint8), 40 * 50))
    alpha = RNG.integers(0, 256, (40, 50), dtype=np.uint8)
    image = IndexedImage(indices.reshape(40, 50), palette(248), alpha)
    assert entries_of(image) is None
    assert pairs_beyond(image) > 256

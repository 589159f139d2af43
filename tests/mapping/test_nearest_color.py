"""Every pixel to the nearest color of a palette."""

import numpy as np
import pytest

from kquant import Options, Palette, remap
from kquant.color.lattice import FittingSpace
from kquant.color.packed import pack, unpack
from kquant.mapping.nearest_color import match
from kquant.runtime.arrays import U8

SPACES = [
    FittingSpace("srgb", 1.0),
    FittingSpace("oklab", 0.45),
    FittingSpace("oklab", 0.05),
]


def palette_of(k: int) -> U8:
    """Return k random colors."""
    return np.random.default_rng(k).integers(0, 256, (k, 3), dtype=np.uint8)


def test_by_hand() -> None:
    """In sRGB a dark red is nearer to black than to red below 127.5."""
    pixels = np.array([[[127, 0, 0], [128, 0, 0], [255, 9, 9]]], dtype=np.uint8)

    image = remap(pixels, Palette.from_hex("#000000 #ff0000"), Options(space="srgb"))

    assert image.indices.tolist() == [[0, 1, 1]]


def test_lightness_weight_decides() -> None:
    """A dark blue is blue where hue counts most, and dark where lightness does."""
    pixels = np.array([[[0, 0, 140]]], dtype=np.uint8)
    palette = Palette.from_hex("#2a2a2a #0000ff")

    indices = [
        remap(pixels, palette, Options(lightness_weight=weight)).indices.item()
        for weight in (0.05, 4)
    ]

    assert indices == [1, 0]


def test_tie() -> None:
    """Half-way between two entries, the first gets it; so it does among equal ones."""
    pixels = np.array([[[10, 0, 0], [30, 0, 0]]], dtype=np.uint8)
    palette = Palette.from_hex("#140000 #000000 #1e0000 #1e0000")

    image = remap(pixels, palette, Options(space="srgb"))

    assert image.indices.tolist() == [[0, 2]]


@pytest.mark.parametrize("space", SPACES, ids=repr)
@pytest.mark.parametrize("k", [1, 7, 256])
def test_brute_force(space: FittingSpace, k: int) -> None:
    """No entry is nearer, comparing all distances in float64 on the lattice."""
    packed = np.arange(0, 1 << 24, 2003, dtype=np.uint32)
    points = space.points(unpack(packed)).astype(np.float64)
    centroids = space.points(palette_of(k)).astype(np.float64)
    squared = sum((points[:, [i]] - centroids[:, i]) ** 2 for i in range(3))

    labels = match(packed, palette_of(k), space)

    assert np.array_equal(labels, np.asarray(squared).argmin(axis=1))


@pytest.mark.parametrize("space", SPACES, ids=repr)
def test_palette_colors_keep_their_entry(space: FittingSpace) -> None:
    """Even where neighboring colors share a lattice point, each stays itself."""
    dark = unpack(np.arange(4, dtype=np.uint32))
    colors = np.concatenate([dark, dark[:, ::-1], palette_of(40)])
    packed, first = np.unique(pack(colors), return_index=True)

    assert np.array_equal(match(packed, colors, space), first)


def test_permuted_palette(noise: U8) -> None:
    """A palette in another order gives the index map in that order."""
    order = np.random.default_rng(0).permutation(64)

    indices = remap(noise, Palette(palette_of(64))).indices
    permuted = remap(noise, Palette(palette_of(64)[order])).indices

    assert np.array_equal(order[permuted], indices)


def test_alpha(veiled: U8) -> None:
    """Alpha is kept, and transparent pixels have index 0 and no color."""
    image = remap(veiled, Palette(palette_of(16)))

    assert image.alpha is not None
    assert np.array_equal(image.alpha, veiled[..., 3])
    assert not image.indices[veiled[..., 3] == 0].any()
    opaque = remap(veiled[32:, :, :3].copy(), Palette(palette_of(16)))
    assert np.array_equal(image.indices[32:], opaque.indices)

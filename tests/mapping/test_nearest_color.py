"""Every pixel to the nearest color of a palette."""

from collections.abc import Callable

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant import Options, Palette, remap
from kquant.color.lattice import FittingSpace
from kquant.color.packed import pack, unpack
from kquant.images.counting import PictureColors
from kquant.images.raster import Raster
from kquant.mapping.nearest_color import _CHUNK, match, paint, render
from kquant.runtime.arrays import U8, U32
from kquant.runtime.threads import one_by_one

SPACES = [
    FittingSpace("srgb", 1.0),
    FittingSpace("oklab", 0.45),
    FittingSpace("oklab", 0.05),
]


def palette_of(k: int) -> U8:
    """Return k random colors."""
    return np.random.default_rng(k).integers(0, 256, (k, 3), dtype=np.uint8)


def test_by_hand() -> None:
    """In sRGB, a red below 127.5 is nearer to black than to full red."""
    pixels = np.array([[[127, 0, 0], [128, 0, 0], [255, 9, 9]]], dtype=np.uint8)

    image = remap(pixels, Palette.from_hex("#000000 #ff0000"), Options(space="srgb"))

    assert image.indices.tolist() == [[0, 1, 1]]


def test_lightness_weight_decides() -> None:
    """A dark blue goes to blue if hue counts most, and to dark gray if lightness does."""
    pixels = np.array([[[0, 0, 140]]], dtype=np.uint8)
    palette = Palette.from_hex("#2a2a2a #0000ff")

    indices = [
        remap(pixels, palette, Options(lightness_weight=weight)).indices.item()
        for weight in (0.05, 4)
    ]

    assert indices == [1, 0]


def test_tie() -> None:
    """A color half-way between two entries, or equal to both, goes to the first."""
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


@pytest.mark.parametrize("space", SPACES, ids=repr)
def test_known_points_change_nothing(space: FittingSpace) -> None:
    """Labels are the same when the points of the colors are given."""
    packed = np.arange(0, 1 << 24, 5003, dtype=np.uint32)
    points = space.points(unpack(packed))

    assert np.array_equal(
        match(packed, palette_of(40), space, points),
        match(packed, palette_of(40), space),
    )


@pytest.mark.parametrize("k", [100, 256])
def test_matching_does_not_depend_on_threads(
    k: int, use_threads: Callable[[int], None]
) -> None:
    """One thread and four find the same entries for colors of several chunks."""
    packed = np.arange(0, 1 << 24, 97, dtype=np.uint32)
    assert len(packed) > 4 * _CHUNK
    labels = []

    for count in (1, 4):
        use_threads(count)
        labels.append(match(packed, palette_of(k), SPACES[1]))

    assert np.array_equal(labels[0], labels[1])


TINY = hnp.arrays(
    np.uint8,
    st.tuples(*[st.integers(1, 4)] * 2, st.sampled_from([3, 4])),
    elements=st.one_of(st.integers(0, 255), st.sampled_from([0, 1, 255])),
)


@given(pixels=TINY, dpi=st.sampled_from([None, (72.0, 90.0)]))
@settings(max_examples=200)
def test_both_ways_of_painting_agree(
    pixels: U8, dpi: tuple[float, float] | None
) -> None:
    """Painting ranked pixels and looking up a table give the same picture.

    Without alpha, small pictures are painted in their sorted order.
    """
    raster = Raster.from_array(pixels, dpi)
    colors, palette = PictureColors.of(raster), Palette(palette_of(9))
    labels = match(colors.packed, palette.colors, SPACES[0])

    first = paint(colors, labels, palette)
    second = paint(PictureColors(raster, colors.packed), labels, palette)

    assert np.array_equal(first.to_array(), second.to_array())
    assert np.array_equal(first.indices, second.indices)
    assert (first.palette, first.dpi) == (second.palette, second.dpi) == (palette, dpi)


@pytest.mark.parametrize("channels", [3, 4])
def test_painting_does_not_depend_on_threads(
    channels: int, use_threads: Callable[[int], None]
) -> None:
    """One thread and four paint the same picture, which has several bands."""
    rng = np.random.default_rng(channels)
    pixels = rng.integers(0, 256, (900, 2000, channels), dtype=np.uint8)
    assert len(Raster.from_array(pixels).bands()) >= 4
    images = []

    for count in (1, 4):
        use_threads(count)
        images.append(remap(pixels, Palette(palette_of(30))))

    assert np.array_equal(images[0].indices, images[1].indices)
    assert np.array_equal(images[0].to_array(), images[1].to_array())


def test_rendering_by_bands() -> None:
    """Each band of rows is filled from its own pixels, and knows its first row."""
    pixels = np.arange(15, dtype=np.uint8).reshape(5, 1, 3)
    raster, tops = Raster.from_array(pixels), []

    def fill(band: U32, top: int, out: U8) -> None:
        tops.append(top)
        out[:] = band & 255

    palette = Palette(np.zeros((256, 3), dtype=np.uint8))
    image = render(raster, palette, fill, [(0, 2), (2, 5)], one_by_one)

    assert image.indices[:, 0].tolist() == [0, 3, 6, 9, 12]
    assert tops == [0, 2]


def test_permuted_palette(noise: U8) -> None:
    """With the palette in another order, indices follow it."""
    order = np.random.default_rng(0).permutation(64)

    indices = remap(noise, Palette(palette_of(64))).indices
    permuted = remap(noise, Palette(palette_of(64)[order])).indices

    assert np.array_equal(order[permuted], indices)


def test_alpha(veiled: U8) -> None:
    """Alpha is kept, and transparent pixels have index 0."""
    image = remap(veiled, Palette(palette_of(16)))

    assert image.alpha is not None
    assert np.array_equal(image.alpha, veiled[..., 3])
    assert not image.indices[veiled[..., 3] == 0].any()
    opaque = remap(veiled[32:, :, :3].copy(), Palette(palette_of(16)))
    assert np.array_equal(image.indices[32:], opaque.indices)

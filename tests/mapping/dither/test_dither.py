"""Dithered pictures: means are right, flat areas stay clean, and no color is lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from sklearn.datasets import load_sample_image

from kquant.color.packed import unpack
from kquant.color.spaces import LINEAR
from kquant.images.counting import PictureColors
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.mapping.dither.mixtures import find_mixtures
from kquant.mapping.dither.ordered import ordered
from kquant.mapping.dither.reach import within_reach
from kquant.mapping.nearest_color import match
from kquant.options import DITHERS, SPACES, DitherKind, Options, Space
from kquant.quantization.pipeline import quantize, remap
from kquant.quantization.search import fitting_space
from kquant.runtime.arrays import F64, U8

KINDS = DITHERS[1:]
BLACK_AND_WHITE = Palette.from_hex("#000000 #ffffff")

# Linear sRGB to cone responses, and their cube roots to Oklab (Ottosson 2020).
RGB_TO_LMS = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
LMS_TO_LAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


def local_means(pixels: U8, size: int = 7) -> F64:
    """Average light over boxes of pixels, as an eye does, and give it in Oklab."""
    sums = np.pad(LINEAR[pixels], ((1, 0), (1, 0), (0, 0))).cumsum(0).cumsum(1)
    light = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size]
    light = (light + sums[:-size, :-size]) / size**2
    lab: F64 = np.cbrt(light @ np.transpose(RGB_TO_LMS)) @ np.transpose(LMS_TO_LAB)
    return lab


def blurred_difference(before: U8, after: U8) -> float:
    """Return the mean Oklab difference of local means, times 100."""
    shift = local_means(before) - local_means(after)
    return float(100 * np.sqrt(np.square(shift).sum(axis=-1)).mean())


def dusk(height: int = 160, width: int = 200) -> U8:
    """Paint an evening sky: a smooth gradient, blue above and orange below."""
    down = np.linspace(0, 1, height)[:, None] + 0.15 * np.linspace(-1, 1, width) ** 2
    colors = np.array([[26, 41, 92], [140, 107, 133], [250, 184, 115]])
    channels = [np.interp(down / 1.15, [0, 0.5, 1], level) for level in colors.T]
    sky: U8 = np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
    return sky


# How far the share of white may be from the light of a flat gray, in 128 x 128 pixels.
# Errors of up to 7/8 are lost at the edges: 7 + 1 sixteenths on the right, 3 on the
# left, and 3 + 5 + 1 below, of 128 pixels each.
MOST_OFF = {
    "bayer": 0.5 / 64,  # 64 shares, from the middle of one to that of the next
    "blue-noise": 0.5 / 4096,
    "floyd-steinberg": 7 / 8 * (8 + 3 + 9) / 16 / 128,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", [5, *range(16, 241, 16), 250])
def test_the_light_of_a_flat_gray_is_kept(kind: DitherKind, level: int) -> None:
    """White gets the share that the light of the gray is of that of white."""
    gray = np.full((128, 128, 3), level, dtype=np.uint8)
    image = remap(gray, BLACK_AND_WHITE, Options(dither=kind))
    most = MOST_OFF[kind] + 0.5 / 16384  # light is rounded
    assert image.indices.mean() == pytest.approx(LINEAR[level], abs=most)
    assert most < 0.01


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("space", SPACES)
def test_less_strength_changes_fewer_pixels(kind: DitherKind, space: Space) -> None:
    """At strength 0 nothing is dithered, and more pixels change with more strength."""
    none = quantize(dusk(), Options(space=space)).image.indices
    changed = []
    for strength in (0, 0.3, 1):
        options = Options(space=space, dither=kind, dither_strength=strength)
        changed.append((quantize(dusk(), options).image.indices != none).mean())
    assert changed[0] == 0 < changed[1] < changed[2]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_flat_and_fits_stays_clean(kind: DitherKind) -> None:
    """A flat area in a color of the palette has no speck, even beside a dithered one."""
    picture = dusk()
    picture[80:, :] = [200, 30, 30]
    palette = Palette.from_hex("#1a295c #c81e1e #8c6b85 #ffffff")
    image = remap(picture, palette, Options(dither=kind))
    assert (image.indices[80:] == 1).all()
    assert len(np.unique(image.indices[:80])) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_transparent_pixels_take_no_part(kind: DitherKind) -> None:
    """No error crosses a transparent column."""
    alpha = np.full((40, 64, 1), 255, dtype=np.uint8)
    alpha[:, 31] = 0
    pictures = []
    for level in (100, 180):
        left = np.broadcast_to(np.uint8(level), (40, 32, 3))
        colors = np.concatenate([left, dusk(40, 32)], axis=1)
        pictures.append(np.concatenate([colors, alpha], axis=2))
    options = Options(dither=kind)
    first, second = (remap(p, BLACK_AND_WHITE, options).indices for p in pictures)
    np.testing.assert_array_equal(first[:, 32:], second[:, 32:])
    assert not first[:, 31].any()
    assert (first[:, :31] != second[:, :31]).any()


@settings(max_examples=80)
@given(
    arrays(np.uint8, (5, 6, 4), elements=st.integers(0, 255)),
    st.integers(2, 12),
    st.sampled_from(KINDS),
)
def test_every_color_is_used_and_a_second_time_changes_nothing(
    picture: U8, colors: int, kind: DitherKind
) -> None:
    """The result has exactly k colors, and comes back unchanged when given again."""
    options = Options(colors=colors, dither=kind)
    first = quantize(picture, options)
    used = np.unique(first.image.indices[picture[..., 3] > 0])
    assert len(used) == min(colors, len(first.packed))
    again = quantize(first.image.to_array(), options).image
    seen = picture[..., 3] > 0
    np.testing.assert_array_equal(again.to_array()[seen], first.image.to_array()[seen])


@pytest.mark.parametrize("kind", KINDS)
def test_threads_change_nothing(
    kind: DitherKind,
    use_threads: Callable[[int], None],
    in_step: Callable[[str, int], None],
) -> None:
    """One thread and four give the same picture, which has several bands."""
    picture = np.tile(dusk(), (8, 8, 1))
    assert len(Raster.from_array(picture).bands()) >= 4
    use_threads(1)
    first = quantize(picture, Options(dither=kind)).image.indices
    use_threads(4)
    if kind != "floyd-steinberg":  # which must do its bands one after another
        in_step("tile", 4)
    second = quantize(picture, Options(dither=kind)).image.indices
    np.testing.assert_array_equal(first, second)


def dithered_by_white_noise(picture: U8, palette: Palette) -> U8:
    """Dither with thresholds at random places, the simplest way there is."""
    colors = PictureColors.of(Raster.from_array(picture))
    labels = match(
        colors.packed, palette.colors, fitting_space(Options(), len(palette))
    )
    light = within_reach(unpack(colors.packed), labels, palette)
    mixtures = find_mixtures(light, palette)
    ranks = np.random.default_rng(0).permutation(64 * 64).reshape(64, 64)
    matrix = (16 * ranks + 8).astype(np.uint16)
    return ordered(colors, mixtures, palette, matrix).to_array()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("colors", [4, 8, 16])
def test_a_sky_shows_fewer_bands(kind: DitherKind, colors: int) -> None:
    """Local means of a sky are closer than with white noise, and than without dither."""
    sky = dusk()
    image = quantize(sky, Options(colors=colors, dither=kind)).image
    noisy = dithered_by_white_noise(sky, image.palette)
    plain = remap(sky, image.palette).to_array()

    ours, theirs, flat = (
        blurred_difference(sky, other) for other in (image.to_array(), noisy, plain)
    )
    assert ours < theirs
    assert ours < flat


@pytest.mark.parametrize("colors", [4, 16, 256])
def test_error_diffusion_is_closer_than_pillows(colors: int) -> None:
    """Local means of a photo are closer than with Pillow and the same palette."""
    photo = load_sample_image("flower.jpg")[::2, ::2].copy()
    image = quantize(photo, Options(colors=colors, dither="floyd-steinberg")).image
    holder = Image.new("P", (1, 1))
    holder.putpalette(image.palette.colors.tobytes())
    theirs = Image.fromarray(photo).quantize(
        palette=holder, dither=Image.Dither.FLOYDSTEINBERG
    )
    reference = blurred_difference(photo, np.array(theirs.convert("RGB")))
    assert blurred_difference(photo, image.to_array()) <= reference


def test_colors_out_of_reach_do_not_bleed() -> None:
    """Beside a red that no gray can show, at most a pixel in each row of gray changes.

    A red pixel passes on an error of at most twice the distance between two grays, and
    7 + 1 sixteenths of it to the right: one step from gray to gray.
    """
    grays = Palette.from_hex("#000000 #606060 #a0a0a0 #ffffff")
    picture = np.full((60, 120, 3), 120, dtype=np.uint8)
    options = Options(dither="floyd-steinberg")
    alone = remap(picture, grays, options).indices
    picture[:, :60] = [255, 0, 0]
    beside = remap(picture, grays, options).indices

    counts = [np.bincount(i[:, 60:].ravel(), minlength=4) for i in (alone, beside)]
    assert np.abs(counts[0] - counts[1]).max() <= 60
    assert counts[1][[0, 3]].tolist() == [0, 0]  # neither black nor white appears


# Colors of a seven-color e-ink panel: neither black nor white is full.
PANEL = ("#191e21", "#e8e8e8", "#215f3f", "#31498f", "#b21318", "#efde44", "#d0723f")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("colors", [2, 4, 8, 16, "panel"])
def test_few_colors_keep_the_luminance_of_a_photo(
    kind: DitherKind, colors: int | Literal["panel"]
) -> None:
    """Mean luminance is within 2 %, where entries are bright and dark enough."""
    luminance = np.array([0.2126, 0.7152, 0.0722])
    for name in ("china.jpg", "flower.jpg"):
        photo = load_sample_image(name)[::3, ::3].copy()
        options = Options(dither=kind)
        if colors == "panel":
            image = remap(photo, Palette.from_hex(" ".join(PANEL)), options)
        else:
            image = quantize(photo, replace(options, colors=colors)).image
        entries = LINEAR[image.palette.colors] @ luminance
        wanted = np.clip(LINEAR[photo] @ luminance, entries.min(), entries.max()).mean()
        shown = (LINEAR[image.to_array()] @ luminance).mean()
        assert shown == pytest.approx(wanted, rel=0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_olive_is_not_mixed_from_yellow_and_brown(kind: DitherKind) -> None:
    """A color near an entry is mostly this entry, not two that are far on either side.

    The colors are those that a photo of caps has with k = 8.
    """
    inks = "#463626 #892d1c #5b656a #d0422f #7c8312 #8c8267 #b3b898 #cee034"
    cap = np.full((64, 64, 3), [140, 140, 5], dtype=np.uint8)

    shares = remap(cap, Palette.from_hex(inks), Options(dither=kind)).shares()

    brown, olive = shares[0], shares[4]
    assert brown < 0.02
    assert olive > 0.75


@pytest.mark.parametrize("kind", KINDS)
def test_seven_inks_mix_the_colors_between_them(kind: DitherKind) -> None:
    """With e-ink's colors, a photo keeps its light within 2 %, and blue stays blue.

    Two entries cannot mix a pale blue: it takes white, blue and green.
    """
    inks = Palette.from_hex("#000000 #ffffff #00ff00 #0000ff #ff0000 #ffff00 #ff8000")
    photo = load_sample_image("china.jpg")[:, :320].copy()
    image = remap(photo, inks, Options(dither=kind))
    luminance = [
        (LINEAR[p] @ [0.2126, 0.7152, 0.0722]).mean() for p in (photo, image.to_array())
    ]
    assert luminance[1] == pytest.approx(luminance[0], rel=0.02)

    sky = np.full((128, 128, 3), [120, 170, 230], dtype=np.uint8)
    light = LINEAR[remap(sky, inks, Options(dither=kind)).to_array()].mean(axis=(0, 1))
    assert light == pytest.approx(LINEAR[sky[0, 0]], abs=0.04)

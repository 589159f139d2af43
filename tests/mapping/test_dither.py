"""Dithering: means that are right, without streaks, specks or lost colors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from sklearn.datasets import load_sample_image

from kquant.color.spaces import LINEAR, srgb_to_oklab
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.mapping.dither.blue_noise import void_and_cluster
from kquant.mapping.dither.diffusion import Diffusion
from kquant.mapping.dither.ordered import thresholds
from kquant.options import DITHERS, SPACES, DitherKind, Options, Space
from kquant.quantization.pipeline import quantize, remap
from kquant.quantization.quality import measure
from kquant.runtime.arrays import F64, U8
from kquant.runtime.threads import limit_threads

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


def floyd_steinberg_by_pixels(points: F64, centroids: F64, limits: F64) -> U8:
    """Diffuse errors one pixel after another, as the paper has it."""
    height, width, _ = points.shape
    wanted = np.pad(points.astype(float), ((0, 1), (1, 1), (0, 0)))
    labels = np.zeros((height, width), dtype=np.uint8)
    for y, x in np.ndindex(height, width):
        color = np.rint(wanted[y, x + 1])
        label = int(np.square(color - centroids).sum(axis=1).argmin())
        error = color - centroids[label]
        size = np.sqrt(np.float32(error @ error))
        limit = np.float32(limits[label])
        error = np.rint(np.float32(error) * (limit / max(size, limit)))
        for dy, dx, sixteenths in ((0, 1, 7), (1, -1, 3), (1, 0, 5), (1, 1, 1)):
            wanted[y + dy, x + 1 + dx] += error * sixteenths / 16
        labels[y, x] = label
    return labels


@settings(deadline=None, max_examples=40)
@given(
    st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
        lambda shape: arrays(np.int64, (*shape, 3), elements=st.integers(-300, 300))
    ),
    arrays(np.int64, (4, 3), elements=st.integers(-300, 300), unique=True),
    st.integers(0, 9),
)
def test_diagonals_give_what_single_pixels_give(
    points: np.ndarray, centroids: np.ndarray, split: int
) -> None:
    """The result is that of the plain loop, in whatever bands the rows come."""
    apart = np.sqrt(np.square(centroids[:, None] - centroids).sum(axis=2))
    limits = 2 * np.where(apart > 0, apart, np.inf).min(axis=1)
    expected = floyd_steinberg_by_pixels(points, centroids, limits)
    diffusion = Diffusion(centroids.astype(np.float32), 1.0, points.shape[1])
    bands = [band for band in (points[:split], points[split:]) if len(band)]
    found = [
        diffusion.rows(
            np.ascontiguousarray(np.moveaxis(band, 2, 0), dtype=np.float32),
            np.ones(band.shape[:2], dtype=np.float32),
        )
        for band in bands
    ]
    np.testing.assert_array_equal(np.concatenate(found), expected)


def test_diffusion_by_hand() -> None:
    """Of 6, 6, 6, 6 between 0 and 16 the second is 9 with its error, and turns 16."""
    points = np.zeros((3, 1, 4), dtype=np.float32)
    points[0] = 6
    centroids = np.array([[0, 0, 0], [16, 0, 0]], dtype=np.float32)
    labels = Diffusion(centroids, 1.0, 4).rows(points, np.ones((1, 4), np.float32))
    # 6; 6 + 6 * 7/16 -> 9; 6 - 7 * 7/16 -> 3; 6 + 3 * 7/16 -> 7
    np.testing.assert_array_equal(labels, [[0, 1, 0, 0]])


def test_the_bayer_matrix_is_the_published_one() -> None:
    """Its ranks begin as in Bayer's paper, and each occurs once."""
    ranks = thresholds("bayer") // 1024
    np.testing.assert_array_equal(ranks[:2, :4], [[0, 32, 8, 40], [48, 16, 56, 24]])
    np.testing.assert_array_equal(np.sort(ranks, axis=None), np.arange(64))


def test_the_blue_noise_shipped_is_what_the_script_makes() -> None:
    """The thresholds are the ranks, in steps of 16, of the void-and-cluster method."""
    np.testing.assert_array_equal(thresholds("blue-noise") // 16, void_and_cluster())


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_blue_noise_is_blue(share: float) -> None:
    """Patterns of any share have a tenth of the low frequencies of white noise."""
    pattern = thresholds("blue-noise") < share * 65536
    assert pattern.mean() == pytest.approx(share, abs=1 / 4096)
    power = np.abs(np.fft.fft2(pattern - pattern.mean())) ** 2 / pattern.size
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(64), np.fft.fftfreq(64)))
    low = (frequency > 0) & (frequency < 0.1)
    assert power[low].mean() < 0.1 * share * (1 - share)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", [20, 99, 160, 230])
def test_the_mean_of_a_flat_gray_is_kept(kind: DitherKind, level: int) -> None:
    """White takes the share that the lightness of the gray is of that of white."""
    gray = np.full((64, 64, 3), level, dtype=np.uint8)
    image = remap(gray, BLACK_AND_WHITE, Options(dither=kind))
    lightness = srgb_to_oklab(gray[0, :1])[0, 0]
    assert image.indices.mean() == pytest.approx(lightness, abs=0.02)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("space", SPACES)
def test_strength_zero_is_none(kind: DitherKind, space: Space) -> None:
    """Nothing is dithered at strength 0; the less strength, the fewer pixels change."""
    none = quantize(dusk(), Options(space=space)).image.indices
    changed = [
        (quantize(dusk(), Options(space=space, dither=kind, dither_strength=s))
        .image.indices != none).mean()
        for s in (0, 0.3, 1)
    ]  # fmt: skip
    assert changed[0] == 0 < changed[1] < changed[2]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_flat_and_fits_stays_clean(kind: DitherKind) -> None:
    """A flat area in a color of the palette has no speck, beside a dithered one."""
    picture = dusk()
    picture[80:, :] = [200, 30, 30]
    palette = Palette.from_hex("#1a295c #c81e1e #8c6b85 #ffffff")
    image = remap(picture, palette, Options(dither=kind))
    assert (image.indices[80:] == 1).all()
    assert len(np.unique(image.indices[:80])) >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_transparent_pixels_take_no_part(kind: DitherKind) -> None:
    """Across a transparent column, no error comes or goes."""
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


@settings(deadline=None, max_examples=80)
@given(
    arrays(np.uint8, (5, 6, 4), elements=st.integers(0, 255)),
    st.integers(2, 12),
    st.sampled_from(KINDS),
)
def test_every_color_is_used_and_a_second_time_changes_nothing(
    picture: U8, colors: int, kind: DitherKind
) -> None:
    """The result has exactly k colors, and is left alone when it is given again."""
    options = Options(colors=colors, dither=kind)
    first = quantize(picture, options)
    used = np.unique(first.image.indices[picture[..., 3] > 0])
    assert len(used) == min(colors, len(first.packed))
    again = quantize(first.image.to_array(), options).image
    seen = picture[..., 3] > 0
    np.testing.assert_array_equal(again.to_array()[seen], first.image.to_array()[seen])


@pytest.mark.parametrize("kind", KINDS)
def test_any_number_of_threads_gives_the_same(kind: DitherKind) -> None:
    """One thread and several, on a picture of several bands, agree."""
    picture = np.tile(dusk(), (8, 8, 1))
    options = Options(dither=kind)
    try:
        limit_threads(1)
        alone = quantize(picture, options).image
    finally:
        limit_threads(8)
    np.testing.assert_array_equal(
        alone.indices, quantize(picture, options).image.indices
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("colors", "most"), [(16, 0.2), (256, 0.03)])
def test_a_sky_shows_no_bands(kind: DitherKind, colors: int, most: float) -> None:
    """Local means of the evening sky are off by far less than anyone can see (2)."""
    sky = dusk()
    dithered = quantize(sky, Options(colors=colors, dither=kind)).image.to_array()
    assert blurred_difference(sky, dithered) < most
    if colors == 16:
        plain = quantize(sky, Options(colors=colors)).image.to_array()
        assert blurred_difference(sky, dithered) < blurred_difference(sky, plain) * 0.6


@pytest.mark.parametrize("colors", [4, 16, 256])
def test_error_diffusion_is_closer_than_pillows(colors: int) -> None:
    """Local means of a photo come closer to it, with the same palette."""
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
    """Beside a red that no gray can show, grays are as they are without it."""
    grays = Palette.from_hex("#000000 #606060 #a0a0a0 #ffffff")
    picture = np.full((60, 120, 3), 120, dtype=np.uint8)
    options = Options(dither="floyd-steinberg")
    alone = remap(picture, grays, options).indices
    picture[:, :60] = [255, 0, 0]
    beside = remap(picture, grays, options).indices
    counts = [np.bincount(i[:, 64:].ravel(), minlength=4) for i in (alone, beside)]
    assert np.abs(counts[0] - counts[1]).max() < 0.02 * counts[0].sum()


@pytest.mark.parametrize("opaque", [True, False])
def test_figures_are_those_of_the_pixels(opaque: bool) -> None:
    """With dithering or absorption, errors are taken pixel by pixel."""
    rng = np.random.default_rng(0)
    picture = np.dstack([dusk(), rng.integers(0, 256, (160, 200), dtype=np.uint8)])
    picture = picture[..., : 3 if opaque else 4]
    quantized = quantize(picture, Options(dither="bayer", min_region=3))
    quality = measure(Raster.from_array(picture), quantized)
    after = quantized.image.palette.colors[quantized.image.indices]
    squares = np.square(picture[..., :3].astype(float) - after).sum(axis=2)
    weights = np.ones((160, 200)) if opaque else picture[..., 3]
    assert quality.squared_error == pytest.approx(np.average(squares, weights=weights))
    shift = srgb_to_oklab(picture[..., :3].reshape(-1, 3)) - srgb_to_oklab(
        after.reshape(-1, 3)
    )
    distances = np.sqrt(np.square(shift).sum(axis=1))
    mean = np.average(distances, weights=weights.reshape(-1))
    assert quality.delta_e == pytest.approx(100 * mean)

"""The rules that a user can rely on."""

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant import Options, Palette, Raster, quantize, remap
from kquant.color.packed import pack
from kquant.options import EFFORTS, INITS, SPACES, Space
from kquant.runtime.arrays import U8

# Few levels and few pixels: colors that nearly coincide, and hardly more than k.
NASTY = hnp.arrays(
    np.uint8,
    st.tuples(st.integers(1, 5), st.integers(1, 5), st.sampled_from([3, 4])),
    elements=st.sampled_from([0, 1, 2, 3, 128, 254, 255]),
)
ALL_OPTIONS = st.builds(
    Options,
    colors=st.integers(1, 9),
    space=st.sampled_from(SPACES),
    lightness_weight=st.sampled_from([0.05, 0.5, 4.0]),
    init=st.sampled_from(INITS),
    n_init=st.sampled_from([None, 2]),
    max_iter=st.integers(1, 5),
    sample=st.sampled_from([None, "all", 1, 7]),
    effort=st.sampled_from(EFFORTS),
)


def visible_colors(pixels: U8) -> set[int]:
    """Return the distinct colors, packed, of the pixels that are not transparent."""
    flat = pixels.reshape(-1, pixels.shape[2])
    return set(pack(flat if flat.shape[1] == 3 else flat[flat[:, 3] > 0]).tolist())


def digest(pixels: U8, options: Options) -> str:
    """Return a hash of the palette and the indices that a picture gets."""
    image = quantize(pixels, options).image
    return hashlib.sha256(
        image.palette.colors.tobytes() + image.indices.tobytes()
    ).hexdigest()


@pytest.fixture
def many_pixels() -> U8:
    """Return a picture large enough to be read, sampled and mapped by several threads."""
    rng = np.random.default_rng(11)
    blocks = rng.integers(0, 256, (55, 63, 3)).repeat(16, axis=0).repeat(16, axis=1)
    grain = rng.integers(-20, 20, blocks.shape)
    pixels: U8 = np.clip(blocks + grain, 0, 255).astype(np.uint8)
    return pixels


@given(pixels=NASTY, options=ALL_OPTIONS)
@settings(max_examples=150)
def test_exactly_k(pixels: U8, options: Options) -> None:
    """There are k distinct colors, or all of those of a picture that has fewer."""
    image = quantize(pixels, options).image

    before, after = visible_colors(pixels), visible_colors(image.to_array())
    assert image.to_array().shape == pixels.shape
    assert len(after) == min(options.most_colors, len(before))
    assert len(image.palette) == max(1, len(after))
    if len(before) <= options.most_colors:
        assert after == before


@given(pixels=NASTY, options=ALL_OPTIONS)
@settings(max_examples=60)
def test_twice_is_once(pixels: U8, options: Options) -> None:
    """Running again gives the same, and running on the output changes nothing."""
    once = quantize(pixels, options).image
    twice = quantize(once.to_array(), options).image

    assert np.array_equal(twice.to_array(), once.to_array())
    assert quantize(pixels, options).image.palette == once.palette


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("k", [1, 2, 8, 100, 256])
def test_photo(photo: U8, space: Space, k: int) -> None:
    """A photo gets k colors, all of them used, and keeps them when it is given again."""
    quantized = quantize(photo, Options(colors=k, space=space))

    image = quantized.image
    assert len(visible_colors(image.to_array())) == len(image.palette) == k
    assert quantized.fit is not None
    again = quantize(image.to_array(), Options(colors=k, space=space)).image
    assert np.array_equal(again.indices, image.indices)
    assert again.palette == image.palette


def test_few_colors_stay_untouched(gradient: U8) -> None:
    """A picture of at most k colors comes back as it was, without a fit."""
    few = gradient[:12]
    quantized = quantize(few, Options(colors=256))

    assert quantized.fit is None
    assert np.array_equal(quantized.image.to_array(), few)


def test_nearest_in_the_space_of_the_fit(noise: U8) -> None:
    """Each pixel has the entry that is nearest in the space of the fit."""
    for space in SPACES:
        options = Options(colors=12, space=space)
        image = quantize(noise, options).image

        assert np.array_equal(
            remap(noise, image.palette, options).indices, image.indices
        )


def test_doubled_pixels(noise: U8) -> None:
    """A picture of twice the width and height has the same palette in sRGB.

    In Oklab it need not: larger pixels have other surroundings.
    """
    options = Options(colors=16, space="srgb", sample="all")
    double = noise.repeat(2, axis=0).repeat(2, axis=1)

    small, large = quantize(noise, options).image, quantize(double, options).image

    assert large.palette == small.palette
    assert np.array_equal(large.indices[::2, ::2], small.indices)


def test_peaks_get_one_color_each() -> None:
    """With as many separate hues as colors, each hue gets a color, however small it is.

    Levels are scattered by at most 6 around each hue, so its color is no farther off.
    """
    hues = Palette.from_hex("#c02020 #20a040 #2040c0 #e0d020 #f0f0f0 #101010").colors
    pixels = hues.repeat([4000, 2000, 900, 300, 200, 100], axis=0).astype(int)
    pixels = pixels + np.random.default_rng(3).integers(-6, 7, pixels.shape)
    for space in SPACES:
        picture = pixels.clip(0, 255).astype(np.uint8).reshape(75, 100, 3)
        found = quantize(picture, Options(colors=6, space=space)).image.palette.colors

        offsets = np.abs(found.astype(int) - hues[:, None].astype(int)).max(axis=2)
        assert offsets.min(axis=1).max() <= 6


def test_transparent_pixels_are_never_seen(veiled: U8) -> None:
    """The color of a pixel with alpha 0 makes no difference."""
    other = veiled.copy()
    other[..., :3][veiled[..., 3] == 0] = [255, 0, 255]
    for sample in ("all", 500):
        first, second = (
            quantize(pixels, Options(colors=9, sample=sample)).image
            for pixels in (veiled, other)
        )

        assert first.palette == second.palette
        assert np.array_equal(first.indices, second.indices)
        assert np.array_equal(first.to_array()[..., 3], veiled[..., 3])


def test_half_transparent_pixels_weigh_half() -> None:
    """A pixel counts by its alpha: 0 at 255 and 200 at 85 make 200 * 85 / 340 = 50."""
    pixels = np.array([[[0, 0, 0, 255], [200, 200, 200, 85]]], dtype=np.uint8)

    image = quantize(pixels, Options(colors=1, space="srgb")).image

    assert image.palette.hex() == ["#323232"]


def test_nothing_visible() -> None:
    """A picture that is transparent throughout stays so."""
    pixels = np.full((3, 4, 4), 200, dtype=np.uint8)
    pixels[..., 3] = 0

    image = quantize(pixels).image

    assert not image.to_array()[..., 3].any()
    assert not image.shares().any()


def test_sample_that_sees_nothing() -> None:
    """A few visible pixels are found even if the sample misses all of them."""
    pixels = np.zeros((60, 60, 4), dtype=np.uint8)
    pixels[0, :9] = np.arange(36).reshape(9, 4) + 60

    assert len(quantize(pixels, Options(colors=4, sample=1)).image.palette) == 4


def test_options_reach_the_fit(photo: U8) -> None:
    """Seeds, starts, iterations and samples change the result, or how soon it is found."""
    small = photo[::4, ::4]

    def inertia(**options: object) -> tuple[float, int]:
        chosen = Options(colors=20, effort="fast", **options)  # type: ignore[arg-type] # any option
        fit = quantize(small, chosen).fit
        assert fit is not None
        return fit.inertia, fit.n_iter

    plain = inertia(init="random", n_init=1)
    assert inertia(init="random", n_init=1) == plain
    assert inertia(init="random", n_init=1, seed=1) != plain
    assert inertia(init="k-means++") != inertia(init="split")
    assert inertia(max_iter=1)[1] < inertia(max_iter=100)[1]
    assert inertia(sample=500)[0] < inertia(sample="all")[0]  # of fewer pixels


def test_threads_change_nothing(
    many_pixels: U8, use_threads: Callable[[int], None]
) -> None:
    """One thread and four give the same palette and the same pixels."""
    assert len(Raster.from_array(many_pixels).bands()) > 1
    digests = []
    for threads in (1, 4):
        use_threads(threads)
        digests.append([digest(many_pixels, Options(colors=k)) for k in (6, 100)])

    assert digests[0] == digests[1]


BLAS_SCRIPT = """
import hashlib, numpy as np
from kquant import Options, quantize
rng = np.random.default_rng(2)
product = rng.random((90, 90)) @ rng.random((90, 90))  # is rounded
print("rounding", hashlib.sha256(product.tobytes()).hexdigest())
pixels = rng.integers(0, 256, (70, 90, 3)).repeat(3, axis=0) + rng.integers(-9, 9, 3)
pixels = np.clip(pixels, 0, 255).astype(np.uint8)
gray = pixels[..., :1].repeat(3, axis=2)
for picture in pixels, gray:
    for k in 5, 200:
        for space in "oklab", "srgb":
            for init in "split", "k-means++":
                options = Options(colors=k, space=space, init=init)
                image = quantize(picture, options).image
                data = image.palette.colors.tobytes() + image.indices.tobytes()
                print(k, space, init, hashlib.sha256(data).hexdigest())
"""


def test_blas_changes_nothing() -> None:
    """The result is the same with kernels of OpenBLAS that round in other ways."""
    runs = {
        kernel: subprocess.Popen(
            [sys.executable, "-c", BLAS_SCRIPT],
            env={**os.environ, "OPENBLAS_CORETYPE": kernel},
            stdout=subprocess.PIPE,
            text=True,
        )
        for kernel in ("Haswell", "Prescott")  # at the same time
    }
    printed = {kernel: run.communicate()[0] for kernel, run in runs.items()}

    assert not any(run.returncode for run in runs.values())
    rounding, *haswell = printed["Haswell"].splitlines()
    other_rounding, *prescott = printed["Prescott"].splitlines()
    if rounding == other_rounding:
        pytest.skip("there are no two kernels here, so nothing can differ")
    assert haswell == prescott
    assert len(haswell) == 16


def test_results_can_be_sent_to_other_processes(photo: U8) -> None:
    """A result can be pickled, as it is when another process returns it."""
    result = quantize(photo[:40, :40], Options(colors=4))

    again = pickle.loads(pickle.dumps(result))

    assert np.array_equal(again.image.indices, result.image.indices)
    assert again.tried == result.tried

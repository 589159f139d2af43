"""How far a quantized picture is from the original."""

import json
import tracemalloc

import numpy as np
import pytest
from sklearn.metrics import mean_squared_error

from kquant import Options, Raster, quantize
from kquant.color.spaces import srgb_to_oklab
from kquant.images.animation import Animation, Timing
from kquant.quantization.quality import describe, measure
from kquant.runtime.arrays import U8


def test_by_hand() -> None:
    """Grays 10, 20, 40 and 40 become 15, 15, 40 and 40: half of the pixels err by 5.

    That is 3 * 5**2 / 2 = 37.5, summed over the channels, for PSNR as well.
    """
    levels = np.array([[10, 20, 40, 40]], dtype=np.uint8)
    pixels = np.repeat(levels[..., None], 3, axis=2)

    options = Options(colors=2, space="srgb")
    quality = measure(Raster.from_array(pixels), quantize(pixels, options))

    assert quality.mse == 25 / 2
    assert quality.squared_error == 3 * 25 / 2
    assert quality.psnr == pytest.approx(20 * np.log10(255) - 10 * np.log10(12.5))


def test_pixel_by_pixel(noise: U8) -> None:
    """The errors are those of a comparison of all pixels."""
    options = Options(colors=16)
    quantized = quantize(noise, options)
    before, after = noise.reshape(-1, 3), quantized.image.to_array().reshape(-1, 3)

    quality = measure(Raster.from_array(noise), quantized)

    squared = np.square(before.astype(float) - after).sum(axis=1)
    shift = np.linalg.norm(srgb_to_oklab(before) - srgb_to_oklab(after), axis=1)
    assert quality.squared_error == pytest.approx(squared.mean())
    assert quality.mse == pytest.approx(mean_squared_error(before / 1.0, after / 1.0))
    assert quality.delta_e == pytest.approx(100 * shift.mean())


@pytest.mark.parametrize("alpha", [0, 255])
def test_no_error(alpha: int) -> None:
    """An unchanged picture, or one of which nothing is visible, has no error."""
    pixels = np.full((2, 2, 4), alpha, dtype=np.uint8)

    quality = measure(Raster.from_array(pixels), quantize(pixels))

    assert (quality.mse, quality.psnr, quality.delta_e) == (0.0, np.inf, 0.0)


def test_facts(noise: U8, gradient: U8) -> None:
    """The report has what was asked for and what was found, and is valid JSON."""
    options = Options(colors=5, space="srgb", seed=3, n_init=2, sample="all")
    raster = Raster.from_array(noise)
    quantized = quantize(raster, options)

    facts = json.loads(
        json.dumps(describe(Animation(raster, Timing((0,))), quantized, options))
    )

    assert facts["colors"] == {"asked": 5, "used": 5}
    assert facts["squared_error"] == pytest.approx(3 * facts["mse"])
    assert facts["algorithm"] == "breathing"
    assert (facts["size"], facts["init"], facts["n_init"]) == ([64, 48], "split", 2)
    assert (facts["seed"], facts["space"]) == (3, "srgb")
    # In levels of sRGB over all pixels: only the rounding to 8 bits is between them.
    assert facts["inertia"] / noise[..., 0].size == pytest.approx(
        facts["squared_error"], rel=0.01
    )


def test_facts_without_a_fit(gradient: U8) -> None:
    """Without a fit there are no iterations, and without an error there is no PSNR."""
    few = gradient[:2, :3]
    raster = Raster.from_array(few)

    facts = describe(Animation(raster, Timing((0,))), quantize(raster), Options())

    assert facts["colors"] == {"asked": 8, "used": 6}
    assert facts["psnr"] is None
    assert "n_iter" not in facts


def test_facts_of_a_search_for_k(photo: U8) -> None:
    """The numbers of colors that were tried are reported in order, with their errors."""
    small, options = photo[::4, ::4], Options(colors="auto", max_error=4.0)
    quantized = quantize(small, options)

    still = Animation(Raster.from_array(small), Timing((0,)))
    facts = describe(still, quantized, options)

    assert facts["colors"] == {"asked": "auto", "used": len(quantized.image.palette)}
    assert facts["max_error"] == 4.0
    assert facts["tried"][0]["colors"] == 16
    assert [x["delta_e"] for x in facts["tried"]] == list(quantized.tried.values())


def dusk() -> U8:
    """Paint a smooth sky, blue above and orange below."""
    down = np.linspace(0, 1, 160)[:, None] + np.linspace(0, 0.2, 200)
    colors = np.array([[26, 41, 92], [250, 184, 115]])
    channels = [np.interp(down / 1.2, [0, 1], level) for level in colors.T]
    sky: U8 = np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
    return sky


@pytest.mark.parametrize("opaque", [True, False])
def test_dithered_pictures_are_compared_pixel_by_pixel(opaque: bool) -> None:
    """With dithering, the errors are those of all pixels, weighted by their alpha."""
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


def test_memory_of_millions_of_colors() -> None:
    """No array has 8 bytes for each of four million colors; measuring has few more."""
    side = 2000
    colors = np.arange(side * side, dtype=np.uint32).reshape(side, side)
    raster = Raster(side, side, lambda top, bottom: colors[top:bottom])
    tracemalloc.start()
    quantized = quantize(raster, Options(palette=("red", "blue", "lime")))
    _, peak = tracemalloc.get_traced_memory()
    # A table of 16 MiB, the colors, their labels and the indices; bands and blocks.
    assert peak < (1 << 24) + side**2 * (4 + 1 + 1) + 14e6
    tracemalloc.reset_peak()
    measure(raster, quantized)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * (1 << 24) + side**2 * (6 + 2 * 8 + 4) + 14e6

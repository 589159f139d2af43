"""How far a quantized picture is from the original."""

import json

import numpy as np
import pytest
from sklearn.metrics import mean_squared_error

from kquant import Options, Raster, quantize
from kquant.color.spaces import srgb_to_oklab
from kquant.images.animation import Animation, Timing
from kquant.quantization.quality import describe, measure
from kquant.runtime.arrays import U8


def test_by_hand() -> None:
    """Grays 10, 20 and 40, 40 in two colors: errors of 5 in half of the pixels."""
    levels = np.array([[10, 20, 40, 40]], dtype=np.uint8)
    pixels = np.repeat(levels[..., None], 3, axis=2)

    options = Options(colors=2, space="srgb")
    quality = measure(Raster.from_array(pixels), quantize(pixels, options))

    assert quality.mse == 25 / 2
    assert quality.squared_error == 3 * 25 / 2
    assert quality.psnr == pytest.approx(20 * np.log10(255) - 10 * np.log10(12.5))


def test_pixel_by_pixel(noise: U8) -> None:
    """The table of colors gives what comparing all pixels gives."""
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
    """The report has what was asked and found, and is valid JSON."""
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
    """Where no fit was needed there are no iterations, and PSNR has no number."""
    few = gradient[:2, :3]
    raster = Raster.from_array(few)

    facts = describe(Animation(raster, Timing((0,))), quantize(raster), Options())

    assert facts["colors"] == {"asked": 8, "used": 6}
    assert facts["psnr"] is None
    assert "n_iter" not in facts

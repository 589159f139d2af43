"""How far a quantized picture is from the original."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from kquant.arrays import F64
from kquant.colorspace import srgb_to_oklab
from kquant.fitting import n_init
from kquant.histogram import Histogram
from kquant.image import Raster
from kquant.options import Options
from kquant.pipeline import Quantized, fitting_space


@dataclass(frozen=True, slots=True)
class Quality:
    """Mean errors over the visible pixels.

    Attributes
    ----------
    mse : float
        Mean squared error in sRGB, 0..255, summed over the three channels.
    psnr : float
        Peak signal-to-noise ratio of that error, in dB; infinite without error.
    delta_e : float
        Mean Euclidean distance in Oklab, times 100.
    """

    mse: float
    psnr: float
    delta_e: float


def measure(raster: Raster, quantized: Quantized) -> Quality:
    """Compare a picture with its quantized version, which must not be dithered.

    Works on the table of colours, so the time hardly depends on the pixels.
    """
    histogram = Histogram.counted(raster, quantized.packed)
    if not len(histogram):
        return Quality(0.0, float("inf"), 0.0)
    before, after = histogram.colors, quantized.image.palette.colors
    difference = before.astype(np.float64) - after[quantized.labels]
    mse = _mean(np.square(difference).sum(axis=1), histogram)
    shift = srgb_to_oklab(before) - srgb_to_oklab(after)[quantized.labels]
    delta_e = _mean(np.sqrt(np.square(shift).sum(axis=1)), histogram)
    psnr = 10 * np.log10(255**2 / mse) if mse else float("inf")
    return Quality(mse, float(psnr), 100 * delta_e)


def describe(raster: Raster, quantized: Quantized, options: Options) -> dict[str, Any]:
    """Collect what there is to know about a run, in the words of the options.

    Inertia is in units of the fitting space (sRGB levels, or Oklab with weighted
    lightness), over the pixels that were sampled.
    """
    fit, quality = quantized.fit, measure(raster, quantized)
    facts: dict[str, Any] = {
        "colors": {"asked": options.colors, "used": len(quantized.image.palette)},
        "size": [raster.width, raster.height],
        "distinct": len(quantized.packed),
        "space": options.space,
    }
    if fit is not None:
        steps = fitting_space(options).steps
        facts |= {
            "init": options.init,
            "n_init": n_init(options),
            "n_iter": fit.n_iter,
            "converged": fit.converged,
            "inertia": fit.inertia / steps**2,
            "seed": options.seed,
        }
    psnr = quality.psnr if math.isfinite(quality.psnr) else None
    return facts | {"mse": quality.mse, "psnr": psnr, "delta_e": quality.delta_e}


def _mean(errors: F64, histogram: Histogram) -> float:
    """Average over the pixels."""
    return float(np.average(errors, weights=histogram.counts))

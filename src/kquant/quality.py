"""How far a quantized picture is from the original."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kquant.arrays import F64, U8
from kquant.colorspace import delta_e, unpack
from kquant.finding import fitting_space
from kquant.fitting import n_init
from kquant.histogram import Histogram
from kquant.image import IndexedImage, Raster
from kquant.options import Options
from kquant.parallel import for_each
from kquant.pipeline import Quantized


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
    """Compare a picture with its quantized version.

    Works on the table of colours, so the time hardly depends on the pixels, unless
    these were dithered or changed with their surroundings.
    """
    if not len(quantized.packed):
        return Quality(0.0, float("inf"), 0.0)
    if quantized.by_color:
        histogram = Histogram.counted(raster, quantized.packed)
        after = quantized.image.palette.colors[quantized.labels]
        errors = _errors(histogram.colors, after)
        mse, difference = np.average(errors, axis=1, weights=histogram.counts)
    else:
        mse, difference = _mean_errors(raster, quantized.image)
    psnr = 10 * np.log10(255**2 / mse) if mse else float("inf")
    return Quality(float(mse), float(psnr), float(difference))


def _errors(before: U8, after: U8) -> F64:
    """Return squared errors in sRGB and differences in Oklab, (2, n), of colours."""
    squares = np.square(before.astype(np.float64) - after).sum(axis=1)
    return np.stack([squares, delta_e(before, after)])


def _mean_errors(raster: Raster, image: IndexedImage) -> F64:
    """Return the means of `_errors`, (2,), over the pixels, weighted by their alpha."""
    bands = raster.bands()
    sums = np.zeros((len(bands), 3))

    def add(index: int) -> None:
        rows = slice(*bands[index])
        pixels = raster.read_rows(rows.start, rows.stop).reshape(-1)
        after = image.palette.colors[image.indices[rows].reshape(-1)]
        alpha = None if image.alpha is None else image.alpha[rows].reshape(-1)
        weights = np.ones(len(pixels)) if alpha is None else alpha.astype(np.float64)
        sums[index, :2] = _errors(unpack(pixels), after) @ weights
        sums[index, 2] = weights.sum()

    for_each(add, range(len(bands)))
    means: F64 = sums[:, :2].sum(axis=0) / sums[:, 2].sum()
    return means


def describe(raster: Raster, quantized: Quantized, options: Options) -> dict[str, Any]:
    """Collect what there is to know about a run, in the words of the options.

    Inertia is in units of the fitting space (sRGB levels, or Oklab with weighted
    lightness), over the pixels that were sampled.
    """
    fit, quality = quantized.fit, measure(raster, quantized)
    auto, k = options.max_error is not None, len(quantized.image.palette)
    facts: dict[str, Any] = {
        "colors": {"asked": "auto" if auto else options.colors, "used": k},
        "size": [raster.width, raster.height],
        "distinct": len(quantized.packed),
        "space": options.space,
    }
    if auto:
        tried = [{"colors": k, "delta_e": e} for k, e in quantized.tried.items()]
        facts |= {"max_error": options.max_error, "tried": tried}
    if options.dither != "none":
        facts |= {"dither": options.dither, "dither_strength": options.dither_strength}
    if options.min_region > 1:
        facts["min_region"] = options.min_region
    if fit is not None:
        steps = fitting_space(options).steps
        facts |= {
            "init": options.init,
            "n_init": n_init(replace(options, colors=k, max_error=None)),
            "n_iter": fit.n_iter,
            "converged": fit.converged,
            "inertia": fit.inertia / steps**2,
            "seed": options.seed,
        }
    psnr = quality.psnr if math.isfinite(quality.psnr) else None
    return facts | {"mse": quality.mse, "psnr": psnr, "delta_e": quality.delta_e}

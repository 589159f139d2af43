"""Measure the error of a quantized picture, and collect the facts about a run."""

import math
from dataclasses import dataclass
from typing import TypedDict

import numpy as np

from kquant.color.packed import unpack
from kquant.color.spaces import delta_e
from kquant.images.animation import Animation
from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.raster import Raster
from kquant.options import AUTO, Algorithm, Auto, DitherKind, Init, Options, Space
from kquant.quantization.quantized import Quantized
from kquant.quantization.search import fitting_space, n_init
from kquant.runtime.arrays import F64, U8
from kquant.runtime.threads import for_each

_BLOCK = 1 << 16  # colors at a time


@dataclass(frozen=True, slots=True)
class Quality:
    """Mean errors over the visible pixels, weighted by their alpha.

    Attributes
    ----------
    squared_error : float
        Mean squared distance in sRGB, 0..255, summed over the three channels, as the
        literature on color quantization has it.
    delta_e : float
        Mean Euclidean distance in Oklab, times 100.
    """

    squared_error: float
    delta_e: float

    @property
    def mse(self) -> float:
        """Mean squared error of a sample, which is one channel of a pixel."""
        return self.squared_error / 3

    @property
    def psnr(self) -> float:
        """Peak signal-to-noise ratio for that `mse`, in dB; infinite without error."""
        return 10 * math.log10(255**2 / self.mse) if self.mse else math.inf


class ColorCounts(TypedDict):
    """How many colors were requested, and how many the palette has."""

    asked: int | Auto
    used: int


class Trial(TypedDict):
    """A number of colors that was tried, and its mean difference (Oklab, times 100)."""

    colors: int
    delta_e: float


class Compared(Trial):
    """A row of a comparison.

    `gain` is the part of the difference of the row before that is gone; None in the
    first. `auto` tells whether "auto" finds this number of colors.
    """

    gain: float | None
    auto: bool


class Measurements(TypedDict, total=False):
    """The facts about a run, named like the options.

    Keys that do not apply are left out: `tried` without "auto", `n_iter` without a
    fit. `mse` and `psnr` are per sample, one channel of a pixel; `squared_error` is
    per pixel. `psnr` is None if there is no error. `inertia` is the sum over the sampled
    pixels of the squared distance to the nearest centroid, in units of the fitting
    space (sRGB levels, or Oklab with weighted lightness); in Oklab, pixels in quiet
    surroundings count more, and 1 in the mean. `size` is the width and height of one
    frame, in pixels.
    """

    colors: ColorCounts
    size: list[int]
    distinct: int
    space: Space
    max_error: float
    tried: list[Trial]
    dither: DitherKind
    dither_strength: float
    min_region: int
    algorithm: Algorithm
    init: Init
    n_init: int
    n_iter: int
    converged: bool
    inertia: float
    seed: int
    mse: float
    psnr: float | None
    squared_error: float
    delta_e: float
    frames: int
    seconds: dict[str, float]


def measure(raster: Raster, quantized: Quantized) -> Quality:
    """Compare a picture with its quantized version.

    The error is computed once for each distinct color, unless the pixels were
    dithered or small regions were absorbed.

    Parameters
    ----------
    raster : Raster
        The original picture.
    quantized : Quantized

    Returns
    -------
    Quality
    """
    if not len(quantized.packed):
        return Quality(0.0, 0.0)
    if quantized.by_color:
        squares, difference = _mean_errors_by_color(raster, quantized)
    else:
        squares, difference = _mean_errors(raster, quantized.image)
    return Quality(float(squares), float(difference))


def _errors(before: U8, after: U8) -> F64:
    """Return squared errors in sRGB and differences in Oklab, shape (2, n)."""
    squares = np.square(before.astype(np.float64) - after).sum(axis=1)
    return np.stack([squares, delta_e(before, after)])


def _mean_errors_by_color(raster: Raster, quantized: Quantized) -> F64:
    """Return the means of `_errors`, shape (2,), from those of the distinct colors."""
    counts = PictureColors(raster, quantized.packed).histogram().counts
    starts = range(0, len(counts), _BLOCK)
    sums = np.zeros((len(starts), 2))

    def add(index: int) -> None:
        block = slice(starts[index], starts[index] + _BLOCK)
        after = quantized.image.palette.colors[quantized.labels[block]]
        errors = _errors(unpack(quantized.packed[block]), after)
        sums[index] = (errors * counts[block]).sum(axis=1)

    for_each(add, range(len(starts)))
    means: F64 = sums.sum(axis=0) / counts.sum()
    return means


def _mean_errors(raster: Raster, image: IndexedImage) -> F64:
    """Return the means of `_errors` over all pixels, weighted by alpha, shape (2,)."""
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


def describe(
    picture: Animation, quantized: Quantized, options: Options
) -> Measurements:
    """Collect the facts about a run, except for the seconds.

    Parameters
    ----------
    picture : Animation
        The original picture.
    quantized : Quantized
    options : Options
        The options of the run.

    Returns
    -------
    Measurements
    """
    quality = measure(picture.strip, quantized)
    facts: Measurements = {
        "colors": {
            "asked": AUTO if options.is_auto else options.most_colors,
            "used": len(quantized.image.palette),
        },
        "size": [picture.strip.width, picture.frame_height],
        "distinct": len(quantized.packed),
        "space": options.space,
    }
    if options.is_auto:
        facts["max_error"] = options.error_bound
        facts["tried"] = [
            {"colors": k, "delta_e": error} for k, error in quantized.tried.items()
        ]
    if options.dithers:
        facts["dither"] = options.dither
        facts["dither_strength"] = options.dither_strength
    if options.min_region > 1:
        facts["min_region"] = options.min_region
    _describe_fit(facts, quantized, options)
    facts["mse"] = quality.mse
    facts["psnr"] = quality.psnr if math.isfinite(quality.psnr) else None
    facts["squared_error"] = quality.squared_error
    facts["delta_e"] = quality.delta_e
    facts["frames"] = len(picture.timing)
    return facts


def _describe_fit(facts: Measurements, quantized: Quantized, options: Options) -> None:
    """Add the facts about the fit, if there was one."""
    fit = quantized.fit
    if fit is None:
        return
    facts["algorithm"] = options.algorithm
    facts["init"] = options.init
    k = len(quantized.image.palette)
    facts["n_init"] = n_init(options, k)
    facts["n_iter"] = fit.n_iter
    facts["converged"] = fit.converged
    facts["inertia"] = fit.inertia / fitting_space(options, k).steps ** 2
    facts["seed"] = options.seed

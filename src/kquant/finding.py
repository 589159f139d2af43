"""From the colours of a picture to those of its palette: given, all, or fitted."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import NamedTuple

import numpy as np

from kquant.arrays import U8, U32, Floats
from kquant.colorspace import delta_e, hex_to_colors, pack, unpack
from kquant.fitting import complete, fit_colors
from kquant.fitting_space import FittingSpace
from kquant.histogram import Histogram
from kquant.kmeans import KMeansFit
from kquant.mapping import match
from kquant.options import Options

_HARDLY_ANY = 32  # colours that are all kept when k is to be found


class Found(NamedTuple):
    """The colours of a palette, and how they were found.

    Attributes
    ----------
    colors : uint8 array, shape (k, 3)
        In no order, unless they were given.
    fit : KMeansFit or None
        None when there was nothing to fit.
    points : float32 array, shape (n, 3), or None
        The colours of the picture in the fitting space, if the fit took all of them.
    tried : dict
        With `Options.max_error`, the numbers of colours that were tried, in that
        order, and the mean difference in Oklab, times 100, that each leaves.
    """

    colors: U8
    fit: KMeansFit | None = None
    points: Floats | None = None
    tried: Mapping[int, float] = {}


def find_colors(
    packed: U32, options: Options, count: Callable[[Random], Histogram]
) -> Found:
    """Find the colours of a palette.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
        The distinct colours of the picture, packed, ascending.
    options : Options
    count : callable (Random) -> Histogram
        Counts the colours, or those of a sample; called when that is needed.
    """
    if options.palette:
        return Found(hex_to_colors(options.palette))
    auto, locked = options.max_error is not None, hex_to_colors(options.lock)
    known = _joined(packed, locked)
    if len(locked) == options.colors:
        return Found(locked)
    if len(known) <= (_HARDLY_ANY if auto else options.colors):
        few = unpack(known) if len(known) else np.zeros((1, 3), dtype=np.uint8)
        return Found(few, tried={len(few): 0.0} if auto else {})
    rng = Random(options.seed)
    histogram = count(rng)
    if auto:
        return _fit_within(histogram, packed, options)
    return _fit(histogram, packed, options, rng)


def fitting_space(options: Options) -> FittingSpace:
    """Return the space that the options ask for."""
    return FittingSpace(options.space, options.lightness_weight)


def each_once(packed: U32) -> Histogram:
    """Return a histogram in which each colour counts alike."""
    return Histogram(packed, np.ones(len(packed)))


def _fit(histogram: Histogram, packed: U32, options: Options, rng: Random) -> Found:
    """Find as many colours as the options ask for, of a picture that has more."""
    k, locked = options.colors, hex_to_colors(options.lock)
    if len(locked) == k:
        return Found(locked)
    space, known = fitting_space(options), _joined(histogram.packed, locked)
    if len(known) <= k:
        return Found(complete(unpack(known), k, each_once(packed), space))
    colors, fit, points = fit_colors(histogram, options, space, rng)
    return Found(colors, fit, points if histogram.packed is packed else None)


def _fit_within(histogram: Histogram, packed: U32, options: Options) -> Found:
    """Find the fewest colours that come within the error asked for, or 256."""
    from kquant.smallest_k import smallest_k  # what few runs need

    target = options.max_error or 0.0
    found: dict[int, Found] = {}
    tried: dict[int, float] = {}

    def error(k: int) -> float:
        if k not in tried:
            wanted = replace(options, colors=k, max_error=None)
            # Each k gets the generator anew, whichever were tried before it.
            rng = Random(options.seed)
            found[k] = _fit(histogram, packed, wanted, rng)
            tried[k] = _mean_delta_e(histogram, found[k].colors, options)
        return tried[k]

    known = len(_joined(packed, hex_to_colors(options.lock)))
    least, most = max(1, len(options.lock)), min(options.colors, known)
    k = smallest_k(error, target, least, most)
    return found[k]._replace(tried=tried)


def _mean_delta_e(histogram: Histogram, palette: U8, options: Options) -> float:
    """Return the mean difference, in Oklab, that a palette leaves."""
    labels = match(histogram.packed, palette, fitting_space(options))
    errors = delta_e(histogram.colors, palette[labels])
    return float(np.average(errors, weights=histogram.counts))


def _joined(packed: U32, locked: U8) -> U32:
    """Return distinct colours, packed, together with the locked ones."""
    return np.union1d(packed, pack(locked)) if len(locked) else packed

"""Choose the colors of a palette: the given ones, all of a picture, or fitted ones."""

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.packed import hex_to_colors, pack, unpack
from kquant.color.spaces import delta_e
from kquant.images.histogram import Histogram
from kquant.kmeans import KMeansFit
from kquant.mapping.nearest_color import match
from kquant.options import MAX_COLORS, Options
from kquant.quantization.auto_k import KEPT_COLORS, smallest_k
from kquant.quantization.exactly_k import distinct
from kquant.quantization.search import fit_colors, fitting_space
from kquant.runtime.arrays import U8, U32, Floats


class Found(NamedTuple):
    """The colors of a palette, and how they were found.

    Attributes
    ----------
    colors : uint8 array, shape (k, 3)
        sRGB; in no particular order, unless they were given.
    space : FittingSpace
        In which they were found, and pixels are matched to them.
    fit : KMeansFit or None
        None if there was nothing to fit.
    points : float32 array, shape (n, 3), or None
        The colors of the picture in this space, if the fit used all of them.
    tried : dict of int to float
        With "auto", the numbers of colors that were tried, in that order, each with
        its mean difference in Oklab, times 100; empty otherwise.
    """

    colors: U8
    space: FittingSpace
    fit: KMeansFit | None = None
    points: Floats | None = None
    tried: Mapping[int, float] = {}


def colors_without_fit(packed: U32, options: Options) -> Found | None:
    """Return the colors of a palette if no fit is needed to find them.

    That is so when they are given, when all of them are locked, and when the picture
    has no more colors than requested.

    Parameters
    ----------
    packed : uint32 array, shape (n,)
        The distinct colors of the picture, packed, ascending.
    options : Options

    Returns
    -------
    Found or None
        None if a fit is needed.
    """
    if options.palette:
        return _as_they_are(hex_to_colors(options.palette), options)
    locked = hex_to_colors(options.lock)
    if len(locked) == options.most_colors:
        return _as_they_are(locked, options)
    known = _joined(packed, locked)
    if len(known) > (KEPT_COLORS if options.is_auto else options.most_colors):
        return None
    few = unpack(known) if len(known) else np.zeros((1, 3), dtype=np.uint8)
    found = _as_they_are(few, options)
    return found._replace(tried={len(few): 0.0}) if options.is_auto else found


def _as_they_are(colors: U8, options: Options) -> Found:
    """Return colors, shape (k, 3), that no fit has changed."""
    return Found(colors, fitting_space(options, len(colors)))


def fitted_colors(
    histogram: Histogram, packed: U32, options: Options, rng: Random
) -> Found:
    """Fit the colors of a palette to a picture that has more colors.

    Parameters
    ----------
    histogram : Histogram
        The colors of all pixels, or of a sample of them.
    packed : uint32 array, shape (n,)
        The distinct colors of the picture, packed, ascending.
    options : Options
    rng : random.Random
        Not used with "auto", which starts from `options.seed` for each k.

    Returns
    -------
    Found
    """
    if options.is_auto:
        return _fit_within(histogram, packed, options)
    return _fit(histogram, packed, options, options.most_colors, rng)


def _fit(
    histogram: Histogram, packed: U32, options: Options, k: int, rng: Random
) -> Found:
    """Find k colors for a picture that has more colors."""
    locked = hex_to_colors(options.lock)
    if len(locked) == k:
        return _as_they_are(locked, options)
    space, known = fitting_space(options, k), _joined(histogram.packed, locked)
    if len(known) <= k:
        candidates = Histogram.each_once(packed)
        return Found(distinct(unpack(known), k, candidates, space), space)
    colors, fit, points = fit_colors(histogram, options, k, space, rng)
    # The colors of the histogram are among those of the picture: same number, same colors.
    return Found(colors, space, fit, points if len(histogram) == len(packed) else None)


def _fit_within(histogram: Histogram, packed: U32, options: Options) -> Found:
    """Find the fewest colors that keep the error within its bound, 256 at most."""
    found: dict[int, Found] = {}
    tried: dict[int, float] = {}

    def error(k: int) -> float:
        if k not in tried:
            # A new generator, so that no trial depends on those before it.
            rng = Random(options.seed)
            found[k] = _fit(histogram, packed, options, k, rng)
            tried[k] = _mean_delta_e(histogram, found[k])
        return tried[k]

    known = len(_joined(packed, hex_to_colors(options.lock)))
    least, most = max(1, len(options.lock)), min(MAX_COLORS, known)
    k = smallest_k(error, options.error_bound, least, most)
    return found[k]._replace(tried=tried)


def _mean_delta_e(histogram: Histogram, found: Found) -> float:
    """Return the mean difference in Oklab, times 100, to the nearest colors found."""
    labels = match(histogram.packed, found.colors, found.space)
    errors = delta_e(histogram.colors, found.colors[labels])
    return float(np.average(errors, weights=histogram.counts))


def _joined(packed: U32, locked: U8) -> U32:
    """Join distinct packed colors, (n,), and locked colors, (m, 3): packed, sorted."""
    return np.union1d(packed, pack(locked)) if len(locked) else packed

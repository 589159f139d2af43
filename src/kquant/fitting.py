"""From a histogram to the k colours that fit it best.

Coarse to fine: the search runs on a few thousand bins, each at the mean of its
colours; the last iterations run on the colours themselves.
"""

from random import Random
from typing import NamedTuple

import numpy as np

from kquant.arrays import F64, U8, Floats
from kquant.colorspace import find, hex_to_colors, is_among, pack, unpack
from kquant.fitting_space import FittingSpace
from kquant.histogram import Histogram
from kquant.kmeans import (
    KMeansFit,
    LloydOptions,
    Partition,
    WeightedPoints,
    default_n_init,
    fit,
    run,
    solve_line,
)
from kquant.kmeans.medians import move_to_medians
from kquant.nearest import NearestCentroid
from kquant.options import Options

_RELAXATION = 1.8  # halves the number of iterations and ends lower
_MIN_BINS = {"fast": 2000, "default": 2600, "best": 8000}


class _Search(NamedTuple):
    """How much is tried for how many colours: measured, see benchmarks/RESULTS.md."""

    most: int  # colours
    starts: int
    bins: int  # for each colour


_SEARCHES = {
    "fast": (_Search(256, 1, 25),),
    "default": (
        _Search(32, 4, 60),
        _Search(64, 3, 70),
        _Search(160, 2, 40),
        _Search(256, 1, 35),
    ),
    "best": (_Search(64, 8, 80), _Search(256, 3, 80)),
}
_BREATHS = {"fast": 0, "default": 5, "best": 60}
# Bits of red, green and blue that tell bins apart, from coarse to fine; green, which
# weighs most in lightness, first.
_LEVELS = (
    *((4, 5, 4), (5, 5, 4), (5, 5, 5), (5, 6, 5), (6, 6, 5)),
    *((6, 6, 6), (6, 7, 6), (7, 7, 6), (7, 7, 7)),
)
_COLORS_PER_ACCENT = 4  # that vivid areas may claim for themselves
_FINE_ITERATIONS = 4  # the search on the bins has come close
_MEDIAN_STEPS = 2
_NEAR = 30.0  # lattice steps: neighbouring sRGB colours are about as far apart


def fit_colors(
    histogram: Histogram, options: Options, space: FittingSpace, rng: Random
) -> tuple[U8, KMeansFit, Floats]:
    """Find the colours that fit a histogram of more than `options.colors` colours.

    Returns
    -------
    colors : uint8 array, shape (k, 3)
        Distinct, in no order; locked ones among them.
    fit : KMeansFit
        What the others were rounded from, in lattice units of the space.
    points : float32 array, shape (n, 3)
        The colours of the histogram in the space.
    """
    fixed, weights = hex_to_colors(options.lock), histogram.counts
    if options.vivid:
        from kquant.vivid import find_accents, vivid_weights  # what few runs need

        weights = vivid_weights(histogram)
    fine = _fine(histogram, weights, fixed, space)
    if _is_grey(histogram.colors) and not options.lock:
        fitted = _fit_grey(fine, options.colors)
    else:
        fitted = _fit_coarse_to_fine(histogram, fine, options, space, rng)
    if options.vivid:
        palette = np.concatenate([fixed, space.colors(fitted.centroids)])
        most = min(len(palette) // _COLORS_PER_ACCENT, len(fitted.centroids) - 1)
        accents = find_accents(histogram, palette, most)
        if len(accents):
            fixed = np.concatenate([fixed, accents])
            fine = _fine(histogram, weights, fixed, space)
            fitted = _fit_coarse_to_fine(histogram, fine, options, space, rng)
        distances = fine.distances(fitted.centroids, fitted.labels)
        fitted = fitted._replace(inertia=float((histogram.counts * distances).sum()))
    colors = _rounded(fitted, fixed, fine, histogram, space)
    return colors, fitted, fine.points


def _fine(
    histogram: Histogram, weights: F64, fixed: U8, space: FittingSpace
) -> WeightedPoints:
    """Put the colours of a histogram into the space, and colours that stay."""
    points = space.points(histogram.colors)
    return WeightedPoints(points, weights, space.points(fixed).astype(np.float64))


def _fit_coarse_to_fine(
    histogram: Histogram,
    fine: WeightedPoints,
    options: Options,
    space: FittingSpace,
    rng: Random,
) -> KMeansFit:
    """Search on bins, and polish the best result on the colours."""
    lloyd = LloydOptions(
        options.max_iter,
        options.tol,
        _RELAXATION,
        lattice=True,
        breaths=_BREATHS[options.effort],
    )
    k = options.colors - len(fine.fixed)
    bins = max(_search(options).bins * k, _MIN_BINS[options.effort])
    coarse = _coarse(histogram, fine, bins)
    search = fit(coarse, k, rng, init=options.init, n_init=n_init(options), lloyd=lloyd)
    if space.squared:
        polish = lloyd._replace(max_iter=min(options.max_iter, _FINE_ITERATIONS))
        polished = run(fine, search.centroids, polish)
    else:
        steps = min(options.max_iter, _MEDIAN_STEPS)
        polished = move_to_medians(fine, search.centroids, steps, _NEAR)
    n_iter = search.n_iter + polished.n_iter
    return polished._replace(n_iter=n_iter, converged=search.converged)


def n_init(options: Options) -> int:
    """Return how many starts are made."""
    if options.n_init is not None:
        return options.n_init
    if options.init == "split":
        return _search(options).starts
    return default_n_init(options.init)


def _search(options: Options) -> _Search:
    """Return how long to search."""
    searches = _SEARCHES[options.effort]
    return next(search for search in searches if options.colors <= search.most)


def _is_grey(colors: U8) -> bool:
    """Tell whether all colours are greys."""
    return bool((colors == colors[:, :1]).all())


def _fit_grey(data: WeightedPoints, k: int) -> KMeansFit:
    """Solve the fit of grey colours exactly: they lie on a line."""
    # The first coordinate tells them apart: red, or lightness.
    order = np.argsort(data.points[:, 0], kind="stable")
    values = data.points[order, 0].astype(np.float64)
    first = np.rint(solve_line(values, data.weights[order], k))
    equal = data.points.any() and (data.points[:, 1] == data.points[:, 0]).all()
    centroids = np.zeros((k, 3))
    centroids[:, : 3 if equal else 1] = first[:, None]
    partition = data.partition(centroids)
    return KMeansFit(centroids, partition.labels, partition.inertia, 1, converged=True)


def _coarse(histogram: Histogram, fine: WeightedPoints, wanted: int) -> WeightedPoints:
    """Gather the colours into as many bins as are wanted, or hardly more."""
    for bits in _LEVELS:
        labels, count = histogram.bins(bits)
        if count >= wanted:
            counts, sums = fine.group_sums(labels, count)
            means = np.rint(sums / counts[:, None])
            return WeightedPoints(means.astype(np.float32), counts, fine.fixed)
    return fine


def _rounded(
    fitted: KMeansFit,
    locked: U8,
    data: WeightedPoints,
    histogram: Histogram,
    space: FittingSpace,
) -> U8:
    """Turn centroids into distinct 8-bit colours, and settle them once more."""
    k = len(locked) + len(fitted.centroids)

    def rounded(centroids: F64) -> U8:
        colors = np.concatenate([locked, space.colors(centroids)])
        return complete(colors, k, histogram, space)

    def partition(colors: U8) -> Partition:
        free = colors[~is_among(pack(colors), pack(locked))]
        return data.partition(space.points(free).astype(np.float64))

    colors = rounded(fitted.centroids)
    if not space.squared:  # the means are not where the centroids belong
        return colors
    before = partition(colors)
    if not before.counts.all():
        return colors
    settled = rounded(before.means())
    return settled if partition(settled).inertia < before.inertia else colors


def complete(colors: U8, k: int, candidates: Histogram, space: FittingSpace) -> U8:
    """Merge equal colours, and add the worst-fitted candidates until there are k.

    Parameters
    ----------
    colors : uint8 array, shape (m, 3)
    k : int
    candidates : Histogram
        What is added comes from here; when it is used up, fewer than k return.

    Returns
    -------
    uint8 array, shape (at most k, 3)
        Distinct colours.
    """
    packed = np.array(sorted(set(pack(colors).tolist())), dtype=np.uint32)
    if len(packed) == len(colors) == k:
        return colors
    points = space.points(candidates.colors).astype(np.float64)
    palette = space.points(unpack(packed)).astype(np.float64)
    labels = NearestCentroid(points).labels(palette)
    distances = np.square(points - palette[labels]).sum(axis=1)
    distances += 0.5  # different colours may share a lattice point
    _, own = find(candidates.packed, packed)
    distances[own] = 0.0
    while len(packed) < k and distances.any():
        worst = int(np.argmax(candidates.counts * distances))
        packed = np.append(packed, candidates.packed[worst])
        to_worst = np.square(points - points[worst]).sum(axis=1) + 0.5
        np.minimum(distances, to_worst, out=distances)
        distances[worst] = 0.0
    return unpack(packed)

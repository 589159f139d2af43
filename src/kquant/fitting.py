"""From a histogram to the k colours that fit it best.

Coarse to fine: the search runs on a few thousand bins, each at the mean of its
colours; the last iterations run on the colours themselves.
"""

from dataclasses import replace

import numpy as np
from numpy.random import Generator

from kquant.arrays import U8
from kquant.colorspace import pack, unpack
from kquant.fitting_space import FittingSpace
from kquant.histogram import Histogram
from kquant.kmeans import (
    KMeansFit,
    LloydOptions,
    WeightedPoints,
    breathe,
    default_n_init,
    fit,
    run,
    solve_line,
)
from kquant.nearest import NearestCentroid
from kquant.options import Options

_RELAXATION = 1.8  # halves the number of iterations and ends lower
_FEW_COLORS = 16  # up to here the optimum depends on the start
_FEW_COLORS_STARTS = 6
_BINS_PER_COLOR = 8
_MIN_BINS = 2000
_LEAST_BITS = 5
_BREATHS = {"fast": 0, "default": 30, "best": 200}
_CHEAP_BREATHS = 64  # more colours than this are left as they are by default
_FINE_ITERATIONS = 8  # the search on the bins has come close


def fit_centroids(
    histogram: Histogram, options: Options, space: FittingSpace, rng: Generator
) -> KMeansFit:
    """Find centroids for a histogram of more than `options.colors` colours.

    Returns
    -------
    KMeansFit
        In lattice units of the space; its labels are those of the colours of the
        histogram.
    """
    points = space.points(histogram.colors)
    fine = WeightedPoints(points, histogram.counts)
    k = options.colors
    if _is_grey(histogram.colors):
        return _fit_grey(fine, k)
    coarse = _coarse(histogram, fine, k)
    search = fit(
        coarse,
        k,
        rng,
        init=options.init,
        n_init=n_init(options),
        lloyd=LloydOptions(options.max_iter, options.tol, _RELAXATION, lattice=True),
    )
    centroids = breathe(
        coarse,
        search.centroids,
        breaths=_breaths(options),
        relaxation=_RELAXATION,
        lattice=True,
    )
    fine_iter = min(options.max_iter, _FINE_ITERATIONS)
    polish = LloydOptions(fine_iter, options.tol, _RELAXATION, lattice=True)
    polished = run(fine, centroids, polish)
    n_iter = search.n_iter + polished.n_iter
    return replace(polished, n_iter=n_iter, converged=search.converged)


def n_init(options: Options) -> int:
    """Return how many starts are made."""
    if options.n_init is not None:
        return options.n_init
    if options.init == "split" and options.colors <= _FEW_COLORS:
        return _FEW_COLORS_STARTS
    return default_n_init(options.init)


def _breaths(options: Options) -> int:
    """Return how many attempts are made to leave the local optimum."""
    if options.effort == "default" and options.colors > _CHEAP_BREATHS:
        return 0
    return _BREATHS[options.effort]


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


def _coarse(histogram: Histogram, fine: WeightedPoints, k: int) -> WeightedPoints:
    """Gather the colours into bins, as few as serve for k centroids."""
    wanted = max(_BINS_PER_COLOR * k, _MIN_BINS)
    for bits in range(_LEAST_BITS, 8):
        occupied, labels = np.unique(histogram.bins(bits), return_inverse=True)
        if len(occupied) >= wanted:
            counts, sums = fine.group_sums(labels, len(occupied))
            means = np.rint(sums / counts[:, None])
            return WeightedPoints(means.astype(np.float32), counts)
    return fine


def round_centroids(fitted: KMeansFit, histogram: Histogram, space: FittingSpace) -> U8:
    """Turn centroids into distinct 8-bit colours, and settle them once more.

    Returns
    -------
    uint8 array, shape (k, 3)
        As many as there are centroids, if the histogram has as many colours.
    """
    data = WeightedPoints(space.points(histogram.colors), histogram.counts)
    k = len(fitted.centroids)
    colors = complete(space.colors(fitted.centroids), k, histogram, space)
    partition = data.partition(space.points(colors).astype(np.float64))
    if not partition.counts.all():
        return colors
    settled = complete(space.colors(partition.means()), k, histogram, space)
    after = data.partition(space.points(settled).astype(np.float64))
    return settled if after.inertia < partition.inertia else colors


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
    packed = np.unique(pack(colors))
    if len(packed) == len(colors) == k:
        return colors
    points = space.points(candidates.colors).astype(np.float64)
    palette = space.points(unpack(packed)).astype(np.float64)
    labels = NearestCentroid(points).labels(palette)
    distances = np.square(points - palette[labels]).sum(axis=1)
    distances += 0.5  # different colours may share a lattice point
    distances[np.isin(candidates.packed, packed)] = 0.0
    while len(packed) < k and distances.any():
        worst = int(np.argmax(candidates.counts * distances))
        packed = np.append(packed, candidates.packed[worst])
        to_worst = np.square(points - points[worst]).sum(axis=1) + 0.5
        np.minimum(distances, to_worst, out=distances)
        distances[worst] = 0.0
    return unpack(packed)

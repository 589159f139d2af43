"""From a histogram to the k colors that fit it best.

Coarse to fine: the search runs on a few thousand bins, each represented by the mean
of its colors; the last iterations run on the colors themselves.
"""

from random import Random

import numpy as np

from kquant.color.lattice import FittingSpace
from kquant.color.packed import hex_to_colors, is_among, pack
from kquant.images.histogram import Histogram
from kquant.kmeans import (
    RELAXATION,
    KMeansFit,
    LloydOptions,
    Partition,
    WeightedPoints,
    default_n_init,
    fit,
    run,
    solve_line,
)
from kquant.kmeans.empty_clusters import without_empty
from kquant.options import Options
from kquant.quantization.bins import coarser
from kquant.quantization.effort import MIN_BINS, search_for
from kquant.quantization.exactly_k import distinct
from kquant.quantization.fit_weights import fit_weights
from kquant.quantization.vivid import find_accents, vivid_weights
from kquant.runtime.arrays import F64, U8, Floats

# Of centroids with `--algorithm lloyd`, in lattice steps: fine enough not to matter, and coarse
# enough to keep all arithmetic on them exact in float64.
_FINE_LATTICE = 2.0**-12
_FINE_ITERATIONS = 4  # few: the search on the bins ends close to the optimum


def fit_colors(
    histogram: Histogram, options: Options, k: int, space: FittingSpace, rng: Random
) -> tuple[U8, KMeansFit, Floats]:
    """Find the best k colors for a histogram with more colors.

    Parameters
    ----------
    histogram : Histogram
        With n colors, more than k.
    options : Options
    k : int
        How many colors; locked colors count.
    space : FittingSpace
    rng : random.Random

    Returns
    -------
    colors : uint8 array, shape (k, 3)
        Distinct, in no particular order, the locked colors among them.
    fit : KMeansFit
        The centroids from which the other colors were rounded, in lattice units of
        the space.
    points : float32 array, shape (n, 3)
        The colors of the histogram in the space.
    """
    fixed, weights = hex_to_colors(options.lock), fit_weights(histogram, k)
    plain, per_pixel = weights, histogram.pixels / weights.sum()
    if options.vivid:
        weights = vivid_weights(histogram.colors, weights)
    fine = _fine(histogram, weights, fixed, space)
    fitted = _fit(histogram, fine, options, k, rng)
    if options.vivid:
        palette = np.concatenate([fixed, space.colors(fitted.centroids)])
        accents = find_accents(histogram, palette, len(fitted.centroids) - 1)
        if len(accents):
            fixed = np.concatenate([fixed, accents])
            fine = _fine(histogram, weights, fixed, space)
            fitted = _fit(histogram, fine, options, k, rng)
        distances = fine.distances(fitted.centroids, fitted.labels)
        fitted = fitted._replace(inertia=float((plain * distances).sum()))
    fitted = fitted._replace(inertia=float(fitted.inertia * per_pixel))
    settle = options.algorithm == "breathing"
    colors = _rounded(fitted, fixed, fine, histogram, space, settle)
    return colors, fitted, fine.points


def _fine(
    histogram: Histogram, weights: F64, fixed: U8, space: FittingSpace
) -> WeightedPoints:
    """Put the colors of a histogram, and the fixed colors, into the space."""
    points = space.points(histogram.colors)
    centroids = space.points(fixed).astype(np.float64)
    return WeightedPoints(points, weights, centroids, lattice=True)


def _fit(
    histogram: Histogram,
    fine: WeightedPoints,
    options: Options,
    k: int,
    rng: Random,
) -> KMeansFit:
    """Fit k colors, fixed ones included, in the way that suits options and colors."""
    if options.algorithm == "lloyd":
        return _fit_plain(fine, options, k, rng)
    if _is_all_gray(histogram.colors) and not len(fine.fixed):
        return _fit_gray(fine, k)
    return _fit_coarse_to_fine(histogram, fine, options, k, rng)


def _fit_plain(
    fine: WeightedPoints, options: Options, k: int, rng: Random
) -> KMeansFit:
    """Run the textbook algorithm on all colors."""
    data = WeightedPoints(fine.points.astype(np.float64), fine.weights, fine.fixed)
    lloyd = LloydOptions(options.max_iter, options.tol, lattice=_FINE_LATTICE)
    free, starts = k - len(fine.fixed), n_init(options, k)
    return fit(data, free, rng, init=options.init, n_init=starts, lloyd=lloyd)


def _fit_coarse_to_fine(
    histogram: Histogram,
    fine: WeightedPoints,
    options: Options,
    k: int,
    rng: Random,
) -> KMeansFit:
    """Search on bins, and improve the best result on the colors themselves."""
    search = search_for(options.effort, k)
    lloyd = LloydOptions(
        max(1, options.max_iter - _FINE_ITERATIONS),
        options.tol,
        RELAXATION,
        lattice=1.0,
        breaths=search.breaths,
    )
    free = k - len(fine.fixed)
    wanted = max(search.bins * free, MIN_BINS[options.effort])
    coarse = coarser(histogram, fine, wanted, search.light)
    found = fit(
        coarse, free, rng, init=options.init, n_init=n_init(options, k), lloyd=lloyd
    )
    polish = min(_FINE_ITERATIONS, options.max_iter - found.n_iter)
    if polish <= 0:
        centroids, partition = without_empty(fine, found.centroids)
        return found._replace(
            centroids=centroids, labels=partition.labels, inertia=partition.inertia
        )
    polished = run(fine, found.centroids, lloyd._replace(max_iter=polish))
    n_iter = found.n_iter + polished.n_iter
    return polished._replace(n_iter=n_iter, converged=found.converged)


def n_init(options: Options, k: int) -> int:
    """Return how many starts of k-means to make.

    Parameters
    ----------
    options : Options
    k : int
        The number of colors.

    Returns
    -------
    int
        `Options.n_init`, or by default what `init` and `effort` imply.
    """
    if options.n_init is not None:
        return options.n_init
    if options.init == "split":
        lloyd = options.algorithm == "lloyd"
        return 1 if lloyd else search_for(options.effort, k).starts
    return default_n_init(options.init)


def fitting_space(options: Options, k: int) -> FittingSpace:
    """Return the color space in which distances are measured.

    Parameters
    ----------
    options : Options
        Only `space` and `lightness_weight` matter here.
    k : int
        The number of colors of the palette.

    Returns
    -------
    FittingSpace
    """
    return FittingSpace(options.space, options.lightness_for(k))


def _is_all_gray(colors: U8) -> bool:
    """Tell whether all colors, shape (n, 3), are grays."""
    return bool((colors == colors[:, :1]).all())


def _fit_gray(data: WeightedPoints, k: int) -> KMeansFit:
    """Fit k grays with the least possible error: all of them lie on a line."""
    # On the line, the first coordinate is enough: red, or lightness.
    order = np.argsort(data.points[:, 0], kind="stable")
    values = data.points[order, 0].astype(np.float64)
    first = np.rint(solve_line(values, data.weights[order], k))
    equal = data.points.any() and (data.points[:, 1] == data.points[:, 0]).all()
    centroids = np.zeros((k, 3))
    centroids[:, : 3 if equal else 1] = first[:, None]
    partition = data.partition(centroids)
    return KMeansFit(centroids, partition.labels, partition.inertia, 1, converged=True)


def _rounded(
    fitted: KMeansFit,
    locked: U8,
    data: WeightedPoints,
    histogram: Histogram,
    space: FittingSpace,
    settle: bool,
) -> U8:
    """Round centroids to distinct 8-bit colors; `settle` adds one iteration on these."""
    k = len(locked) + len(fitted.centroids)

    def rounded(centroids: F64) -> U8:
        colors = np.concatenate([locked, space.colors(centroids)])
        return distinct(colors, k, histogram, space)

    def partition(colors: U8) -> Partition:
        free = colors[~is_among(pack(colors), pack(locked))]
        return data.partition(space.points(free).astype(np.float64))

    colors = rounded(fitted.centroids)
    if not settle:
        return colors
    before = partition(colors)
    if not before.counts.all():
        return colors
    settled = rounded(before.means())
    return settled if partition(settled).inertia < before.inertia else colors

"""How a palette came about, scene by scene: the start, the iterations, the result."""

from random import Random
from typing import NamedTuple

import numpy as np

from kquant.color.packed import hex_to_colors
from kquant.color.spaces import delta_e, srgb_to_oklab
from kquant.images.histogram import Histogram
from kquant.kmeans import SEEDINGS, LloydOptions, LloydStep, WeightedPoints, run
from kquant.options import Options
from kquant.quantization.fit_weights import fit_weights
from kquant.quantization.quantized import Quantized
from kquant.quantization.search import fitting_space
from kquant.runtime.arrays import F64, I64, U8

_LATTICE = 2.0**-12  # of centroids: keeps all arithmetic on them exact
_TOL = 1e-3  # of the first start, if a search follows: less than that is not seen
_EACH = 6  # of the iterations at first, none is left out


class Scene(NamedTuple):
    """The centroids at one moment of a fit.

    Attributes
    ----------
    iteration : int
        0 during the start.
    colors : uint8 array, shape (k, 3)
        The centroids, rounded.
    shares : float64 array, shape (k,)
        The share of the fitted pixels that is nearest to each of them.
    inertia : float
        In units of the fitting space, as in `Measurements`.
    difference : float
        Mean difference in Oklab, times 100.
    """

    iteration: int
    colors: U8
    shares: F64
    inertia: float
    difference: float


def scenes_of(
    histogram: Histogram, quantized: Quantized, options: Options, most: int
) -> list[Scene]:
    """Return the first start of a fit, its iterations, and the palette that was found.

    What lies between the last iteration and the palette is not shown: other starts,
    and the search that goes on from their ends, see `kquant.kmeans.breathe`.

    Parameters
    ----------
    histogram : Histogram
        The pixels that the fit looked at.
    quantized : Quantized
        The result.
    options : Options
        Those of the result.
    most : int
        How many scenes of the start, and how many iterations, to return. If there are
        more, some are left out: of the iterations the later ones.

    Returns
    -------
    list of Scene
        The last has the palette of the result, in its order. It is the only one if
        there was nothing to fit.
    """
    palette, fit = quantized.image.palette.colors, quantized.fit
    view = _View(histogram, options, len(palette))
    if fit is None:
        return [Scene(0, palette, quantized.image.shares(), 0.0, 0.0)]
    last = view.scene(fit.n_iter, view.space.points(palette).astype(np.float64))
    last = last._replace(
        colors=palette,
        shares=quantized.image.shares(),
        inertia=fit.inertia / view.space.steps**2,
    )
    found = view.iterations(len(palette))
    numbers = _chosen(len(found), most)
    return [*view.seeds(len(palette), most), *(found[i] for i in numbers), last]


def followed(scenes: list[Scene]) -> list[I64]:
    """Find which centroid of each scene becomes which color of the last scene.

    Parameters
    ----------
    scenes : list of Scene
        None has more centroids than the last one, which has k.

    Returns
    -------
    list of int64 array, shape (k,)
        For each scene and each color of the last one: the centroid that it was. A
        centroid that divides later on is there more than once.
    """
    tracks = [np.arange(len(scenes[-1].colors))]
    for before, after in zip(scenes[-2::-1], scenes[:0:-1], strict=True):
        pairs = _paired(before.colors, after.colors)
        tracks.append(pairs[tracks[-1]])
    return tracks[::-1]


class _View:
    """The colors that a fit looked at, to follow its centroids among them."""

    def __init__(self, histogram: Histogram, options: Options, k: int) -> None:
        self.space, self._options = fitting_space(options, k), options
        self._histogram, self._locked = histogram, hex_to_colors(options.lock)
        fixed = self.space.points(self._locked).astype(np.float64)
        points = self.space.points(histogram.colors)
        weights = fit_weights(histogram, k)
        self._data = WeightedPoints(points, weights, fixed, lattice=True)

    def scene(self, iteration: int, centroids: F64) -> Scene:
        """Return the scene with these centroids, shape (k, 3)."""
        data = self._data
        everyone = data.with_fixed(centroids)
        labels = data.labels(centroids)
        colors = np.concatenate([self.space.colors(centroids), self._locked])
        counts = self._histogram.counts
        shares = np.bincount(labels, counts, len(everyone)) / counts.sum()
        inertia = data.inertia(centroids, labels) / self.space.steps**2
        inertia *= self._histogram.pixels / data.total
        errors = delta_e(self._histogram.colors, colors[labels])
        mean = float(np.average(errors, weights=counts))
        return Scene(iteration, colors, shares, inertia, mean)

    def seeds(self, k: int, most: int) -> list[Scene]:
        """Return how the start grows, from one centroid on, to fewer than k."""
        least = len(self._locked) + 1
        counts = {round(float(x)) for x in np.geomspace(least, k, most)}
        if k - least < most:
            counts = set(range(least, k))
        found = [self._start(count) for count in sorted(counts - {k})]
        return [self.scene(0, centroids) for centroids in found if len(centroids)]

    def iterations(self, k: int) -> list[Scene]:
        """Run Lloyd's algorithm from the first start of k centroids."""
        options, found = self._options, list[F64]()

        def watch(_: int, step: LloydStep) -> None:
            found.append(step.centroids)

        tol = options.tol
        if options.algorithm == "breathing":
            tol = min(tol, _TOL)
        start = self._start(k)
        if not len(start):
            return []
        lloyd = LloydOptions(options.max_iter, tol, lattice=_LATTICE, watch=watch)
        run(self._data, start, lloyd)
        return [self.scene(number, x) for number, x in enumerate(found)]

    def _start(self, k: int) -> F64:
        """Return the start of k centroids, without those that are locked."""
        options, data = self._options, self._data
        free = min(k - len(self._locked), len(data))
        return SEEDINGS[options.init](data, free, Random(options.seed))


def _chosen(count: int, most: int) -> list[int]:
    """Return which of so many iterations are shown: all, or fewer of the later ones."""
    if count <= most:
        return list(range(count))
    first = min(_EACH, most - 1)
    later = np.geomspace(first, count - 1, most - first + 1)[1:]
    return sorted({*range(first), *(round(float(x)) for x in later)})


def _paired(before: U8, after: U8) -> I64:
    """Return the centroid before of each one after, (k,): the nearest pairs first.

    Each one before goes on as at least one; the others divide from the nearest.
    """
    between = srgb_to_oklab(after)[:, None] - srgb_to_oklab(before)
    distances = np.square(between).sum(axis=2)
    pairs: I64 = distances.argmin(axis=1)
    for _ in range(min(distances.shape)):
        i, j = divmod(int(distances.argmin()), distances.shape[1])
        pairs[i] = j
        distances[i], distances[:, j] = np.inf, np.inf
    return pairs

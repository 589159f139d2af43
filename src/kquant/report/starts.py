"""The starts of k-means: how the inertia falls from each of them, by every method."""

from random import Random
from typing import NamedTuple

import numpy as np

from kquant.color.packed import hex_to_colors
from kquant.images.histogram import Histogram
from kquant.kmeans import (
    SEEDINGS,
    LloydOptions,
    LloydStep,
    WeightedPoints,
    default_n_init,
    run,
)
from kquant.options import INITS, Options
from kquant.quantization.fit_weights import fit_weights
from kquant.quantization.search import fitting_space, n_init
from kquant.runtime.arrays import F64, U8

_BITS = (5, 5, 5)  # by which colors share a bin: what is left out is added again
_LATTICE = 2.0**-12  # of centroids: keeps all arithmetic on them exact
_LEAST_TOL = 1e-3  # goes on until nothing more is seen in the chart
_MOST = 60  # iterations of each start


class Start(NamedTuple):
    """One start of Lloyd's algorithm.

    Attributes
    ----------
    init : {"split", "k-means++", "random"}
    inertia : tuple of float
        Before the first iteration, and after each; in units of the fitting space, as
        in `Measurements`.
    is_own : bool
        Whether it is one that the run makes.
    """

    init: str
    inertia: tuple[float, ...]
    is_own: bool


class Starts(NamedTuple):
    """The starts of a fit, and what the search made of them.

    Attributes
    ----------
    starts : tuple of Start
        Those that the options ask for, and for comparison those of other methods.
    found : float
        The inertia of the palette that was found.
    """

    starts: tuple[Start, ...]
    found: float


def starts_of(histogram: Histogram, palette: U8, options: Options) -> Starts:
    """Run plain Lloyd's algorithm from all starts of all methods.

    Parameters
    ----------
    histogram : Histogram
        The pixels that the fit looked at.
    palette : uint8 array, shape (k, 3)
        The one that was found.
    options : Options
        Those of the result.

    Returns
    -------
    Starts
        Without any if there was nothing to fit: no more colors than k.
    """
    locked = hex_to_colors(options.lock)
    free = len(palette) - len(locked)
    if free < 1 or options.palette or len(histogram) <= len(palette):
        return Starts((), 0.0)
    view = _Bins(histogram, len(palette), options)
    if len(view.data) <= free:
        return Starts((), 0.0)
    own = "" if _on_a_line(histogram, options) else options.init
    starts = [
        start
        for init in INITS
        for start in _from(init, view, free, options, is_own=init == own)
    ]
    return Starts(tuple(starts), view.inertia(palette))


class _Bins:
    """The colors that a fit looked at, gathered into bins."""

    def __init__(self, histogram: Histogram, k: int, options: Options) -> None:
        self._space = fitting_space(options, k)
        points, counts = self._space.points(histogram.colors), fit_weights(histogram, k)
        self._per_pixel = float(histogram.pixels / counts.sum())
        locked = hex_to_colors(options.lock)
        labels, count = histogram.bins(_BITS)
        fixed = self._space.points(locked).astype(np.float64)
        fine = WeightedPoints(points, counts, fixed, lattice=True)
        weights, sums = fine.group_sums(labels, count)
        means = np.rint(sums / weights[:, None]).astype(np.float32)
        self.data = WeightedPoints(means, weights, fixed, lattice=True)
        within = np.square(points - means[labels], dtype=np.float64).sum(axis=1)
        self._within = float((counts * within).sum())
        self._points, self._counts = points, counts

    def scaled(self, inertia: float) -> float:
        """Return the inertia of all colors, in units of the space."""
        return (inertia + self._within) * self._per_pixel / self._space.steps**2

    def inertia(self, palette: U8) -> float:
        """Return the inertia of a palette, shape (k, 3), whose colors share no bins."""
        centroids = self._space.points(palette).astype(np.float64)
        fine = WeightedPoints(self._points, self._counts, lattice=True)
        inertia = fine.partition(centroids).inertia
        return inertia * self._per_pixel / self._space.steps**2


def _on_a_line(histogram: Histogram, options: Options) -> bool:
    """Tell whether the search computes the optimum of grays, without any start."""
    colors = histogram.colors
    is_gray = bool((colors == colors[:, :1]).all())
    return is_gray and options.algorithm != "lloyd" and not options.lock


def _from(
    init: str, view: _Bins, free: int, options: Options, *, is_own: bool
) -> list[Start]:
    """Run from each start of one method, and those that it has after the first."""
    count = n_init(options, free) if is_own else default_n_init(init)
    rng, found = Random(options.seed), list[Start]()
    tol = min(options.tol, _LEAST_TOL)
    for number in range(min(count, default_n_init("random"))):
        method = "random" if init == "split" and number else init  # one split at most
        inertia: list[float] = []

        def watch(_: int, step: LloydStep, inertia: list[float] = inertia) -> None:
            inertia.append(view.scaled(step.partition.inertia))

        lloyd = LloydOptions(
            min(options.max_iter, _MOST), tol, lattice=_LATTICE, watch=watch
        )
        centroids: F64 = SEEDINGS[method](view.data, free, rng)
        last = run(view.data, centroids, lloyd).inertia
        found.append(Start(method, (*inertia, view.scaled(last)), is_own))
    return found

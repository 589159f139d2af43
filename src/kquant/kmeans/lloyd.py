"""Lloyd's algorithm, step by step, plain or over-relaxed.

References
----------
S. Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28, 1982.
D. Lee, S. Baek, K. Sung, "Modified K-means algorithm for vector quantizer design",
IEEE Signal Processing Letters 4(1), 1997, for steps that go beyond the mean.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from kquant.kmeans.empty_clusters import refilled, without_empty
from kquant.kmeans.partition import Partition
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64, I64

RELAXATION = 1.8  # of searches: half as many iterations, and a lower error at the end
_PLAIN_STEPS = 2  # at the end of an over-relaxed run, to settle on the means
_PATIENCE = 10  # over-relaxed steps without a new least inertia: they only swing


class LloydOptions(NamedTuple):
    """How a run of Lloyd's algorithm iterates, and when it stops.

    Parameters
    ----------
    max_iter : int
        Maximum number of iterations, at least 1.
    tol : float
        The run has converged when the sum of the squared shifts of the centroids is
        at most `tol` times the mean variance of the dimensions, or when no label
        changes.
    relaxation : float
        How far each centroid moves toward its mean, 1..2. Above 1, the inertia may
        rise in between, but a run takes fewer iterations and tends to end lower.
    lattice : float
        Round the coordinates of centroids to multiples of this, which can keep all
        arithmetic exact; 0 for no rounding.
    breaths : int
        Maximum number of attempts to leave the local optimum of a run, see
        `kquant.kmeans.breathe`. `kquant.kmeans.fit` makes them, `run` does not.
    least_gain : float
        The part of the inertia that a breath has to gain, or it is undone.
    watch : callable (int, LloydStep) -> None
        Called after each iteration with its number, from 1; not within breaths.
    """

    max_iter: int = 300
    tol: float = 1e-4
    relaxation: float = 1.0
    lattice: float = 0.0
    breaths: int = 0
    least_gain: float = 2e-4
    watch: "Callable[[int, LloydStep], object]" = lambda _, __: None


class KMeansFit(NamedTuple):
    """The result of a k-means run.

    Attributes
    ----------
    centroids : float64 array, shape (k, d)
    labels : int64 array, shape (n,)
        Index of the nearest centroid of each point. Fixed centroids (see
        `WeightedPoints`) have the indices from k on.
    inertia : float
        Weighted sum of squared distances of the points to their centroids.
    n_iter : int
        Iterations of the run with this result.
    converged : bool
        Whether the run converged before it reached `max_iter`.
    """

    centroids: F64
    labels: I64
    inertia: float
    n_iter: int
    converged: bool


class LloydStep(NamedTuple):
    """One iteration of Lloyd's algorithm.

    Attributes
    ----------
    centroids : float64 array, shape (k, d)
    partition : Partition
        The points divided among `centroids`.
    moved : float64 array, shape (k, d)
        The centroids of the next iteration.
    """

    centroids: F64
    partition: Partition
    moved: F64

    def shift(self) -> float:
        """Return the sum of the squared distances that the centroids move.

        Returns
        -------
        float
        """
        return float(np.square(self.moved - self.centroids).sum())


def lloyd(
    data: WeightedPoints,
    centroids: F64,
    *,
    relaxation: float = 1.0,
    lattice: float = 0.0,
) -> Iterator[LloydStep]:
    """Yield the iterations of Lloyd's algorithm, without end.

    What becomes of empty clusters stands in `kquant.kmeans.empty_clusters`. Plain
    iterations are those of scikit-learn.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
        Where to start.
    relaxation : float
    lattice : float
        Both as in `LloydOptions`.

    Yields
    ------
    LloydStep

    Examples
    --------
    >>> from itertools import islice
    >>> data = WeightedPoints(np.array([[0.0], [1.0], [8.0], [9.0]]))
    >>> for step in islice(lloyd(data, np.array([[0.0], [1.0]])), 3):
    ...     print(step.moved.ravel(), step.partition.inertia)
    [0. 6.] 113.0
    [0.5 8.5] 14.0
    [0.5 8.5] 1.0
    """
    centroids = _rounded(centroids, lattice)
    while True:
        if relaxation == 1.0:
            partition = data.partition(centroids)
            moved = _means(refilled(data, centroids, partition, lattice), lattice)
        else:
            centroids, partition = without_empty(data, centroids)
            mean = partition.means_or(centroids)
            moved = centroids + relaxation * (mean - centroids)
        moved = _rounded(moved, lattice)
        yield LloydStep(centroids, partition, moved)
        centroids = moved


def _means(partition: Partition, lattice: float) -> F64:
    """Return the means, (k, d); off the lattice, rounded exactly as in scikit-learn."""
    if lattice:
        return partition.means()
    return partition.sums * (1.0 / partition.counts[:, None])


def _rounded(centroids: F64, lattice: float) -> F64:
    """Round centroids, shape (k, d), to multiples of `lattice`, unless it is 0."""
    rounded: F64 = np.rint(centroids / lattice) * lattice if lattice else centroids
    return rounded


def run(data: WeightedPoints, centroids: F64, options: LloydOptions) -> KMeansFit:
    """Run Lloyd's algorithm until it converges, as one start of scikit-learn does.

    If `options.relaxation` is above 1, over-relaxed iterations come first. Plain ones
    follow: two, or as many as it takes if the over-relaxed ones did not converge.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
        Where to start.
    options : LloydOptions

    Returns
    -------
    KMeansFit
    """
    bound = options.tol * data.variance()
    n_iter, last = 0, options.max_iter
    if options.relaxation > 1.0 and options.max_iter > _PLAIN_STEPS:
        centroids, n_iter, near = _approach(data, centroids, options, bound)
        last = n_iter + _PLAIN_STEPS if near else last
    labels: I64 | None = None
    for step in lloyd(data, centroids, lattice=options.lattice):
        n_iter += 1
        options.watch(n_iter, step)
        settled = labels is not None and np.array_equal(step.partition.labels, labels)
        converged = settled or step.shift() <= bound
        if converged or n_iter >= last:
            break
        labels = step.partition.labels
    centroids, partition = step.moved, step.partition
    if not settled or not partition.counts.all():
        centroids, partition = without_empty(data, centroids)
    inertia = inertia_of(data, centroids, partition, options)
    return KMeansFit(centroids, partition.labels, inertia, n_iter, converged)


def inertia_of(
    data: WeightedPoints, centroids: F64, partition: Partition, options: LloydOptions
) -> float:
    """Return the inertia of a partition, with all of its digits.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
    partition : Partition
        That of the centroids.
    options : LloydOptions
        Only `lattice` is used: on it, the inertia of the partition is exact.

    Returns
    -------
    float
    """
    if options.lattice:
        return partition.inertia
    return data.inertia(centroids, partition.labels)


def _approach(
    data: WeightedPoints, centroids: F64, options: LloydOptions, bound: float
) -> tuple[F64, int, bool]:
    """Take over-relaxed steps; return centroids, their number, and whether they end.

    They end when the shift is within the bound. On a lattice they may swing for ever.
    """
    least, since = np.inf, 0
    steps = lloyd(
        data, centroids, relaxation=options.relaxation, lattice=options.lattice
    )
    for n_iter, step in enumerate(steps, start=1):
        options.watch(n_iter, step)
        since = 0 if step.partition.inertia < least else since + 1
        least = min(least, step.partition.inertia)
        near = step.shift() <= bound
        if near or since == _PATIENCE or n_iter == options.max_iter - _PLAIN_STEPS:
            break
    return step.moved, n_iter, near

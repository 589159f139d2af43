"""Lloyd's algorithm, step by step, plain or over-relaxed.

References
----------
S. Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28, 1982.
D. Lee, S. Baek, K. Sung, "Modified K-means algorithm for vector quantizer design",
IEEE Signal Processing Letters 4(1), 1997, for steps longer than to the mean.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kquant.arrays import F64, I64
from kquant.kmeans.points import Partition, WeightedPoints

_PLAIN_STEPS = 2  # at the end of an over-relaxed run, to settle on the means


class LloydOptions(NamedTuple):
    """How a run iterates, and until when.

    Parameters
    ----------
    max_iter : int
        Most iterations to do, at least 1.
    tol : float
        The run has converged when the squared shift of all centroids together is
        at most `tol` times the mean variance of the dimensions, or when no label
        changes.
    relaxation : float in 1..2
        How far a centroid moves towards its mean; beyond 1 the inertia may rise,
        but fewer iterations are needed and they tend to end lower.
    lattice : bool
        Round centroids to integers, which keeps all arithmetic exact.
    breaths : int
        Attempts to leave the local optimum that a run has reached: see
        `kquant.kmeans.breathe`.
    """

    max_iter: int = 300
    tol: float = 1e-4
    relaxation: float = 1.0
    lattice: bool = False
    breaths: int = 0


class KMeansFit(NamedTuple):
    """The result of a k-means run.

    Attributes
    ----------
    centroids : float64 array, shape (k, d)
    labels : int64 array, shape (n,)
        The nearest centroid of each point that was fitted; those that are fixed
        (see `WeightedPoints`) follow after the k fitted ones.
    inertia : float
        Weighted sum of squared distances of the points to their centroids.
    n_iter : int
        Iterations of the run that won.
    converged : bool
        Whether it stopped by `tol` rather than by `max_iter`.
    """

    centroids: F64
    labels: I64
    inertia: float
    n_iter: int
    converged: bool


class LloydStep(NamedTuple):
    """One iteration: the partition by `centroids`, and where they move next."""

    centroids: F64
    partition: Partition
    moved: F64

    def shift(self) -> float:
        """Return the sum of the squared distances that the centroids move."""
        return float(np.square(self.moved - self.centroids).sum())


def lloyd(
    data: WeightedPoints,
    centroids: F64,
    *,
    relaxation: float = 1.0,
    lattice: bool = False,
) -> Iterator[LloydStep]:
    """Yield the iterations of Lloyd's algorithm, without end.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
        Where to start.
    relaxation, lattice
        As in `LloydOptions`.
    """
    centroids = np.rint(centroids) if lattice else centroids
    while True:
        centroids, partition = data.without_empty(centroids)
        moved = centroids + relaxation * (partition.means_or(centroids) - centroids)
        moved = np.rint(moved) if lattice else moved
        yield LloydStep(centroids, partition, moved)
        centroids = moved


def run(data: WeightedPoints, centroids: F64, options: LloydOptions) -> KMeansFit:
    """Iterate until the centroids rest, as scikit-learn's single Lloyd run does."""
    bound = options.tol * data.variance()
    lattice, budget = options.lattice, options.max_iter
    n_iter = 0
    if options.relaxation > 1.0 and options.max_iter > _PLAIN_STEPS:
        budget = options.max_iter - _PLAIN_STEPS
        for step in lloyd(
            data, centroids, relaxation=options.relaxation, lattice=lattice
        ):
            n_iter += 1
            centroids = step.moved
            if step.shift() <= bound or n_iter == budget:
                break
        budget = n_iter + _PLAIN_STEPS
    labels: I64 | None = None
    for step in lloyd(data, centroids, lattice=lattice):
        n_iter += 1
        centroids = step.moved
        settled = labels is not None and np.array_equal(step.partition.labels, labels)
        converged = settled or step.shift() <= bound
        if converged or n_iter >= budget:
            break
        labels = step.partition.labels
    centroids, partition = data.without_empty(centroids)
    inertia = partition.inertia
    if not lattice:  # sums of squares far from the origin have lost the small digits
        distances = data.distances(centroids, partition.labels)
        inertia = float((data.weights * distances).sum())
    return KMeansFit(centroids, partition.labels, inertia, n_iter, converged)

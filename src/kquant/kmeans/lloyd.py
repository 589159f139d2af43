"""Lloyd's algorithm, step by step, plain or over-relaxed.

References
----------
S. Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28, 1982.
D. Lee, S. Baek, K. Sung, "Modified K-means algorithm for vector quantizer design",
IEEE Signal Processing Letters 4(1), 1997, for steps that go beyond the mean.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kquant.kmeans.weighted_points import Partition, WeightedPoints
from kquant.runtime.arrays import F64, I64

_PLAIN_STEPS = 2  # at the end of an over-relaxed run, to settle on the means


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
    lattice : bool
        Round centroids to integers, which keeps all arithmetic exact.
    breaths : int
        Maximum number of attempts to leave the local optimum of a run, see
        `kquant.kmeans.breathe`. `kquant.kmeans.fit` makes them, `run` does not.
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
    lattice: bool = False,
) -> Iterator[LloydStep]:
    """Yield the iterations of Lloyd's algorithm, without end.

    The centroid of an empty cluster first moves to a badly fitted point.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
        Where to start.
    relaxation : float
    lattice : bool
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
    centroids = np.rint(centroids) if lattice else centroids
    while True:
        centroids, partition = data.without_empty(centroids)
        moved = centroids + relaxation * (partition.means_or(centroids) - centroids)
        moved = np.rint(moved) if lattice else moved
        yield LloydStep(centroids, partition, moved)
        centroids = moved


def run(data: WeightedPoints, centroids: F64, options: LloydOptions) -> KMeansFit:
    """Run Lloyd's algorithm until it converges, as one start of scikit-learn does.

    If `options.relaxation` is above 1, over-relaxed iterations come first, and at
    most two plain ones follow.

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
    if not lattice:  # far from the origin, the sums of squares lose their last digits
        distances = data.distances(centroids, partition.labels)
        inertia = float((data.weights * distances).sum())
    return KMeansFit(centroids, partition.labels, inertia, n_iter, converged)

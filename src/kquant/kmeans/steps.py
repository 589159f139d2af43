"""Watch Lloyd's algorithm: arrays in, one record for each step out."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kquant.kmeans.checks import check_whole, generator
from kquant.kmeans.lloyd import lloyd
from kquant.kmeans.rows import Rows
from kquant.kmeans.seeding import SEEDINGS
from kquant.runtime.arrays import F64, I64


class Step(NamedTuple):
    """One step of Lloyd's algorithm.

    Attributes
    ----------
    centers : float64 array, shape (n_clusters, d)
    labels : int64 array, shape (n,)
        The row in `centers` nearest to each row of X.
    inertia : float
        Weighted sum of the squared distances to the nearest centers.
    inertia_per_cluster : float64 array, shape (n_clusters,)
        The share of each cluster in `inertia`.
    """

    centers: F64
    labels: I64
    inertia: float
    inertia_per_cluster: F64


def lloyd_steps(
    X: ArrayLike,
    n_clusters: int = 8,
    *,
    init: str | ArrayLike = "split",
    random_state: Any = 0,
    sample_weight: ArrayLike | None = None,
) -> Iterator[Step]:
    """Run Lloyd's algorithm step by step.

    Parameters
    ----------
    X : array, shape (n, d)
    n_clusters : int, default 8
    init : {"split", "k-means++", "random"} or array (n_clusters, d), default "split"
        As for `KMeans`.
    random_state : int, numpy.random.Generator, RandomState or None, default 0
    sample_weight : array, shape (n,), optional
        Not negative. By default, each row counts as 1.

    Yields
    ------
    Step
        The first has the starting centers; each later one has the means of the
        clusters before it, and the farthest point for an empty one. The last is the
        first that changes no label.

    Raises
    ------
    TypeError
        If X is sparse.
    ValueError
        If an argument is invalid.

    Examples
    --------
    >>> for step in lloyd_steps([[0], [1], [8], [9]], 2, init=[[0], [1]]):
    ...     print(step.centers.ravel(), step.labels, step.inertia)
    [0. 1.] [0 1 1 1] 113.0
    [0. 6.] [0 0 1 1] 14.0
    [0.5 8.5] [0 0 1 1] 1.0
    """
    check_whole("n_clusters", n_clusters)
    rows = Rows.of(X, sample_weight, n_clusters)
    start = rows.start(init, n_clusters)
    if isinstance(start, str):
        k = min(n_clusters, len(rows.data))
        start = SEEDINGS[start](rows.data, k, generator(random_state))
    return _steps(rows, start)


def _steps(rows: Rows, start: F64) -> Iterator[Step]:
    """Yield the steps from centers less the origin, until no label changes."""
    before: I64 | None = None
    for step in lloyd(rows.data, start):
        labels = step.partition.labels
        costs = rows.costs(step.centroids, labels)
        yield Step(
            step.centroids + rows.origin,
            rows.all_labels(labels, step.centroids),
            float(costs.sum()),
            costs,
        )
        if before is not None and np.array_equal(labels, before):
            return
        before = labels

"""Cluster points as the estimator does: plain Lloyd's algorithm, or breathing."""

from random import Random

import numpy as np

from kquant.kmeans.duplicates import gathered
from kquant.kmeans.lloyd import RELAXATION, KMeansFit, LloydOptions, run
from kquant.kmeans.restarts import fit
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64

ALGORITHMS = ("breathing", "lloyd")
_BREATHS = 20  # at most; most searches end after half of them
_LEAST_GAIN = 1e-5  # less than in a picture, where nobody sees so small a difference


def cluster(
    data: WeightedPoints,
    k: int,
    rng: Random,
    init: str | F64,
    n_init: int,
    lloyd: LloydOptions,
) -> KMeansFit:
    """Cluster points by plain Lloyd's algorithm.

    Parameters
    ----------
    data : WeightedPoints
        With n points.
    k : int
        Number of centroids; with more than n, there are n.
    rng : random.Random
    init : str or float64 array, shape (k, d)
        As for `kquant.kmeans.fit`.
    n_init : int
        Number of starts.
    lloyd : LloydOptions
        Plain ones, without breaths.

    Returns
    -------
    KMeansFit
    """
    return fit(data, min(k, len(data)), rng, init=init, n_init=n_init, lloyd=lloyd)


def cluster_breathing(
    data: WeightedPoints,
    k: int,
    rng: Random,
    init: str | F64,
    n_init: int,
    lloyd: LloydOptions,
) -> KMeansFit:
    """Cluster points by breathing k-means, and end with plain iterations.

    Parameters and result are those of `cluster`.
    """
    points, weights, places = gathered(data.points.astype(np.float64), data.weights)
    distinct = WeightedPoints(points, weights)
    quick = lloyd._replace(
        relaxation=RELAXATION, breaths=_BREATHS, least_gain=_LEAST_GAIN
    )
    found = cluster(distinct, k, rng, init, n_init, quick)
    left = lloyd.max_iter - found.n_iter
    if left > 0:
        later = lloyd._replace(
            max_iter=left, watch=lambda i, step: lloyd.watch(found.n_iter + i, step)
        )
        end = run(distinct, found.centroids, later)
        found = end._replace(n_iter=found.n_iter + end.n_iter)
    return found._replace(labels=found.labels[places])

"""Starting centroids for k-means: random points, k-means++, or splits.

References
----------
P. Efraimidis, P. Spirakis, "Weighted random sampling with a reservoir", Information
Processing Letters 97(5), 2006, for the random points.
D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
"""

from collections.abc import Callable
from random import Random

import numpy as np

from kquant.kmeans.merging import merge_cheapest
from kquant.kmeans.splits import split
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64, I64, Floats
from kquant.runtime.random_numbers import uniform


def random_points(data: WeightedPoints, k: int, rng: Random) -> F64:
    """Choose k points at random, without replacement, in proportion to weight.

    Parameters
    ----------
    data : WeightedPoints
    k : int
        Number of centroids, 1..n.
    rng : random.Random

    Returns
    -------
    float64 array, shape (k, d)
        Some of the points, as centroids.
    """
    # Exponential method: a variate with the weight as its rate; the k smallest win.
    rings = -np.log1p(-uniform(rng, len(data))) / data.weights
    chosen = np.argsort(rings, kind="stable")[:k]
    return data.points[chosen].astype(np.float64)


def kmeans_plus_plus(data: WeightedPoints, k: int, rng: Random) -> F64:
    """Choose points one by one, far from those chosen before (greedy k-means++).

    Each step draws ``2 + floor(log(k))`` candidates in proportion to weight times
    squared distance, and takes the one that leaves the least inertia.

    Parameters
    ----------
    data : WeightedPoints
    k : int
        Number of centroids, 1..n.
    rng : random.Random

    Returns
    -------
    float64 array, shape (k, d)
        Some of the points, as centroids.
    """
    trials = 2 + int(np.log(k))
    chosen: list[int] = []
    if len(data.fixed):
        distances = data.distances(data.fixed[:0], data.labels(data.fixed[:0]))
    else:
        first = _draw(data.weights, 1, rng)
        chosen = [int(first[0])]
        distances = _squared_distances(data.points, first)[:, 0]
    while len(chosen) < k:
        candidates = _draw(data.weights * distances, trials, rng)
        shorter = np.minimum(
            _squared_distances(data.points, candidates), distances[:, None]
        )
        best = int(np.argmin((data.weights[:, None] * shorter).sum(axis=0)))
        chosen.append(int(candidates[best]))
        distances = shorter[:, best]
    return data.points[chosen].astype(np.float64)


def _draw(weights: F64, n: int, rng: Random) -> I64:
    """Draw n indices in proportion to weight, with replacement."""
    cumulative = np.cumsum(weights)
    drawn = np.searchsorted(cumulative, uniform(rng, n) * cumulative[-1], side="right")
    # Rounding can carry a draw past the end.
    within: I64 = np.minimum(drawn, len(weights) - 1)
    return within


def _squared_distances(points: Floats, chosen: I64) -> F64:
    """Return the squared distances from all points to m chosen ones, shape (n, m)."""
    total = np.zeros((len(points), len(chosen)))
    for column in points.T.astype(np.float64):
        total += np.square(column[:, None] - column[chosen])
    return total


def principal_split(data: WeightedPoints, k: int, rng: Random) -> F64:
    """Split clusters along their principal axes, the largest gain first.

    If the data has m fixed centroids, the splits make k + m clusters. The cheapest
    ones are then merged, with each other or with fixed ones, until k are left.

    Parameters
    ----------
    data : WeightedPoints
    k : int
        Number of centroids, 1..n.
    rng : random.Random
        Not used: the method is deterministic.

    Returns
    -------
    float64 array, shape (k, d)
        Fewer than k if there are fewer than k distinct points.
    """
    del rng
    centroids = split(data, k + len(data.fixed))
    if len(centroids) > k:
        partition = data.partition(centroids)
        centroids = merge_cheapest(partition, centroids, data.fixed, k)
    return centroids


SEEDINGS: dict[str, Callable[[WeightedPoints, int, Random], F64]] = {
    "split": principal_split,
    "k-means++": kmeans_plus_plus,
    "random": random_points,
}

"""Starting centroids for k-means: random points, k-means++, or splits.

References
----------
P. Efraimidis, P. Spirakis, "Weighted random sampling with a reservoir", Information
Processing Letters 97(5), 2006, for the random points.
D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
M. Orchard, C. Bouman, "Color quantization of images", IEEE Trans. Signal
Processing 39(12), 1991, for the split along the principal axis; S. Wan et al., "An
algorithm for multidimensional data clustering", 1988, for the place of the cut.
"""

import heapq
from collections.abc import Callable
from random import Random

import numpy as np

from kquant.kmeans.merging import merge_cheapest
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64, I64, Floats
from kquant.runtime.random_numbers import uniform

_SQUARINGS = 5  # of the covariance: its 32nd power isolates the principal axis
_MOST_SQUARED = 100  # dimensions; with more, products with vectors are quicker
_PRODUCTS = 16  # of the covariance with the axis
_TINY = 1e-300  # instead of 0, for the length of an axis
_AXIS_STEPS = 64  # the axis is rounded to 1/64, so that projections are exact


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
    centroids = _split(data, k + len(data.fixed))
    if len(centroids) > k:
        partition = data.partition(centroids)
        centroids = merge_cheapest(partition, centroids, data.fixed, k)
    return centroids


def _split(data: WeightedPoints, k: int) -> F64:
    """Split clusters until there are k, or no split helps; return the means, (k, d)."""
    heap = [_Cut(data.points.T.astype(np.float64), data.weights)]
    while len(heap) < k and heap[0].gain > 0:
        cut = heapq.heappop(heap)
        for part in (cut.order[: cut.below], cut.order[cut.below :]):
            columns, weights = cut.columns.take(part, axis=1), cut.weights.take(part)
            heapq.heappush(heap, _Cut(columns, weights))
    return np.array([cut.mean for cut in heap])


class _Cut:
    """A cluster, and the cut across its principal axis that lowers the inertia most.

    Parameters
    ----------
    columns : float64 array, shape (d, n)
        The points. If they are integers, `order` is the same on every machine.
    weights : float64 array, shape (n,)

    Attributes
    ----------
    mean : float64 array, shape (d,)
    gain : float
        By how much the cut lowers the inertia; 0 if all points are equal.
    order : int64 array, shape (n,)
        The indices of the points in their order along the axis.
    below : int
        How many points in `order` come before the cut.
    """

    def __init__(self, columns: F64, weights: F64) -> None:
        self.columns, self.weights = columns, weights
        self.order, self.below, self.gain = np.arange(len(weights)), 0, 0.0
        total = weights.sum()
        self.mean: F64 = columns @ weights / total
        if len(weights) > 1:
            centered = columns - self.mean[:, None]
            self._place(_principal_axis(centered, weights), total)

    def __lt__(self, other: "_Cut") -> bool:
        return self.gain > other.gain  # the heap gives the largest gain first

    def _place(self, axis: F64, total: float) -> None:
        """Find the best cut along an axis, shape (d,)."""
        along = axis @ self.columns
        self.order = np.argsort(along, kind="stable")
        ordered = self.weights.take(self.order)
        below = ordered.cumsum()[:-1]
        off = along.take(self.order) - (self.mean * axis).sum()
        moment = (ordered * off).cumsum()[:-1]
        gains = moment * moment / (below * (total - below))
        best = int(gains.argmax())
        length = max(float((axis * axis).sum()), _TINY)
        self.below, self.gain = best + 1, float(gains[best]) * total / length


def _principal_axis(centered: F64, weights: F64) -> F64:
    """Return the direction of largest variance, shape (d,), as integers -64..64."""
    weighted = centered * weights
    if len(centered) > _MOST_SQUARED:
        return _rounded_axis(_power_method(centered, weighted))
    covariance = weighted @ centered.T
    scale = covariance.trace()
    if scale <= 0:
        return np.zeros(len(covariance))
    power = covariance / scale
    for _ in range(_SQUARINGS):
        power = power @ power
    return _rounded_axis(power[power.diagonal().argmax()])


def _power_method(centered: F64, weighted: F64) -> F64:
    """Return the direction of largest variance, shape (d,), without a matrix."""
    variances = np.einsum("ij,ij->i", centered, weighted)
    axis = np.zeros(len(variances))
    axis[variances.argmax()] = 1.0
    for _ in range(_PRODUCTS):
        axis = weighted @ (axis @ centered)
        axis /= max(float(np.abs(axis).max()), _TINY)
    return axis


def _rounded_axis(axis: F64) -> F64:
    """Scale an axis, shape (d,), to integers -64..64; 0 stays 0."""
    rounded: F64 = np.rint(axis * (_AXIS_STEPS / max(np.abs(axis).max(), _TINY)))
    return rounded


SEEDINGS: dict[str, Callable[[WeightedPoints, int, Random], F64]] = {
    "split": principal_split,
    "k-means++": kmeans_plus_plus,
    "random": random_points,
}

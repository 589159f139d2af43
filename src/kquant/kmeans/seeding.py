"""Where k-means starts: at random, spread out (k-means++), or by splitting.

References
----------
D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
M. Orchard, C. Bouman, "Color quantization of images", IEEE Trans. Signal
Processing 39(12), 1991, for the split along the principal axis; S. Wan et al., "An
algorithm for multidimensional data clustering", 1988, for where to cut.
"""

import heapq
from collections.abc import Callable
from random import Random

import numpy as np

from kquant.arrays import F64, I64, Floats
from kquant.kmeans.merging import merge_cheapest
from kquant.kmeans.points import WeightedPoints
from kquant.randomness import uniform

_SQUARINGS = 5  # of the covariance: the 32nd power leaves its principal axis
_AXIS_STEPS = 64  # the axis is rounded to 1/64, so that projections are exact


def random_points(data: WeightedPoints, k: int, rng: Random) -> F64:
    """Choose k points at random, without repetition, in proportion to weight."""
    # Of clocks that tick in proportion to weight, the k that ring first.
    rings = -np.log1p(-uniform(rng, len(data))) / data.weights
    chosen = np.argsort(rings, kind="stable")[:k]
    return data.points[chosen].astype(np.float64)


def kmeans_plus_plus(data: WeightedPoints, k: int, rng: Random) -> F64:
    """Choose points one by one, far from those chosen before (greedy k-means++).

    Of ``2 + log(k)`` candidates, drawn in proportion to weight and squared
    distance, the one that leaves the least inertia is taken.
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
    """Draw n indices in proportion to weight, with repetition."""
    cumulative = np.cumsum(weights)
    drawn = np.searchsorted(cumulative, uniform(rng, n) * cumulative[-1], side="right")
    # Rounding can carry a draw past the end.
    within: I64 = np.minimum(drawn, len(weights) - 1)
    return within


def _squared_distances(points: Floats, chosen: I64) -> F64:
    """Return the squared distances from all points to chosen ones, shape (n, m)."""
    total = np.zeros((len(points), len(chosen)))
    for column in points.T.astype(np.float64):
        total += np.square(column[:, None] - column[chosen])
    return total


def principal_split(data: WeightedPoints, k: int, rng: Random) -> F64:
    """Split clusters along their principal axes, the largest gain first.

    Deterministic: `rng` is not used. Returns fewer than k centroids only when
    there are fewer than k distinct points. Where the data has fixed centroids, as
    many more are made, and those merged that it costs least, with fixed ones too.
    """
    del rng
    centroids = _split(data, k + len(data.fixed))
    if len(centroids) > k:
        partition = data.partition(centroids)
        centroids = merge_cheapest(partition, centroids, data.fixed, k)
    return centroids


def _split(data: WeightedPoints, k: int) -> F64:
    """Split clusters until there are k, or as many as there are distinct points."""
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
        The points; those of integers are in the same order on every machine.
    weights : float64 array, shape (n,)

    Attributes
    ----------
    mean : float64 array, shape (d,)
    gain : float
        By how much the cut lowers the inertia; 0 for points that are all alike.
    order : int64 array, shape (n,)
        Of the points along the axis.
    below : int
        How many of them come before the cut.
    """

    def __init__(self, columns: F64, weights: F64) -> None:
        self.columns, self.weights = columns, weights
        self.order, self.below, self.gain = np.arange(len(weights)), 0, 0.0
        total = weights.sum()
        self.mean: F64 = columns @ weights / total
        if len(weights) > 1:
            centred = columns - self.mean[:, None]
            self._place(_principal_axis((centred * weights) @ centred.T), total)

    def __lt__(self, other: "_Cut") -> bool:
        return self.gain > other.gain  # the heap gives the largest gain first

    def _place(self, axis: F64, total: float) -> None:
        """Find where along the axis to cut."""
        along = axis @ self.columns
        self.order = np.argsort(along, kind="stable")
        ordered = self.weights.take(self.order)
        below = ordered.cumsum()[:-1]
        off = along.take(self.order) - (self.mean * axis).sum()
        moment = (ordered * off).cumsum()[:-1]
        gains = moment * moment / (below * (total - below))
        best = int(gains.argmax())
        length = max(float((axis * axis).sum()), 1e-300)
        self.below, self.gain = best + 1, float(gains[best]) * total / length


def _principal_axis(covariance: F64) -> F64:
    """Return the direction of largest variance, in whole 64ths, of any length."""
    scale = covariance.trace()
    if scale <= 0:
        return np.zeros(len(covariance))
    power = covariance / scale
    for _ in range(_SQUARINGS):
        power = power @ power
    axis = power[power.diagonal().argmax()]
    rounded: F64 = np.rint(axis * (_AXIS_STEPS / np.abs(axis).max()))
    return rounded


SEEDINGS: dict[str, Callable[[WeightedPoints, int, Random], F64]] = {
    "split": principal_split,
    "k-means++": kmeans_plus_plus,
    "random": random_points,
}

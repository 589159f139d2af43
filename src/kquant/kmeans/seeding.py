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
    heap = [_Cut.of(data, np.arange(len(data)))]
    while len(heap) < k and heap[0].gain > 0:
        cut = heapq.heappop(heap)
        heapq.heappush(heap, _Cut.of(data, cut.left))
        heapq.heappush(heap, _Cut.of(data, cut.right))
    return np.array([cut.mean for cut in heap])


class _Cut:
    """A cluster and the best place to cut it in two."""

    def __init__(self, mean: F64, gain: float, left: I64, right: I64) -> None:
        self.mean, self.gain, self.left, self.right = mean, gain, left, right

    def __lt__(self, other: "_Cut") -> bool:
        return self.gain > other.gain  # the heap gives the largest gain first

    @classmethod
    def of(cls, data: WeightedPoints, members: I64) -> "_Cut":
        """Find the cut across the principal axis that lowers the inertia most."""
        points, weights = data.points[members].astype(np.float64), data.weights[members]
        total = weights.sum()
        mean = (weights[:, None] * points).sum(axis=0) / total
        if len(members) == 1:
            return cls(mean, 0.0, members, members)
        centred = points - mean
        axis = _principal_axis((centred * weights[:, None]).T @ centred)
        along = points @ axis
        order = np.argsort(along, kind="stable")
        moment = np.cumsum((weights * (along - mean @ axis))[order])[:-1]
        below = np.cumsum(weights[order])[:-1]
        gains = np.square(moment) * (1 / below + 1 / (total - below))
        best = int(np.argmax(gains))
        gain = float(gains[best] / max(axis @ axis, 1e-300))
        return cls(mean, gain, members[order[: best + 1]], members[order[best + 1 :]])


def _principal_axis(covariance: F64) -> F64:
    """Return the direction of largest variance, in whole 64ths, of any length."""
    power = covariance
    for _ in range(_SQUARINGS):
        scale = np.trace(power)
        if scale <= 0:
            break
        power = power / scale
        power = power @ power
    axis = power[np.argmax(np.diagonal(power))]
    largest = np.abs(axis).max()
    rounded: F64 = np.rint(axis / largest * _AXIS_STEPS) if largest > 0 else axis
    return rounded


SEEDINGS: dict[str, Callable[[WeightedPoints, int, Random], F64]] = {
    "split": principal_split,
    "k-means++": kmeans_plus_plus,
    "random": random_points,
}

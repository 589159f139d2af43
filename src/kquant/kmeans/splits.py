"""Split clusters along their principal axes, those first that gain most; many at once.

References
----------
M. Orchard, C. Bouman, "Color quantization of images", IEEE Trans. Signal
Processing 39(12), 1991, for the split along the principal axis; S. Wan et al., "An
algorithm for multidimensional data clustering", 1988, for the place of the cut.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64, I64

_SQUARINGS = 5  # of the covariance: its 32nd power isolates the principal axis
_MOST_SQUARED = 12  # dimensions; with more, products with vectors are quicker
_PRODUCTS = 16  # of the covariance with the axis
_TINY = 1e-300  # instead of 0, for the length of an axis
_AXIS_STEPS = 64  # the axis is rounded to 1/64, so that projections are exact


def split(data: WeightedPoints, k: int) -> F64:
    """Split clusters until there are k, or no split helps; the largest gain comes first.

    Parameters
    ----------
    data : WeightedPoints
        Without regard to its fixed centroids.
    k : int
        Number of clusters, 1..n.

    Returns
    -------
    float64 array, shape (at most k, d)
        The means of the clusters.
    """
    tree = _Tree(data)
    while True:
        leaves, unknown = tree.grown(k)
        if not unknown:
            return np.array([leaf.mean for leaf in leaves])
        tree.look_into(unknown)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A cluster, and the cut across its principal axis that lowers the inertia most.

    Attributes
    ----------
    start, middle, stop : int
        The points from `start` up to `stop`, in the order of the tree, are cut at
        `middle`.
    mean : float64 array, shape (d,)
    gain : float
        By how much the cut lowers the inertia; 0 if all points are equal.
    """

    start: int
    middle: int
    stop: int
    mean: F64
    gain: float

    def __lt__(self, other: "_Cluster") -> bool:
        return self.gain > other.gain  # the heap gives the largest gain first


class _Tree:
    """Clusters and, as far as is known, their parts."""

    def __init__(self, data: WeightedPoints) -> None:
        self._columns = data.points.T.astype(np.float64)
        self._weights = data.weights
        self._points = np.arange(len(data))  # in order: clusters lie side by side
        (self._root,) = self._cut([0], [len(data)])
        self._parts: dict[int, list[_Cluster]] = {}

    def grown(self, k: int) -> tuple[list[_Cluster], list[_Cluster]]:
        """Split the cluster that gains most, again and again, until there are k.

        Returns the clusters, and those that are split although their parts are unknown:
        if there are any, the result may be another once these are known.
        """
        unknown: list[_Cluster] = []
        heap, count = [self._root], 1
        while count + len(unknown) < k and heap and heap[0].gain > 0:
            cluster = heapq.heappop(heap)
            parts = self._parts.get(cluster.middle)
            if parts is None:
                unknown.append(cluster)
                continue
            for part in parts:
                heapq.heappush(heap, part)
            count += 1
        return heap, unknown

    def look_into(self, clusters: list[_Cluster]) -> None:
        """Find the parts of clusters, and the best cut of each part."""
        starts = [place for c in clusters for place in (c.start, c.middle)]
        stops = [place for c in clusters for place in (c.middle, c.stop)]
        parts = self._cut(starts, stops)
        for cluster, *both in zip(clusters, parts[::2], parts[1::2], strict=True):
            # No two clusters are cut at the same place.
            self._parts[cluster.middle] = both

    def _cut(self, starts: list[int], stops: list[int]) -> list[_Cluster]:
        """Find the best cuts of clusters; their points come into order along the axes."""
        counts = np.subtract(stops, starts)
        first = np.cumsum(counts) - counts
        places: I64 = np.repeat(starts - first, counts)
        places += np.arange(len(places))
        points = self._points.take(places)
        columns, weights = (
            self._columns.take(points, axis=1),
            self._weights.take(points),
        )
        totals = np.add.reduceat(weights, first)
        means = np.add.reduceat(columns * weights, first, axis=1) / totals
        axes = _principal_axes(columns - means.repeat(counts, axis=1), weights, first)
        along = (axes.repeat(counts, axis=1) * columns).sum(axis=0)
        # From a point, not from the mean: exact on a lattice.
        along -= along[first].repeat(counts)
        order = _order(along, counts)
        self._points[places] = points.take(order)
        gains = _gains(weights.take(order), along.take(order), first, counts)
        best = np.maximum.reduceat(gains, first)
        at_best = np.flatnonzero(gains == best.repeat(counts))
        middles = places[at_best[np.searchsorted(at_best, first)]] + 1
        gained = best * totals / np.maximum(np.square(axes).sum(axis=0), _TINY)
        return list(
            map(_Cluster, starts, middles.tolist(), stops, means.T, gained.tolist())
        )


def _order(along: F64, counts: I64) -> I64:
    """Return the order of points, shape (n,), by cluster and along its axis."""
    span = 2.0 ** np.ceil(np.log2(2.0 * float(np.abs(along).max()) + 1.0))
    key = np.repeat(np.arange(len(counts)) * span, counts)
    key += along
    return np.argsort(key, kind="stable")


def _gains(weights: F64, along: F64, first: I64, counts: I64) -> F64:
    """Return what a cut after each point gains, shape (n,); 0 after the last ones."""
    below, moment = weights.cumsum(), (weights * along).cumsum()
    ends = first + counts - 1
    totals = np.diff(below[ends], prepend=0.0)
    moments = np.diff(moment[ends], prepend=0.0)
    below -= (below[ends] - totals).repeat(counts)
    moment -= (moment[ends] - moments).repeat(counts)
    moment -= below * (moments / totals).repeat(counts)
    product = below * (totals.repeat(counts) - below)
    product[ends] = 0.0
    moment *= moment
    gains = np.zeros(len(moment))
    np.divide(moment, product, out=gains, where=product > 0)
    return gains


def _principal_axes(centered: F64, weights: F64, first: I64) -> F64:
    """Return the directions of largest variance, shape (d, m), as integers -64..64."""
    if len(centered) <= _MOST_SQUARED:
        axes = _powers(centered, weights, first)
    else:
        ends = np.append(first[1:], len(weights))
        parts = [slice(*part) for part in zip(first, ends, strict=True)]
        axes = np.stack(
            [_power_method(centered[:, part], weights[part]) for part in parts]
        )
    largest = np.maximum(np.abs(axes).max(axis=1, keepdims=True), _TINY)
    rounded: F64 = np.rint(axes * (_AXIS_STEPS / largest)).T
    return rounded


def _powers(centered: F64, weights: F64, first: I64) -> F64:
    """Return directions of largest variance, shape (m, d), by powers of covariances."""
    d, m = len(centered), len(first)
    powers, weighted = np.empty((m, d, d)), centered * weights
    for i in range(d):
        sums = np.add.reduceat(weighted[i] * centered[i:], first, axis=1)
        powers[:, i, i:], powers[:, i:, i] = sums.T, sums.T
    scales = np.trace(powers, axis1=1, axis2=2)
    powers /= np.where(scales > 0, scales, 1.0)[:, None, None]
    for _ in range(_SQUARINGS):
        powers = powers @ powers
    widest = np.diagonal(powers, axis1=1, axis2=2).argmax(axis=1)
    axes: F64 = powers[np.arange(m), widest]
    return axes


def _power_method(centered: F64, weights: F64) -> F64:
    """Return the direction of largest variance, shape (d,), without a matrix."""
    weighted = centered * weights
    variances = np.einsum("ij,ij->i", centered, weighted)
    axis: F64 = np.zeros(len(variances))
    axis[variances.argmax()] = 1.0
    for _ in range(_PRODUCTS):
        axis = weighted @ (axis @ centered)
        axis /= max(float(np.abs(axis).max()), _TINY)
    return axis

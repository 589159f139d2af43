"""Weighted points, and their partition by centroids."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.kmeans.partition import Partition
from kquant.runtime.arrays import F64, I32, I64, AnyArray, Floats

_LANES = 4  # partial sums of each cluster


class WeightedPoints:
    """The data that k-means works on.

    Parameters
    ----------
    points : array of numbers, shape (n, d), ``n >= 1``
        Rounding errors are least near the origin: distances come from scalar products.
    weights : array of numbers, shape (n,), optional
        Positive; 1 by default.
    fixed : float64 array, shape (m, d), optional
        Centroids that never move. A point goes to a fixed centroid if that is at
        least as near as every other one. In `kquant.kmeans`, k never counts
        fixed centroids.
    lattice : bool
        Whether the points are float32 integers, small enough for exact arithmetic, see
        `NearestCentroid`. Otherwise they become float64.
    """

    def __init__(
        self,
        points: AnyArray,
        weights: AnyArray | None = None,
        fixed: F64 | None = None,
        *,
        lattice: bool = False,
    ) -> None:
        self.points: Floats = (
            points if lattice else points.astype(np.float64, copy=False)
        )
        points = self.points
        self.fixed = np.empty((0, points.shape[1])) if fixed is None else fixed
        self.weights: F64 = (
            np.ones(len(points))
            if weights is None
            else np.asarray(weights, dtype=np.float64)
        )
        self.total = float(self.weights.sum())
        self.nearest = NearestCentroid(points)
        self._lanes = np.arange(len(points)) % _LANES if lattice else None
        self._columns = [self.weights * column for column in points.T]
        pairs = zip(self._columns, points.T, strict=True)
        self._squares = sum(float((weighted * x).sum()) for weighted, x in pairs)

    def __len__(self) -> int:
        return len(self.points)

    def variance(self) -> float:
        """Return the weighted variance, averaged over the dimensions.

        Returns
        -------
        float
        """
        mean = np.array([column.sum() for column in self._columns]) / self.total
        mean_square = self._squares / self.total
        return max(0.0, mean_square - float(mean @ mean)) / len(mean)

    @cached_property
    def products(self) -> dict[tuple[int, int], F64]:
        """The weighted products of coordinates i and j, shape (n,), for i <= j."""
        d = self.points.shape[1]
        return {
            (i, j): self._columns[i] * self.points[:, j]
            for i in range(d)
            for j in range(i, d)
        }

    def group_sums(self, labels: I32 | I64, k: int) -> tuple[F64, F64]:
        """Add up weights and weighted points by label.

        Parameters
        ----------
        labels : array of whole numbers, shape (n,)
            Each below k.
        k : int

        Returns
        -------
        counts : float64 array, shape (k,)
        sums : float64 array, shape (k, d)
        """
        sums = self.sums_of([self.weights, *self._columns], labels, k)
        return sums[0], sums[1:].T.copy()

    def sums_of(self, columns: Iterable[F64], labels: I32 | I64, k: int) -> F64:
        """Add up columns of numbers by label.

        Parameters
        ----------
        columns : c float64 arrays, shape (n,)
            Whole numbers if the points are on a lattice.
        labels : array of whole numbers, shape (n,)
            Each below k.
        k : int

        Returns
        -------
        float64 array, shape (c, k)
        """
        lanes = 1
        if self._lanes is not None:
            # Neighbors often have one label, and a sum must wait for the one before it.
            # As sums on a lattice are exact, neighbors can go to different ones.
            lanes, labels = _LANES, labels + k * self._lanes
        sums = [np.bincount(labels, column, lanes * k) for column in columns]
        parts = np.array(sums, dtype=np.float64).reshape(len(sums), lanes, k)
        total: F64 = np.add.reduce(parts, axis=1)
        return total

    def labels(self, centroids: F64) -> I64:
        """Find the nearest centroid of each point.

        Parameters
        ----------
        centroids : float64 array, shape (k, d)

        Returns
        -------
        int64 array, shape (n,)
            Fixed centroids have the indices from k on.
        """
        m = len(self.fixed)
        if not m:
            return self.nearest.labels(centroids, threaded=True)
        # Fixed centroids come first here, because the lowest index wins a tie.
        everyone = np.concatenate([self.fixed, centroids])
        labels = self.nearest.labels(everyone, threaded=True)
        own_first: I64 = (labels - m) % (m + len(centroids))
        return own_first

    def partition(self, centroids: F64, labels: I64 | None = None) -> Partition:
        """Divide the points among centroids; clusters may be empty.

        Parameters
        ----------
        centroids : float64 array, shape (k, d)
        labels : int64 array, shape (n,), optional
            By default, each point goes to its nearest centroid.

        Returns
        -------
        Partition
        """
        if labels is None:
            labels = self.labels(centroids)
        k, everyone = len(centroids), self.with_fixed(centroids)
        counts, sums = self.group_sums(labels, len(everyone))
        inertia = (
            self._squares
            - 2.0 * float((sums * everyone).sum())
            + float((counts * (everyone * everyone).sum(axis=1)).sum())
        )
        return Partition(labels, counts[:k], sums[:k], max(0.0, inertia))

    def with_fixed(self, centroids: F64) -> F64:
        """Return the centroids, then the m fixed ones.

        Parameters
        ----------
        centroids : float64 array, shape (k, d)

        Returns
        -------
        float64 array, shape (k + m, d)
        """
        return np.concatenate([centroids, self.fixed]) if len(self.fixed) else centroids

    def distances(self, centroids: F64, labels: I64) -> F64:
        """Return the squared distance of each point to its centroid.

        Parameters
        ----------
        centroids : float64 array, shape (k, d)
        labels : int64 array, shape (n,)
            As `labels` returns them.

        Returns
        -------
        float64 array, shape (n,)
        """
        difference = self.points - self.with_fixed(centroids)[labels]
        distances: F64 = np.square(difference, dtype=np.float64).sum(axis=1)
        return distances

    def inertia(self, centroids: F64, labels: I64) -> float:
        """Add up the weighted squared distances of all points to their centroids.

        Parameters
        ----------
        centroids : float64 array, shape (k, d)
        labels : int64 array, shape (n,)
            As `labels` returns them.

        Returns
        -------
        float
            More exact than that of `partition`, which takes less time.
        """
        return float((self.weights * self.distances(centroids, labels)).sum())

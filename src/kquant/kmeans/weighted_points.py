"""Weighted points, and their partition by centroids."""

from functools import cached_property

import numpy as np

from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.kmeans.partition import Partition
from kquant.runtime.arrays import F64, I64, AnyArray, Floats


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

    def group_sums(
        self, labels: I64, k: int, factors: F64 | None = None
    ) -> tuple[F64, F64]:
        """Add up weights and weighted points by label.

        Parameters
        ----------
        labels : int64 array, shape (n,)
            Each below k.
        k : int
        factors : float64 array, shape (n,), optional
            Multiply the weights.

        Returns
        -------
        counts : float64 array, shape (k,)
        sums : float64 array, shape (k, d)
        """
        columns = [self.weights, *self._columns]
        if factors is not None:
            columns = [column * factors for column in columns]
        counts, *sums = [
            np.bincount(labels, column, minlength=k).astype(np.float64, copy=False)
            for column in columns
        ]
        return counts, np.stack(sums, axis=1)

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

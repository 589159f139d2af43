"""Points with weights, and what becomes of them when centroids are given."""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from kquant.arrays import F64, I64, Floats
from kquant.nearest import NearestCentroid


class Partition(NamedTuple):
    """Points divided among their nearest centroids.

    Attributes
    ----------
    labels : int64 array, shape (n,)
        Those of fixed centroids come after the k others.
    counts : float64 array, shape (k,)
        Sum of the weights in each cluster; fixed ones have no place here.
    sums : float64 array, shape (k, d)
        Weighted sum of the points in each cluster.
    inertia : float
        Weighted sum of squared distances to the centroids.
    """

    labels: I64
    counts: F64
    sums: F64
    inertia: float

    def means(self) -> F64:
        """Return the weighted mean of each cluster, shape (k, d); none is empty."""
        means: F64 = self.sums / self.counts[:, None]
        return means

    def means_or(self, centroids: F64) -> F64:
        """Return the means, and of clusters that are empty their centroids."""
        if self.counts.all():
            return self.means()
        empty = self.counts == 0
        counts = np.where(empty, 1.0, self.counts)
        return np.where(empty[:, None], centroids, self.sums / counts[:, None])


class WeightedPoints:
    """What k-means works on.

    Parameters
    ----------
    points : float32 or float64 array, shape (n, d), ``n >= 1``
        Best near the origin: distances are computed from scalar products.
    weights : float array, shape (n,), optional
        Positive; the default is 1 for each.
    fixed : float64 array, shape (m, d), optional
        Centroids that are there whatever others are looked for, and never move.
        Points go to them when they are at least as near as any other; what is
        said elsewhere of k centroids is said of the others.
    """

    def __init__(
        self,
        points: Floats,
        weights: Floats | None = None,
        fixed: F64 | None = None,
    ) -> None:
        self.points = points
        self.fixed = np.empty((0, points.shape[1])) if fixed is None else fixed
        self.weights: F64 = (
            np.ones(len(points)) if weights is None else weights.astype(np.float64)
        )
        self.total = float(self.weights.sum())
        self.nearest = NearestCentroid(points)
        self._columns = [self.weights * column for column in points.T]
        pairs = zip(self._columns, points.T, strict=True)
        self._squares = sum(float((weighted * x).sum()) for weighted, x in pairs)

    def __len__(self) -> int:
        return len(self.points)

    def variance(self) -> float:
        """Return the weighted variance, as the mean over the dimensions."""
        mean = np.array([column.sum() for column in self._columns]) / self.total
        mean_square = self._squares / self.total
        return max(0.0, mean_square - float(mean @ mean)) / len(mean)

    @cached_property
    def products(self) -> dict[tuple[int, int], F64]:
        """Weighted products of coordinates i <= j, each of shape (n,), by (i, j)."""
        d = self.points.shape[1]
        return {
            (i, j): self._columns[i] * self.points[:, j]
            for i in range(d)
            for j in range(i, d)
        }

    def group_sums(
        self, labels: I64, k: int, factors: F64 | None = None
    ) -> tuple[F64, F64]:
        """Add up weights, shape (k,), and weighted points, shape (k, d), by label.

        The weights may be multiplied by factors, shape (n,), first.
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
        """Return the nearest centroid of each point; fixed ones from k on."""
        m = len(self.fixed)
        if not m:
            return self.nearest.labels(centroids, threaded=True)
        # Fixed ones come first here, as the first of equals wins.
        everyone = np.concatenate([self.fixed, centroids])
        labels = self.nearest.labels(everyone, threaded=True)
        own_first: I64 = (labels - m) % (m + len(centroids))
        return own_first

    def partition(self, centroids: F64) -> Partition:
        """Give each point to its nearest centroid; clusters may be left empty."""
        return self._partition(centroids, self.labels(centroids))

    def _partition(self, centroids: F64, labels: I64) -> Partition:
        """Add up what a partition by the labels needs."""
        k, everyone = len(centroids), self.with_fixed(centroids)
        counts, sums = self.group_sums(labels, len(everyone))
        inertia = (
            self._squares
            - 2.0 * float((sums * everyone).sum())
            + float((counts * (everyone * everyone).sum(axis=1)).sum())
        )
        return Partition(labels, counts[:k], sums[:k], max(0.0, inertia))

    def with_fixed(self, centroids: F64) -> F64:
        """Return the centroids and then the fixed ones, as labels number them."""
        return np.concatenate([centroids, self.fixed]) if len(self.fixed) else centroids

    def distances(self, centroids: F64, labels: I64) -> F64:
        """Return each point's squared distance to the centroid it is given to."""
        difference = self.points - self.with_fixed(centroids)[labels]
        distances: F64 = np.square(difference, dtype=np.float64).sum(axis=1)
        return distances

    def without_empty(self, centroids: F64) -> tuple[F64, Partition]:
        """Move the centroids of empty clusters to the worst-fitted points.

        Returns the moved centroids and their partition, in which no cluster is
        empty as long as there are at least k distinct points.
        """
        partition = self.partition(centroids)
        seized: list[tuple[int, I64]] = []
        while (empty := np.flatnonzero(partition.counts == 0)).size:
            centroids = centroids.copy()
            distances = self.distances(centroids, partition.labels)
            for j in empty.tolist():
                worst = int(np.argmax(self.weights * distances))
                if distances[worst] == 0:
                    return centroids, partition
                centroids[j] = self.points[worst]
                difference = self.points - self.points[worst]
                to_worst = np.square(difference).sum(axis=1)
                np.minimum(distances, to_worst, out=distances)
                seized.append((j, np.flatnonzero(to_worst == 0)))
            labels = self.labels(centroids)
            for j, members in seized:
                labels[members] = j  # rounding must not give them to a close neighbour
            partition = self._partition(centroids, labels)
        return centroids, partition

"""Empty clusters: their centroids go to badly fitted points, by one of two rules."""

import numpy as np

from kquant.kmeans.partition import Partition
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64, I64


def without_empty(data: WeightedPoints, centroids: F64) -> tuple[F64, Partition]:
    """Move the centroids of empty clusters to the points that cost most, at once.

    Searches and final results follow this rule, which leaves no cluster empty.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)

    Returns
    -------
    centroids : float64 array, shape (k, d)
    partition : Partition
        No cluster is empty if there are enough distinct points.
    """
    partition = data.partition(centroids)
    seized: list[tuple[int, I64]] = []
    while not partition.counts.all():
        empty = np.flatnonzero(partition.counts == 0)
        centroids = centroids.copy()
        distances = data.distances(centroids, partition.labels)
        for j in empty.tolist():
            worst = int(np.argmax(data.weights * distances))
            if distances[worst] == 0:
                return centroids, partition
            centroids[j] = data.points[worst]
            difference = data.points - data.points[worst]
            to_worst = np.square(difference).sum(axis=1)
            np.minimum(distances, to_worst, out=distances)
            seized.append((j, np.flatnonzero(to_worst == 0)))
        labels = data.labels(centroids)
        for j, members in seized:
            labels[members] = j  # rounding must not give them to a close neighbor
        partition = data.partition(centroids, labels)
    return centroids, partition


def refilled(
    data: WeightedPoints, centroids: F64, partition: Partition, lattice: float = 0.0
) -> Partition:
    """Give each empty cluster one point of another, as scikit-learn does.

    Plain Lloyd iterations follow this rule. The points farthest from their centroids
    leave their clusters, whatever their weights.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
    partition : Partition
        That of the centroids.
    lattice : float
        As in `kquant.kmeans.LloydOptions`. On a lattice the farthest point goes first,
        the same on every machine; else their order is scikit-learn's.

    Returns
    -------
    Partition
        With other counts and sums, but the same labels. If there are too few distinct
        points, what is left over has those of the largest cluster.
    """
    if partition.counts.all():
        return partition
    counts, sums = partition.counts.copy(), partition.sums.copy()
    empty = np.flatnonzero(counts == 0)
    distances = data.distances(centroids, partition.labels)
    if distances.any():
        farthest = _farthest(distances, min(len(empty), len(distances)), lattice)
        for j, i in zip(empty.tolist(), farthest.tolist(), strict=False):
            weight, old = data.weights[i], partition.labels[i]
            counts[j], sums[j] = weight, weight * data.points[i]
            if old < len(counts):  # fixed centroids have no counts
                counts[old] -= weight
                sums[old] -= sums[j]
    if not counts.any():  # all points are at fixed centroids
        return partition._replace(counts=np.ones(len(counts)), sums=centroids)
    largest, spare = counts.argmax(), counts == 0
    counts[spare], sums[spare] = counts[largest], sums[largest]
    if not lattice:  # scikit-learn copies the sum of a later cluster before it divides
        counts[:largest][spare[:largest]] = 1.0
    return partition._replace(counts=counts, sums=sums)


def _farthest(distances: F64, count: int, lattice: float) -> I64:
    """Return the indices of the `count` largest of all distances."""
    if lattice:
        return np.argsort(-distances, kind="stable")[:count]
    # As scikit-learn writes it: of three or more, and of equal ones, numpy's order.
    return np.argpartition(distances, -count)[: -count - 1 : -1]

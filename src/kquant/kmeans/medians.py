"""From means to medians: the least sum of distances, not of their squares.

References
----------
E. Weiszfeld, "Sur le point pour lequel la somme des distances de n points donnés est
minimum", Tohoku Mathematical Journal 43, 1937.
"""

import numpy as np

from kquant.arrays import F64
from kquant.kmeans.lloyd import KMeansFit
from kquant.kmeans.points import WeightedPoints


def move_to_medians(
    data: WeightedPoints, centroids: F64, steps: int, least: float
) -> KMeansFit:
    """Move centroids towards the geometric medians of their clusters.

    Each step gives the points to the nearest centroids and takes means in which a
    point counts less the farther it is.

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
        Best those of a k-means fit.
    steps : int
    least : float
        Distance below which points do not count for more.

    Returns
    -------
    KMeansFit
        On the lattice of integers.
    """
    k = len(centroids)
    for _ in range(steps):
        centroids, partition = data.without_empty(np.rint(centroids))
        distances = np.sqrt(data.distances(centroids, partition.labels))
        pulls = 1.0 / np.maximum(distances, least)
        counts, sums = data.group_sums(partition.labels, k + len(data.fixed), pulls)
        seen = counts[:k] > 0
        centroids = centroids.copy()
        centroids[seen] = sums[:k][seen] / counts[:k][seen, None]
    centroids, partition = data.without_empty(np.rint(centroids))
    return KMeansFit(
        centroids, partition.labels, partition.inertia, steps, converged=True
    )

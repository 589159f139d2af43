"""Move centroids from means to medians, which minimize the sum of distances.

References
----------
E. Weiszfeld, "Sur le point pour lequel la somme des distances de n points donnés est
minimum", Tohoku Mathematical Journal 43, 1937.
"""

import numpy as np

from kquant.kmeans.empty_clusters import without_empty
from kquant.kmeans.lloyd import KMeansFit
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64


def move_to_medians(
    data: WeightedPoints, centroids: F64, steps: int, least: float
) -> KMeansFit:
    """Move centroids toward the geometric medians of their clusters.

    Each step assigns the points to their nearest centroids, and moves each centroid
    to a mean in which points count less the farther away they are (Weiszfeld 1937).

    Parameters
    ----------
    data : WeightedPoints
    centroids : float64 array, shape (k, d)
        Preferably the result of a k-means fit.
    steps : int
    least : float
        Points nearer than this count as if they were at this distance.

    Returns
    -------
    KMeansFit
        With integer centroids. Its inertia is the sum of squared distances.
    """
    k = len(centroids)
    for _ in range(steps):
        centroids, partition = without_empty(data, np.rint(centroids))
        distances = np.sqrt(data.distances(centroids, partition.labels))
        pulls = 1.0 / np.maximum(distances, least)
        counts, sums = data.group_sums(partition.labels, k + len(data.fixed), pulls)
        seen = counts[:k] > 0
        centroids = centroids.copy()
        centroids[seen] = sums[:k][seen] / counts[:k][seen, None]
    centroids, partition = without_empty(data, np.rint(centroids))
    return KMeansFit(
        centroids, partition.labels, partition.inertia, steps, converged=True
    )

"""Points divided among centroids."""

from typing import NamedTuple

import numpy as np

from kquant.runtime.arrays import F64, I64


class Partition(NamedTuple):
    """Points divided among their nearest centroids.

    Attributes
    ----------
    labels : int64 array, shape (n,)
        Index of the centroid of each point; k and more stand for fixed centroids.
    counts : float64 array, shape (k,)
        Sum of the weights in each cluster, without those of fixed centroids.
    sums : float64 array, shape (k, d)
        Weighted sum of the points in each cluster.
    inertia : float
        Weighted sum of squared distances to the centroids, fixed ones included.
    """

    labels: I64
    counts: F64
    sums: F64
    inertia: float

    def means(self) -> F64:
        """Return the weighted mean of each cluster; none may be empty.

        Returns
        -------
        float64 array, shape (k, d)
        """
        means: F64 = self.sums / self.counts[:, None]
        return means

    def means_or(self, centroids: F64) -> F64:
        """Return the mean of each cluster, or its centroid if the cluster is empty.

        Parameters
        ----------
        centroids : float64 array, shape (k, d)

        Returns
        -------
        float64 array, shape (k, d)
        """
        if self.counts.all():
            return self.means()
        empty = self.counts == 0
        counts = np.where(empty, 1.0, self.counts)
        return np.where(empty[:, None], centroids, self.sums / counts[:, None])

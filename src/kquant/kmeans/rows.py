"""The rows of an array, as the estimator and `lloyd_steps` cluster them."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kquant.kmeans.checks import check_choice, checked_points, checked_weights
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.kmeans.seeding import SEEDINGS
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64, I64


class Rows(NamedTuple):
    """The rows of an array, centered, and those of weight 0 set aside.

    Attributes
    ----------
    points : float64 array, shape (n, d)
        All rows, as they were given.
    seen : bool array, shape (n,)
        Which rows have a positive weight.
    origin : float64 array, shape (d,)
        The mean of these rows.
    data : WeightedPoints
        These rows less the origin.
    """

    points: F64
    seen: NDArray[np.bool_]
    origin: F64
    data: WeightedPoints

    @classmethod
    def of(cls, X: ArrayLike, sample_weight: ArrayLike | None, k: int) -> Self:
        """Take the rows of an array for k clusters, after validation.

        Parameters
        ----------
        X : array-like, shape (n, d)
        sample_weight : array-like, shape (n,), or None
        k : int

        Returns
        -------
        Rows

        Raises
        ------
        TypeError, ValueError
            If the array or the weights are invalid, or n is less than k.
        """
        points = checked_points(X).astype(np.float64, copy=False)
        if len(points) < k:
            raise ValueError(
                f"n_samples={len(points)} should be at least n_clusters={k}"
            )
        weights = checked_weights(sample_weight, len(points))
        seen = weights > 0
        used = points if seen.all() else points[seen]
        origin = used.mean(axis=0)
        return cls(points, seen, origin, WeightedPoints(used - origin, weights[seen]))

    def start(self, init: str | ArrayLike, k: int) -> str | F64:
        """Return the name of a seeding, or given centers less the origin.

        Parameters
        ----------
        init : str or array-like, shape (k, d)
        k : int

        Returns
        -------
        str or float64 array, shape (k, d)

        Raises
        ------
        ValueError
            If there is no seeding of that name, or the centers are invalid.
        """
        if isinstance(init, str):
            check_choice("init must be an array, or it", init, tuple(SEEDINGS))
            return init
        start = checked_points(init, "init").astype(np.float64)
        if start.shape != (k, len(self.origin)):
            raise ValueError(
                f"init must have shape ({k}, {len(self.origin)}), got {start.shape}"
            )
        return start - self.origin

    def all_labels(self, labels: I64, centroids: F64) -> I64:
        """Return labels of all rows.

        Parameters
        ----------
        labels : int64 array, shape (m,)
            Those of the rows with positive weight.
        centroids : float64 array, shape (k, d)
            Less the origin; the other rows get the nearest one.

        Returns
        -------
        int64 array, shape (n,)
        """
        if self.seen.all():
            return labels
        everyone = NearestCentroid(self.points, self.origin)
        all_labels = everyone.labels(centroids + self.origin)
        all_labels[self.seen] = labels
        return all_labels

    def costs(self, centroids: F64, labels: I64) -> F64:
        """Return the part of each cluster in the inertia.

        Parameters
        ----------
        centroids : float64 array, shape (k, d)
        labels : int64 array, shape (m,)

        Returns
        -------
        float64 array, shape (k,)
        """
        costs = self.data.weights * self.data.distances(centroids, labels)
        sums = np.bincount(labels, costs, minlength=len(centroids))
        return sums.astype(np.float64, copy=False)

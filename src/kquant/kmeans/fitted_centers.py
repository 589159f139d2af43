"""What fitted centers tell about points: the nearest one, distances, the inertia."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kquant.kmeans.checks import checked_points, checked_weights
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.kmeans.sklearn_interface import SklearnInterface
from kquant.runtime.arrays import F64, I64, Floats


class FittedCenters(SklearnInterface):
    """The part of an estimator that needs only its centers.

    Attributes
    ----------
    cluster_centers_ : float64 array, shape (n_clusters, d)
    """

    cluster_centers_: F64
    _origin: F64  # the mean of the data of `fit`, near which rounding errors are least

    def predict(self, X: ArrayLike) -> I64:
        """Return the nearest cluster of each row of X.

        Parameters
        ----------
        X : array, shape (n, d)

        Returns
        -------
        int64 array, shape (n,)

        Raises
        ------
        NotFittedError
            If there was no fit before.
        ValueError
            If X is invalid or has another number of columns than the data of `fit`.
        """
        return self._labels(self._points_like_those_of_fit(X))

    def transform(self, X: ArrayLike) -> Any:
        """Return the distances from each row of X to all centers.

        Parameters
        ----------
        X : array, shape (n, d)

        Returns
        -------
        array, shape (n, n_clusters)
            float32 if X is that, else float64; or a data frame, see `set_output`.
        """
        points = self._points_like_those_of_fit(X)
        distances = np.empty((len(points), self._n_features_out), dtype=points.dtype)
        for j, center in enumerate(self.cluster_centers_):
            distances[:, j] = np.sqrt(np.square(points - center).sum(axis=1))
        return self._contained(distances, X)

    def score(
        self,
        X: ArrayLike,
        y: object = None,  # noqa: ARG002 - part of the interface
        sample_weight: ArrayLike | None = None,
    ) -> float:
        """Return the inertia of X with its sign changed: larger is better.

        Parameters
        ----------
        X : array, shape (n, d)
        y : object
            Not used.
        sample_weight : array, shape (n,), optional

        Returns
        -------
        float
        """
        points = self._points_like_those_of_fit(X)
        weights = checked_weights(sample_weight, len(points))
        distances = np.square(points - self.cluster_centers_[self._labels(points)])
        return -float((weights * distances.sum(axis=1, dtype=np.float64)).sum())

    @property
    def _n_features_out(self) -> int:
        """The number of columns of `transform`."""
        return len(self.cluster_centers_)

    def _points_like_those_of_fit(self, X: ArrayLike) -> Floats:
        """Return X as an array after validation."""
        self._check_is_fitted()
        self._check_features(X)
        points = checked_points(X)
        self._check_feature_count(points.shape[1])
        return points

    def _labels(self, points: Floats) -> I64:
        """Return the nearest cluster of each point, shape (n,)."""
        nearest = NearestCentroid(points, self._origin)
        return nearest.labels(self.cluster_centers_, threaded=True)

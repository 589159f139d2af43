"""k-means as an estimator with scikit-learn's interface."""

import warnings
from random import Random
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from kquant.kmeans.lloyd import LloydOptions
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.kmeans.restarts import default_n_init, fit
from kquant.kmeans.seeding import SEEDINGS
from kquant.kmeans.weighted_points import WeightedPoints
from kquant.runtime.arrays import F64, I64


class KMeans:
    """k-means clustering of points in any dimension.

    Follows scikit-learn's conventions without requiring it, and works with
    `sklearn.base.clone`. No cluster is empty if the data has at least `n_clusters`
    distinct points with positive weight.

    Parameters
    ----------
    n_clusters : int, default 8
    init : {"split", "k-means++", "random"} or array (n_clusters, d), default "split"
        "split" cuts clusters along their principal axes, without random choices.
        An array holds the centers of the only start.
    n_init : int or "auto", default "auto"
        Number of starts; the result with the least inertia is kept. "auto" is 10 for
        "random" and 1 otherwise. The second and later starts of "split" are random.
    max_iter : int, default 300
        Maximum number of iterations per start.
    tol : float, default 1e-4
        A run has converged when the sum of the squared shifts of the centers is at
        most `tol` times the mean variance of the features.
    random_state : int, numpy.random.Generator or None, default 0

    Attributes
    ----------
    cluster_centers_ : float64 array, shape (n_clusters, d)
    labels_ : int64 array, shape (n,)
        The row in `cluster_centers_` nearest to each row of X.
    inertia_ : float
        Weighted sum of the squared distances to the nearest centers.
    n_iter_ : int
        Iterations of the start that was kept.
    n_features_in_ : int

    Examples
    --------
    >>> X = [[0, 0], [0, 2], [9, 0], [9, 2], [0, 20], [0, 22]]
    >>> model = KMeans(n_clusters=3).fit(X)
    >>> model.labels_
    array([1, 1, 2, 2, 0, 0])
    >>> model.cluster_centers_
    array([[ 0., 21.],
           [ 0.,  1.],
           [ 9.,  1.]])
    >>> model.predict([[8, 8]])
    array([2])
    """

    _PARAMETERS = ("n_clusters", "init", "n_init", "max_iter", "tol", "random_state")

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: str | ArrayLike = "split",
        n_init: int | str = "auto",
        max_iter: int = 300,
        tol: float = 1e-4,
        random_state: int | np.random.Generator | None = 0,
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002
        """Return the parameters by name; `deep` has no effect."""
        return {name: getattr(self, name) for name in self._PARAMETERS}

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name; raise ValueError for an unknown one."""
        for name, value in params.items():
            if name not in self._PARAMETERS:
                raise ValueError(f"KMeans has no parameter {name!r}")
            setattr(self, name, value)
        return self

    def fit(
        self,
        X: ArrayLike,
        y: object = None,  # noqa: ARG002 - part of the interface
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Find the clusters of X.

        Parameters
        ----------
        X : array, shape (n, d)
        y : object
            Not used.
        sample_weight : array, shape (n,), optional
            Not negative. By default, each row counts as 1.

        Returns
        -------
        KMeans
            This estimator.

        Raises
        ------
        ValueError
            If a parameter or the data is invalid.
        """
        points, weights = _checked(X, sample_weight)
        k, n_init = self._checked_counts(len(points))
        seen = weights > 0
        center = np.average(points, axis=0, weights=weights)
        data = WeightedPoints(points[seen] - center, weights[seen])
        result = fit(
            data,
            min(k, len(data)),
            self._rng(),
            init=self._start(points.shape[1], center),
            n_init=n_init,
            lloyd=LloydOptions(self.max_iter, self.tol),
        )
        found = len(np.unique(result.labels))
        if found < k:
            warnings.warn(
                f"the data has only {found} distinct points, fewer than the "
                f"{k} clusters requested",
                stacklevel=2,
            )
        self.cluster_centers_ = result.centroids + center
        self.inertia_ = result.inertia
        self.n_iter_ = result.n_iter
        self.n_features_in_ = points.shape[1]
        self._center = center
        self.labels_ = self.predict(points)
        self.labels_[seen] = result.labels
        return self

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
        ValueError
            If X has another number of columns than the data of `fit`.
        """
        points = np.asarray(X, dtype=np.float64)
        if points.ndim != 2 or points.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X must have shape (n, {self.n_features_in_}), got {points.shape}"
            )
        return NearestCentroid(points - self._center).labels(
            self.cluster_centers_ - self._center
        )

    def fit_predict(
        self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None
    ) -> I64:
        """Find the clusters of X as `fit` does, and return `labels_`."""
        return self.fit(X, y, sample_weight).labels_

    def _rng(self) -> Random:
        """Return the random number generator of one fit."""
        # default_rng accepts every kind of `random_state` in use.
        return Random(int(np.random.default_rng(self.random_state).integers(1 << 63)))

    def _checked_counts(self, n: int) -> tuple[int, int]:
        """Return the numbers of clusters and starts after validation."""
        k = self.n_clusters
        if k % 1 or not 1 <= k <= n:
            raise ValueError(
                f"n_clusters must be a whole number from 1 to the {n} points given, "
                f"got {k!r}"
            )
        auto = default_n_init(self.init) if isinstance(self.init, str) else 1
        n_init = auto if self.n_init == "auto" else self.n_init
        if isinstance(n_init, str) or n_init < 1:
            raise ValueError(f'n_init must be "auto" or at least 1, got {n_init!r}')
        if self.max_iter < 1:
            raise ValueError(f"max_iter must be at least 1, got {self.max_iter}")
        return int(k), int(n_init)

    def _start(self, d: int, center: F64) -> str | F64:
        """Return the name of the seeding, or the starting centroids minus `center`."""
        if isinstance(self.init, str):
            if self.init not in SEEDINGS:
                known = ", ".join(SEEDINGS)
                raise ValueError(f"init must be an array or {known}, got {self.init!r}")
            return self.init
        start = np.array(self.init, dtype=np.float64)
        if start.shape != (self.n_clusters, d):
            raise ValueError(
                f"init must have shape ({self.n_clusters}, {d}), got {start.shape}"
            )
        centered: F64 = start - center
        return centered


def _checked(X: ArrayLike, sample_weight: ArrayLike | None) -> tuple[F64, F64]:
    """Return points, (n, d), and weights, (n,), as float64 arrays after validation."""
    points = np.asarray(X, dtype=np.float64)
    if points.ndim != 2 or 0 in points.shape:
        raise ValueError(
            f"X must have shape (n, d) and hold points, got {points.shape}"
        )
    weights = np.ones(len(points))
    if sample_weight is not None:
        weights = np.asarray(sample_weight, dtype=np.float64)
    if weights.shape != (len(points),):
        raise ValueError(
            f"sample_weight must have shape ({len(points)},), got {weights.shape}"
        )
    if not (np.isfinite(points).all() and np.isfinite(weights).all()):
        raise ValueError("X and sample_weight must be finite")
    if (weights < 0).any() or not weights.any():
        raise ValueError("sample_weight must not be negative, nor zero throughout")
    return points, weights

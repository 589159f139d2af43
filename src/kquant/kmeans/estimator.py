"""k-means as an estimator in scikit-learn's manner."""

import warnings
from random import Random
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from kquant.arrays import F64, I64
from kquant.kmeans.fit import default_n_init, fit
from kquant.kmeans.lloyd import LloydOptions
from kquant.kmeans.points import WeightedPoints
from kquant.kmeans.seeding import SEEDINGS
from kquant.nearest import NearestCentroid


class KMeans:
    """k-means clustering of points in any dimension.

    Follows scikit-learn's conventions without needing it, and works with
    `sklearn.base.clone`. Every cluster has members when the data has at least
    `n_clusters` distinct points.

    Parameters
    ----------
    n_clusters : int, default 8
    init : {"split", "k-means++", "random"} or array (n_clusters, d), default "split"
        "split" cuts along principal axes and draws nothing at random.
    n_init : int or "auto", default "auto"
        Number of starts, of which the one with the least inertia is kept:
        "auto" is 10 for "random" and 1 otherwise.
    max_iter : int, default 300
    tol : float, default 1e-4
        Squared shift of all centroids, relative to the mean variance of the
        features, at which a run has converged.
    random_state : int, numpy.random.Generator or None, default 0

    Attributes
    ----------
    cluster_centers_ : float64 array, shape (n_clusters, d)
    labels_ : int64 array, shape (n,)
    inertia_ : float
    n_iter_ : int
    n_features_in_ : int
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

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 - as below
        """Return the parameters by name; `deep` changes nothing here."""
        return {name: getattr(self, name) for name in self._PARAMETERS}

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name."""
        for name, value in params.items():
            if name not in self._PARAMETERS:
                raise ValueError(f"KMeans has no parameter {name!r}")
            setattr(self, name, value)
        return self

    def fit(
        self,
        X: ArrayLike,
        y: object = None,  # noqa: ARG002 - the conventions ask for it
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Find the clusters of X, shape (n, d), with optional weights, shape (n,).

        Raises
        ------
        ValueError
            When a parameter or the data makes no sense.
        """
        points, weights = _checked(X, sample_weight)
        k, n_init = self._checked_counts(len(points))
        seen = weights > 0
        centre = np.average(points, axis=0, weights=weights)
        data = WeightedPoints(points[seen] - centre, weights[seen])
        result = fit(
            data,
            min(k, len(data)),
            self._rng(),
            init=self._start(points.shape[1], centre),
            n_init=n_init,
            lloyd=LloydOptions(self.max_iter, self.tol),
        )
        found = len(np.unique(result.labels))
        if found < k:
            warnings.warn(
                f"the data has only {found} distinct points, fewer than the "
                f"{k} clusters asked for",
                stacklevel=2,
            )
        self.cluster_centers_ = result.centroids + centre
        self.inertia_ = result.inertia
        self.n_iter_ = result.n_iter
        self.n_features_in_ = points.shape[1]
        self._centre = centre
        self.labels_ = self.predict(points)
        self.labels_[seen] = result.labels
        return self

    def predict(self, X: ArrayLike) -> I64:
        """Return the index of the nearest cluster of each row of X, shape (n,)."""
        points = np.asarray(X, dtype=np.float64)
        if points.ndim != 2 or points.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X must have shape (n, {self.n_features_in_}), got {points.shape}"
            )
        return NearestCentroid(points - self._centre).labels(
            self.cluster_centers_ - self._centre
        )

    def fit_predict(
        self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None
    ) -> I64:
        """Fit, and return the label of each row of X."""
        return self.fit(X, y, sample_weight).labels_

    def _rng(self) -> Random:
        """Return the source of all random choices of a fit."""
        # numpy's own knows all the kinds of state that people have.
        return Random(int(np.random.default_rng(self.random_state).integers(1 << 63)))

    def _checked_counts(self, n: int) -> tuple[int, int]:
        """Return the numbers of clusters and of starts, as valid integers."""
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

    def _start(self, d: int, centre: F64) -> str | F64:
        """Return the name of the seeding, or the starting centroids, centred."""
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
        centred: F64 = start - centre
        return centred


def _checked(X: ArrayLike, sample_weight: ArrayLike | None) -> tuple[F64, F64]:
    """Return points and weights as valid float64 arrays."""
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

"""k-means as an estimator with scikit-learn's interface."""

import warnings
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from kquant.kmeans.checks import check_choice, check_tol, check_whole, generator
from kquant.kmeans.clustering import ALGORITHMS, cluster, cluster_breathing
from kquant.kmeans.fitted_centers import FittedCenters
from kquant.kmeans.lloyd import KMeansFit, LloydOptions, LloydStep
from kquant.kmeans.restarts import default_n_init
from kquant.kmeans.rows import Rows
from kquant.runtime.arrays import I64

_TINY = 1e-300  # instead of 0, for the variance of equal points


class KMeans(FittedCenters):
    """k-means clustering of points in any dimension.

    Follows scikit-learn's conventions without requiring it: it passes
    `sklearn.utils.estimator_checks.check_estimator`, and works in pipelines and grid
    searches. No cluster is empty if the data has at least `n_clusters` distinct
    points with positive weight.

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
        Maximum number of iterations per start. The few steps within each attempt of
        "breathing" are not counted; a start that takes all iterations has none.
    tol : float, default 1e-4
        A run has converged when the sum of the squared shifts of the centers is at
        most `tol` times the mean variance of the features, or when no label changes.
        With "lloyd", the variance is that of the rows without their weights.
    verbose : int, default 0
        Above 0, each iteration is printed with its inertia.
    random_state : int, numpy.random.Generator, RandomState or None, default 0
    algorithm : {"breathing", "lloyd"}, default "breathing"
        "breathing" goes on from the local optimum of Lloyd's algorithm: it splits some
        clusters and merges others as long as that lowers the inertia. "lloyd" is the
        textbook algorithm, step for step that of scikit-learn, which also tells where
        the centers of empty clusters go; only the result has no empty ones, and rows
        of weight 0, which scikit-learn may give to empty clusters, take no part.

    Attributes
    ----------
    cluster_centers_ : float64 array, shape (n_clusters, d)
    labels_ : int64 array, shape (n,)
        The row in `cluster_centers_` nearest to each row of X.
    inertia_ : float
        Weighted sum of the squared distances to the nearest centers.
    inertia_per_cluster_ : float64 array, shape (n_clusters,)
        The share of each cluster in `inertia_`.
    n_iter_ : int
        Iterations of the start that was kept.
    n_features_in_ : int
    feature_names_in_ : array of str objects, shape (d,)
        The names of the columns of X, if it is a data frame that has some.

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
    >>> model.inertia_per_cluster_
    array([2., 2., 2.])
    >>> model.predict([[8, 8]])
    array([2])
    """

    def __init__(  # noqa: PLR0913 - the parameters of scikit-learn's
        self,
        n_clusters: int = 8,
        *,
        init: str | ArrayLike = "split",
        n_init: int | str = "auto",
        max_iter: int = 300,
        tol: float = 1e-4,
        verbose: int = 0,
        random_state: int | np.random.Generator | np.random.RandomState | None = 0,
        algorithm: str = "breathing",
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.verbose = verbose
        self.random_state = random_state
        self.algorithm = algorithm

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
        TypeError
            If X is sparse.
        ValueError
            If a parameter or the data is invalid.
        """
        self._check_parameters()
        rows = Rows.of(X, sample_weight, self.n_clusters)
        result = self._clustered(rows)
        self._remember_features(X, rows.points.shape[1])
        self._origin = rows.origin
        self.cluster_centers_ = result.centroids + rows.origin
        self.labels_ = rows.all_labels(result.labels, result.centroids)
        self.inertia_per_cluster_ = rows.costs(result.centroids, result.labels)
        self.inertia_ = float(self.inertia_per_cluster_.sum())
        self.n_iter_ = result.n_iter
        return self

    def fit_predict(
        self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None
    ) -> I64:
        """Find the clusters of X as `fit` does, and return `labels_`."""
        return self.fit(X, y, sample_weight).labels_

    def fit_transform(
        self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None
    ) -> Any:
        """Find the clusters of X as `fit` does, and return what `transform` does."""
        return self.fit(X, y, sample_weight).transform(X)

    def _clustered(self, rows: Rows) -> KMeansFit:
        """Find the clusters of the rows."""
        options, method = LloydOptions(self.max_iter, self.tol), cluster_breathing
        if self.verbose:
            options = options._replace(watch=_print_step)
        if self.algorithm == "lloyd":
            method = cluster
            # As in scikit-learn, weights do not count in the tolerance.
            bound = self.tol * float(rows.points.var(axis=0).mean())
            options = options._replace(tol=bound / max(rows.data.variance(), _TINY))
        k, rng = self.n_clusters, generator(self.random_state)
        start, n_init = rows.start(self.init, k), self._starts()
        result = method(rows.data, k, rng, start, n_init, options)
        found = len(np.unique(result.labels))
        if found < k:
            warnings.warn(
                f"the data has only {found} distinct points, fewer than the "
                f"{k} clusters requested",
                stacklevel=3,
            )
        centroids = result.centroids[np.arange(k) % len(result.centroids)]
        return result._replace(centroids=centroids)

    def _check_parameters(self) -> None:
        """Refuse parameters without meaning."""
        check_whole("n_clusters", self.n_clusters)
        check_whole("max_iter", self.max_iter)
        check_tol(self.tol)
        check_choice("algorithm", self.algorithm, ALGORITHMS)
        if not (isinstance(self.n_init, str) and self.n_init == "auto"):
            check_whole('n_init must be "auto", or it', self.n_init)

    def _starts(self) -> int:
        """Return how many starts to make; with an array there is one anyway."""
        if self.n_init != "auto":
            return int(self.n_init)
        return default_n_init(self.init) if isinstance(self.init, str) else 1


def _print_step(n_iter: int, step: LloydStep) -> None:
    """Print one iteration, as `verbose` asks for."""
    print(f"iteration {n_iter}: inertia {step.partition.inertia:.9g}")  # noqa: T201

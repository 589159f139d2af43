"""KMeans in scikit-learn's manner, and beside it."""

from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import cluster
from sklearn.base import clone
from sklearn.datasets import load_digits, make_blobs
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from kquant import KMeans
from kquant.runtime.arrays import F64, I64

SQUARE = np.array([[0.0, 0.0], [0.0, 1.0], [8.0, 0.0], [8.0, 1.0]])


def majority_accuracy(labels: I64, truth: I64) -> float:
    """Score a clustering, each cluster standing for its most frequent class."""
    hits = sum(np.bincount(truth[labels == j]).max() for j in np.unique(labels))
    return float(hits / len(truth))


def test_four_points_by_hand() -> None:
    """Two pairs, 8 apart and 1 wide: each point is half from its centroid."""
    model = KMeans(2).fit(SQUARE)

    assert sorted(model.cluster_centers_.tolist()) == [[0.0, 0.5], [8.0, 0.5]]
    assert model.inertia_ == 4 * 0.5**2
    assert model.labels_[0] == model.labels_[1] != model.labels_[2] == model.labels_[3]
    assert model.n_features_in_ == 2


def test_weights_by_hand() -> None:
    """A weight of 3 draws the mean to (0 + 3 * 1) / 4; a weight of 0 has no effect."""
    model = KMeans(2, init=SQUARE[[0, 2]]).fit(SQUARE, sample_weight=[1, 3, 1, 0])

    assert model.cluster_centers_.tolist() == [[0.0, 0.75], [8.0, 0.0]]
    assert model.labels_.tolist() == [0, 0, 1, 1]
    assert model.inertia_ == 0.75**2 + 3 * 0.25**2


def test_predict_by_hand() -> None:
    """New points go to the nearest centroid, and those half-way to the first."""
    model = KMeans(2, init=SQUARE[[0, 2]]).fit(SQUARE)

    assert model.predict([[3.0, 9.0], [5.0, -9.0], [4.0, 0.0]]).tolist() == [0, 1, 0]
    assert model.fit_predict(SQUARE).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(("n_init", "runs"), [(1, 20), (10, 6)])
def test_digits_from_random_starts(n_init: int, runs: int) -> None:
    """On the UCI digits, the accuracy is that of scikit-learn on average.

    The means of both may differ by four times the standard error of their difference.
    """
    X, y = load_digits(return_X_y=True)

    def accuracies(estimator: type) -> F64:
        models = [
            estimator(10, init="random", n_init=n_init, random_state=seed).fit(X)
            for seed in range(runs)
        ]
        return np.array([majority_accuracy(model.labels_, y) for model in models])

    ours, theirs = accuracies(KMeans), accuracies(cluster.KMeans)

    error = np.sqrt((ours.var(ddof=1) + theirs.var(ddof=1)) / runs)
    assert abs(ours.mean() - theirs.mean()) <= 4 * error


def test_blobs() -> None:
    """Three blobs are found as scikit-learn finds them: centers, accuracy, F-score."""
    X, y, centers = make_blobs(1000, 2, centers=3, random_state=0, return_centers=True)

    def figures(model: Any) -> list[float]:
        found = model.fit(X).cluster_centers_
        match = np.linalg.norm(centers[:, None] - found, axis=2).argmin(axis=1)
        predicted = np.argsort(match)[model.labels_]
        scores = precision_recall_fscore_support(y, predicted, average="macro")
        error = np.abs(found[match] - centers).mean()
        return [error, accuracy_score(y, predicted), *scores[:3]]

    theirs = figures(cluster.KMeans(3, n_init=10, random_state=0))

    assert figures(KMeans(3)) == pytest.approx(theirs)


@given(
    X=hnp.arrays(
        np.float64,
        st.tuples(st.integers(1, 15), st.integers(1, 4)),
        elements=st.floats(-1e6, 1e6, width=32).map(lambda x: round(x, 9)),
    ),
    k=st.integers(1, 15),
    init=st.sampled_from(["split", "k-means++", "random"]),
)
@settings(max_examples=150)
def test_no_cluster_is_empty(X: F64, k: int, init: str) -> None:
    """Every cluster has members if there are as many distinct points as clusters."""
    assume(k <= len(np.unique(X, axis=0)))

    model = KMeans(k, init=init, n_init=1).fit(X)

    assert model.cluster_centers_.shape == (k, X.shape[1])
    assert set(model.labels_) == set(range(k))
    assert model.inertia_ >= 0


def test_close_points_beside_a_far_one() -> None:
    """Two points that nearly agree get two clusters, however far away others are."""
    X = np.array([[0.0, 4.0], [1.0, 0.0], [1.00006104, 0.0], [41854.0, 0.0]])

    assert set(KMeans(4).fit(X).labels_) == {0, 1, 2, 3}


def test_too_few_distinct_points() -> None:
    """Asked for more clusters than there are distinct points, it warns."""
    with pytest.warns(UserWarning, match="only 2 distinct points, fewer than the 3"):
        KMeans(3).fit([[1.0], [1.0], [5.0]])


def test_far_from_the_origin() -> None:
    """Data far from the origin are clustered like the same data around it."""
    X = make_blobs(300, 3, centers=4, random_state=1)[0]
    near, far = KMeans(4).fit(X), KMeans(4).fit(X + 1e7)

    assert np.array_equal(near.labels_, far.labels_)
    assert far.inertia_ == pytest.approx(near.inertia_, rel=1e-6)


def test_clone() -> None:
    """scikit-learn can clone it: same parameters, not fitted."""
    model = KMeans(5, init="random", n_init=3, max_iter=7, tol=0.1, random_state=2)

    copy = clone(model.fit(np.eye(5)))

    assert copy.get_params() == model.get_params()
    assert not hasattr(copy, "cluster_centers_")


def test_parameters() -> None:
    """Parameters are set and read by name; a wrong name is refused."""
    model = KMeans().set_params(n_clusters=3, tol=0.5)

    assert (model.get_params()["n_clusters"], model.tol) == (3, 0.5)
    with pytest.raises(ValueError, match="no parameter 'clusters'"):
        model.set_params(clusters=3)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be a whole number from 1 to the 4 points"),
        ({"n_clusters": 5}, "from 1 to the 4 points given, got 5"),
        ({"n_clusters": 2.5}, "got 2.5"),
        ({"n_init": 0}, 'n_init must be "auto" or at least 1, got 0'),
        ({"n_init": "many"}, "got 'many'"),
        ({"max_iter": 0}, "max_iter must be at least 1, got 0"),
        ({"init": "best"}, r"init must be an array or split, k-means\+\+, random"),
        ({"init": np.eye(3)}, r"init must have shape \(2, 2\), got \(3, 3\)"),
    ],
    ids=str,
)
def test_bad_parameters(parameters: dict[str, Any], message: str) -> None:
    """A parameter without meaning is named, with what would be right."""
    with pytest.raises(ValueError, match=message):
        KMeans(**{"n_clusters": 2, **parameters}).fit(SQUARE)


@pytest.mark.parametrize(
    ("X", "weights", "message"),
    [
        ([1.0, 2.0], None, r"X must have shape \(n, d\)"),
        (np.empty((0, 2)), None, "hold points"),
        ([[1.0], [np.nan]], None, "finite"),
        ([[1.0], [2.0]], [1.0], r"sample_weight must have shape \(2,\)"),
        ([[1.0], [2.0]], [1.0, -1.0], "must not be negative"),
        ([[1.0], [2.0]], [0.0, 0.0], "nor zero throughout"),
    ],
)
def test_bad_data(X: Any, weights: Any, message: str) -> None:
    """Data without meaning is refused with a reason."""
    with pytest.raises(ValueError, match=message):
        KMeans(1).fit(X, sample_weight=weights)


def test_predict_checks_the_dimension() -> None:
    """Points of another dimension are refused."""
    with pytest.raises(ValueError, match=r"X must have shape \(n, 2\), got \(1, 3\)"):
        KMeans(2).fit(SQUARE).predict([[1.0, 2.0, 3.0]])

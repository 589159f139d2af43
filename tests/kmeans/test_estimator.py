"""KMeans in scikit-learn's manner, and beside it."""

from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import cluster
from sklearn.datasets import load_digits, load_iris, make_blobs
from sklearn.metrics import accuracy_score, precision_recall_fscore_support

from kquant import KMeans
from kquant.runtime.arrays import F64, I64, U8

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

    assert model.cluster_centers_ == pytest.approx(np.array([[0, 0.75], [8, 0]]))
    assert model.labels_.tolist() == [0, 0, 1, 1]
    assert model.inertia_ == pytest.approx(0.75**2 + 3 * 0.25**2)
    assert model.inertia_per_cluster_ == pytest.approx([model.inertia_, 0.0])


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

    def accuracies(estimator: type, **extra: str) -> F64:
        models = [
            estimator(10, init="random", n_init=n_init, random_state=seed, **extra).fit(
                X
            )
            for seed in range(runs)
        ]
        return np.array([majority_accuracy(model.labels_, y) for model in models])

    ours = accuracies(KMeans, algorithm="lloyd")
    theirs = accuracies(cluster.KMeans)

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


@pytest.mark.parametrize("name", ["digits", "iris", "blobs", "photo"])
def test_as_it_comes(name: str, photo: U8) -> None:
    """One fit as it comes is as good as scikit-learn's best of ten starts."""
    X, k = {
        "digits": (load_digits().data, 10),
        "iris": (load_iris().data, 3),
        "blobs": (make_blobs(4000, 8, centers=50, random_state=5)[0], 50),
        "photo": (photo.reshape(-1, 3)[::40].astype(np.float64), 64),
    }[name]
    theirs = cluster.KMeans(k, n_init=10, random_state=0).fit(X)

    ours = KMeans(k).fit(X)

    assert ours.inertia_ <= 1.003 * theirs.inertia_
    assert ours.inertia_ == pytest.approx(
        np.square(X - ours.cluster_centers_[ours.labels_]).sum()
    )
    assert ours.n_iter_ <= ours.max_iter


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("max_iter", [2, 300])
@pytest.mark.parametrize("k", [2, 9, 40])
def test_lloyd_is_that_of_scikit_learn(
    photo: U8, k: int, max_iter: int, weighted: bool
) -> None:
    """From the same centers: labels, inertia and iterations are scikit-learn's."""
    for X in (load_digits().data, photo.reshape(-1, 3)[::70].astype(np.float64)):
        rng = np.random.default_rng(k)
        start = rng.choice(np.unique(X, axis=0), k, replace=False)
        weights = rng.integers(1, 5, len(X)) if weighted else None
        theirs = cluster.KMeans(k, init=start, n_init=1, max_iter=max_iter)
        ours = KMeans(k, init=start, max_iter=max_iter, algorithm="lloyd")

        theirs.fit(X, sample_weight=weights)
        ours.fit(X, sample_weight=weights)

        assert np.array_equal(ours.labels_, theirs.labels_)
        assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-9)
        assert ours.cluster_centers_ == pytest.approx(theirs.cluster_centers_)
        assert ours.n_iter_ == theirs.n_iter_


@pytest.mark.parametrize("algorithm", ["breathing", "lloyd"])
@pytest.mark.parametrize("max_iter", [1, 2, 3, 4, 10])
def test_max_iter_is_kept_to(algorithm: str, max_iter: int) -> None:
    """However few iterations are allowed, there are no more."""
    X = make_blobs(500, 3, centers=20, cluster_std=3.0, random_state=2)[0]

    model = KMeans(20, max_iter=max_iter, tol=0, algorithm=algorithm).fit(X)

    assert 1 <= model.n_iter_ <= max_iter


def test_verbose(capsys: pytest.CaptureFixture[str]) -> None:
    """Each iteration is printed with its number and inertia, if that is asked for."""
    start = [[0.0], [1.0]]
    X = [[0.0], [1.0], [8.0], [9.0]]

    KMeans(2, init=start, algorithm="lloyd").fit(X)
    silent = capsys.readouterr().out
    KMeans(2, init=start, algorithm="lloyd", verbose=1).fit(X)

    assert silent == ""
    assert capsys.readouterr().out.splitlines() == [
        "iteration 1: inertia 113",
        "iteration 2: inertia 14",
        "iteration 3: inertia 1",
    ]


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
    """Asked for more clusters than there are distinct points, it warns.

    There are as many centers as clusters all the same.
    """
    X = np.array([[1.0], [1.0], [5.0], [5.0], [5.0]])
    for algorithm in ("breathing", "lloyd"):
        for init in ("split", "k-means++", "random"):
            model = KMeans(4, init=init, algorithm=algorithm)
            with pytest.warns(UserWarning, match="only 2 distinct points, fewer than"):
                model.fit(X)
            assert model.cluster_centers_.shape == (4, 1)
            assert model.cluster_centers_[model.labels_] == pytest.approx(X)
            assert model.inertia_ == pytest.approx(0, abs=1e-20)
            assert len(set(model.labels_)) == 2


def test_transform_and_score_by_hand() -> None:
    """Distances to both centers; the score is the inertia below zero."""
    model = KMeans(2, init=SQUARE[[0, 2]]).fit(SQUARE)

    assert model.transform([[0.0, 4.5], [8.0, -2.5]]) == pytest.approx(
        np.array([[4.0, np.hypot(8, 4)], [np.hypot(8, 3), 3.0]])
    )
    assert model.score([[0.0, 4.5], [8.0, -2.5]], sample_weight=[1, 2]) == -(16 + 18)
    assert model.fit_transform(SQUARE).shape == (4, 2)


def test_float32() -> None:
    """Points of single precision get the labels that they get in double."""
    X = make_blobs(500, 3, centers=9, random_state=1)[0].astype(np.float32)
    model = KMeans(9).fit(X)

    assert model.cluster_centers_.dtype == np.float64
    assert np.array_equal(model.predict(X), model.predict(X.astype(np.float64)))
    assert np.array_equal(model.predict(X), model.labels_)
    assert model.transform(X).dtype == np.float32


def test_far_from_the_origin() -> None:
    """Data far from the origin are clustered like the same data around it."""
    X = make_blobs(300, 3, centers=4, random_state=1)[0]
    near, far = KMeans(4).fit(X), KMeans(4).fit(X + 1e7)

    assert np.array_equal(near.labels_, far.labels_)
    assert far.inertia_ == pytest.approx(near.inertia_, rel=1e-6)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be a whole number, at least 1, got 0"),
        ({"n_clusters": 2.5}, "n_clusters must be a whole number, .* got 2.5"),
        ({"n_clusters": "3"}, "n_clusters must be a whole number, .* got '3'"),
        ({"n_clusters": True}, "n_clusters must be a whole number, .* got True"),
        ({"n_clusters": 5}, "n_samples=4 should be at least n_clusters=5"),
        ({"n_init": 0}, 'n_init must be "auto", or it must be a whole .* got 0'),
        ({"n_init": 2.5}, "n_init must be .* got 2.5"),
        ({"n_init": "many"}, "n_init must be .* got 'many'"),
        ({"max_iter": 0}, "max_iter must be a whole number, at least 1, got 0"),
        ({"tol": -1}, "tol must be a finite number, at least 0, got -1"),
        ({"tol": float("nan")}, "tol must be a finite number, at least 0, got nan"),
        ({"tol": "small"}, "tol must be a finite number, .* got 'small'"),
        ({"algorithm": "elkan"}, "algorithm must be breathing or lloyd, got 'elkan'"),
        (
            {"init": "best"},
            r"init must be .* split or k-means\+\+ or random, got 'best'",
        ),
        ({"init": np.eye(3)}, r"init must have shape \(2, 2\), got \(3, 3\)"),
        ({"init": [[0, 0], [np.nan, 1]]}, "init contains NaN"),
        ({"random_state": "luck"}, "random_state must be None, .* got 'luck'"),
        ({"random_state": -1}, "random_state must be None, .* got -1"),
    ],
    ids=str,
)
def test_bad_parameters(parameters: dict[str, Any], message: str) -> None:
    """A parameter without meaning is named, with what would be right."""
    with pytest.raises(ValueError, match=message):
        KMeans(**{"n_clusters": 2, **parameters}).fit(SQUARE)


def test_init_that_is_a_function() -> None:
    """scikit-learn takes a function as `init`; here it is refused, and named."""
    with pytest.raises(
        TypeError, match=r"init must be an array of numbers: .*function"
    ):
        KMeans(2, init=lambda X, k, _: X[:k]).fit(SQUARE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("X", "weights", "message"),
    [
        (
            [1.0, 2.0],
            None,
            r"X must have shape \(n, d\), got \(2,\): Reshape your data",
        ),
        (np.empty((0, 2)), None, r"0 sample\(s\)"),
        ([[1.0], [np.nan]], None, "X contains NaN"),
        ([[1.0], [-np.inf]], None, "X contains infinity"),
        ([[1.0], [2.0j]], None, "Complex data not supported"),
        ([[1.0], ["a"]], None, "X must be an array of numbers: could not convert"),
        ([[1.0], [2.0, 3.0]], None, "X must be an array of numbers: .* inhomogeneous"),
        ([[1.0], [2.0]], [1.0], r"sample_weight must have shape \(2,\)"),
        ([[1.0], [2.0]], [1.0, -1.0], "must not be negative"),
        ([[1.0], [2.0]], [0.0, 0.0], "nor zero throughout"),
    ],
)
def test_bad_data(X: Any, weights: Any, message: str) -> None:
    """Data without meaning is refused with a reason."""
    with pytest.raises(ValueError, match=message):
        KMeans(1).fit(X, sample_weight=weights)


@pytest.mark.parametrize("method", ["predict", "transform", "score"])
def test_bad_points_after_the_fit(method: str) -> None:
    """What `fit` refuses, and points of another dimension, are refused later too."""
    answer = getattr(KMeans(2).fit(SQUARE), method)

    with pytest.raises(ValueError, match="X has 3 features, but KMeans is expecting 2"):
        answer([[1.0, 2.0, 3.0]])
    with pytest.raises(ValueError, match="X contains NaN"):
        answer([[1.0, np.nan]])
    with pytest.raises(ValueError, match="X contains infinity"):
        answer([[1.0, np.inf]])

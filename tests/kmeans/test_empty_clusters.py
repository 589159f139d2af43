"""Empty clusters: the rule of searches, and that of scikit-learn."""

import warnings

import numpy as np
import pytest
from sklearn import cluster
from sklearn.datasets import load_iris, make_blobs

from kquant import KMeans
from kquant.kmeans import WeightedPoints
from kquant.kmeans.empty_clusters import refilled, without_empty
from kquant.runtime.arrays import F64


def line(*values: float) -> F64:
    """Return points on a line, shape (n, 1)."""
    return np.array(values)[:, None]


def test_empty_cluster_by_hand() -> None:
    """The centroid of an empty cluster moves to the point that costs most.

    All points are nearest to 0, at costs of 30 * 4, 1 * 100 and 0.
    """
    data = WeightedPoints(line(0, 2, 10), np.array([1, 30, 1]))

    centroids, partition = without_empty(data, line(0, 50))

    assert centroids.tolist() == [[0.0], [2.0]]
    assert partition.labels.tolist() == [0, 1, 1]


def test_several_empty_clusters_by_hand() -> None:
    """The second goes to what is worst once the first has moved: 6, not 9."""
    data = WeightedPoints(line(0, 6, 9, 10))

    centroids, partition = without_empty(data, line(0, 50, 50))

    assert centroids.tolist() == [[0.0], [10.0], [6.0]]
    assert partition.labels.tolist() == [0, 2, 1, 1]


def test_too_few_distinct_points() -> None:
    """With fewer distinct points than centroids, some clusters stay empty."""
    data = WeightedPoints(line(3, 3, 3))

    _, partition = without_empty(data, line(3, 50))

    assert partition.counts.tolist() == [3.0, 0.0]


@pytest.mark.parametrize("values", [(0, 1e-9, 1), (0, 1e12, 1e12 + 0.01)])
def test_nearly_coincident_points(values: tuple[float, ...]) -> None:
    """A point that rounding cannot tell from another still gets its own cluster."""
    data = WeightedPoints(line(*values))

    _, partition = without_empty(data, line(0, 5, 6))

    assert sorted(partition.labels) == [0, 1, 2]


def test_a_centroid_on_a_fixed_one_moves() -> None:
    """A centroid on top of a fixed one has no points, and moves to the worst-fitted."""
    data = WeightedPoints(line(0, 1, 4, 6, 10), fixed=line(0))

    moved, partition = without_empty(data, line(0))

    assert moved.tolist() == [[10.0]]
    assert partition.counts.tolist() == [2.0]


def test_refilled_by_hand() -> None:
    """The farthest point leaves, whatever its weight, and the labels stay.

    0, 2 and 10 are in the first cluster: 10 is farthest, though 2 costs more.
    """
    data = WeightedPoints(line(0, 2, 10), np.array([1, 30, 1]))
    before = data.partition(line(0, 50))

    after = refilled(data, line(0, 50), before)

    assert after.counts.tolist() == [31.0, 1.0]
    assert after.sums.tolist() == [[60.0], [10.0]]
    assert after.labels.tolist() == [0, 0, 0]
    assert before.counts.tolist() == [32.0, 0.0]


def test_several_are_refilled_by_hand() -> None:
    """The farthest point goes to the first empty cluster, the next one to the next."""
    data = WeightedPoints(line(0, 6, 9, 10))

    after = refilled(data, line(0, 50, 50), data.partition(line(0, 50, 50)))

    assert after.means().tolist() == [[3.0], [10.0], [9.0]]


def test_refilled_from_a_fixed_centroid() -> None:
    """A point that leaves a fixed centroid is missed nowhere else."""
    data = WeightedPoints(line(0, 1, 4), fixed=line(1))

    after = refilled(data, line(0, 50), data.partition(line(0, 50)))

    assert after.means().tolist() == [[0.0], [4.0]]


@pytest.mark.parametrize("fixed", [None, line(3)])
def test_nothing_to_refill_with(fixed: F64 | None) -> None:
    """If all points are at centroids, the others go where the largest cluster is."""
    data = WeightedPoints(line(3, 3, 3), fixed=fixed)
    start = line(50, 3)

    after = refilled(data, start, data.partition(start), lattice=1.0)

    assert after.means().tolist() == ([[3.0], [3.0]] if fixed is None else [[50], [3]])


def test_refilled_as_scikit_learn_slips() -> None:
    """Off a lattice, an emptied cluster before the largest gets its undivided sum.

    10 leaves its own cluster for the one at 50, and leaves it empty; the largest holds
    0, 1 and 2, whose sum is 3 and whose mean is 1. On a lattice it is the mean.
    """
    data, start = WeightedPoints(line(0, 1, 2, 10)), line(7, 1, 50)
    before = data.partition(start)

    sums, means = refilled(data, start, before), refilled(data, start, before, 1.0)

    assert sums.means().tolist() == [[3.0], [1.0], [10.0]]
    assert means.means().tolist() == [[1.0], [1.0], [10.0]]


@pytest.mark.filterwarnings("ignore:.*distinct", "ignore:the data has only")
@pytest.mark.parametrize(
    ("X", "k", "seed"),
    [
        (make_blobs(1500, 8, centers=20, random_state=0)[0], 30, 1),  # two in step 2
        (load_iris().data, 10, 8),  # two of the starting centers are equal
        (np.repeat(line(3.0, 8.0), 20, axis=0), 7, 0),  # only two distinct points
    ],
)
def test_same_as_scikit_learn(X: F64, k: int, seed: int) -> None:
    """With empty clusters on the way, labels, inertia and n_iter are the same."""
    start = X[np.random.default_rng(seed).choice(len(X), k, replace=False)]

    theirs, ours = (
        model.set_params(init=start, n_init=1).fit(X)
        for model in (cluster.KMeans(k), KMeans(k, algorithm="lloyd"))
    )

    assert np.array_equal(ours.labels_, theirs.labels_)
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-9)
    assert ours.n_iter_ == theirs.n_iter_


@pytest.mark.parametrize("kind", ["points", "equal points", "far starts"])
def test_random_runs_are_those_of_scikit_learn(kind: str) -> None:
    """100 random runs of each kind, two in three weighted: equal to the last step.

    What is left out are the runs that scikit-learn ends with an empty cluster.
    """
    compared = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        n, d = int(rng.integers(40, 200)), int(rng.integers(1, 6))
        k = int(rng.integers(2, 20))
        X = rng.normal(size=(n, d))
        if kind == "equal points":
            X = X[rng.integers(0, n // 2, n)]
        start = X[rng.choice(n, k, replace=False)]
        if kind == "far starts":
            start = 3 * rng.normal(size=(k, d))
        weights = [None, rng.uniform(0.1, 5, n), rng.integers(1, 4, n)][seed % 3]
        max_iter, tol = (300, 4)[seed % 2], (1e-4, 0.0)[seed // 2 % 2]
        theirs = cluster.KMeans(k, init=start, n_init=1, max_iter=max_iter, tol=tol)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs.fit(X, sample_weight=weights)
        if len(np.unique(theirs.labels_)) < k:
            continue
        ours = KMeans(k, init=start, max_iter=max_iter, tol=tol, algorithm="lloyd")

        ours.fit(X, sample_weight=weights)

        assert np.array_equal(ours.labels_, theirs.labels_), seed
        assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-9), seed
        assert ours.n_iter_ == theirs.n_iter_, seed
        compared += 1
    assert compared >= 100

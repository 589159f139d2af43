"""Lloyd's algorithm, against paper and against scikit-learn."""

from itertools import islice, pairwise
from random import Random

import numpy as np
import pytest
from sklearn import cluster
from sklearn.datasets import load_iris, make_blobs

from kquant import KMeans
from kquant.kmeans import LloydOptions, WeightedPoints, lloyd, random_points, run
from kquant.runtime.arrays import F64, U8

# By hand. Four weighted points, and centroids that start on the first two:
# 1. B, C and D are nearest to B, whose centroid moves to (34, 6) / 4.
# 2. B, at 16 from A and 22.5 from there, changes over: means (1, 0) and (10, 2).
# 3. No label changes. Inertia 3 * 1 + 1 * 9 + 2 * 4 + 1 * 16 = 36.
POINTS = np.array([[0.0, 0.0], [4.0, 0.0], [10.0, 0.0], [10.0, 6.0]])
WEIGHTS = np.array([3.0, 1.0, 2.0, 1.0])
START = np.array([[0.0, 0.0], [4.0, 0.0]])
FOUR = WeightedPoints(POINTS, WEIGHTS)
LINE = np.array([[0.0], [1.0], [4.0], [6.0], [10.0]])


@pytest.fixture
def blobs() -> F64:
    """Return 600 points in 4 dimensions around 9 centers that overlap."""
    points: F64 = make_blobs(600, 4, centers=9, cluster_std=3.0, random_state=5)[0]
    return points


def test_four_points_by_hand() -> None:
    """Labels, inertia, centroids and iteration count are those worked out above."""
    result = run(FOUR, START, LloydOptions(tol=0.0))

    assert result.labels.tolist() == [0, 0, 1, 1]
    assert result.centroids.tolist() == [[1.0, 0.0], [10.0, 2.0]]
    assert result.inertia == 36.0
    assert result.n_iter == 3
    assert result.converged


def test_steps_by_hand() -> None:
    """Each iteration has the centroids before and after it, and the partition."""
    first, second, third = islice(lloyd(FOUR, START), 3)

    assert first.centroids.tolist() == START.tolist()
    assert [s.partition.inertia for s in (first, second, third)] == [144.0, 47.5, 36.0]
    assert first.moved.tolist() == [[0.0, 0.0], [8.5, 1.5]]
    assert first.shift() == 4.5**2 + 1.5**2
    assert third.shift() == 0.0


def test_relaxed_step_by_hand() -> None:
    """A step relaxed by 2 goes twice as far; the lattice rounds half to even."""
    step = next(lloyd(FOUR, START, relaxation=2.0))
    rounded = next(lloyd(FOUR, START, lattice=True))

    assert step.moved.tolist() == [[0.0, 0.0], [13.0, 3.0]]
    assert rounded.moved.tolist() == [[0.0, 0.0], [8.0, 2.0]]


def test_max_iter_by_hand() -> None:
    """After one iteration the centroids are the first means, not yet converged."""
    result = run(FOUR, START, LloydOptions(max_iter=1, tol=0.0))

    assert result.centroids.tolist() == [[0.0, 0.0], [8.5, 1.5]]
    assert result.inertia == 47.5
    assert (result.n_iter, result.converged) == (1, False)


def test_tol_by_hand() -> None:
    """A run ends when the squared shift is within `tol` times the mean variance.

    The first shift is 22.5, and twice the mean variance is 24.67.
    """
    variance = FOUR.variance()
    result = run(FOUR, START, LloydOptions(tol=2.0))

    # x: (16 + 300) / 7 - (34 / 7)**2, y: 36 / 7 - (6 / 7)**2
    assert variance == pytest.approx((316 / 7 - (34 / 7) ** 2 + 36 / 7 - 36 / 49) / 2)
    assert (result.n_iter, result.converged) == (1, True)


def test_same_as_scikit_learn(blobs: F64) -> None:
    """From the same start: the same labels, centroids, inertia and iterations."""
    weights = np.random.default_rng(1).integers(1, 5, len(blobs)).astype(np.float64)
    data = WeightedPoints(blobs, weights)
    for seed in range(5):
        start = random_points(data, 9, Random(seed))
        theirs = cluster.KMeans(9, init=start, n_init=1).fit(blobs, None, weights)

        ours = run(data, start, LloydOptions(max_iter=300, tol=1e-4))

        assert ours.centroids == pytest.approx(theirs.cluster_centers_)
        assert ours.inertia == pytest.approx(theirs.inertia_)
        assert np.array_equal(ours.labels, theirs.labels_)
        assert ours.n_iter == theirs.n_iter_


def test_means_are_those_of_scikit_learn_to_the_last_bit() -> None:
    """Centers after one iteration are equal, because an exact tie depends on them.

    From random flowers, the third is at 41/9 from two means after two iterations, in
    squared millimeters; another last bit led to other labels and 7 iterations, not 6.
    """
    X = load_iris().data
    start = X[np.random.RandomState(4).permutation(len(X))[:30]]
    for max_iter in (1, 2):
        theirs = cluster.KMeans(30, init=start, n_init=1, max_iter=max_iter).fit(X)
        ours = KMeans(30, init=start, algorithm="lloyd", max_iter=max_iter).fit(X)

        assert np.array_equal(ours.cluster_centers_, theirs.cluster_centers_)


def test_inertia_of_scikit_learn_on_a_photo(photo: U8) -> None:
    """From the same start, inertia is within 0.1 % of scikit-learn's.

    Sums are rounded in another order there, so a few pixels may change sides.
    """
    points = photo.reshape(-1, 3)[::10].astype(np.float64) - 127.5
    data = WeightedPoints(points)
    for k in (4, 32):
        start = np.random.default_rng(k).choice(np.unique(points, axis=0), k, False)
        theirs = cluster.KMeans(k, init=start, n_init=1).fit(points)

        ours = run(data, start, LloydOptions())

        assert ours.inertia == pytest.approx(theirs.inertia_, rel=1e-3)


def test_inertia_never_rises(blobs: F64) -> None:
    """Each plain step leaves the inertia as it was or lowers it."""
    data = WeightedPoints(blobs)
    for seed in range(5):
        start = random_points(data, 20, Random(seed))

        inertia = [step.partition.inertia for step in islice(lloyd(data, start), 25)]

        assert (np.diff(inertia) <= 1e-12 * inertia[0]).all()


def test_weight_is_repetition(blobs: F64) -> None:
    """A weight of 2 is the same as giving the point twice."""
    start = blobs[:9]
    heavy = np.where(np.arange(len(blobs)) % 3, 1, 2)

    weighted = run(WeightedPoints(blobs, heavy), start, LloydOptions())
    repeated = run(WeightedPoints(blobs.repeat(heavy, axis=0)), start, LloydOptions())

    assert weighted.centroids == pytest.approx(repeated.centroids)
    assert weighted.inertia == pytest.approx(repeated.inertia)
    assert weighted.n_iter == repeated.n_iter


@pytest.mark.parametrize("max_iter", [1, 2, 3, 7, 100])
def test_relaxed_run(blobs: F64, max_iter: int) -> None:
    """An over-relaxed run keeps to `max_iter` and ends on the means of its clusters."""
    data = WeightedPoints(blobs)

    result = run(data, blobs[:9], LloydOptions(max_iter, 1e-6, relaxation=1.8))

    assert result.n_iter <= max_iter
    distances = data.distances(result.centroids, result.labels)
    assert result.inertia == pytest.approx(distances.sum())
    assert len(np.unique(result.labels)) == 9


def test_inertia_of_tight_clusters_far_apart() -> None:
    """Inertia keeps its digits: two pairs 2e-4 wide, far apart, make 4 * (1e-4)**2."""
    points = np.array([[-1e6], [-1e6 + 2e-4], [1e6], [1e6 + 2e-4]])

    result = run(WeightedPoints(points), points[::2], LloydOptions())

    assert result.inertia == pytest.approx(4e-8, rel=1e-4)


def test_centroids_that_must_stay_empty() -> None:
    """Centroids beyond the number of distinct points keep their place, without warning."""
    result = run(WeightedPoints(POINTS[[0, 0, 1]]), POINTS, LloydOptions())

    assert result.inertia == 0.0
    assert result.labels.tolist() == [0, 0, 1]


def test_points_near_a_fixed_centroid_leave_the_others_alone() -> None:
    """A fixed centroid at 5 takes 4 and 6; the others settle on 0.5 and 10."""
    data = WeightedPoints(LINE, fixed=np.array([[5.0]]))
    result = run(data, np.array([[0.0], [9.0]]), LloydOptions())
    assert result.centroids.tolist() == [[0.5], [10.0]]
    assert result.labels.tolist() == [0, 0, 2, 2, 1]
    assert result.inertia == pytest.approx(0.25 + 0.25 + 1 + 1)


def test_a_fixed_centroid_may_stay_without_points() -> None:
    """A fixed centroid far away from all points changes nothing for the others."""
    data = WeightedPoints(LINE, fixed=np.array([[1000.0]]))
    far = run(data, np.array([[0.0], [9.0]]), LloydOptions())
    alone = run(WeightedPoints(LINE), np.array([[0.0], [9.0]]), LloydOptions())
    assert far.centroids.tolist() == alone.centroids.tolist()
    assert far.inertia == pytest.approx(alone.inertia)


def test_inertia_never_rises_with_fixed_centroids() -> None:
    """Plain Lloyd steps beside fixed centroids never raise the inertia."""
    rng = np.random.default_rng(0)
    data = WeightedPoints(rng.normal(size=(500, 2)), fixed=rng.normal(size=(3, 2)))
    steps = lloyd(data, rng.normal(size=(4, 2)))
    inertias = [next(steps).partition.inertia for _ in range(20)]
    assert all(b <= a + 1e-9 for a, b in pairwise(inertias))

"""k-means around centroids that stay where they are."""

import itertools
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.kmeans import SEEDINGS, LloydOptions, WeightedPoints, fit, lloyd, run

LINE = np.array([[0.0], [1.0], [4.0], [6.0], [10.0]])


def test_points_near_a_fixed_centroid_leave_the_others_alone() -> None:
    """With 5 fixed, 4 and 6 are its own; the others settle on 0.5 and 10."""
    data = WeightedPoints(LINE, fixed=np.array([[5.0]]))
    result = run(data, np.array([[0.0], [9.0]]), LloydOptions())
    assert result.centroids.tolist() == [[0.5], [10.0]]
    assert result.labels.tolist() == [0, 0, 2, 2, 1]
    assert result.inertia == pytest.approx(0.25 + 0.25 + 1 + 1)


def test_a_fixed_centroid_wins_a_tie() -> None:
    """A centroid on a fixed one has no points, and moves to the worst-fitted."""
    data = WeightedPoints(LINE, fixed=np.array([[0.0]]))
    assert data.partition(np.array([[0.0]])).counts.tolist() == [0.0]
    moved, partition = data.without_empty(np.array([[0.0]]))
    assert moved.tolist() == [[10.0]]
    assert partition.counts.tolist() == [2.0]


def test_a_fixed_centroid_may_stay_without_points() -> None:
    """One far away changes nothing for the others."""
    data = WeightedPoints(LINE, fixed=np.array([[1000.0]]))
    far = run(data, np.array([[0.0], [9.0]]), LloydOptions())
    alone = run(WeightedPoints(LINE), np.array([[0.0], [9.0]]), LloydOptions())
    assert far.centroids.tolist() == alone.centroids.tolist()
    assert far.inertia == pytest.approx(alone.inertia)


@pytest.mark.parametrize("init", SEEDINGS)
@settings(deadline=None, max_examples=20)
@given(k=st.integers(1, 6), m=st.integers(1, 12), seed=st.integers(0, 99))
def test_the_result_is_a_local_optimum_beside_the_fixed(
    init: str, k: int, m: int, seed: int
) -> None:
    """k centroids, none empty, each the mean of what is nearest to it."""
    rng = np.random.default_rng(seed)
    points = rng.integers(-50, 50, (200, 3)).astype(np.float64)
    fixed = rng.integers(-50, 50, (m, 3)).astype(np.float64)
    data = WeightedPoints(points, fixed=fixed)
    options = LloydOptions(tol=0.0, breaths=3)
    result = fit(data, k, Random(seed), init=init, n_init=2, lloyd=options)
    result = run(data, result.centroids, LloydOptions(tol=0.0))
    everyone = np.concatenate([result.centroids, fixed])
    distances = np.square(points[:, None] - everyone).sum(axis=2)
    assert result.inertia == pytest.approx(distances.min(axis=1).sum())
    for j in range(k):
        mine = points[result.labels == j]
        assert len(mine)
        assert result.centroids[j] == pytest.approx(mine.mean(axis=0))


def test_inertia_never_rises_with_fixed_centroids() -> None:
    """Plain Lloyd steps do not make it worse."""
    rng = np.random.default_rng(0)
    data = WeightedPoints(rng.normal(size=(500, 2)), fixed=rng.normal(size=(3, 2)))
    steps = lloyd(data, rng.normal(size=(4, 2)))
    inertias = [next(steps).partition.inertia for _ in range(20)]
    assert all(b <= a + 1e-9 for a, b in itertools.pairwise(inertias))


def test_k_means_plus_plus_keeps_off_the_fixed() -> None:
    """With a fixed centroid on one of two points, the other one is chosen."""
    data = WeightedPoints(np.array([[0.0], [1.0]]), fixed=np.array([[1.0]]))
    for seed in range(5):
        start = SEEDINGS["k-means++"](data, 1, Random(seed))
        assert start.tolist() == [[0.0]]

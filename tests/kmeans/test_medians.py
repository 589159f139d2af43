"""From means to medians."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.kmeans import WeightedPoints
from kquant.kmeans.medians import move_to_medians
from kquant.runtime.arrays import F64


def line(*points: float) -> F64:
    """Return points on a line."""
    return np.array(points)[:, None]


def test_by_hand() -> None:
    """From 10 the points 0, 0 and 30 pull with 1/10, 1/10 and 1/20: 1.5 / 0.25 = 6."""
    data = WeightedPoints(line(0, 0, 30))

    moved = move_to_medians(data, line(10), 1, least=1.0)

    assert moved.centroids.tolist() == [[6.0]]
    assert (moved.n_iter, moved.inertia) == (1, 6.0**2 * 2 + 24**2)


def test_on_a_line_it_is_the_median() -> None:
    """In the end half of the points are on either side, however far off they are."""
    data = WeightedPoints(line(0, 10, 20, 500, 9000))

    moved = move_to_medians(data, line(1906), 60, least=1.0)

    assert abs(moved.centroids.item() - 20) <= 1


def test_least_keeps_steps_finite() -> None:
    """A centroid upon a point stays near it, and is still a number."""
    data = WeightedPoints(line(0, 100), np.array([10.0, 1.0]))

    moved = move_to_medians(data, line(0), 3, least=1.0)

    assert 0 <= moved.centroids.item() <= 5


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 99), st.integers(1, 6), st.integers(0, 3))
def test_the_sum_of_distances_falls(seed: int, k: int, m: int) -> None:
    """It is hardly ever larger than it was, and no cluster is empty."""
    rng = np.random.default_rng(seed)
    points = rng.integers(-900, 900, (200, 3)).astype(np.float64)
    fixed = rng.integers(-900, 900, (m, 3)).astype(np.float64)
    data = WeightedPoints(points, fixed=fixed)
    start, before = data.without_empty(points[:k])

    moved = move_to_medians(data, start, 3, least=30.0)

    total_before = np.sqrt(data.distances(start, before.labels)).sum()
    total_after = np.sqrt(data.distances(moved.centroids, moved.labels)).sum()
    assert total_after <= total_before * 1.01
    assert len(np.unique(moved.labels[moved.labels < k])) == k

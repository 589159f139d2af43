"""From means to medians."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.kmeans import WeightedPoints
from kquant.kmeans.empty_clusters import without_empty
from kquant.kmeans.medians import move_to_medians
from kquant.runtime.arrays import F64

LEAST = 30.0


def total(squares: F64) -> float:
    """Add up distances, of which short ones count as the bound has it."""
    distances = np.sqrt(squares)
    short = (squares / LEAST + LEAST) / 2
    return float(np.where(distances < LEAST, short, distances).sum())


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
    """Many steps lead to the median 20, although the mean is 1906."""
    data = WeightedPoints(line(0, 10, 20, 500, 9000))

    moved = move_to_medians(data, line(1906), 60, least=1.0)

    assert abs(moved.centroids.item() - 20) <= 1


def test_least_keeps_steps_finite() -> None:
    """A centroid that lies on a point pulls no infinite weight toward it.

    From 0, the points 0 and 100 pull with 10 / 1 and 1 / 100: 1 / 10.01, which rounds
    to 0. The centroid stays there.
    """
    data = WeightedPoints(line(0, 100), np.array([10.0, 1.0]))

    moved = move_to_medians(data, line(0), 3, least=1.0)

    assert moved.centroids.item() == 0


@settings(max_examples=60)
@given(st.integers(0, 999), st.integers(1, 6), st.integers(0, 3), st.integers(1, 4))
def test_the_sum_of_distances_never_rises(
    seed: int, k: int, m: int, steps: int
) -> None:
    """No step makes the sum of distances larger, apart from rounding.

    Weiszfeld's step minimizes a bound on the sum, in which a distance d below `least`
    counts as (d**2 / least + least) / 2. Rounding to integers moves a centroid, and so
    each distance, by at most sqrt(3) / 2.
    """
    rng = np.random.default_rng(seed)
    points = rng.integers(-900, 900, (200, 3)).astype(np.float64)
    fixed = rng.integers(-900, 900, (m, 3)).astype(np.float64)
    data = WeightedPoints(points, fixed=fixed)
    start, before = without_empty(data, points[:k])

    moved = move_to_medians(data, start, steps, LEAST)

    total_before = total(data.distances(start, before.labels))
    total_after = total(data.distances(moved.centroids, moved.labels))
    assert total_after <= total_before + steps * len(points) * 3**0.5 / 2
    assert len(np.unique(moved.labels[moved.labels < k])) == k

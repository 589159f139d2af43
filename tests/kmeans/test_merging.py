"""Merging clusters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kquant.kmeans import WeightedPoints
from kquant.kmeans.merging import merge_cheapest
from kquant.runtime.arrays import F64

NONE = np.empty((0, 1))


def merged(data: WeightedPoints, centroids: list[float], k: int) -> list[float]:
    """Merge clusters of points on a line; return the sorted centroids."""
    start = np.array(centroids)[:, None]
    partition = data.partition(start)
    return sorted(merge_cheapest(partition, start, data.fixed, k).ravel().tolist())


def line(*points: float, fixed: F64 = NONE) -> WeightedPoints:
    """Return points on a line, each of weight 1."""
    return WeightedPoints(np.array(points)[:, None], fixed=fixed)


def test_by_hand() -> None:
    """0, 4 and 10: to merge 0 and 4 costs 8, 4 and 10 costs 18."""
    assert merged(line(0, 4, 10), [0, 4, 10], 2) == [2.0, 10.0]


def test_weights_count() -> None:
    """Two light clusters 6 apart cost less (18) than heavy ones 4 apart (40)."""
    data = WeightedPoints(
        np.array([[0.0], [4], [100], [106]]), np.array([5.0, 5, 1, 1])
    )

    assert merged(data, [0, 4, 100, 106], 3) == [0.0, 4.0, 103.0]


def test_pairs_at_once() -> None:
    """Pairs are merged at the same time, if they share no cluster."""
    assert merged(line(0, 1, 50, 52), [0, 1, 50, 52], 2) == [0.5, 51.0]


def test_around_one_cluster() -> None:
    """Clusters that are all nearest to the same one are merged one after another."""
    assert merged(line(-5, 0, 6, 7.0), [-5, 0, 6, 7], 1) == [2.0]


def test_fixed_ones_take_over_and_stay() -> None:
    """A cluster beside a fixed centroid disappears first, and moves no other."""
    data = line(0, 9, 20, fixed=np.array([[10.0]]))

    assert merged(data, [0, 8.5, 20], 2) == [0.0, 20.0]


def test_empty_clusters_cost_nothing() -> None:
    """Clusters without points are merged before all others."""
    assert merged(line(0, 1), [0, 1, 70, 80], 2) == [0.0, 1.0]


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=12, unique=True))
def test_the_mean_of_all_stays(values: list[int]) -> None:
    """Merged down to one cluster, the centroid is the mean of all points."""
    data = line(*map(float, values))

    (mean,) = merged(data, [float(x) for x in values], 1)

    assert mean == pytest.approx(np.mean(values))

"""The global optimum on a line."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.kmeans import WeightedPoints, solve_line
from kquant.runtime.arrays import F64


def test_by_hand() -> None:
    """Of 0, 1, 5 and 7, the last has weight 3: two means are 0.5 and (5 + 3 * 7) / 4."""
    values, weights = np.array([0.0, 1, 5, 7]), np.array([1.0, 1, 1, 3])

    assert solve_line(values, weights, 1).tolist() == [pytest.approx(27 / 6)]
    assert solve_line(values, weights, 2).tolist() == [0.5, 6.5]
    assert solve_line(values, weights, 3).tolist() == [0.5, 5.0, 7.0]
    assert solve_line(values, weights, 4).tolist() == [0.0, 1.0, 5.0, 7.0]


def _least_inertia(values: F64, weights: F64, k: int) -> float:
    """Try every way to cut the line into k runs."""
    least = np.inf
    for cuts in combinations(range(1, len(values)), k - 1):
        inertia = 0.0
        for start, end in pairwise([0, *cuts, len(values)]):
            run, mass = values[start:end], weights[start:end]
            inertia += float(mass @ (run - np.average(run, weights=mass)) ** 2)
        least = min(least, inertia)
    return least


@given(
    line=st.dictionaries(
        st.integers(0, 255), st.integers(1, 50), min_size=1, max_size=8
    ),
    k=st.integers(1, 8),
)
@settings(max_examples=60)
def test_brute_force(line: dict[int, int], k: int) -> None:
    """No other way to cut the line has a smaller inertia."""
    values = np.array(sorted(line), dtype=np.float64)
    weights = np.array([line[v] for v in sorted(line)], dtype=np.float64)
    k = min(k, len(values))

    centroids = solve_line(values, weights, k)

    partition = WeightedPoints(values[:, None], weights).partition(centroids[:, None])
    assert partition.counts.all()
    assert partition.inertia == pytest.approx(
        _least_inertia(values, weights, k), rel=1e-9, abs=1e-6
    )

"""The nearest centroid, against paper and brute force."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.runtime.arrays import F64


def lattice(rows: int) -> st.SearchStrategy[F64]:
    """Make arrays of integer points in space, within exact float32 arithmetic."""
    shape = st.tuples(st.integers(2, rows), st.just(3))
    return hnp.arrays(np.float64, shape, elements=st.integers(-60, 60).map(float))


def test_by_hand() -> None:
    """Four points on a line, centroids at 1 and 6: the border is at 3.5."""
    nearest = NearestCentroid(np.array([[0.0], [3.4], [3.6], [9.0]]))

    assert nearest.labels(np.array([[1.0], [6.0]])).tolist() == [0, 0, 1, 1]


def test_tie() -> None:
    """A point half-way between centroids goes to the one with the lower index."""
    nearest = NearestCentroid(np.array([[2.0]]))

    assert nearest.labels(np.array([[9.0], [3.0], [1.0]])).tolist() == [1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@given(points=lattice(40), centroids=lattice(20))
@settings(deadline=None, max_examples=60)
def test_brute_force(dtype: type, points: F64, centroids: F64) -> None:
    """On integers both precisions find what comparing all distances finds."""
    squared = np.square(points[:, None] - centroids).sum(axis=2)
    nearest = NearestCentroid(points.astype(dtype))

    assert np.array_equal(nearest.labels(centroids), squared.argmin(axis=1))


def test_blocks_join() -> None:
    """More points than a block holds are all matched."""
    points = np.arange(100_000.0)[:, None] % 251
    centroids = np.arange(0.0, 251.0, 10)[:, None]

    labels = NearestCentroid(points.astype(np.float32)).labels(centroids)

    assert np.array_equal(labels, np.ceil(points[:, 0] / 10 - 0.5))

"""The nearest centroid, against paper and brute force."""

from collections.abc import Callable

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.kmeans.nearest_centroid import _THREADED_ELEMENTS, NearestCentroid
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
@settings(max_examples=60)
def test_brute_force(dtype: type, points: F64, centroids: F64) -> None:
    """On integers both precisions find what comparing all distances finds."""
    squared = np.square(points[:, None] - centroids).sum(axis=2)
    nearest = NearestCentroid(points.astype(dtype))

    assert np.array_equal(nearest.labels(centroids), squared.argmin(axis=1))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("k", [3, 100, 101, 256])
def test_threads_change_nothing(
    dtype: type,
    k: int,
    use_threads: Callable[[int], None],
    in_step: Callable[[str, int], None],
) -> None:
    """One thread and four find the same labels, those of the least distances.

    There are enough points for threads to share the work, and they multiply matrices
    at the same time. Up to 100 centroids are searched in another way than more.
    """
    rng = np.random.default_rng(k)
    points = rng.integers(-60, 61, (-(-_THREADED_ELEMENTS // k), 3))
    centroids = rng.integers(-60, 61, (k, 3)).astype(np.float64)
    nearest = NearestCentroid(points.astype(dtype))
    squared = sum(np.square(points[:, [i]] - centroids[:, i]) for i in range(3))
    expected = np.asarray(squared).argmin(axis=1)

    use_threads(1)
    assert np.array_equal(nearest.labels(centroids, threaded=True), expected)
    use_threads(4)
    in_step("matmul", 4)
    assert np.array_equal(nearest.labels(centroids, threaded=True), expected)


def test_large_work_is_shared(
    monkeypatch: pytest.MonkeyPatch, use_threads: Callable[[int], None]
) -> None:
    """Many distances are shared among all threads, few need no other thread."""
    shares: list[int] = []

    def record(_: object, parts: list[range]) -> None:
        shares.append(len(parts))

    use_threads(4)
    monkeypatch.setattr("kquant.kmeans.nearest_centroid.for_each", record)
    centroids = np.zeros((1, 1))
    for n in (_THREADED_ELEMENTS, _THREADED_ELEMENTS - 1):
        NearestCentroid(np.zeros((n, 1))).labels(centroids, threaded=True)

    assert shares == [4]


def test_blocks_join() -> None:
    """Points are all matched where there are more than a block holds.

    Centroids are at 0, 10, 20 and so on, and a point half-way goes to the lower one.
    """
    points = np.arange(100_000.0)[:, None] % 251
    centroids = np.arange(0.0, 251.0, 10)[:, None]

    labels = NearestCentroid(points.astype(np.float32)).labels(centroids)

    assert np.array_equal(labels, np.ceil(points[:, 0] / 10 - 0.5))

"""Weighted points and their partitions."""

import numpy as np
import pytest

from kquant.kmeans import LloydOptions, WeightedPoints, run
from kquant.runtime.arrays import F64, U8, AnyArray


def line(*values: float) -> F64:
    """Return points on a line, shape (n, 1)."""
    return np.array(values)[:, None]


def test_partition_by_hand() -> None:
    """Points 0, 1 and 6 of weights 1, 3 and 2, with centroids at 0 and 5.

    Inertia: 1 * 0 + 3 * 1 + 2 * 1 = 5.
    """
    data = WeightedPoints(line(0, 1, 6), np.array([1, 3, 2]))

    partition = data.partition(line(0, 5))

    assert partition.labels.tolist() == [0, 0, 1]
    assert partition.counts.tolist() == [4.0, 2.0]
    assert partition.sums.tolist() == [[3.0], [12.0]]
    assert partition.means().tolist() == [[0.75], [6.0]]
    assert partition.inertia == 5.0


def test_variance_by_hand() -> None:
    """The weighted variances of the two dimensions are 3 and 0: 1.5 on average."""
    points = np.array([[0.0, 7.0], [4.0, 7.0]])

    assert WeightedPoints(points, np.array([3, 1])).variance() == 1.5


def test_a_fixed_centroid_wins_a_tie() -> None:
    """A centroid on top of a fixed one has no points."""
    data = WeightedPoints(line(0, 1, 4, 6, 10), fixed=line(0))

    assert data.partition(line(0)).counts.tolist() == [0.0]


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.float32, np.float64])
@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_any_kind_of_number(photo: U8, dtype: type, shift: float) -> None:
    """Whatever the type of points and centroids, the nearest centroids are found."""
    pixels: AnyArray = photo.reshape(-1, 3)[::300].astype(dtype)
    centroids = photo.reshape(-1, 3)[:3000:100].astype(np.float64) + shift
    gaps = np.square(pixels[:, None].astype(np.float64) - centroids).sum(axis=2)

    labels = WeightedPoints(pixels).labels(centroids)

    assert gaps[np.arange(len(gaps)), labels] == pytest.approx(gaps.min(axis=1))


@pytest.mark.parametrize("scale", [0.1, 1.0, 1e3])
def test_single_precision(photo: U8, scale: float) -> None:
    """Points of single precision, on the lattice or not, fit as in double."""
    pixels = photo.reshape(-1, 3)[::500].astype(np.float32) * np.float32(scale)
    start = pixels[:9].astype(np.float64) + 0.25

    single = run(WeightedPoints(pixels), start, LloydOptions())
    double = run(WeightedPoints(pixels.astype(np.float64)), start, LloydOptions())

    assert np.array_equal(single.labels, double.labels)
    assert single.inertia == pytest.approx(double.inertia)


@pytest.mark.parametrize("lattice", [False, True])
def test_sums_by_hand(lattice: bool) -> None:
    """Seven numbers in two groups: 1 + 2 + 3 + 7 = 13 and 4 + 5 + 6 = 15."""
    data = WeightedPoints(line(*range(7)).astype(np.float32), lattice=lattice)
    labels = np.array([0, 0, 0, 1, 1, 1, 0])
    columns = [np.arange(1.0, 8.0), np.ones(7)]

    assert data.sums_of(columns, labels, 2).tolist() == [[13.0, 15.0], [4.0, 3.0]]

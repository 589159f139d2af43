"""The direction in which each cluster extends most."""

import numpy as np
import pytest

from kquant.kmeans import WeightedPoints
from kquant.kmeans.principal_axes import principal_axes


@pytest.mark.parametrize("d", [2, 12, 13, 40])
def test_against_eigenvectors(d: int) -> None:
    """With or without matrices: the largest eigenvalue, and its eigenvector."""
    rng = np.random.default_rng(d)
    stretch = np.ones(d)
    stretch[:2] = 9.0, 3.0
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    points = (
        rng.normal(size=(900, d)) * stretch @ turn
        + 50.0 * np.arange(3).repeat(300)[:, None]
    )
    weights = rng.integers(1, 4, 900).astype(np.float64)
    data = WeightedPoints(points - points.mean(axis=0), weights)
    centers = np.array([data.points[i : i + 300].mean(axis=0) for i in (0, 300, 600)])
    partition = data.partition(centers)

    spread, axes = principal_axes(data, partition)

    for j in range(3):
        own = partition.labels == j
        covariance = np.cov(data.points[own].T, ddof=0, aweights=weights[own])
        values, vectors = np.linalg.eigh(covariance)
        assert spread[j] == pytest.approx(values[-1], rel=1e-3)
        assert abs(axes[j] @ vectors[:, -1]) == pytest.approx(1, abs=1e-2)


@pytest.mark.parametrize("d", [3, 20])
def test_equal_points_have_no_axis(d: int) -> None:
    """The spread of a cluster of equal points is 0, without a warning."""
    points = np.zeros((4, d))
    points[2:] = 5.0
    points[3, 0] = 6.0
    data = WeightedPoints(points)

    spread, axes = principal_axes(data, data.partition(points[[0, 2]]))

    assert spread == pytest.approx([0, 0.25])
    assert not axes[0].any()
    assert np.abs(axes[1]).tolist() == np.eye(d)[0].tolist()

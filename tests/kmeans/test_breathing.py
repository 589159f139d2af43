"""Leaving a local optimum."""

from random import Random

import numpy as np
import pytest

from kquant.kmeans import LloydOptions, WeightedPoints, breathe, random_points, run
from kquant.runtime.arrays import U8


def test_escape_by_hand() -> None:
    """Breathing takes one of two centroids from a clump to two clumps that share one.

    The shared centroid is 49 and 51 away from the ends of either clump, and Lloyd's
    algorithm stays there; with a centroid to a clump every point is 1 away.
    """
    data = WeightedPoints(np.array([[-1.0], [1], [499], [501], [599], [601]]))
    stuck = np.array([[-1.0], [1.0], [550.0]])

    escaped = breathe(data, stuck, LloydOptions(breaths=5))

    assert run(data, stuck, LloydOptions()).inertia == 2 * (49**2 + 51**2)
    assert sorted(escaped.ravel()) == [0.0, 500.0, 600.0]
    assert data.partition(escaped).inertia == 6.0


@pytest.mark.parametrize("lattice", [False, True])
@pytest.mark.parametrize("k", [2, 9, 40])
def test_never_worse(photo: U8, k: int, lattice: bool) -> None:
    """Breathing keeps the number of centroids and never raises the inertia."""
    points = 10.0 * photo.reshape(-1, 3)[::200] - 1275
    data = WeightedPoints(points)
    start = random_points(data, k, Random(k))
    settled = run(data, start, LloydOptions(lattice=lattice)).centroids

    inertia = data.partition(settled).inertia
    for breaths in (0, 1, 20):
        breathed = breathe(
            data, settled, LloydOptions(breaths=breaths, lattice=lattice)
        )

        assert breathed.shape == (k, 3)
        assert data.partition(breathed).counts.all()
        assert data.partition(breathed).inertia <= inertia
        inertia = data.partition(breathed).inertia

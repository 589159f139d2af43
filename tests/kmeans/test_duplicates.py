"""Equal points gathered."""

import numpy as np

from kquant.kmeans.duplicates import gathered
from kquant.runtime.arrays import U8


def test_by_hand() -> None:
    """Two of four points are equal, and one returned point has the weight of both."""
    points = np.array([[2.0, 1.0], [0.0, 5.0], [2.0, 1.0], [1.0, 2.0]])

    distinct, weights, places = gathered(points, np.array([1.0, 2.0, 3.0, 4.0]))

    assert distinct[places].tolist() == points.tolist()
    assert weights[places].tolist() == [4.0, 2.0, 4.0, 4.0]
    assert len(distinct) == 3


def test_pixels(photo: U8) -> None:
    """Every color of a photo is found once, with its number of pixels."""
    points = photo.reshape(-1, 3).astype(np.float64)
    _, counts = np.unique(photo.reshape(-1, 3), axis=0, return_counts=True)

    distinct, weights, places = gathered(points, np.ones(len(points)))

    assert np.array_equal(distinct[places], points)
    assert sorted(weights) == sorted(counts)

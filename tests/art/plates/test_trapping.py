"""Areas that spread by a disc."""

import numpy as np
import pytest

from kquant.art.plates.trapping import spread


@pytest.mark.parametrize(
    ("radius", "pixels"), [(0, 1), (0.9, 1), (1, 5), (1.5, 9), (2, 13)]
)
def test_a_pixel_becomes_a_disc(radius: float, pixels: int) -> None:
    """So many points of a grid are within the distance: Gauss's circle problem."""
    area = np.zeros((9, 9), dtype=bool)
    area[4, 4] = True

    assert spread(area, radius).sum() == pixels


@pytest.mark.parametrize("radius", [1.0, 2.5, 3.0, 7.0])
def test_all_within_the_distance_and_no_other(radius: float) -> None:
    """Compared with the distance of each pixel to each of the area; edges included."""
    area = np.random.default_rng(5).random((12, 17)) < 0.04
    y, x = np.nonzero(area)
    rows, columns = np.mgrid[:12, :17]
    away = np.hypot(rows[..., None] - y, columns[..., None] - x).min(axis=2)

    assert (spread(area, radius) == (away <= radius)).all()

"""The cloud: its dots, how it turns, and centroids in front of it."""

import numpy as np
import pytest

from kquant.color.packed import pack
from kquant.images.histogram import Histogram
from kquant.report.cloud import Centroids, Cloud
from kquant.runtime.arrays import U8

GROUND = np.array([20, 20, 24], dtype=np.uint8)
COLORS = np.array([[230, 40, 40], [40, 200, 60], [250, 250, 250], [5, 5, 5]], np.uint8)


def cloud_of(colors: U8, most: int = 500) -> Cloud:
    """Return the cloud of colors, each as frequent as the others."""
    packed = np.unique(pack(colors))
    return Cloud(Histogram(packed, np.ones(len(packed))), 0.45, 180, GROUND, most)


def test_light_is_up() -> None:
    """White is at the top, black at the bottom, and neither moves when it turns."""
    places = cloud_of(COLORS).place(COLORS)
    assert places[2, 0] == places[:, 0].max()
    assert places[3, 0] == places[:, 0].min()
    drawn = cloud_of(COLORS[2:]).draw(0)
    assert np.array_equal(drawn, cloud_of(COLORS[2:]).draw(180))


def test_a_whole_turn() -> None:
    """After 360 degrees, the film can begin again; after 90 it looks different."""
    cloud = cloud_of(COLORS)
    assert np.abs(cloud.draw(360).astype(int) - cloud.draw(0)).max() <= 1
    assert not np.array_equal(cloud.draw(90), cloud.draw(0))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_all_within_the_picture(count: int) -> None:
    """Nothing touches the edge, from no side."""
    cloud = cloud_of(COLORS[:count])
    shares = np.full(count, 1 / count)
    colors = COLORS[:count]
    for angle in range(0, 360, 40):
        drawn = cloud.draw(angle, Centroids(cloud.place(colors), colors, shares))
        edges = (drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1])
        assert all((edge == GROUND).all() for edge in edges)
        assert (drawn != GROUND).any()


def test_as_many_dots_as_allowed(noise: U8) -> None:
    """Neighbors share a dot; the shares are those of all colors."""
    cloud = cloud_of(noise.reshape(-1, 3), 200)
    assert 20 < len(cloud.colors) <= 512
    assert cloud.shares.sum() == pytest.approx(1)
    assert np.isin(pack(cloud.colors), pack(noise.reshape(-1, 3))).all()


def test_no_colors() -> None:
    """A picture without a visible pixel has an empty cloud."""
    nothing = Histogram(np.empty(0, dtype=np.uint32), np.empty(0))
    drawn = Cloud(nothing, 0.45, 60, GROUND, 10).draw(0)
    assert drawn.shape == (60, 60, 3)


def test_large_shares_are_large() -> None:
    """A centroid grows with its share, and has its color in the middle."""
    cloud = cloud_of(COLORS)

    def pixels_of(share: float) -> int:
        shares, place = np.array([share]), cloud.place(COLORS[:1])
        drawn = cloud.draw(30, Centroids(place, COLORS[:1], shares))
        return int((drawn == COLORS[0]).all(axis=2).sum())

    assert pixels_of(0.02) < pixels_of(0.2) < pixels_of(0.5)
